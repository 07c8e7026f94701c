package dev.bellman.rl.tabular;

import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import java.util.Arrays;

/// A table of state values V(s), with how often each was learned.
public final class StateValues implements Stateful {
  private final double[] values;
  private final int[] visits;
  private int statesVisited;

  /// A table in which nothing was learned.
  ///
  /// @param states S, the number of states, at least 1
  /// @param initial what each value begins with
  public StateValues(int states, double initial) {
    values = new double[states];
    visits = new int[states];
    Arrays.fill(values, initial);
  }

  /// {@return V(s)}
  ///
  /// @param state s
  public double at(int state) {
    return values[state];
  }

  /// Changes a value; this is no visit.
  ///
  /// @param state s
  /// @param change what is added to V(s)
  public void nudge(int state, double change) {
    values[state] += change;
  }

  /// Counts a visit.
  ///
  /// @param state s
  public void visit(int state) {
    if (visits[state]++ == 0) {
      statesVisited++;
    }
  }

  /// {@return how often V(s) was learned}
  ///
  /// @param state s
  public int visits(int state) {
    return visits[state];
  }

  /// {@return the number of states that were learned about}
  public int statesVisited() {
    return statesVisited;
  }

  /// {@return a copy of all values}
  public double[] toArray() {
    return values.clone();
  }

  @Override
  public void save(State out) {
    out.put("values", values);
    out.put("visits", visits);
  }

  @Override
  public void load(State in) {
    System.arraycopy(in.doubles("values", values.length), 0, values, 0, values.length);
    System.arraycopy(in.ints("visits", visits.length), 0, visits, 0, visits.length);
    statesVisited = (int) Arrays.stream(visits).filter(count -> count > 0).count();
  }
}
