package dev.bellman.rl.tabular;

import dev.bellman.rl.env.Box;
import dev.bellman.rl.math.Ranges;
import java.util.List;

/// Equal bins in each coordinate of a box, numbered row-major, the first coordinate slowest. Values
/// outside the limits fall into the outermost bins.
///
/// @param counts the number of bins of each coordinate, each at least 1; empty for none
/// @param low the lower end of the first bin of each coordinate
/// @param high the upper end of the last bin of each coordinate
public record Bins(List<Integer> counts, List<Double> low, List<Double> high) {
  /// No bins: observations must be discrete already.
  public static final Bins NONE = new Bins(List.of(), List.of(), List.of());

  /// Checks the components.
  ///
  /// @throws IllegalArgumentException if lengths differ, a count is below 1 or a low is not below
  ///   its high
  public Bins {
    counts = List.copyOf(counts);
    low = List.copyOf(low);
    high = List.copyOf(high);
    if (low.size() != counts.size() || high.size() != counts.size()) {
      throw new IllegalArgumentException(
          "low, high: must have %d values as counts has, got %d and %d"
              .formatted(counts.size(), low.size(), high.size()));
    }
    for (int d = 0; d < counts.size(); d++) {
      Ranges.atLeastOne("counts[" + d + "]", counts.get(d));
      if (!(low.get(d) < high.get(d) && Double.isFinite(high.get(d) - low.get(d)))) {
        throw new IllegalArgumentException(
            "low[%d]: must be below high[%d] = %s, got %s"
                .formatted(d, d, high.get(d), low.get(d)));
      }
    }
  }

  /// The number of states that these bins make of a box.
  int states(String environment, Box box) {
    if (counts.size() != box.flatSize()) {
      throw new IllegalArgumentException(
          ("environment '%s': observations must be discrete, got %s; set bins for its %d"
                  + " coordinates (bins.counts=[..], bins.low=[..], bins.high=[..]) or take linear"
                  + " features")
              .formatted(environment, box, box.flatSize()));
    }
    int states = 1;
    for (int count : counts) {
      states = Math.multiplyExact(states, count);
    }
    return states;
  }

  /// The number of a box's member.
  int index(float[] values, int offset) {
    int index = 0;
    for (int d = 0; d < counts.size(); d++) {
      int count = counts.get(d);
      double share = (values[offset + d] - low.get(d)) / (high.get(d) - low.get(d));
      int bin = (int) Math.min(Math.max(share * count, 0), count - 1.0);
      index = index * count + bin;
    }
    return index;
  }
}
