package dev.bellman.rl.data;

import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.VecStep;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.Tensor;

/// Rows of observations of one space: D floats each, or one index each for a discrete space, which
/// becomes one-hot only on its way into a network.
public final class Observations {
  private final int width;
  private final boolean discrete;
  private final float[] values;
  private final int[] states;

  /// Room for some rows.
  ///
  /// @param space what is observed
  /// @param rows how many
  public Observations(Space<?> space, int rows) {
    this.width = space.flatSize();
    this.discrete = space instanceof Discrete;
    this.values = discrete ? new float[0] : new float[Math.multiplyExact(rows, width)];
    this.states = discrete ? new int[rows] : new int[0];
  }

  /// Copies the current observations of all environments.
  ///
  /// @param step where they are; not modified
  /// @param row where the first one goes
  public void put(VecStep step, int row) {
    if (discrete) {
      System.arraycopy(step.states(), 0, states, row, step.count());
    } else {
      System.arraycopy(step.observations(), 0, values, row * width, step.count() * width);
    }
  }

  /// Copies the first rows of others of the same space.
  ///
  /// @param other where they are; not modified
  /// @param rows how many
  void putAll(Observations other, int rows) {
    System.arraycopy(other.values, 0, values, 0, discrete ? 0 : rows * width);
    System.arraycopy(other.states, 0, states, 0, discrete ? rows : 0);
  }

  /// Copies rows of others of the same space.
  ///
  /// @param other where they are; not modified
  /// @param from the first one's row there
  /// @param to its row here
  /// @param rows how many
  void copy(Observations other, int from, int to, int rows) {
    if (discrete) {
      System.arraycopy(other.states, from, states, to, rows);
    } else {
      System.arraycopy(other.values, from * width, values, to * width, rows * width);
    }
  }

  /// Copies the final observation of one environment.
  ///
  /// @param step where it is; not modified
  /// @param env the environment
  /// @param row where it goes
  public void putFinal(VecStep step, int env, int row) {
    if (discrete) {
      states[row] = step.finalStates()[env];
    } else {
      System.arraycopy(step.finalObservations(), env * width, values, row * width, width);
    }
  }

  /// Rows that follow one another as the input of a network.
  ///
  /// @param scope where the tensor lives
  /// @param from the first row
  /// @param to the row after the last
  /// @return shape `[to - from, D]`
  public Tensor tensor(Scope scope, int from, int to) {
    return discrete
        ? scope.oneHot(states, from, to - from, width)
        : scope.copyOf(values, from * width, to - from, width);
  }

  /// Chosen rows as the input of a network.
  ///
  /// @param scope where the tensor lives
  /// @param rows which rows; not modified
  /// @param from the place of the first one in `rows`
  /// @param to the place after the last one
  /// @return shape `[to - from, D]`
  public Tensor tensor(Scope scope, int[] rows, int from, int to) {
    if (!discrete) {
      return scope.rows(values, width, rows, from, to);
    }
    int[] chosen = scope.ints(to - from);
    for (int i = from; i < to; i++) {
      chosen[i - from] = states[rows[i]];
    }
    return scope.oneHot(chosen, 0, to - from, width);
  }

  /// The current observations of all environments as the input of a network.
  ///
  /// @param scope where the tensor lives
  /// @param space what is observed
  /// @param step where they are; must not be changed before the scope is closed
  /// @return shape `[N,D]`
  public static Tensor current(Scope scope, Space<?> space, VecStep step) {
    int n = step.count();
    return switch (space) {
      case Discrete d -> scope.oneHot(step.states(), 0, n, d.n());
      default -> scope.constant(step.observations(), n, space.flatSize());
    };
  }
}
