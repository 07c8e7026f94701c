package dev.bellman.rl.tabular;

import dev.bellman.tensor.Rng;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A table of action values Q(s, a), with how often each was tried and whether it may be.
public final class ActionValues implements Stateful {
  private final int states;
  private final int actions;
  private final double[] values;
  private final int[] visits;
  private final int[] stateVisits;
  private final byte[] forbidden;
  private int statesVisited;

  /// A table in which nothing was tried and everything is allowed.
  ///
  /// @param states S, the number of states, at least 1
  /// @param actions A, the number of actions, at least 1
  /// @param initial what each value begins with
  public ActionValues(int states, int actions, double initial) {
    this.states = states;
    this.actions = actions;
    int size = Math.multiplyExact(states, actions);
    this.values = new double[size];
    this.visits = new int[size];
    this.stateVisits = new int[states];
    this.forbidden = new byte[size];
    Arrays.fill(values, initial);
  }

  /// {@return S, the number of states}
  public int states() {
    return states;
  }

  /// {@return A, the number of actions}
  public int actions() {
    return actions;
  }

  /// {@return Q(s, a)}
  ///
  /// @param state s
  /// @param action a
  public double at(int state, int action) {
    return values[state * actions + action];
  }

  /// Counts a visit.
  ///
  /// @param state s
  /// @param action a
  public void visit(int state, int action) {
    visits[state * actions + action]++;
    if (stateVisits[state]++ == 0) {
      statesVisited++;
    }
  }

  /// Changes a value; this is no visit.
  ///
  /// @param state s
  /// @param action a
  /// @param change what is added to Q(s, a)
  public void nudge(int state, int action, double change) {
    values[state * actions + action] += change;
  }

  /// {@return how often an action was tried}
  ///
  /// @param state s
  /// @param action a
  public int visits(int state, int action) {
    return visits[state * actions + action];
  }

  /// {@return how often an action was tried in a state}
  ///
  /// @param state s
  public int visits(int state) {
    return stateVisits[state];
  }

  /// {@return the number of states in which an action was tried}
  public int statesVisited() {
    return statesVisited;
  }

  /// Takes over all that another table holds for a state.
  ///
  /// @param state s here
  /// @param other the table, with as many actions; not modified
  /// @param otherState s there
  void copy(int state, ActionValues other, int otherState) {
    int from = otherState * actions;
    int to = state * actions;
    System.arraycopy(other.values, from, values, to, actions);
    System.arraycopy(other.visits, from, visits, to, actions);
    System.arraycopy(other.forbidden, from, forbidden, to, actions);
    stateVisits[state] = other.stateVisits[otherState];
  }

  /// Sets a value.
  ///
  /// @param state s
  /// @param action a
  /// @param value Q(s, a)
  void set(int state, int action, double value) {
    values[state * actions + action] = value;
  }

  /// Allows all actions of a state again.
  ///
  /// @param state s
  void allowAll(int state) {
    Arrays.fill(forbidden, state * actions, (state + 1) * actions, (byte) 0);
  }

  /// Notes which actions a state allows.
  ///
  /// @param state s
  /// @param masks row-major masks, 0 where an action is forbidden; not modified
  /// @param row which of them is this state's
  public void allow(int state, byte[] masks, int row) {
    for (int a = 0; a < actions; a++) {
      forbidden[state * actions + a] = (byte) (masks[row * actions + a] == 0 ? 1 : 0);
    }
  }

  /// {@return whether a state allows an action, as far as it is known}
  ///
  /// @param state s
  /// @param action a
  public boolean allows(int state, int action) {
    return forbidden[state * actions + action] == 0;
  }

  /// {@return max over a of Q(s, a), over what is allowed}
  ///
  /// @param state s
  public double max(int state) {
    double max = Double.NEGATIVE_INFINITY;
    for (int at = state * actions; at < (state + 1) * actions; at++) {
      if (forbidden[at] == 0) {
        max = Math.max(max, values[at]);
      }
    }
    return max;
  }

  /// An action of the greatest value among those allowed.
  ///
  /// @param state s
  /// @param rng breaks ties, all equally likely; null takes the lowest action
  /// @return the action
  public int greedy(int state, @Nullable Rng rng) {
    int from = state * actions;
    int best = -1;
    int ties = 0;
    for (int a = 0; a < actions; a++) {
      if (forbidden[from + a] != 0) {
        continue;
      }
      if (best < 0 || values[from + a] > values[from + best]) {
        best = a;
        ties = 1;
      } else if (values[from + a] == values[from + best]) {
        ties++;
      }
    }
    if (ties < 2 || rng == null) {
      return best;
    }
    return tied(from, values[from + best], rng.nextInt(ties));
  }

  private int tied(int from, double value, int skip) {
    int a = 0;
    while (forbidden[from + a] != 0 || values[from + a] != value || skip-- > 0) {
      a++;
    }
    return a;
  }

  /// Any allowed action, all equally likely.
  ///
  /// @param state s
  /// @param rng what to draw from
  /// @return the action
  public int any(int state, Rng rng) {
    int from = state * actions;
    int allowed = 0;
    for (int a = 0; a < actions; a++) {
      allowed += 1 - forbidden[from + a];
    }
    int skip = rng.nextInt(allowed);
    int a = 0;
    while (forbidden[from + a] != 0 || skip-- > 0) {
      a++;
    }
    return a;
  }

  /// {@return a row-major copy of all values}
  public double[] toArray() {
    return values.clone();
  }

  @Override
  public void save(State out) {
    out.put("values", values, states, actions);
    out.put("visits", visits, states, actions);
    out.put("forbidden", forbidden, states, actions);
  }

  @Override
  public void load(State in) {
    System.arraycopy(in.doubles("values", values.length), 0, values, 0, values.length);
    System.arraycopy(in.ints("visits", visits.length), 0, visits, 0, visits.length);
    statesVisited = 0;
    for (int s = 0; s < states; s++) {
      stateVisits[s] = 0;
      for (int a = 0; a < actions; a++) {
        stateVisits[s] += visits[s * actions + a];
      }
      statesVisited += stateVisits[s] > 0 ? 1 : 0;
    }
    System.arraycopy(in.bytes("forbidden", forbidden.length), 0, forbidden, 0, forbidden.length);
  }
}
