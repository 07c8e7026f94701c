package dev.bellman.rl.env.wrappers;

import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Space;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/// Shows 0 in place of some coordinates, velocities mostly, so that an agent must remember to know
/// them. The space stays as it is.
public final class HideVelocity implements ObservationWrapper<float[], float[]> {
  private static final Map<String, int[]> VELOCITIES =
      Map.of(
          "CartPole", new int[] {1, 3},
          "MountainCar", new int[] {1},
          "MountainCarContinuous", new int[] {1},
          "Pendulum", new int[] {2},
          "Acrobot", new int[] {4, 5},
          "LunarLander", new int[] {2, 3, 5},
          "LunarLanderContinuous", new int[] {2, 3, 5});

  private final int[] coordinates;

  private HideVelocity(int[] coordinates) {
    this.coordinates = coordinates;
  }

  /// Hides coordinates by their index.
  ///
  /// @param coordinates which ones, in the flattened observation
  /// @return the wrapper
  public static HideVelocity at(int... coordinates) {
    return new HideVelocity(coordinates.clone());
  }

  /// Hides the velocities of a known environment.
  ///
  /// @param id its id, with or without the version
  /// @return the wrapper
  /// @throws IllegalArgumentException if its velocities are not known
  public static HideVelocity of(String id) {
    int[] coordinates = VELOCITIES.get(id.replaceFirst("-v\\d+$", ""));
    if (coordinates == null) {
      throw new IllegalArgumentException(
          "HideVelocity: must be one of %s, got '%s' (name the coordinates with HideVelocity.at)"
              .formatted(
                  VELOCITIES.keySet().stream().sorted().collect(Collectors.joining(", ")), id));
    }
    return at(coordinates);
  }

  @Override
  public ObservationMap map(Space<?> space, int n) {
    Box box = Need.box("HideVelocity", "observation space", space);
    int size = box.flatSize();
    for (int d : coordinates) {
      Need.coordinate("HideVelocity", d, size);
      if (box.low(d) > 0 || box.high(d) < 0) {
        throw new IllegalArgumentException(
            "HideVelocity: bounds of coordinate %d must have 0 between them, got %s and %s"
                .formatted(d, box.low(d), box.high(d)));
      }
    }
    return ObservationMap.of(
        box,
        (i, in, out) -> {
          System.arraycopy(in.values(), in.at(i), out.values(), out.at(i), size);
          for (int d : coordinates) {
            out.values()[out.at(i) + d] = 0;
          }
        });
  }

  @Override
  public String toString() {
    return "HideVelocity" + Arrays.toString(coordinates);
  }
}
