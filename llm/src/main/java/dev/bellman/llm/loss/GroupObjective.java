package dev.bellman.llm.loss;

import dev.bellman.llm.loss.Aggregation.ConstantLength;
import dev.bellman.llm.loss.Aggregation.SequenceMean;
import dev.bellman.llm.loss.Aggregation.TokenMean;
import dev.bellman.rl.Metrics;
import dev.bellman.tensor.Tensor;

/// The loss of a policy over completions, `L = -Σ w·J + β·Σ w·KL - c_e·Σ w·H`, whose parts are
/// chosen one by one: what has a ratio, what is made of it (J), what a token weighs (w), and what
/// keeps it near the reference. The published methods are constants and factories below.
///
/// Ratios are limited to e^±20, beyond which no gradient flows: sums stay finite whatever comes.
///
/// @param ratio what has an importance ratio of its own
/// @param surrogate what of a ratio and an advantage is made greater
/// @param aggregation what each token weighs
/// @param kl what keeps the policy near its reference
/// @param entropyCoefficient c_e, the weight of the entropy bonus, at least 0
public record GroupObjective(
    RatioLevel ratio,
    Surrogate surrogate,
    Aggregation aggregation,
    KlPenalty kl,
    double entropyCoefficient) {
  /// GRPO (Shao et al. 2024, arXiv:2402.03300, equation 3 and section 4.2's β): ratios of tokens,
  /// clipped at 0.2, each sequence weighs the same, k3 in the loss.
  public static final GroupObjective GRPO =
      new GroupObjective(
          RatioLevel.TOKEN,
          new Surrogate.Clip(0.2, 0.2),
          new SequenceMean(),
          new KlPenalty.InLoss(KlForm.K3, 0.04),
          0);

  /// DAPO (Yu et al. 2025, arXiv:2503.14476): more room above than below, each token weighs the
  /// same, no divergence.
  public static final GroupObjective DAPO =
      new GroupObjective(
          RatioLevel.TOKEN,
          new Surrogate.Clip(0.2, 0.28),
          new TokenMean(),
          new KlPenalty.None(),
          0);

  /// GSPO's paper (Zheng et al. 2025, arXiv:2507.18071, section 5.1): its range is for completions
  /// of thousands of tokens. Short ones spread further; see [#gspo].
  public static final GroupObjective GSPO_PAPER = gspo(3e-4, 4e-4);

  /// CISPO (MiniMax-M1, arXiv:2506.13585) without a lower bound. The greatest weight, 5, is not the
  /// paper's but one that libraries take.
  public static final GroupObjective CISPO =
      new GroupObjective(
          RatioLevel.TOKEN,
          new Surrogate.Cispo(Double.POSITIVE_INFINITY, 4),
          new TokenMean(),
          new KlPenalty.None(),
          0);

  /// RLOO (Ahmadian et al. 2024, arXiv:2402.14740), for leave-one-out advantages: no clipping, each
  /// sequence weighs the same. **Deviation**: a ratio for each token, of which the mean is taken,
  /// where the paper has one for the whole completion. The paper's divergence in the reward is
  /// [KlPenalty.InReward].
  public static final GroupObjective RLOO =
      new GroupObjective(
          RatioLevel.TOKEN, new Surrogate.None(), new SequenceMean(), new KlPenalty.None(), 0);

  /// Refuses what does not go together.
  ///
  /// @throws IllegalArgumentException if parts do not go together or the coefficient is below 0
  public GroupObjective {
    if (ratio == RatioLevel.SEQUENCE && surrogate.ofTokens()) {
      throw new IllegalArgumentException(
          "surrogate: expected one of whole sequences with ratio SEQUENCE, got %s"
                  .formatted(surrogate)
              + " (take ratio TOKEN or SEQUENCE_TOKEN)");
    }
    if (ratio == RatioLevel.SEQUENCE && !(aggregation instanceof SequenceMean)) {
      throw new IllegalArgumentException(
          "aggregation: expected SequenceMean with ratio SEQUENCE, got %s".formatted(aggregation)
              + ", which weights sequences by their length (take SequenceMean)");
    }
    if (!(entropyCoefficient >= 0 && entropyCoefficient < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "entropyCoefficient: must be at least 0 and finite, got " + entropyCoefficient);
    }
  }

  /// Dr. GRPO (Liu et al. 2025, arXiv:2503.20783), for centred advantages: a constant length as
  /// divisor, no divergence.
  ///
  /// @param maxLength L, the longest completion, in tokens
  /// @return the objective
  public static GroupObjective drGrpo(int maxLength) {
    return new GroupObjective(
        RatioLevel.TOKEN,
        new Surrogate.Clip(0.2, 0.2),
        new ConstantLength(maxLength),
        new KlPenalty.None(),
        0);
  }

  /// GSPO (Zheng et al. 2025, arXiv:2507.18071, equation 5): one ratio a sequence, no divergence.
  /// The mean of T log-ratios spreads like 1/√T, so the range goes with the completions' length:
  /// about 0.02 to 0.1 for tens of tokens.
  ///
  /// @param low how far below 1 the ratio counts
  /// @param high how far above 1 the ratio counts
  /// @return the objective
  public static GroupObjective gspo(double low, double high) {
    return gspo(RatioLevel.SEQUENCE, low, high);
  }

  /// GSPO-token (arXiv:2507.18071, equation 13): as [#gspo], with advantages that may differ from
  /// token to token.
  ///
  /// @param low how far below 1 the ratio counts
  /// @param high how far above 1 the ratio counts
  /// @return the objective
  public static GroupObjective gspoToken(double low, double high) {
    return gspo(RatioLevel.SEQUENCE_TOKEN, low, high);
  }

  private static GroupObjective gspo(RatioLevel level, double low, double high) {
    return new GroupObjective(
        level, new Surrogate.Clip(low, high), new SequenceMean(), new KlPenalty.None(), 0);
  }

  /// This objective with another penalty.
  ///
  /// @param other what keeps the policy near its reference
  /// @return the objective
  public GroupObjective withKl(KlPenalty other) {
    return new GroupObjective(ratio, surrogate, aggregation, other, entropyCoefficient);
  }

  /// A shard's share of the loss; the shards' shares add up to the loss of the optimiser batch.
  ///
  /// @param terms the shard's tokens
  /// @param metrics receives the shard's share of the batch's numbers, which
  ///   [TokenMetrics#combine] brings together; modified
  /// @return a scalar, to be minimised
  /// @throws IllegalArgumentException if a tensor is missing that a part needs
  public Tensor of(TokenTerms terms, Metrics metrics) {
    Tensor r = ratio.logRatio(terms).clamp(-KlForm.LIMIT, KlForm.LIMIT).exp();
    Tensor advantage = ratio.advantage(terms);
    Tensor j = surrogate.of(r, advantage, terms.kept(terms.logp()));
    Tensor loss = j.mul(ratio.weights(aggregation, terms)).sum().neg();
    TokenMetrics.put(terms, this, new TokenMetrics.Ratios(r, advantage), metrics);
    metrics.put("policy_loss", loss.item());
    if (kl instanceof KlPenalty.InLoss penalty) {
      Tensor divergence = weighted(penalty.form().of(terms), terms);
      metrics.put("kl_loss", divergence.item());
      loss = loss.add(divergence.mul((float) penalty.beta()));
    }
    if (entropyCoefficient > 0) {
      loss = loss.sub(weighted(entropy(terms), terms).mul((float) entropyCoefficient));
    }
    return loss;
  }

  private Tensor weighted(Tensor each, TokenTerms terms) {
    return each.mul(RatioLevel.tokenWeights(aggregation, terms)).sum();
  }

  private static Tensor entropy(TokenTerms terms) {
    Tensor entropy = terms.entropy();
    if (entropy == null) {
      throw new IllegalArgumentException(
          "terms.entropy: expected each token's entropy with an entropy bonus, got none"
              + " (take entropyCoefficient 0)");
    }
    return terms.kept(entropy);
  }
}
