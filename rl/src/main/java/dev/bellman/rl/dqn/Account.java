package dev.bellman.rl.dqn;

import dev.bellman.rl.Metrics;
import dev.bellman.tensor.Tensor;

/// What the gradient steps of an iteration came to. Row by row for the batch at hand, so that
/// threads may fill in parts of it, and summed up for those before.
final class Account {
  private final float[] losses;
  private final float[] weights;
  private final float[] errors;
  private final float[] values;
  private double loss;
  private double error;
  private double largestError;
  private double value;
  private double gradNorm;
  private long steps;

  /// An empty account.
  ///
  /// @param batchSize B
  Account(int batchSize) {
    this.losses = new float[batchSize];
    this.weights = new float[batchSize];
    this.errors = new float[batchSize];
    this.values = new float[batchSize];
  }

  /// Takes down some rows of the batch; every tensor is `[rows]`.
  ///
  /// @param from the place of the first row in the batch
  /// @param rowLosses their losses
  /// @param rowWeights what these count for
  /// @param value Q of what was done
  /// @param target what it should be
  void put(int from, Tensor rowLosses, Tensor rowWeights, Tensor value, Tensor target) {
    rowLosses.copyTo(losses, from);
    rowWeights.copyTo(weights, from);
    value.copyTo(values, from);
    for (int i = 0; i < target.size(); i++) {
      errors[from + i] = target.get(i) - value.get(i);
    }
  }

  /// {@return the loss of each row, whatever it counts for, `[B]`}
  float[] losses() {
    return losses;
  }

  /// {@return δ of each row, `[B]`}
  float[] errors() {
    return errors;
  }

  /// Ends the batch.
  ///
  /// @param norm the gradient's norm before it was clipped
  void close(double norm) {
    double lossSum = 0;
    double errorSum = 0;
    double valueSum = 0;
    for (int i = 0; i < losses.length; i++) {
      double absolute = Math.abs(errors[i]);
      lossSum += (double) weights[i] * losses[i];
      errorSum += absolute;
      largestError = Math.max(largestError, absolute);
      valueSum += values[i];
    }
    loss += lossSum / losses.length;
    error += errorSum / losses.length;
    value += valueSum / losses.length;
    gradNorm += norm;
    steps++;
  }

  /// Begins the next iteration.
  void clear() {
    loss = 0;
    error = 0;
    largestError = 0;
    value = 0;
    gradNorm = 0;
    steps = 0;
  }

  /// {@return the gradient steps of the iteration so far}
  long steps() {
    return steps;
  }

  /// Tells the means over the gradient steps, of which there must be some.
  ///
  /// @param out receives `loss`, `td_error`, `td_error_max` (the greatest of all), `q_mean` and
  ///   `grad_norm`; modified
  void tell(Metrics out) {
    out.put("loss", loss / steps)
        .put("td_error", error / steps)
        .put("td_error_max", largestError)
        .put("q_mean", value / steps)
        .put("grad_norm", gradNorm / steps);
  }
}
