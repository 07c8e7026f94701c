package dev.bellman.rl.loss;

import dev.bellman.rl.Metrics;
import dev.bellman.rl.policy.QCritics;
import dev.bellman.tensor.Tensor;
import java.util.Arrays;

/// How far several critics are from one target: `c·Σ_k mean(w·(Q_k(s,a) - y)²)`, which is made
/// smaller, and an account of what it came to. Row by row for the batch at hand, so that threads
/// may fill in parts of it, and summed up for those before.
public final class CriticLoss {
  private final double coefficient;
  private final float[] losses;
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
  /// @param coefficient c
  /// @param batchSize B
  public CriticLoss(double coefficient, int batchSize) {
    this.coefficient = coefficient;
    this.losses = new float[batchSize];
    this.errors = new float[batchSize];
    this.values = new float[batchSize];
  }

  /// What some rows contribute to the loss of the batch.
  ///
  /// @param critics Q
  /// @param input s and a, as [QCritics#input] returned
  /// @param target y, `[rows]`
  /// @param weights w, `[rows]`
  /// @param from the place of the first of these rows in the batch
  /// @return a scalar
  public Tensor of(QCritics critics, Tensor input, Tensor target, Tensor weights, int from) {
    Arrays.fill(errors, from, from + target.size(), 0f);
    Arrays.fill(values, from, from + target.size(), 0f);
    Tensor squares = error(critics, 0, input, target, from).square();
    for (int k = 1; k < critics.count(); k++) {
      squares = squares.add(error(critics, k, input, target, from).square());
    }
    Tensor rows = squares.mul(weights);
    rows.copyTo(losses, from);
    return rows.sum().mul((float) (coefficient / losses.length));
  }

  private Tensor error(QCritics critics, int k, Tensor input, Tensor target, int from) {
    Tensor q = critics.value(k, input);
    Tensor error = q.sub(target);
    float share = 1f / critics.count();
    for (int i = 0; i < error.size(); i++) {
      errors[from + i] += share * Math.abs(error.get(i));
      values[from + i] += share * q.get(i);
    }
    return error;
  }

  /// {@return |Q_k - y| of each row of the batch, the mean over the critics; not to be modified}
  public float[] errors() {
    return errors;
  }

  /// Ends the batch.
  ///
  /// @param norm the gradient's norm
  public void close(double norm) {
    loss += coefficient * mean(losses);
    error += mean(errors);
    value += mean(values);
    for (float absolute : errors) {
      largestError = Math.max(largestError, absolute);
    }
    gradNorm += norm;
    steps++;
  }

  private static double mean(float[] numbers) {
    double sum = 0;
    for (float number : numbers) {
      sum += number;
    }
    return sum / numbers.length;
  }

  /// Begins the next iteration.
  public void clear() {
    loss = 0;
    error = 0;
    largestError = 0;
    value = 0;
    gradNorm = 0;
    steps = 0;
  }

  /// {@return whether all gradients since [#clear] had a finite norm}
  public boolean finite() {
    return Double.isFinite(gradNorm);
  }

  /// Tells the means over the gradient steps, if there were any.
  ///
  /// @param out receives `critic_loss`, `td_error` (the size of a row's error), `td_error_max`,
  ///   `q_mean` and `grad_norm`; modified
  public void tell(Metrics out) {
    if (steps > 0) {
      out.put("critic_loss", loss / steps)
          .put("td_error", error / steps)
          .put("td_error_max", largestError)
          .put("q_mean", value / steps)
          .put("grad_norm", gradNorm / steps);
    }
  }
}
