package dev.bellman.app.bench;

import dev.bellman.app.stats.Scores;
import dev.bellman.rl.data.Replay;
import dev.bellman.rl.data.ReplayConfig;
import dev.bellman.rl.data.ReplaySampling;
import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.env.VecStep;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Scope;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A full replay buffer of a million transitions on one thread: the bytes of a transition, how fast
/// transitions come in, and what 32 cost that are drawn, copied side by side and, where priorities
/// count, judged.
///
/// Beside the bytes stands the layout of Stable-Baselines3: two observations, an action of 8 bytes,
/// reward, end and time-out of 4 each.
final class ReplayBench {
  private static final int CAPACITY = 1_000_000;
  private static final int BATCH = 32;
  private static final int RECORDED = 256;
  private static final int ROUNDS = 7;
  private static final double WARM_UP_SECONDS = 1;
  private static final double ROUND_SECONDS = 0.1;
  private static final int OTHER_BYTES = 8 + 4 + 4 + 4;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final String name;
  private final Replay replay;
  private final List<Actions> actions = new ArrayList<>();
  private final List<VecStep> steps = new ArrayList<>();
  private final float[] errors = new float[BATCH];
  private final Scope scope = Scope.inference();
  private final boolean prioritized;
  private int next;

  private ReplayBench(String id, VecEnv envs, ReplaySampling sampling) {
    this.prioritized = sampling instanceof ReplaySampling.Prioritized;
    this.name = id + (prioritized ? ", prioritised" : ", uniform");
    this.replay = new Replay(new ReplayConfig(CAPACITY, 1, sampling, false), envs, 0.99, 0);
    record(envs);
  }

  static List<Measurement> run() {
    var results = new ArrayList<Measurement>();
    measure("CartPole-v1", Float.BYTES, results);
    measure("MinAtar/Breakout-v1", 1, results);
    return results;
  }

  private static void measure(String id, int bytesPerNumber, List<Measurement> results) {
    List<ReplaySampling> samplings =
        List.of(new ReplaySampling.Uniform(), ReplaySampling.Prioritized.DEFAULTS);
    for (ReplaySampling sampling : samplings) {
      try (VecEnv envs = Envs.builtIn().vector(id, 1, Map.of())) {
        var bench = new ReplayBench(id, envs, sampling);
        bench.measure(results);
        if (bench.prioritized) {
          int other = 2 * bytesPerNumber * envs.observationSpace().flatSize() + OTHER_BYTES;
          results.add(Measurement.of(id + ", layout of Stable-Baselines3", other, "bytes", 1));
        }
      }
    }
  }

  /// Random steps, to be added again and again.
  private void record(VecEnv envs) {
    Rng rng = Rng.ofSeed(0);
    VecStep first = VecStep.of(envs);
    envs.reset(new long[] {0}, first);
    replay.start(first);
    for (int i = 0; i < BATCH; i++) {
      errors[i] = (float) rng.nextGaussian();
    }
    for (int t = 0; t < RECORDED; t++) {
      Actions taken = Actions.of(1, envs.actionSpace());
      taken.sample(0, envs.actionSpace(), null, rng);
      VecStep step = VecStep.of(envs);
      envs.step(taken, step);
      actions.add(taken);
      steps.add(step);
    }
  }

  private void measure(List<Measurement> results) {
    while (replay.size() < CAPACITY) {
      add();
    }
    Stopwatch.secondsPerCall(this::add, WARM_UP_SECONDS);
    Stopwatch.secondsPerCall(this::draw, WARM_UP_SECONDS);
    double adding = seconds(this::add);
    double drawing = seconds(this::draw);
    results.add(Measurement.of(name + ", a transition", replay.bytesPerTransition(), "bytes", 1));
    results.add(Measurement.of(name + ", adding", 1 / adding, "per second", 1));
    results.add(Measurement.of(name + ", drawing", BATCH / drawing, "per second", 1));
    results.add(Measurement.of(name + ", drawing 32", 1e6 * drawing, "us", 1));
  }

  private void add() {
    replay.add(actions.get(next), steps.get(next));
    next = (next + 1) % RECORDED;
  }

  private void draw() {
    replay.sample(BATCH, 0.5);
    try (scope) {
      replay.batch(scope, 0, BATCH);
    }
    if (prioritized) {
      replay.learned(errors);
    }
  }

  /// Seconds of the thread's processor time that a call takes, so that what else the machine does
  /// counts little.
  private static double seconds(Runnable work) {
    var values = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      long processor = THREADS.getCurrentThreadCpuTime();
      long clock = System.nanoTime();
      double seconds = Stopwatch.secondsPerCall(work, ROUND_SECONDS);
      long worked = THREADS.getCurrentThreadCpuTime() - processor;
      values[i] = seconds * worked / (System.nanoTime() - clock);
    }
    return Scores.median(values);
  }
}
