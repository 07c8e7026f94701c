package dev.bellman.rl.data;

import dev.bellman.rl.math.SumTree;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.State;

/// Draws in proportion to priorities. The tree holds p^α; rows that can't be drawn hold 0.
final class Priorities implements Drawing {
  private final ReplaySampling.Prioritized config;
  private final SumTree tree;

  /// The largest p^α so far.
  private float largest = 1;

  Priorities(ReplaySampling.Prioritized config, int rows) {
    this.config = config;
    this.tree = new SumTree(rows);
  }

  @Override
  public void added(int row, int next, int count) {
    tree.fill(next, next + count, 0);
    tree.fill(row, row + count, largest);
  }

  @Override
  public void clear() {
    tree.fill(0, tree.size(), 0);
    largest = 1;
  }

  @Override
  public void draw(
      Rng rng, int size, double progress, int oldest, int all, int[] rows, float[] weights) {
    double total = tree.total();
    double part = total / rows.length;
    double smallest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < rows.length; i++) {
      rows[i] = tree.find((i + rng.nextDouble()) * part);
      smallest = Math.min(smallest, tree.get(rows[i]));
    }
    double beta = config.beta().at(progress);
    for (int i = 0; i < rows.length; i++) {
      weights[i] = (float) power(smallest / tree.get(rows[i]), beta);
    }
  }

  @Override
  public void learned(int row, float error) {
    double priority = power(Math.abs((double) error) + config.epsilon(), config.alpha());
    if (priority < Float.MAX_VALUE) {
      float kept = Math.max((float) priority, Float.MIN_NORMAL);
      tree.set(row, kept);
      largest = Math.max(largest, kept);
    }
  }

  /// `base^exponent` for a base above 0. [StrictMath#pow] makes garbage and takes four times as
  /// long.
  private static double power(double base, double exponent) {
    return StrictMath.exp(exponent * StrictMath.log(base));
  }

  @Override
  public double bytesPerRow() {
    return SumTree.bytesPerLeaf();
  }

  @Override
  public void save(State out, int rows) {
    var leaves = new float[rows];
    for (int row = 0; row < rows; row++) {
      leaves[row] = tree.get(row);
    }
    out.put("priorities", leaves);
    out.put("largest", new float[] {largest});
  }

  @Override
  public void load(State in, int rows) {
    tree.fill(in.floats("priorities", rows));
    largest = in.floats("largest", 1)[0];
  }
}
