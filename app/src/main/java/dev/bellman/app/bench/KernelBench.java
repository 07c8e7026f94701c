package dev.bellman.app.bench;

import dev.bellman.app.stats.Scores;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Workers;
import dev.bellman.tensor.internal.kernel.KernelSelection;
import dev.bellman.tensor.internal.kernel.Kernels;
import java.util.ArrayList;
import java.util.List;

/// The kernels beside the FMA peak: matrix products in both forms that layers use, tanh and exp.
final class KernelBench {
  private static final int ROUNDS = 7;
  private static final double WARM_UP_SECONDS = 0.3;
  private static final double ROUND_SECONDS = 0.03;
  private static final int ELEMENTS = 1 << 14;

  /// m, n, k of `C[m,n] = A[m,k] · B[k,n]`.
  private static final int[][] SHAPES = {
    {128, 64, 64}, {256, 64, 64}, {256, 256, 256}, {1024, 256, 256}
  };

  private final Kernels kernels = KernelSelection.choose().kernels();
  private final Rng rng = Rng.ofSeed(0);
  private final List<Measurement> results = new ArrayList<>();

  static List<Measurement> run(int threads) {
    var bench = new KernelBench();
    try (var one = new Workers(1)) {
      var watch = new Stopwatch(one);
      watch.warmUp();
      for (int[] shape : SHAPES) {
        bench.gemm(watch, shape[0], shape[1], shape[2], false);
        bench.gemm(watch, shape[0], shape[1], shape[2], true);
      }
      bench.results.addFirst(peak(watch, 1));
    }
    if (threads > 1) {
      try (var all = new Workers(threads)) {
        var watch = new Stopwatch(all);
        watch.warmUp();
        bench.results.add(1, peak(watch, threads));
      }
    }
    bench.elementwise();
    return bench.results;
  }

  private static Measurement peak(Stopwatch watch, int threads) {
    var flops = new double[5 * ROUNDS];
    for (int i = 0; i < flops.length; i++) {
      flops[i] = watch.peakFlops();
    }
    return Measurement.of("fma peak", Scores.median(flops) * 1e-9, "GFLOP/s", threads);
  }

  /// Measures a product and the peak in turn. Transposed means that A is stored by columns, as in a
  /// weight's gradient `xᵀ·dy`.
  private void gemm(Stopwatch watch, int m, int n, int k, boolean transposed) {
    float[] a = random(m * k);
    float[] b = random(k * n);
    var c = new float[m * n];
    var scratch = new float[Kernels.scratchSize(m, n, k)];
    int aRow = transposed ? 1 : k;
    int aColumn = transposed ? m : 1;
    Runnable work = () -> kernels.gemm(m, n, k, a, aRow, aColumn, b, n, c, n, scratch);
    Stopwatch.secondsPerCall(work, WARM_UP_SECONDS);
    var speeds = new double[ROUNDS];
    var shares = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      double peak = watch.peakFlops();
      speeds[i] = 2.0 * m * n * k / Stopwatch.secondsPerCall(work, ROUND_SECONDS);
      shares[i] = speeds[i] / peak;
    }
    String name = "gemm %s%dx%dx%d".formatted(transposed ? "transposed " : "", m, n, k);
    results.add(
        new Measurement(name, Scores.median(speeds) * 1e-9, "GFLOP/s", 1, Scores.median(shares)));
  }

  private void elementwise() {
    float[] x = random(ELEMENTS);
    var y = new float[ELEMENTS];
    time("tanh", () -> kernels.tanh(x, y, ELEMENTS));
    time("exp", () -> kernels.exp(x, y, ELEMENTS));
  }

  private void time(String name, Runnable work) {
    Stopwatch.secondsPerCall(work, WARM_UP_SECONDS);
    var nanos = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      nanos[i] = Stopwatch.secondsPerCall(work, ROUND_SECONDS) * 1e9 / ELEMENTS;
    }
    results.add(Measurement.of(name, Scores.median(nanos), "ns/element", 1));
  }

  private float[] random(int n) {
    var values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) rng.uniform(-1, 1);
    }
    return values;
  }
}
