package dev.bellman.rl.env.wrappers;

import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.MultiDiscrete;
import dev.bellman.rl.env.Space;
import java.util.Arrays;

/// Cuts each coordinate of a bounded [Box] into bins of equal width. Shows the bins as one integer,
/// the last coordinate's bin counting fastest, or as a vector of them, see [#multiDiscrete].
public final class DiscretizeObservation implements ObservationWrapper<float[], Integer> {
  private final int[] bins;

  private DiscretizeObservation(int[] bins) {
    if (bins.length == 0) {
      throw new IllegalArgumentException("DiscretizeObservation.bins: must be given, got none");
    }
    for (int k = 0; k < bins.length; k++) {
      Need.atLeast("DiscretizeObservation.bins[%d]".formatted(k), 1, bins[k]);
    }
    this.bins = bins;
  }

  /// Shows one integer.
  ///
  /// @param bins how many for each coordinate, or one number for all
  /// @return the wrapper
  /// @throws IllegalArgumentException if a number is less than 1
  public static DiscretizeObservation of(int... bins) {
    return new DiscretizeObservation(bins.clone());
  }

  /// Shows a vector of integers, one for each coordinate.
  ///
  /// @param bins how many for each coordinate, or one number for all
  /// @return the wrapper
  /// @throws IllegalArgumentException if a number is less than 1
  public static ObservationWrapper<float[], int[]> multiDiscrete(int... bins) {
    DiscretizeObservation wrapper = of(bins);
    return (space, _) -> wrapper.vector(space);
  }

  @Override
  public ObservationMap map(Space<?> space, int n) {
    Box box = box(space);
    int[] counts = counts(box);
    long product = 1;
    for (int count : counts) {
      product = Math.multiplyExact(product, count);
      if (product > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "DiscretizeObservation.bins: must make at most 2^31 - 1 values, got %s (use fewer, or"
                    .formatted(Arrays.toString(counts))
                + " multiDiscrete)");
      }
    }
    return ObservationMap.of(
        Discrete.of((int) product),
        (i, in, out) -> {
          int index = 0;
          for (int d = 0; d < counts.length; d++) {
            index = index * counts[d] + bin(box, d, counts[d], in.values()[in.at(i) + d]);
          }
          out.states()[i] = index;
        });
  }

  private ObservationMap vector(Space<?> space) {
    Box box = box(space);
    int[] counts = counts(box);
    return ObservationMap.of(
        MultiDiscrete.of(counts),
        (i, in, out) -> {
          int at = out.at(i);
          Arrays.fill(out.values(), at, at + out.width(), 0f);
          for (int d = 0; d < counts.length; d++) {
            out.values()[at + bin(box, d, counts[d], in.values()[in.at(i) + d])] = 1;
            at += counts[d];
          }
        });
  }

  private static Box box(Space<?> space) {
    return Need.boundedBox("DiscretizeObservation", "observation space", space);
  }

  private int[] counts(Box box) {
    var counts = new int[box.flatSize()];
    if (bins.length != 1 && bins.length != counts.length) {
      throw new IllegalArgumentException(
          "DiscretizeObservation.bins: must be 1 or %d numbers, got %d"
              .formatted(counts.length, bins.length));
    }
    Arrays.setAll(counts, d -> bins.length == 1 ? bins[0] : bins[d]);
    return counts;
  }

  /// The number of inner edges that a value has reached.
  private static int bin(Box box, int coordinate, int count, double value) {
    double width = ((double) box.high(coordinate) - box.low(coordinate)) / count;
    int bin = 0;
    while (bin < count - 1 && value >= box.low(coordinate) + (bin + 1) * width) {
      bin++;
    }
    return bin;
  }
}
