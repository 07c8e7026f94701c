package dev.bellman.rl.tabular;

import dev.bellman.rl.env.Box;
import dev.bellman.rl.math.Ranges;
import java.util.List;
import java.util.stream.IntStream;

/// Equal bins in each coordinate of a box. Values outside the limits fall into the outermost bins.
///
/// @param counts the number of bins of each coordinate, each at least 1; empty for none
/// @param low the lower end of the first bin of each coordinate; empty for the space's own bounds
/// @param high the upper end of the last bin of each coordinate; empty for the space's own bounds
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
    if (low.size() != high.size() || (!low.isEmpty() && low.size() != counts.size())) {
      throw new IllegalArgumentException(
          "low, high: must have %d values as counts has, or none, got %d and %d"
              .formatted(counts.size(), low.size(), high.size()));
    }
    for (int d = 0; d < counts.size(); d++) {
      Ranges.atLeastOne("counts[" + d + "]", counts.get(d));
    }
    for (int d = 0; d < low.size(); d++) {
      if (!(low.get(d) < high.get(d) && Double.isFinite(high.get(d) - low.get(d)))) {
        throw new IllegalArgumentException(
            "low[%d]: must be below high[%d] = %s, got %s"
                .formatted(d, d, high.get(d), low.get(d)));
      }
    }
  }

  /// Bins with limits that fit a box.
  ///
  /// @param path what messages call these
  Bins over(String environment, Box box, String path) {
    if (counts.size() != box.flatSize()) {
      throw new IllegalArgumentException(
          "environment '%s': %s.counts must have a number for each of %d coordinates, got %s"
              .formatted(environment, path, box.flatSize(), counts));
    }
    if (!low.isEmpty()) {
      return this;
    }
    for (int d = 0; d < counts.size(); d++) {
      if (!Float.isFinite(box.high(d) - box.low(d))) {
        throw new IllegalArgumentException(
            "environment '%s': coordinate %d has no bounds, got [%s, %s] (set %s.low and %s.high)"
                .formatted(environment, d, box.low(d), box.high(d), path, path));
      }
    }
    return new Bins(
        counts,
        IntStream.range(0, counts.size()).mapToObj(d -> (double) box.low(d)).toList(),
        IntStream.range(0, counts.size()).mapToObj(d -> (double) box.high(d)).toList());
  }
}
