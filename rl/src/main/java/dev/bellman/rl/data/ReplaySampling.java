package dev.bellman.rl.data;

import dev.bellman.rl.math.Ranges;
import dev.bellman.tensor.optim.Schedule;

/// Which transitions are drawn from a [Replay].
public sealed interface ReplaySampling {
  /// All alike, with replacement.
  record Uniform() implements ReplaySampling {}

  /// The more, the more wrong their predictions were: P(i) = p_i^α / Σ_k p_k^α with p_i = |δ_i| +
  /// ε, weighted by (N · P(i))^-β over the largest such weight among those drawn together.
  ///
  /// The total is cut into as many equal parts as are drawn, and one is drawn from each. A
  /// transition that was never drawn has the largest priority so far, at first 1.
  ///
  /// **Source**: T. Schaul et al., Prioritized Experience Replay, arXiv:1511.05952, the
  /// proportional variant.
  ///
  /// @param alpha α, from 0, where all are alike, to 1
  /// @param beta β, from 0, where the bias is left, to 1, where the weights make up for all of it
  /// @param epsilon ε, what keeps every transition drawable, above 0
  record Prioritized(double alpha, Schedule beta, double epsilon) implements ReplaySampling {
    /// As in the paper: α 0.6, β from 0.4 to 1, ε 1e-6.
    public static final Prioritized DEFAULTS = new Prioritized(0.6, Schedule.linear(0.4, 1), 1e-6);

    /// Checks the ranges.
    ///
    /// @throws IllegalArgumentException if a number is out of its range
    public Prioritized {
      Ranges.unit("alpha", alpha);
      Schedule.requireRange("beta", beta, 0, 1);
      Ranges.aboveZero("epsilon", epsilon);
    }
  }
}
