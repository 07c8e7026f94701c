package dev.bellman.app.bench;

import dev.bellman.app.stats.Scores;
import dev.bellman.tensor.Workers;
import dev.bellman.tensor.internal.kernel.FmaPeak;

/// Takes times. Everything is warmed up first and timed several times; medians count.
final class Stopwatch {
  private static final double NANO = 1e-9;
  private static final int PEAK_ROUNDS = 1_000_000;

  private final FmaPeak peak = FmaPeak.ofKernelsInUse();
  private final Workers workers;
  private final float[] sink;

  Stopwatch(Workers workers) {
    this.workers = workers;
    this.sink = new float[workers.threads()];
  }

  /// Seconds of one run.
  static double seconds(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) * NANO;
  }

  /// Seconds of one call, from calls in a row that take about as long as was asked for together.
  static double secondsPerCall(Runnable work, double seconds) {
    int calls = 1;
    while (true) {
      double taken = times(work, calls);
      if (taken >= seconds || calls > Integer.MAX_VALUE / 2) {
        return taken / calls;
      }
      calls = taken < seconds / 100 ? 2 * calls : (int) Math.ceil(calls * seconds / taken * 1.05);
    }
  }

  private static double times(Runnable work, int calls) {
    return seconds(
        () -> {
          for (int i = 0; i < calls; i++) {
            work.run();
          }
        });
  }

  /// FLOP/s of the FMA loop on all of the workers' threads at once.
  double peakFlops() {
    int threads = workers.threads();
    double seconds =
        seconds(() -> workers.run(threads, (task, worker) -> sink[task] += peak.run(PEAK_ROUNDS)));
    return (double) peak.flopsPerRound() * PEAK_ROUNDS * threads / seconds;
  }

  /// The median of several measurements of the peak.
  double medianPeakFlops(int times) {
    var flops = new double[times];
    for (int i = 0; i < times; i++) {
      flops[i] = peakFlops();
    }
    return Scores.median(flops);
  }

  /// Lets the compiler finish the FMA loop.
  void warmUp() {
    for (int i = 0; i < 20; i++) {
      peakFlops();
    }
  }
}
