package dev.bellman.app.bench;

import dev.bellman.app.stats.Scores;
import dev.bellman.rl.dp.Mdp;
import dev.bellman.rl.dp.PrioritizedSweeping;
import dev.bellman.rl.dp.Solver;
import dev.bellman.rl.dp.ValueIteration;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.TransitionModel;
import dev.bellman.tensor.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

/// Solving mazes from ten thousand to four million states: what a sweep of value iteration costs a
/// state, and how long prioritised sweeping takes for all.
///
/// A sweep's time is the difference of two solutions, one of more sweeps than the other, so that it
/// holds nothing else. Beside it stands how fast arrays of values are copied, in the same run.
final class SolveBench {
  private static final int[] SIDES = {100, 316, 1000, 2000};
  private static final int ROUNDS = 3;
  private static final int WARM_UP_SOLUTIONS = 40;
  private static final int FEW_SWEEPS = 3;
  private static final int MORE_SWEEPS = 23;
  private static final int SWEPT_STATES = 2_000_000;
  private static final double GAMMA = 0.9999;
  private static final double SLIP = 0.2;
  private static final int COPIED = 1 << 24;

  private final Workers workers;
  private final List<Measurement> results;

  private SolveBench(Workers workers, List<Measurement> results) {
    this.workers = workers;
    this.results = results;
  }

  static List<Measurement> run(int threads) {
    var results = new ArrayList<Measurement>();
    try (var one = new Workers(1)) {
      var bench = new SolveBench(one, results);
      bench.sweeps();
      for (int side : SIDES) {
        bench.prioritized(side);
      }
    }
    if (threads > 1) {
      try (var all = new Workers(threads)) {
        new SolveBench(all, results).sweeps();
      }
    }
    return results;
  }

  private void sweeps() {
    add("copy of values", median(this::copy), "GB/s");
    for (double slip : new double[] {0, SLIP}) {
      seconds(Mdp.of(model(SIDES[0], slip, 1), workers), MORE_SWEEPS, WARM_UP_SOLUTIONS);
      for (int side : SIDES) {
        sweeps(side, slip);
      }
    }
  }

  private void add(String name, double value, String unit) {
    results.add(Measurement.of(name, value, unit, workers.threads()));
  }

  private static double median(DoubleSupplier measurement) {
    var values = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      values[i] = measurement.getAsDouble();
    }
    return Scores.median(values);
  }

  /// GB/s read and written by copying blocks of an array.
  private double copy() {
    var from = new double[COPIED];
    var to = new double[COPIED];
    int blocks = 64;
    int length = COPIED / blocks;
    Runnable work =
        () ->
            workers.run(
                blocks,
                block -> System.arraycopy(from, block * length, to, block * length, length));
    work.run();
    return 2.0 * Double.BYTES * COPIED * 1e-9 / Stopwatch.seconds(work);
  }

  private static TransitionModel model(int side, double slip, double loops) {
    Map<String, Object> options =
        Map.of("width", side, "height", side, "slip_probability", slip, "loops", loops);
    try (Env<?, ?> env = Envs.builtIn().make("Maze-v0", options)) {
      return env.unwrapped().model().orElseThrow();
    }
  }

  private void sweeps(int side, double slip) {
    TransitionModel model = model(side, slip, 1);
    String name =
        "%s maze, %,d states".formatted(slip == 0 ? "certain" : "slippery", model.states());
    double compiling = median(() -> Stopwatch.seconds(() -> Mdp.of(model, workers)));
    add(name + ", compiling", 1e9 * compiling / model.states(), "ns/state");
    Mdp mdp = Mdp.of(model, workers);
    int times = Math.max(1, SWEPT_STATES / model.states());
    double seconds =
        median(() -> seconds(mdp, MORE_SWEEPS, times) - seconds(mdp, FEW_SWEEPS, times));
    double states = (double) model.states() * times * (MORE_SWEEPS - FEW_SWEEPS);
    add(name + ", a sweep", 1e9 * seconds / states, "ns/state");
  }

  /// The time of value iterations of so many sweeps. Each step costs 1, so that sweep n changes
  /// values by γⁿ⁻¹.
  private double seconds(Mdp mdp, int sweeps, int times) {
    var solver = new ValueIteration(GAMMA, StrictMath.pow(GAMMA, sweeps - 0.5) / (1 - GAMMA));
    return Stopwatch.seconds(
        () -> {
          for (int i = 0; i < times; i++) {
            long done = solver.solve(mdp, workers).iterations();
            if (done != sweeps) {
              throw new IllegalStateException("sweeps: must be %d, got %d".formatted(sweeps, done));
            }
          }
        });
  }

  private void prioritized(int side) {
    Mdp mdp = Mdp.of(model(side, 0, 0), workers);
    Solver solver = new PrioritizedSweeping(1, Solver.TOLERANCE);
    double seconds = median(() -> Stopwatch.seconds(() -> solver.solve(mdp, workers)));
    add("prioritised sweeping, maze %,d states".formatted(mdp.states()), seconds, "s");
  }
}
