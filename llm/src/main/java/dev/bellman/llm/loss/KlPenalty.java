package dev.bellman.llm.loss;

/// What keeps a policy near its reference: nothing, a term of the loss, or a part of the reward. A
/// variant is another value.
public sealed interface KlPenalty {
  /// No penalty.
  record None() implements KlPenalty {}

  /// A term of the loss, `+ β·KL`, aggregated as the objective is.
  ///
  /// @param form how the divergence is written
  /// @param beta β, above 0
  record InLoss(KlForm form, double beta) implements KlPenalty {
    /// Checks β.
    ///
    /// @throws IllegalArgumentException if it is not above 0
    public InLoss {
      aboveZero(beta);
    }
  }

  /// A part of the reward, `- β·k1` at each token ([dev.bellman.llm.math.TokenRewards]), whose
  /// expected gradient is that of the whole sequence's KL(π ‖ π_ref). The loss then has no term of
  /// its own; whoever computes advantages takes it in.
  ///
  /// @param beta β, above 0
  record InReward(double beta) implements KlPenalty {
    /// Checks β.
    ///
    /// @throws IllegalArgumentException if it is not above 0
    public InReward {
      aboveZero(beta);
    }
  }

  private static void aboveZero(double beta) {
    if (!(beta > 0 && beta < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "beta: must be above 0 and finite, got %s (take kl none)".formatted(beta));
    }
  }
}
