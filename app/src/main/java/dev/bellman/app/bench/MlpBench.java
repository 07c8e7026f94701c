package dev.bellman.app.bench;

import dev.bellman.app.stats.Scores;
import dev.bellman.tensor.Activation;
import dev.bellman.tensor.Gradients;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.ShardedGradient;
import dev.bellman.tensor.Tensor;
import dev.bellman.tensor.Workers;
import dev.bellman.tensor.nn.Initializer;
import dev.bellman.tensor.nn.Mlp;
import dev.bellman.tensor.optim.Adam;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The whole training step of a network beside the FMA peak: two hidden layers, tanh, all widths
/// the same, squared loss, Adam; by width and batch.
final class MlpBench {
  private static final int[] WIDTHS = {16, 32, 64, 128, 256, 512, 1024};
  private static final int[] BATCHES = {8, 32, 128, 512, 2048, 4096};
  private static final int SHARD_ROWS = 128;
  private static final int ROUNDS = 5;
  private static final double WARM_UP_SECONDS = 0.25;
  private static final double ROUND_SECONDS = 0.03;
  private static final double LEARNING_RATE = 1e-9;

  /// Products of a step for each row and weight: three layers forwards and for the weights, two for
  /// the inputs, since nothing flows back into the first layer's.
  private static final int PRODUCTS = 3 + 3 + 2;

  private final Workers workers;
  private final Stopwatch watch;
  private final List<Measurement> results = new ArrayList<>();
  private final List<Double> peaks = new ArrayList<>();

  private MlpBench(Workers workers) {
    this.workers = workers;
    this.watch = new Stopwatch(workers);
  }

  static List<Measurement> run(int threads) {
    try (var workers = new Workers(threads)) {
      var bench = new MlpBench(workers);
      bench.watch.warmUp();
      for (int width : WIDTHS) {
        bench.measure(width);
      }
      double peak = Scores.median(bench.peaks.stream().mapToDouble(p -> p).toArray());
      bench.results.addFirst(Measurement.of("fma peak", peak * 1e-9, "GFLOP/s", threads));
      return bench.results;
    }
  }

  private void measure(int width) {
    var parameters = new Parameters();
    var init = new Initializer.TorchDefault();
    var plan = new Mlp.Plan(List.of(width, width), Activation.TANH, init, init);
    Mlp net = Mlp.create(parameters, "net", width, width, plan, Rng.ofSeed(0));
    var adam = new Adam(parameters, Adam.Config.DEFAULTS);
    var gradient = new ShardedGradient(parameters, workers, SHARD_ROWS);
    float[] inputs = random(BATCHES[BATCHES.length - 1] * width, 1);
    float[] targets = random(inputs.length, 2);
    for (int batch : BATCHES) {
      ShardedGradient.ShardLoss loss =
          (scope, shard, from, to) -> {
            Tensor x = scope.copyOf(inputs, from * width, to - from, width);
            Tensor target = scope.copyOf(targets, from * width, to - from, width);
            return net.forward(x).sub(target).square().sum().div(batch);
          };
      measure(width, batch, () -> step(gradient.of(batch, loss), adam));
    }
  }

  private static void step(Gradients gradients, Adam adam) {
    adam.step(gradients, LEARNING_RATE);
  }

  private void measure(int width, int batch, Runnable step) {
    double flops = (double) PRODUCTS * 2 * width * width * batch;
    Stopwatch.secondsPerCall(step, WARM_UP_SECONDS);
    var speeds = new double[ROUNDS];
    var shares = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      double peak = watch.peakFlops();
      speeds[i] = flops / Stopwatch.secondsPerCall(step, ROUND_SECONDS);
      shares[i] = speeds[i] / peak;
      peaks.add(peak);
    }
    results.add(
        new Measurement(
            "mlp width %d, batch %d".formatted(width, batch),
            Scores.median(speeds) * 1e-9,
            "GFLOP/s",
            workers.threads(),
            Scores.median(shares)));
  }

  private static float[] random(int n, long seed) {
    Rng rng = Rng.ofSeed(seed);
    var values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) rng.uniform(-1, 1);
    }
    return values;
  }

  /// A row for each width, a column for each batch.
  static String table(List<Measurement> measurements) {
    Measurement peak = measurements.getFirst();
    var text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%% of the FMA peak, %.1f GFLOP/s, threads %d%n%-12s",
            peak.value(),
            peak.threads(),
            "width\\batch"));
    for (int batch : BATCHES) {
      text.append("%6d".formatted(batch));
    }
    text.append('\n');
    for (int row = 0; row < WIDTHS.length; row++) {
      text.append("%-12d".formatted(WIDTHS[row]));
      for (int column = 0; column < BATCHES.length; column++) {
        Double share = measurements.get(1 + row * BATCHES.length + column).shareOfPeak();
        text.append(
            String.format(Locale.ROOT, "%6.1f", 100 * (share == null ? Double.NaN : share)));
      }
      text.append('\n');
    }
    return text.toString();
  }
}
