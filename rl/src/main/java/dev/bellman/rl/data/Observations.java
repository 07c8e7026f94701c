package dev.bellman.rl.data;

import dev.bellman.rl.env.Box;
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
    this.values = space instanceof Box ? new float[Math.multiplyExact(rows, width)] : new float[0];
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

  /// Copies one row of another set.
  ///
  /// @param source where from; not modified
  /// @param from the row there
  /// @param row the row here
  public void putRow(Observations source, int from, int row) {
    if (discrete) {
      states[row] = source.states[from];
    } else {
      System.arraycopy(source.values, from * width, values, row * width, width);
    }
  }

  /// Some rows as the input of a network.
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
}
