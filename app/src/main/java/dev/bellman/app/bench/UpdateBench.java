package dev.bellman.app.bench;

import dev.bellman.app.stats.Scores;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.ppo.Ppo;
import dev.bellman.rl.ppo.PpoConfig;
import dev.bellman.tensor.Workers;
import dev.bellman.tensor.optim.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// PPO's update beside the FMA peak: a minibatch of 256 through actor 4-64-64-2 and critic
/// 4-64-64-1, forwards and backwards, with loss, clipping and Adam.
final class UpdateBench {
  private static final int BATCH = 256;
  private static final int ENVS = 8;
  private static final int UPDATES = 20;
  private static final int ROUNDS = 101;
  private static final double WARM_UP_SECONDS = 4;

  private UpdateBench() {}

  static List<Measurement> run(int threads) {
    var results = new ArrayList<>(measure(1));
    results.addAll(ShapeBench.run(1));
    if (threads > 1) {
      results.addAll(measure(threads));
      results.addAll(ShapeBench.run(threads));
    }
    return results;
  }

  private static List<Measurement> measure(int threads) {
    PpoConfig config = config();
    try (var workers = new Workers(threads);
        VecEnv envs = Envs.builtIn().vector("CartPole-v1", ENVS, Map.of())) {
      var ppo = new Ppo(config, envs, 0, workers);
      ppo.iterate(0);
      var watch = new Stopwatch(workers);
      watch.warmUp();
      Stopwatch.secondsPerCall(() -> ppo.learn(0), WARM_UP_SECONDS);
      var seconds = new double[ROUNDS];
      var peaks = new double[ROUNDS];
      var shares = new double[ROUNDS];
      double flops = BATCH * Flops.update(config.network().hidden());
      for (int i = 0; i < ROUNDS; i++) {
        peaks[i] = watch.peakFlops();
        seconds[i] = Stopwatch.seconds(() -> ppo.learn(0)) / UPDATES;
        shares[i] = flops / seconds[i] / peaks[i];
      }
      double median = Scores.median(seconds);
      double share = Scores.median(shares);
      return List.of(
          Measurement.of("fma peak", Scores.median(peaks) * 1e-9, "GFLOP/s", threads),
          new Measurement("ppo update, batch 256", median * 1e6, "us", threads, share),
          new Measurement(
              "ppo update, batch 256", flops / median * 1e-9, "GFLOP/s", threads, share));
    }
  }

  /// One rollout of one minibatch and many epochs; the step size is too small to change anything.
  private static PpoConfig config() {
    PpoConfig.Update defaults = PpoConfig.Update.DEFAULTS;
    var update =
        new PpoConfig.Update(
            UPDATES,
            BATCH,
            Schedule.constant(1e-9),
            defaults.maxGradNorm(),
            defaults.targetKl(),
            defaults.advantageScaling(),
            defaults.adam());
    PpoConfig ppo = PpoConfig.DEFAULTS;
    return new PpoConfig(
        ENVS,
        BATCH / ENVS,
        ppo.gae(),
        update,
        ppo.objective(),
        ppo.value(),
        ppo.entropyCoefficient(),
        ppo.network(),
        ppo.normalization());
  }
}
