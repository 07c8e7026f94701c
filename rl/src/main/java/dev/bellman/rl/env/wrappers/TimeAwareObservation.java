package dev.bellman.rl.env.wrappers;

import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.EnvironmentFailure;
import dev.bellman.rl.env.Space;
import dev.bellman.tensor.State;
import java.util.Arrays;

/// Shows observations as vectors with the number of steps taken in the episode at their end. Stands
/// around the time limit.
///
/// @param maxEpisodeSteps the time limit, at least 1
/// @param normalized whether time is shown as its share of the limit, in [0, 1]
public record TimeAwareObservation(int maxEpisodeSteps, boolean normalized)
    implements ObservationWrapper<Object, float[]> {
  /// Checks the limit.
  ///
  /// @throws IllegalArgumentException if it is less than 1
  public TimeAwareObservation {
    Need.atLeast("TimeAwareObservation.maxEpisodeSteps", 1, maxEpisodeSteps);
  }

  @Override
  public ObservationMap map(Space<?> space, int n) {
    return new Clock(space.flattened(), this, n);
  }

  private static final class Clock implements ObservationMap {
    private final Box space;
    private final int limit;
    private final boolean normalized;
    private final int[] steps;

    Clock(Box box, TimeAwareObservation wrapper, int n) {
      int size = box.flatSize();
      limit = wrapper.maxEpisodeSteps;
      normalized = wrapper.normalized;
      steps = new int[n];
      float[] low = Arrays.copyOf(box.low(), size + 1);
      float[] high = Arrays.copyOf(box.high(), size + 1);
      high[size] = normalized ? 1 : limit;
      space = Box.of(low, high);
    }

    @Override
    public Space<?> space() {
      return space;
    }

    @Override
    public void start(int i, ObservationRows in, ObservationRows out) {
      steps[i] = 0;
      show(i, in, out);
    }

    @Override
    public void next(int i, ObservationRows in, ObservationRows out) {
      steps[i]++;
      if (steps[i] > limit) {
        throw new EnvironmentFailure(
            "TimeAwareObservation: episode must end by step %d, got step %d (put it around a time"
                    .formatted(limit, steps[i])
                + " limit of that length)",
            null);
      }
      show(i, in, out);
    }

    private void show(int i, ObservationRows in, ObservationRows out) {
      in.flatten(i, out.values(), out.at(i));
      double time = normalized ? (double) steps[i] / limit : steps[i];
      out.values()[out.at(i + 1) - 1] = (float) time;
    }

    @Override
    public void save(State out) {
      out.put("steps", steps);
    }

    @Override
    public void load(State in) {
      Saved.ints(in, "steps", steps);
    }
  }
}
