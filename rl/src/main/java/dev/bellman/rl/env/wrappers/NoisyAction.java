package dev.bellman.rl.env.wrappers;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Space;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.State;
import org.jspecify.annotations.Nullable;

/// Adds Gaussian noise to actions and clips them to the bounds of the environment's [Box]. The
/// noise has a random stream of its own, which each seeded reset restarts.
///
/// @param std the noise's standard deviation, at least 0
public record NoisyAction(double std) implements ActionWrapper<float[], float[]> {
  /// Checks the number.
  ///
  /// @throws IllegalArgumentException if it is below 0 or not finite
  public NoisyAction {
    Need.finite("NoisyAction.std", std);
    Need.atLeast("NoisyAction.std", 0, std);
  }

  @Override
  public ActionMap map(Space<?> space, int n) {
    return new Map(Need.box("NoisyAction", "action space", space), std, n);
  }

  private static final class Map implements ActionMap {
    private final Box box;
    private final double std;
    private final Streams streams;

    Map(Box box, double std, int n) {
      this.box = box;
      this.std = std;
      streams = new Streams("NoisyAction", n);
    }

    @Override
    public Space<?> space() {
      return box;
    }

    @Override
    public void seed(int i, long seed) {
      streams.seed(i, seed);
    }

    @Override
    public void act(int i, Actions given, byte @Nullable [] masks, Actions sent) {
      Rng rng = streams.get(i);
      int size = box.flatSize();
      for (int d = 0; d < size; d++) {
        float noisy = (float) (given.continuous()[i * size + d] + std * rng.nextGaussian());
        sent.continuous()[i * size + d] = Math.min(Math.max(noisy, box.low(d)), box.high(d));
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
