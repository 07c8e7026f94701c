package dev.bellman.rl.env;

import dev.bellman.tensor.Rng;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Measures how many steps an environment takes in a second, and whether episodes end.
final class CheckSpeed {
  private static final double WARM_UP_SECONDS = 0.15;
  private static final double SECONDS = 0.35;
  private static final int BURST = 256;
  private static final int ENOUGH_STEPS = 5000;
  private static final double SLOW = 1000;

  private final CheckFindings findings;
  private final LongSupplier nanoTime;
  private double stepsPerSecond = Double.NaN;
  private long episodes;

  CheckSpeed(CheckFindings findings, LongSupplier nanoTime) {
    this.findings = findings;
    this.nanoTime = nanoTime;
  }

  /// The last measurement, NaN before one.
  double stepsPerSecond() {
    return stepsPerSecond;
  }

  void measure(Supplier<? extends Env<?, ?>> factory) {
    try (Env<?, ?> env = factory.get()) {
      measure(env);
    }
  }

  private <O, A> void measure(Env<O, A> env) {
    Rng rng = Rng.ofSeed(EnvChecker.SEED);
    var actions = new ArrayList<A>();
    for (int i = 0; i < BURST; i++) {
      actions.add(env.actionSpace().sample(rng));
    }
    env.reset(EnvChecker.SEED);
    long steps = run(env, actions, rng, WARM_UP_SECONDS);
    steps += run(env, actions, rng, SECONDS);
    if (episodes == 0 && steps >= ENOUGH_STEPS) {
      findings.note(
          "no episode ended in %d random steps (a time limit would end them: max_episode_steps)"
              .formatted(ENOUGH_STEPS));
    }
    if (stepsPerSecond < SLOW) {
      findings.note(
          String.format(
              Locale.ROOT,
              "step: takes %.1f ms on average, so a million steps take %.1f hours",
              1e3 / stepsPerSecond,
              1e6 / stepsPerSecond / 3600));
    }
  }

  /// Steps for some time; random ones for environments that mask, else the same over and over.
  private <O, A> long run(Env<O, A> env, List<A> actions, Rng rng, double seconds) {
    long start = nanoTime.getAsLong();
    long steps = 0;
    double taken = 0;
    byte[] mask = env.reset().actionMask();
    while (taken < seconds) {
      for (int i = 0; i < BURST && taken < seconds; i++) {
        A action = mask == null ? actions.get(i) : env.actionSpace().sample(rng, mask);
        Step<O> step = env.step(action);
        mask = step.actionMask();
        if (step.done()) {
          mask = env.reset().actionMask();
          episodes++;
        }
        steps++;
        if (i % 16 == 0) {
          taken = (nanoTime.getAsLong() - start) * 1e-9;
        }
      }
      taken = (nanoTime.getAsLong() - start) * 1e-9;
    }
    stepsPerSecond = steps / taken;
    return steps;
  }
}
