package dev.bellman.llm.sample;

import dev.bellman.tensor.Rng;
import java.util.Arrays;

/// Chooses tokens by a [SamplingConfig]. Owns scratch; confined to one thread.
final class TokenChoice {
  private final SamplingConfig config;
  private float[] filtered = {};
  private float[] sorted = {};
  private int token;
  private float logp;

  TokenChoice(SamplingConfig config) {
    this.config = config;
  }

  /// The token of the last choice.
  int token() {
    return token;
  }

  /// The log-probability of that token under what was drawn from.
  float logp() {
    return logp;
  }

  /// Chooses a token.
  ///
  /// @param logProbabilities of all tokens at the temperature, from `from` on; not modified
  /// @param probabilities the same, not as logarithms; not read if the choice is greedy; not
  ///   modified
  /// @param from the place of token 0
  /// @param tokens V
  /// @param rng what to draw from; nothing is drawn if the choice is greedy
  void choose(float[] logProbabilities, float[] probabilities, int from, int tokens, Rng rng) {
    if (config.temperature() == 0) {
      token = likeliest(logProbabilities, from, tokens);
      logp = logProbabilities[from + token];
      return;
    }
    if (config.wholeDistribution()) {
      double point = rng.nextDouble() * sum(probabilities, from, tokens);
      token = draw(point, probabilities, from, tokens);
      logp = logProbabilities[from + token];
      return;
    }
    filter(probabilities, from, tokens);
    double total = sum(filtered, 0, tokens);
    token = draw(rng.nextDouble() * total, filtered, 0, tokens);
    logp = logProbabilities[from + token] - (float) StrictMath.log(total);
  }

  private static int likeliest(float[] logProbabilities, int from, int tokens) {
    int best = 0;
    for (int v = 1; v < tokens; v++) {
      if (logProbabilities[from + v] > logProbabilities[from + best]) {
        best = v;
      }
    }
    return best;
  }

  private static double sum(float[] probabilities, int from, int tokens) {
    double total = 0;
    for (int v = from; v < from + tokens; v++) {
      total += probabilities[v];
    }
    return total;
  }

  /// The probabilities, with 0 for those that the filters drop.
  private void filter(float[] probabilities, int from, int tokens) {
    if (sorted.length < tokens) {
      sorted = new float[tokens];
      filtered = new float[tokens];
    }
    System.arraycopy(probabilities, from, sorted, 0, tokens);
    Arrays.sort(sorted, 0, tokens);
    double least = 0;
    if (config.topK() > 0 && config.topK() < tokens) {
      least = sorted[tokens - config.topK()];
    }
    if (config.topP() < 1) {
      least = nucleus(tokens, least);
    }
    least = Math.max(least, config.minP() * sorted[tokens - 1]);
    for (int v = 0; v < tokens; v++) {
      float probability = probabilities[from + v];
      filtered[v] = probability < least ? 0 : probability;
    }
  }

  /// The least probability in the nucleus of the tokens that are at least `least`.
  private double nucleus(int tokens, double least) {
    double all = 0;
    int remaining = 0;
    for (int i = tokens - 1; i >= 0 && sorted[i] >= least; i--) {
      all += sorted[i];
      remaining++;
    }
    double covered = 0;
    int i = tokens - 1;
    while (i > tokens - remaining && (covered += sorted[i]) < config.topP() * all) {
      i--;
    }
    return sorted[i];
  }

  /// The first token at which the running sum passes a point; the last possible one if rounding
  /// lets none.
  private static int draw(double point, float[] probabilities, int from, int tokens) {
    double covered = 0;
    int possible = 0;
    for (int v = 0; v < tokens; v++) {
      if (probabilities[from + v] > 0) {
        possible = v;
        covered += probabilities[from + v];
        if (point < covered) {
          return v;
        }
      }
    }
    return possible;
  }
}
