package dev.bellman.rl.env;

import dev.bellman.tensor.Rng;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import java.util.OptionalLong;

/// Arms that pay 1 with fixed probabilities; each pull is an episode.
public final class BanditEnv implements Env<Integer, Integer>, Stateful {
  private final double[] probabilities;
  private Rng rng = Rng.ofSeed(0);

  /// Each pull pays 1 with the arm's probability.
  public BanditEnv(double... probabilities) {
    this.probabilities = probabilities.clone();
  }

  @Override
  public Discrete observationSpace() {
    return Discrete.of(1);
  }

  @Override
  public Discrete actionSpace() {
    return Discrete.of(probabilities.length);
  }

  @Override
  public Reset<Integer> reset(OptionalLong seed) {
    if (seed.isPresent()) {
      rng = Rng.ofSeed(seed.getAsLong());
    }
    return Reset.of(0);
  }

  @Override
  public Step<Integer> step(Integer action) {
    return Step.of(0, rng.nextDouble() < probabilities[action] ? 1 : 0, true);
  }

  @Override
  public void save(State out) {
    rng.save(out.at("rng"));
  }

  @Override
  public void load(State in) {
    rng.load(in.at("rng"));
  }
}
