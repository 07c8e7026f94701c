package dev.bellman.rl.env.wrappers;

import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Space;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.State;

/// Adds Gaussian noise to each coordinate of observations, whose space loses its bounds. The noise
/// has a random stream of its own, which each seeded reset restarts.
///
/// @param std the noise's standard deviation, at least 0
public record NoisyObservation(double std) implements ObservationWrapper<float[], float[]> {
  /// Checks the number.
  ///
  /// @throws IllegalArgumentException if it is below 0 or not finite
  public NoisyObservation {
    Need.finite("NoisyObservation.std", std);
    Need.atLeast("NoisyObservation.std", 0, std);
  }

  @Override
  public ObservationMap map(Space<?> space, int n) {
    return new Noise(Need.box("NoisyObservation", "observation space", space), std, n);
  }

  private static final class Noise implements ObservationMap {
    private final Box space;
    private final double std;
    private final Streams streams;

    Noise(Box box, double std, int n) {
      this.space = Box.unbounded(box.shape());
      this.std = std;
      streams = new Streams("NoisyObservation", n);
    }

    @Override
    public Space<?> space() {
      return space;
    }

    @Override
    public void seed(int i, long seed) {
      streams.seed(i, seed);
    }

    @Override
    public void start(int i, ObservationRows in, ObservationRows out) {
      next(i, in, out);
    }

    @Override
    public void next(int i, ObservationRows in, ObservationRows out) {
      Rng rng = streams.get(i);
      for (int at = in.at(i); at < in.at(i + 1); at++) {
        out.values()[at] = (float) (in.values()[at] + std * rng.nextGaussian());
      }
    }

    @Override
    public void save(State out) {
      streams.save(out);
    }

    @Override
    public void load(State in) {
      streams.load(in);
    }
  }
}
