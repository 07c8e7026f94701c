package dev.bellman.rl.env.wrappers;

import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Space;

/// Shrinks observations from the bounds of their [Box] to the interval between two numbers.
///
/// @param min what the lower bound becomes
/// @param max what the upper bound becomes
public record RescaleObservation(float min, float max)
    implements ObservationWrapper<float[], float[]> {
  /// Observations between -1 and 1.
  public static final RescaleObservation DEFAULTS = new RescaleObservation(-1, 1);

  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException unless they are finite and `min < max`
  public RescaleObservation {
    Need.ordered("RescaleObservation", min, max);
  }

  @Override
  public ObservationMap map(Space<?> space, int n) {
    Box box = Need.boundedBox("RescaleObservation", "observation space", space);
    int size = box.flatSize();
    for (int d = 0; d < size; d++) {
      if (box.low(d) == box.high(d)) {
        throw new IllegalArgumentException(
            "RescaleObservation: bounds of coordinate %d must differ, got %s twice (leave it out)"
                .formatted(d, box.low(d)));
      }
    }
    return ObservationMap.of(
        Box.of(min, max, box.shape()),
        (i, in, out) -> {
          for (int d = 0; d < size; d++) {
            double span = (double) box.high(d) - box.low(d);
            double share = ((double) in.values()[in.at(i) + d] - box.low(d)) / span;
            out.values()[out.at(i) + d] = (float) (min + ((double) max - min) * share);
          }
        });
  }
}
