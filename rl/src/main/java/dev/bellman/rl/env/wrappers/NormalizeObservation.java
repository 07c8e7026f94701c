package dev.bellman.rl.env.wrappers;

import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Space;
import dev.bellman.tensor.State;

/// Shows observations with mean 0 and variance 1: `clip((x - μ) / √(σ² + ε), ±clip)`, with the
/// moments of all observations so far, this batch included. A batch is what one step of all
/// environments led to, or the starts that follow it, so final observations count too.
///
/// @param moments what is known of observations; owned by the caller
/// @param epsilon ε, at least 0
/// @param clip the largest number shown, above 0, +infinity for none
/// @param learning whether the moments are updated, and saved with the environments
public record NormalizeObservation(
    RunningMoments moments, double epsilon, double clip, boolean learning)
    implements ObservationWrapper<float[], float[]> {
  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException if one is out of range
  public NormalizeObservation {
    Need.atLeast("NormalizeObservation.epsilon", 0, epsilon);
    Need.above("NormalizeObservation.clip", 0, clip);
  }

  /// Normalises with `ε = 1e-8` and clips at 10, as Stable-Baselines3 does.
  ///
  /// @param moments what is known of observations, nothing at first; owned by the caller
  public NormalizeObservation(RunningMoments moments) {
    this(moments, 1e-8, 10, true);
  }

  /// Normalises in the same way with moments that others update, as evaluation does.
  ///
  /// @return the wrapper with `learning` false
  public NormalizeObservation frozen() {
    return new NormalizeObservation(moments, epsilon, clip, false);
  }

  @Override
  public ObservationMap map(Space<?> space, int n) {
    Box box = Need.box("NormalizeObservation", "observation space", space);
    if (moments.size() != box.flatSize()) {
      throw new IllegalArgumentException(
          "NormalizeObservation.moments: must have %d coordinates as %s, got %d"
              .formatted(box.flatSize(), box, moments.size()));
    }
    float limit = (float) clip;
    return new Normalizer(this, Box.of(-limit, limit, box.shape()));
  }

  private static final class Normalizer implements ObservationMap {
    private final NormalizeObservation wrapper;
    private final RunningMoments moments;
    private final RunningMoments.Batch batch;
    private final Box space;

    Normalizer(NormalizeObservation wrapper, Box space) {
      this.wrapper = wrapper;
      this.moments = wrapper.moments;
      this.space = space;
      batch = new RunningMoments.Batch(moments.size());
    }

    @Override
    public Space<?> space() {
      return space;
    }

    @Override
    public boolean joint() {
      return wrapper.learning;
    }

    @Override
    public void see(int i, ObservationRows in) {
      if (wrapper.learning) {
        batch.next();
        for (int d = 0; d < moments.size(); d++) {
          batch.add(d, in.values()[in.at(i) + d]);
        }
      }
    }

    @Override
    public void learn() {
      moments.merge(batch);
    }

    @Override
    public void start(int i, ObservationRows in, ObservationRows out) {
      next(i, in, out);
    }

    @Override
    public void next(int i, ObservationRows in, ObservationRows out) {
      for (int d = 0; d < moments.size(); d++) {
        double value = in.values()[in.at(i) + d];
        out.values()[out.at(i) + d] =
            (float) moments.standardised(d, value, wrapper.epsilon, wrapper.clip);
      }
    }

    @Override
    public void save(State out) {
      if (wrapper.learning) {
        moments.save(out.at("moments"));
      }
    }

    @Override
    public void load(State in) {
      if (wrapper.learning) {
        moments.load(in.at("moments"));
      }
    }
  }
}
