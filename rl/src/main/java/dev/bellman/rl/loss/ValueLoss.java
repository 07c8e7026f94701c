package dev.bellman.rl.loss;

import dev.bellman.tensor.Tensor;
import dev.bellman.tensor.optim.Schedule;

/// How far a value is from its target, row by row. A variant is another value.
@FunctionalInterface
public interface ValueLoss {
  /// The loss of each row; every tensor is `[B]`.
  ///
  /// @param value V(s) now
  /// @param valueOld V(s) when it was acted on; constant
  /// @param target what V should be; constant
  /// @param progress the share of training that is done, in [0, 1]
  /// @return shape `[B]`, to be minimised
  Tensor of(Tensor value, Tensor valueOld, Tensor target, double progress);

  /// `(V - target)²`, not halved.
  record SquaredError() implements ValueLoss {
    @Override
    public Tensor of(Tensor value, Tensor valueOld, Tensor target, double progress) {
      return value.sub(target).square();
    }
  }

  /// `(V_clip - target)²` with `V_clip = V_old + clamp(V - V_old, ±range)`: the clipped prediction
  /// alone, as in Stable-Baselines3.
  ///
  /// @param range how far the value may move, at least 0
  record ClippedPrediction(Schedule range) implements ValueLoss {
    /// Checks the range.
    ///
    /// @throws IllegalArgumentException if it begins or ends below 0
    public ClippedPrediction {
      Schedule.requireRange("range", range, 0, Double.POSITIVE_INFINITY);
    }

    @Override
    public Tensor of(Tensor value, Tensor valueOld, Tensor target, double progress) {
      float limit = (float) range.at(progress);
      Tensor clipped = valueOld.add(value.sub(valueOld).clamp(-limit, limit));
      return clipped.sub(target).square();
    }
  }

  /// `max((V - target)², (V_clip - target)²)`: the greater of both forms, as in OpenAI's baselines.
  ///
  /// @param range how far the value may move, at least 0
  record ClippedMaximum(Schedule range) implements ValueLoss {
    /// Checks the range.
    ///
    /// @throws IllegalArgumentException if it begins or ends below 0
    public ClippedMaximum {
      Schedule.requireRange("range", range, 0, Double.POSITIVE_INFINITY);
    }

    @Override
    public Tensor of(Tensor value, Tensor valueOld, Tensor target, double progress) {
      Tensor clipped = new ClippedPrediction(range).of(value, valueOld, target, progress);
      return value.sub(target).square().max(clipped);
    }
  }
}
