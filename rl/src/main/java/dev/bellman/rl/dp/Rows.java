package dev.bellman.rl.dp;

import dev.bellman.tensor.Workers;
import java.util.Arrays;

/// Puts the rows of an [Mdp] into arrays of the right size: one pass counts, one fills.
final class Rows {
  private static final int MOST = Integer.MAX_VALUE - 8;

  /// Says what an action does.
  @FunctionalInterface
  interface Source {
    /// Fills an empty row.
    void fill(int state, int action, Row row);
  }

  private final int states;
  private final int actions;
  private final Source source;
  private final Blocks blocks;
  private final Row[] scratch;

  private Rows(int states, int actions, Source source, Workers workers) {
    this.states = states;
    this.actions = actions;
    this.source = source;
    blocks = new Blocks(states, workers);
    scratch = new Row[workers.threads()];
    Arrays.setAll(scratch, _ -> new Row(states));
  }

  static Mdp compile(int states, int actions, Source source, Workers workers) {
    checkSize("pairs of state and action", (long) states * actions);
    return new Rows(states, actions, source, workers).compile();
  }

  private static void checkSize(String what, long size) {
    if (size > MOST) {
      throw new IllegalArgumentException(
          "model: must have at most %d %s, got %d".formatted(MOST, what, size));
    }
  }

  private Mdp compile() {
    int[] start = new int[states * actions + 1];
    double longest =
        each(
            (k, row) -> {
              start[k + 1] = row.size();
              return row.size();
            });
    double[] reward = new double[states * actions];
    if (longest == 1) {
      int[] next = new int[states * actions];
      each(
          (k, row) -> {
            reward[k] = row.reward();
            next[k] = row.next(0);
            return 1;
          });
      return new Mdp(states, actions, reward, null, next, null);
    }
    for (int k = 0; k < states * actions; k++) {
      checkSize("outcomes", (long) start[k] + start[k + 1]);
      start[k + 1] += start[k];
    }
    int[] next = new int[start[states * actions]];
    double[] probability = new double[next.length];
    each(
        (k, row) -> {
          reward[k] = row.reward();
          for (int j = 0; j < row.size(); j++) {
            next[start[k] + j] = row.next(j);
            probability[start[k] + j] = row.probability(j);
          }
          return row.size();
        });
    return new Mdp(states, actions, reward, start, next, probability);
  }

  /// What to do with row k; gives a number.
  @FunctionalInterface
  private interface Use {
    int of(int k, Row row);
  }

  /// Fills and uses every row.
  ///
  /// @return the largest number that a use gave
  private double each(Use use) {
    return blocks.max(
        (from, to, worker) -> {
          Row row = scratch[worker];
          int largest = 0;
          for (int state = from; state < to; state++) {
            for (int action = 0; action < actions; action++) {
              row.clear();
              source.fill(state, action, row);
              largest = Math.max(largest, use.of(state * actions + action, row));
            }
          }
          return largest;
        });
  }
}
