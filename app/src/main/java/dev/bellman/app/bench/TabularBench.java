package dev.bellman.app.bench;

import dev.bellman.app.stats.Scores;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.tabular.ControlConfig;
import dev.bellman.rl.tabular.TabularControl;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tabular learning on one thread: Q-learning's updates a second with all that belongs to a step,
/// then Sutton and Barto's comparisons, see [CliffClaim] and [RandomWalkClaim], and what a
/// bonus does, see [ShapingClaim].
final class TabularBench {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int ROUNDS = 7;
  private static final double WARM_UP_SECONDS = 1;
  private static final double ROUND_SECONDS = 0.3;

  private TabularBench() {}

  static List<Measurement> run(@Nullable Path out) {
    var pictures = Pictures.in(out);
    var results = new ArrayList<Measurement>();
    for (String id : List.of("FrozenLake-v1", "CliffWalking-v1", "Taxi-v4")) {
      results.addAll(updates(id));
    }
    results.addAll(CliffClaim.run(pictures));
    results.addAll(RandomWalkClaim.run(pictures));
    results.addAll(ShapingClaim.run(pictures));
    return results;
  }

  private static List<Measurement> updates(String id) {
    try (VecEnv envs = Envs.builtIn().vector(id, 1, Map.of())) {
      var learner = new TabularControl(ControlConfig.Q_LEARNING, envs, 1);
      Runnable work = () -> learner.iterate(0.9);
      Stopwatch.secondsPerCall(work, WARM_UP_SECONDS);
      var speeds = new double[ROUNDS];
      var shares = new double[ROUNDS];
      for (int i = 0; i < ROUNDS; i++) {
        long processor = THREADS.getCurrentThreadCpuTime();
        long clock = System.nanoTime();
        double seconds = Stopwatch.secondsPerCall(work, ROUND_SECONDS);
        shares[i] =
            (double) (THREADS.getCurrentThreadCpuTime() - processor) / (System.nanoTime() - clock);
        learner.episodes().drain();
        speeds[i] = learner.envStepsPerIteration() / seconds;
      }
      double speed = Scores.median(speeds);
      return List.of(
          Measurement.of("q-learning " + id, speed, "updates/s", 1),
          Measurement.of(
              "q-learning " + id + ", of processor time",
              speed / Scores.median(shares),
              "updates/s",
              1));
    }
  }
}
