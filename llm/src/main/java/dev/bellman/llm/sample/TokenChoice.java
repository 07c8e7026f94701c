package dev.bellman.llm.sample;

import dev.bellman.tensor.Rng;
import java.util.Arrays;

/// Chooses tokens by a [SamplingConfig]. Owns scratch; confined to one thread.
final class TokenChoice {
  private final SamplingConfig config;
  private double[] probabilities = new double[0];
  private double[] sorted = new double[0];
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
  /// @param from the place of token 0
  /// @param tokens V
  /// @param rng what to draw from; nothing is drawn if the choice is greedy
  void choose(float[] logProbabilities, int from, int tokens, Rng rng) {
    if (config.temperature() == 0) {
      token = likeliest(logProbabilities, from, tokens);
      logp = logProbabilities[from + token];
      return;
    }
    if (probabilities.length < tokens) {
      probabilities = new double[tokens];
    }
    for (int v = 0; v < tokens; v++) {
      probabilities[v] = StrictMath.exp(logProbabilities[from + v]);
    }
    double total = config.wholeDistribution() ? sum(tokens) : filter(tokens);
    token = draw(rng.nextDouble() * total, tokens);
    logp = logProbabilities[from + token];
    if (!config.wholeDistribution()) {
      logp -= (float) StrictMath.log(total);
    }
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

  private double sum(int tokens) {
    double total = 0;
    for (int v = 0; v < tokens; v++) {
      total += probabilities[v];
    }
    return total;
  }

  /// Sets what the filters drop to 0.
  ///
  /// @return what is left
  private double filter(int tokens) {
    sorted = Arrays.copyOf(probabilities, tokens);
    Arrays.sort(sorted);
    double least = 0;
    if (config.topK() > 0 && config.topK() < tokens) {
      least = sorted[tokens - config.topK()];
    }
    if (config.topP() < 1) {
      least = nucleus(tokens, least);
    }
    least = Math.max(least, config.minP() * sorted[tokens - 1]);
    double total = 0;
    for (int v = 0; v < tokens; v++) {
      if (probabilities[v] < least) {
        probabilities[v] = 0;
      }
      total += probabilities[v];
    }
    return total;
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
  private int draw(double point, int tokens) {
    double covered = 0;
    int possible = 0;
    for (int v = 0; v < tokens; v++) {
      if (probabilities[v] > 0) {
        possible = v;
        covered += probabilities[v];
        if (point < covered) {
          return v;
        }
      }
    }
    return possible;
  }
}
