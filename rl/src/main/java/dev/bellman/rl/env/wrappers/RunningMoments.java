package dev.bellman.rl.env.wrappers;

import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import java.util.Arrays;

/// Mean and variance of each coordinate of all vectors seen so far, merged batch by batch (Chan,
/// Golub and LeVeque 1983). It starts with mean 0, variance 1 and a weight of 1e-4 vectors, as in
/// Gymnasium and Stable-Baselines3.
///
/// Owned by whoever makes it; training environments fill it and those of evaluation read it.
public final class RunningMoments implements Stateful {
  private static final double FIRST_COUNT = 1e-4;

  private final double[] mean;
  private final double[] variance;
  private double count = FIRST_COUNT;

  /// Nothing seen yet.
  ///
  /// @param size the number of coordinates, at least 1
  /// @throws IllegalArgumentException if it is less than 1
  public RunningMoments(int size) {
    Need.atLeast("RunningMoments.size", 1, size);
    mean = new double[size];
    variance = new double[size];
    Arrays.fill(variance, 1);
  }

  /// The number of coordinates.
  ///
  /// @return at least 1
  public int size() {
    return mean.length;
  }

  /// The mean of a coordinate.
  ///
  /// @param coordinate which one
  /// @return the mean
  public double mean(int coordinate) {
    return mean[coordinate];
  }

  /// The variance of a coordinate, of the whole population.
  ///
  /// @param coordinate which one
  /// @return the variance
  public double variance(int coordinate) {
    return variance[coordinate];
  }

  /// The number of vectors, with the first weight.
  ///
  /// @return more than 0
  public double count() {
    return count;
  }

  /// A value with mean 0 and variance 1, `clip((x - μ) / √(σ² + ε), ±limit)`.
  ///
  /// @param coordinate which one
  /// @param value x
  /// @param epsilon ε, at least 0
  /// @param limit the largest result, above 0
  /// @return the standardised value
  public double standardised(int coordinate, double value, double epsilon, double limit) {
    double deviation = Math.sqrt(variance[coordinate] + epsilon);
    return Math.clamp((value - mean[coordinate]) / deviation, -limit, limit);
  }

  /// A value with variance 1 and its own mean, `clip(x / √(σ² + ε), ±limit)`.
  ///
  /// @param coordinate which one
  /// @param value x
  /// @param epsilon ε, at least 0
  /// @param limit the largest result, above 0
  /// @return the scaled value
  public double scaled(int coordinate, double value, double epsilon, double limit) {
    return Math.clamp(value / Math.sqrt(variance[coordinate] + epsilon), -limit, limit);
  }

  /// Vectors that are merged into moments together. Kept apart until then.
  public static final class Batch {
    private final double[] mean;
    private final double[] squares;
    private int count;

    /// No vectors yet.
    ///
    /// @param size the number of coordinates
    public Batch(int size) {
      mean = new double[size];
      squares = new double[size];
    }

    /// Counts one more vector; its coordinates follow, with [#add].
    public void next() {
      count++;
    }

    /// Welford's update with one coordinate of the vector.
    ///
    /// @param coordinate which one
    /// @param value its value
    public void add(int coordinate, double value) {
      double delta = value - mean[coordinate];
      mean[coordinate] += delta / count;
      squares[coordinate] += delta * (value - mean[coordinate]);
    }

    private void clear() {
      Arrays.fill(mean, 0);
      Arrays.fill(squares, 0);
      count = 0;
    }
  }

  /// Merges a batch and empties it.
  ///
  /// @param batch the batch, of as many coordinates; modified
  public void merge(Batch batch) {
    if (batch.count == 0) {
      return;
    }
    double total = count + batch.count;
    for (int d = 0; d < mean.length; d++) {
      double delta = batch.mean[d] - mean[d];
      double between = delta * delta * count * batch.count / total;
      mean[d] += delta * batch.count / total;
      variance[d] = (variance[d] * count + batch.squares[d] + between) / total;
    }
    count = total;
    batch.clear();
  }

  @Override
  public void save(State out) {
    out.put("mean", mean);
    out.put("variance", variance);
    out.put("count", new double[] {count});
  }

  @Override
  public void load(State in) {
    Saved.doubles(in, "mean", mean);
    Saved.doubles(in, "variance", variance);
    count = in.doubles("count", 1)[0];
  }
}
