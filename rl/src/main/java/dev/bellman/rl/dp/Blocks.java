package dev.bellman.rl.dp;

import dev.bellman.tensor.Workers;

/// States in blocks of fixed size, which threads work on side by side. A block's work depends on
/// its states alone, and a maximum on no order, so that results do not depend on the threads.
final class Blocks {
  private static final int SIZE = 8192;

  private final int states;
  private final Workers workers;
  private final double[] maxima;

  Blocks(int states, Workers workers) {
    this.states = states;
    this.workers = workers;
    maxima = new double[(states + SIZE - 1) / SIZE];
  }

  /// Work on a range of states that gives a number, such as the largest change of a value.
  @FunctionalInterface
  interface Work {
    double on(int from, int to, int worker);
  }

  /// Does the work on all states.
  ///
  /// @return the largest number that came
  double max(Work work) {
    workers.run(
        maxima.length,
        (block, worker) -> {
          int from = block * SIZE;
          maxima[block] = work.on(from, Math.min(from + SIZE, states), worker);
        });
    double max = maxima[0];
    for (double maximum : maxima) {
      max = Math.max(max, maximum);
    }
    return max;
  }
}
