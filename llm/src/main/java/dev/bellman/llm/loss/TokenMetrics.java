package dev.bellman.llm.loss;

import dev.bellman.llm.math.KlEstimator;
import dev.bellman.rl.Metrics;
import dev.bellman.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Numbers about an optimiser batch, from its shards. Means are over the batch's tokens that count;
/// those of ratios, and the clip fractions, over its sequences where these have the ratios.
///
/// - `policy_loss`; `kl_loss`, the penalty's divergence as the loss has it, without β
/// - `approx_kl`: k3 as an estimate of KL(π_old ‖ π), how far the policy has moved from the one
/// that wrote
/// - `entropy`, in nats, if it was given
/// - `ref_kl_k1`, `ref_kl_k3`: estimates of KL(π ‖ π_ref) a token, if there is a reference;
///   `ref_kl`, exact, if there are log-probabilities of every token
/// - `clip_fraction_low`, `clip_fraction_high`: how many are beyond a limit ([Surrogate#limit]);
///   `clip_fraction`, both
/// - `ratio_mean`, `ratio_min`, `ratio_max`, and `effective_sample_size`, `(Σr)² / (n·Σr²)`
public final class TokenMetrics {
  private static final String RATIO_SQUARES = "ratio_squares";
  private static final String RATIO_MEAN = "ratio_mean";
  private static final String RATIO_MIN = "ratio_min";
  private static final String RATIO_MAX = "ratio_max";

  /// The ratios and the advantages that go with them.
  record Ratios(Tensor ratio, Tensor advantage) {}

  private TokenMetrics() {}

  /// The numbers of an optimiser batch.
  ///
  /// @param batch becomes the sum of its shards, but for the least and the greatest ratio; modified
  /// @param shards what [GroupObjective#of] put down for each shard, at least one; not modified
  /// @return the batch's numbers, the same object
  public static Metrics combine(Metrics batch, List<Metrics> shards) {
    batch.setSum(shards);
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < shards.size(); i++) {
      min = Math.min(min, shards.get(i).get(RATIO_MIN));
      max = Math.max(max, shards.get(i).get(RATIO_MAX));
    }
    double mean = batch.get(RATIO_MEAN);
    double squares = batch.take(RATIO_SQUARES);
    return batch
        .put(RATIO_MIN, min)
        .put(RATIO_MAX, max)
        .put("effective_sample_size", mean * mean / squares);
  }

  /// Puts down the shard's share of the batch's numbers.
  static void put(TokenTerms terms, GroupObjective objective, Ratios ratios, Metrics metrics) {
    putRatios(terms, objective, ratios, metrics);
    Totals totals = terms.totals();
    double old = 0;
    for (int t = 0; t < terms.size(); t++) {
      old += terms.counts(t) ? k3(terms.logp().get(t) - terms.logpOld().get(t)) : 0;
    }
    metrics.put("approx_kl", old / (double) totals.tokens());
    putMean("entropy", terms.entropy(), terms, metrics);
    Tensor logpRef = terms.logpRef();
    if (logpRef != null) {
      putReference(terms, logpRef, metrics);
    }
  }

  private static void putRatios(
      TokenTerms terms, GroupObjective objective, Ratios ratios, Metrics metrics) {
    double n = (double) objective.ratio().total(terms.totals());
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    double sum = 0;
    double squares = 0;
    int low = 0;
    int high = 0;
    for (int i = 0; i < ratios.ratio().size(); i++) {
      if (objective.ratio().counts(terms, i)) {
        float ratio = ratios.ratio().get(i);
        int limit = objective.surrogate().limit(ratio, ratios.advantage().get(i));
        low += limit < 0 ? 1 : 0;
        high += limit > 0 ? 1 : 0;
        sum += ratio;
        squares += (double) ratio * ratio;
        min = Math.min(min, ratio);
        max = Math.max(max, ratio);
      }
    }
    metrics
        .put("clip_fraction", (low + high) / n)
        .put("clip_fraction_low", low / n)
        .put("clip_fraction_high", high / n)
        .put(RATIO_MEAN, sum / n)
        .put(RATIO_SQUARES, squares / n)
        .put(RATIO_MIN, min)
        .put(RATIO_MAX, max);
  }

  private static void putReference(TokenTerms terms, Tensor logpRef, Metrics metrics) {
    double sumOfK1 = 0;
    double sumOfK3 = 0;
    for (int t = 0; t < terms.size(); t++) {
      if (terms.counts(t)) {
        double logRho = logpRef.get(t) - terms.logp().get(t);
        sumOfK1 += KlEstimator.K1.of(logRho);
        sumOfK3 += k3(logRho);
      }
    }
    double tokens = (double) terms.totals().tokens();
    metrics.put("ref_kl_k1", sumOfK1 / tokens).put("ref_kl_k3", sumOfK3 / tokens);
    TokenTerms.Vocabulary vocabulary = terms.vocabulary();
    if (vocabulary != null) {
      Tensor exact = ExactKl.of(vocabulary.logp().detach(), vocabulary.logpRef().detach());
      putMean("ref_kl", exact, terms, metrics);
    }
  }

  private static void putMean(
      String name, @Nullable Tensor each, TokenTerms terms, Metrics metrics) {
    if (each == null) {
      return;
    }
    double sum = 0;
    for (int t = 0; t < terms.size(); t++) {
      sum += terms.counts(t) ? each.get(t) : 0;
    }
    metrics.put(name, sum / (double) terms.totals().tokens());
  }

  /// Limited as [KlForm#K3] is.
  private static double k3(double logRho) {
    return KlEstimator.K3.of(Math.clamp(logRho, -KlForm.LIMIT, KlForm.LIMIT));
  }
}
