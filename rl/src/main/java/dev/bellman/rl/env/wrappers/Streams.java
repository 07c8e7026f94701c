package dev.bellman.rl.env.wrappers;

import dev.bellman.tensor.Rng;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import java.util.Arrays;

/// A wrapper's random stream for each of N environments, made from the seeds of their resets and
/// independent of the environments' own.
final class Streams implements Stateful {
  private final String name;
  private final Rng[] rng;

  Streams(String name, int n) {
    this.name = name;
    rng = new Rng[n];
    Arrays.setAll(rng, _ -> Rng.stream(0, name, 0));
  }

  void seed(int i, long seed) {
    rng[i] = Rng.stream(seed, name, 0);
  }

  Rng get(int i) {
    return rng[i];
  }

  @Override
  public void save(State out) {
    for (int i = 0; i < rng.length; i++) {
      rng[i].save(out.at("rng." + i));
    }
  }

  @Override
  public void load(State in) {
    for (int i = 0; i < rng.length; i++) {
      rng[i].load(in.at("rng." + i));
    }
  }
}
