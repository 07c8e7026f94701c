package dev.bellman.rl.env;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellman.rl.env.EnvChecker.Finding;
import dev.bellman.rl.env.EnvChecker.Severity;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// A random walk that keeps every rule of [EnvChecker]; the tests break them one by one.
class CheckedWalk implements Env<float[], Integer>, Stateful {
  protected Rng rng = Rng.ofSeed(0);
  protected double place;
  protected int t;
  private boolean running;

  @Override
  public Space<float[]> observationSpace() {
    return Box.of(-10, 10, 1);
  }

  @Override
  public Space<Integer> actionSpace() {
    return Discrete.of(2);
  }

  @Override
  public Reset<float[]> reset(OptionalLong seed) {
    if (seed.isPresent()) {
      rng = Rng.ofSeed(seed.getAsLong());
    }
    place = rng.uniform(-1, 1);
    t = 0;
    running = true;
    return Reset.of(observation());
  }

  protected float[] observation() {
    return new float[] {(float) place};
  }

  @Override
  public Step<float[]> step(Integer action) {
    if (!running) {
      throw new IllegalStateException("step: must follow a reset");
    }
    place += action - 0.5;
    t++;
    running = t < 7;
    return Step.of(observation(), place, t == 7);
  }

  @Override
  public void save(State out) {
    rng.save(out.at("rng"));
    out.put("place", new double[] {place});
    out.putLong("t", t);
    out.putLong("running", running ? 1 : 0);
  }

  @Override
  public void load(State in) {
    rng.load(in.at("rng"));
    place = in.doubles("place", 1)[0];
    t = (int) in.longValue("t");
    running = in.longValue("running") == 1;
  }

  static List<Finding> all(Supplier<? extends Env<?, ?>> factory) {
    var time = new AtomicInteger();
    return EnvChecker.report(factory, () -> time.addAndGet(1_000_000)).findings();
  }

  static void assertError(Supplier<? extends Env<?, ?>> factory, String... parts) {
    assertThat(EnvChecker.check(factory))
        .first()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.ERROR);
              assertThat(finding.message()).contains(parts);
            });
  }

  static void assertOnly(Supplier<? extends Env<?, ?>> factory, Severity severity, String message) {
    assertThat(all(factory)).containsExactly(new Finding(severity, message));
  }
}
