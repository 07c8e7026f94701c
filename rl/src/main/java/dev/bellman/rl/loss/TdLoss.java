package dev.bellman.rl.loss;

import dev.bellman.rl.math.Ranges;
import dev.bellman.tensor.Tensor;

/// How bad a TD error δ is. A variant is another value.
public sealed interface TdLoss {
  /// The loss of each row.
  ///
  /// @param error δ, any shape
  /// @return the same shape, to be minimised
  Tensor of(Tensor error);

  /// `δ²`, not halved.
  record Squared() implements TdLoss {
    @Override
    public Tensor of(Tensor error) {
      return error.square();
    }
  }

  /// Huber's loss: `δ²/2` up to a limit, and a straight line of slope ±limit beyond it (Huber
  /// 1964). With the limit 1 its gradient is the TD error clipped to ±1, as in Mnih et al. 2015.
  ///
  /// @param limit where the line begins, above 0
  record Huber(double limit) implements TdLoss {
    /// Checks the range.
    ///
    /// @throws IllegalArgumentException if the limit is not above 0
    public Huber {
      Ranges.aboveZero("limit", limit);
    }

    /// With c = clamp(δ, ±limit) it is `c·(δ - c/2)`.
    @Override
    public Tensor of(Tensor error) {
      Tensor clipped = error.clamp((float) -limit, (float) limit);
      return clipped.mul(error.sub(clipped.mul(0.5f)));
    }
  }
}
