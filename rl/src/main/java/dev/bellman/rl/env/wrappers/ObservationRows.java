package dev.bellman.rl.env.wrappers;

import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.VecStep;
import java.util.Arrays;

/// Observations of N environments in the arrays of a [VecStep]: an index for each where the space
/// is [Discrete], else a flattened vector.
public final class ObservationRows {
  private final Space<?> space;
  private final boolean discrete;
  private final int width;
  private final float[] values;
  private final int[] states;

  private ObservationRows(Space<?> space, float[] values, int[] states) {
    this.space = space;
    this.discrete = space instanceof Discrete;
    this.width = space.flatSize();
    this.values = values;
    this.states = states;
  }

  /// Room for observations.
  ///
  /// @param space what is observed
  /// @param n the number of environments
  /// @return rows that hold zeros
  public static ObservationRows of(Space<?> space, int n) {
    boolean discrete = space instanceof Discrete;
    int size = discrete ? 0 : Math.multiplyExact(n, space.flatSize());
    return new ObservationRows(space, new float[size], new int[discrete ? n : 0]);
  }

  /// The current observations of a step.
  ///
  /// @param space what is observed
  /// @param step the step, whose arrays these rows are
  /// @return the rows
  public static ObservationRows current(Space<?> space, VecStep step) {
    return new ObservationRows(space, step.observations(), step.states());
  }

  /// The final observations of a step.
  ///
  /// @param space what is observed
  /// @param step the step, whose arrays these rows are
  /// @return the rows
  public static ObservationRows finals(Space<?> space, VecStep step) {
    return new ObservationRows(space, step.finalObservations(), step.finalStates());
  }

  /// What is observed.
  ///
  /// @return the space of one row
  public Space<?> space() {
    return space;
  }

  /// The length of a flattened observation.
  ///
  /// @return the space's flat size
  public int width() {
    return width;
  }

  /// Where a flattened observation begins in [#values].
  ///
  /// @param i the environment
  /// @return the place of its first value
  public int at(int i) {
    return i * width;
  }

  /// The flattened observations.
  ///
  /// @return `[N, D]`, the array itself; empty for a [Discrete] space
  public float[] values() {
    return values;
  }

  /// The indices of discrete observations.
  ///
  /// @return `[N]`, the array itself; empty unless the space is [Discrete]
  public int[] states() {
    return states;
  }

  /// Writes an observation as a vector, also where it is kept as an index.
  ///
  /// @param i the environment
  /// @param out where to
  /// @param offset the first of [#width] places
  public void flatten(int i, float[] out, int offset) {
    if (discrete) {
      Arrays.fill(out, offset, offset + width, 0f);
      out[offset + states[i]] = 1f;
    } else {
      System.arraycopy(values, at(i), out, offset, width);
    }
  }

  /// Copies an observation.
  ///
  /// @param i the environment, in both
  /// @param source rows of the same space; not modified
  public void copy(int i, ObservationRows source) {
    if (discrete) {
      states[i] = source.states[i];
    } else {
      System.arraycopy(source.values, at(i), values, at(i), width);
    }
  }

  /// An observation as a member of its space.
  ///
  /// @param i the environment
  /// @param type the space
  /// @param <O> the type of observations
  /// @return a new member
  @SuppressWarnings("unchecked") // O is Integer for Discrete
  public <O> O get(int i, Space<O> type) {
    return type instanceof Discrete d
        ? (O) Integer.valueOf(d.start() + states[i])
        : type.unflatten(values, at(i));
  }

  /// Writes a member of the space.
  ///
  /// @param i the environment
  /// @param member the observation; not modified
  /// @param type the space
  /// @param <O> the type of observations
  public <O> void set(int i, O member, Space<O> type) {
    if (type instanceof Discrete d) {
      states[i] = (Integer) member - d.start();
    } else {
      type.flatten(member, values, at(i));
    }
  }
}
