package dev.bellman.llm.ppo;

import dev.bellman.llm.data.Completion;
import dev.bellman.llm.data.Written;
import dev.bellman.llm.math.TokenGae;
import dev.bellman.llm.math.TokenRewards;
import dev.bellman.llm.math.Whitening;
import dev.bellman.llm.reward.Scores;
import dev.bellman.rl.Metrics;
import java.util.Arrays;

/// What each token of a rollout is learned by; columns as in [Written].
///
/// @param logpOld of the tokens when they were drawn
/// @param values V where each token was still to be written
/// @param advantage Â, whitened if that is asked for
/// @param returns what V should be, before whitening
/// @param mask 1 for a token that counts, else 0: those of completions without a score do not
record Estimates(
    float[] logpOld, float[] values, float[] advantage, float[] returns, float[] mask) {

  static Estimates of(
      LanguagePpoConfig config,
      Written written,
      Scores scores,
      double beta,
      float[] logpOld,
      float[] logpReference,
      float[] values,
      Metrics metrics) {
    int n = written.tokens();
    double[] rewards = new double[n];
    boolean[] counts = new boolean[n];
    double[] drawn = doubles(logpOld);
    double[] held = doubles(logpReference);
    double divergence = 0;
    int scored = 0;
    double total = 0;
    for (int i = 0; i < written.size(); i++) {
      int from = written.offsets()[i];
      int to = written.offsets()[i + 1];
      double score = score(config, written.completions().get(i), scores.totals()[i]);
      if (!Double.isNaN(score)) {
        Arrays.fill(counts, from, to, true);
        TokenRewards.of(score, beta, drawn, held, from, to, rewards);
        divergence -= TokenRewards.sum(0, 1, drawn, held, from, to);
        total += scores.totals()[i];
        scored++;
      }
    }
    if (config.estimate().whitenRewards()) {
      Whitening.KEEPING_MEAN.apply(rewards, counts, rewards);
    }
    double[] advantages = new double[n];
    double[] returns = new double[n];
    double[] before = doubles(values);
    var gae = new TokenGae(config.estimate().gamma(), config.estimate().lambda());
    for (int i = 0; i < written.size(); i++) {
      gae.estimate(
          rewards, before, written.offsets()[i], written.offsets()[i + 1], advantages, returns);
    }
    if (config.estimate().whitenAdvantages()) {
      Whitening.CENTRED.apply(advantages, counts, advantages);
    }
    metrics
        .put("reward", total / scored)
        .put("unscored", written.size() - scored)
        .put("sequence_kl", divergence / scored)
        .put("explained_variance", explained(before, returns, counts))
        .put("length", (double) n / written.size())
        .put("ended", written.endedShare());
    float[] mask = new float[n];
    for (int t = 0; t < n; t++) {
      mask[t] = counts[t] ? 1f : 0f;
    }
    return new Estimates(logpOld, values, floats(advantages), floats(returns), mask);
  }

  private static double score(LanguagePpoConfig config, Completion completion, double reward) {
    return completion.ended() ? reward : reward - config.missingEndPenalty();
  }

  /// `1 - Var(R - V) / Var(R)` over the tokens that count; NaN if all returns are the same.
  private static double explained(double[] values, double[] returns, boolean[] counts) {
    double n = 0;
    double sum = 0;
    double squares = 0;
    double errorSum = 0;
    double errorSquares = 0;
    for (int t = 0; t < values.length; t++) {
      if (counts[t]) {
        double error = returns[t] - values[t];
        n++;
        sum += returns[t];
        squares += returns[t] * returns[t];
        errorSum += error;
        errorSquares += error * error;
      }
    }
    double variance = squares / n - sum / n * (sum / n);
    double left = errorSquares / n - errorSum / n * (errorSum / n);
    return variance > 0 ? 1 - left / variance : Double.NaN;
  }

  /// How many tokens of some completions count.
  long tokens(Written written, int[] order, int from, int to) {
    long tokens = 0;
    for (int i = from; i < to; i++) {
      for (int t = written.offsets()[order[i]]; t < written.offsets()[order[i] + 1]; t++) {
        tokens += mask[t] == 0f ? 0 : 1;
      }
    }
    return tokens;
  }

  private static double[] doubles(float[] column) {
    double[] wide = new double[column.length];
    for (int t = 0; t < wide.length; t++) {
      wide[t] = column[t];
    }
    return wide;
  }

  private static float[] floats(double[] column) {
    float[] narrow = new float[column.length];
    for (int t = 0; t < narrow.length; t++) {
      narrow[t] = (float) column[t];
    }
    return narrow;
  }
}
