package dev.bellman.rl.loss;

import dev.bellman.rl.policy.QCritics;
import dev.bellman.tensor.Tensor;

/// How far several critics are from one target: the sum of their squared errors, which is made
/// smaller, and the size of each row's error. Owns the rows' numbers; shards write to rows of their
/// own.
public final class CriticErrors {
  private final float[] rows;
  private final float[] values;

  /// Room for a batch.
  ///
  /// @param rows B
  public CriticErrors(int rows) {
    this.rows = new float[rows];
    this.values = new float[rows];
  }

  /// `Σ_k Σ_rows w·(Q_k(s,a) - y)²`.
  ///
  /// @param critics Q
  /// @param input s and a, as [QCritics#input] returned
  /// @param target y, `[rows]`
  /// @param weights w, `[rows]`
  /// @param from the place of the first of these rows in the batch
  /// @return a scalar
  public Tensor squared(QCritics critics, Tensor input, Tensor target, Tensor weights, int from) {
    Tensor squares = errors(critics, 0, input, target, from).square();
    for (int k = 1; k < critics.count(); k++) {
      squares = squares.add(errors(critics, k, input, target, from).square());
    }
    return squares.mul(weights).sum();
  }

  private Tensor errors(QCritics critics, int k, Tensor input, Tensor target, int from) {
    Tensor value = critics.value(k, input);
    Tensor error = value.sub(target);
    float share = 1f / critics.count();
    for (int i = 0; i < error.size(); i++) {
      rows[from + i] = (k == 0 ? 0f : rows[from + i]) + share * Math.abs(error.get(i));
      values[from + i] = (k == 0 ? 0f : values[from + i]) + share * value.get(i);
    }
    return error;
  }

  /// {@return the mean |Q_k - y| over the critics of each row of the batch; not to be modified}
  public float[] rows() {
    return rows;
  }

  /// {@return the mean of [#rows]}
  public double mean() {
    return sum(rows) / rows.length;
  }

  /// {@return the greatest of [#rows]; NaN if one of them is}
  public double max() {
    float max = 0;
    for (float row : rows) {
      max = Math.max(max, row);
    }
    return max;
  }

  /// {@return the mean of all critics' values over the batch}
  public double meanValue() {
    return sum(values) / values.length;
  }

  private static double sum(float[] numbers) {
    double sum = 0;
    for (float number : numbers) {
      sum += number;
    }
    return sum;
  }
}
