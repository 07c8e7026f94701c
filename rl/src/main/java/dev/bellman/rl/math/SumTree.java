package dev.bellman.rl.math;

import java.util.Arrays;

/// Numbers that are at least 0 and change one by one, with all sums that are needed to find the
/// place of a share of their total: 16 leaves make a block, 16 blocks a block of blocks, and so on
/// to one root.
///
/// A change adds up the blocks above it anew, so that no error accumulates: each sum is that of its
/// parts as they are, added from the first to the last.
public final class SumTree {
  private static final int SHIFT = 4;
  private static final int FAN = 1 << SHIFT;

  private final int size;
  private final float[] leaves;

  /// From the sums of 16 leaves to the one sum of all.
  private final double[][] levels;

  /// Zeros.
  ///
  /// @param size how many, at least 1
  public SumTree(int size) {
    Ranges.atLeastOne("size", size);
    this.size = size;
    int blocks = blocks(size);
    this.leaves = new float[Math.multiplyExact(blocks, FAN)];
    int height = 1;
    for (int b = blocks; b > 1; b = blocks(b)) {
      height++;
    }
    this.levels = new double[height][];
    for (int level = 0; level < height; level++) {
      levels[level] = new double[level == height - 1 ? 1 : blocks(blocks) * FAN];
      blocks = blocks(blocks);
    }
  }

  private static int blocks(int parts) {
    return ((parts - 1) >>> SHIFT) + 1;
  }

  /// {@return how many numbers there are}
  public int size() {
    return size;
  }

  /// One of the numbers.
  ///
  /// @param leaf its place
  /// @return the number
  public float get(int leaf) {
    return leaves[leaf];
  }

  /// {@return the sum of all}
  public double total() {
    return levels[levels.length - 1][0];
  }

  /// Changes one number.
  ///
  /// @param leaf its place
  /// @param value the number
  /// @throws IllegalArgumentException if it is below 0 or not finite
  public void set(int leaf, float value) {
    fill(leaf, leaf + 1, value);
  }

  /// Changes numbers that stand side by side.
  ///
  /// @param from the place of the first one
  /// @param to the place after the last one, above `from`
  /// @param value what they become
  /// @throws IllegalArgumentException if it is below 0 or not finite
  public void fill(int from, int to, float value) {
    require(value);
    Arrays.fill(leaves, from, to, value);
    addUp(from, to - 1);
  }

  /// Changes the first numbers; the others become 0.
  ///
  /// @param values what they become, at most as many as there are; not modified
  /// @throws IllegalArgumentException if one is below 0 or not finite
  public void fill(float[] values) {
    fill(0, size, 0);
    for (float value : values) {
      require(value);
    }
    System.arraycopy(values, 0, leaves, 0, values.length);
    addUp(0, size - 1);
  }

  private static void require(float value) {
    if (!(value >= 0 && value < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("leaf: must be at least 0 and finite, got " + value);
    }
  }

  /// Adds up what is above the leaves from `first` to `last`.
  private void addUp(int first, int last) {
    int a = first >>> SHIFT;
    int b = last >>> SHIFT;
    for (int block = a; block <= b; block++) {
      levels[0][block] = sumOfLeaves(block << SHIFT);
    }
    for (int level = 1; level < levels.length; level++) {
      a >>>= SHIFT;
      b >>>= SHIFT;
      for (int block = a; block <= b; block++) {
        levels[level][block] = sum(levels[level - 1], block << SHIFT);
      }
    }
  }

  private double sumOfLeaves(int from) {
    double sum = 0;
    for (int i = from; i < from + FAN; i++) {
      sum += leaves[i];
    }
    return sum;
  }

  private static double sum(double[] parts, int from) {
    double sum = 0;
    for (int i = from; i < from + FAN; i++) {
      sum += parts[i];
    }
    return sum;
  }

  /// The number in which a share of the total lies, if all are laid side by side.
  ///
  /// @param share in [0, [#total])
  /// @return the place of the first number with which the sum so far is above `share`; never that
  ///   of a 0 unless all are
  public int find(double share) {
    double rest = share;
    int block = 0;
    for (int level = levels.length - 2; level >= 0; level--) {
      double[] parts = levels[level];
      int from = block << SHIFT;
      int last = from;
      block = -1;
      for (int i = from; i < from + FAN; i++) {
        double part = parts[i];
        if (part > 0) {
          last = i;
          if (rest < part) {
            block = i;
            break;
          }
          rest -= part;
        }
      }
      if (block < 0) {
        block = last;
        rest = parts[last];
      }
    }
    return findLeaf(block << SHIFT, rest);
  }

  private int findLeaf(int from, double share) {
    double rest = share;
    int last = from;
    for (int i = from; i < from + FAN; i++) {
      float leaf = leaves[i];
      if (leaf > 0) {
        last = i;
        if (rest < leaf) {
          return i;
        }
        rest -= leaf;
      }
    }
    return last;
  }

  /// {@return the bytes of one number and its share of the sums, where there are many}
  public static double bytesPerLeaf() {
    return Float.BYTES + Double.BYTES / (FAN - 1.0);
  }
}
