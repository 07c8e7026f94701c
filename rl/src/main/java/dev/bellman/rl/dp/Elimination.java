package dev.bellman.rl.dp;

import java.util.Arrays;

/// Solves `V = r + γ P V` by taking one state after the other out of the process.
///
/// A state k that is left out is stepped over: who would have come to k goes on to where k leads
/// and earns what k earns, so `c(i,j) += c(i,k)·c(k,j)/d(k)` and `r(i) += c(i,k)·r(k)/d(k)` with c
/// = γP. Here d(k) is what does not come back to k at once: the chance to end plus all ways out, a
/// sum of positive numbers. So nothing cancels, and the values are exact but for a few last bits
/// however near γ is to 1. States with few ways in and out go first, which keeps the process
/// sparse.
///
/// **Source**: Grassmann, Taksar and Heyman 1985, *Regenerative analysis and steady state
/// distributions for Markov chains*; the order is Markowitz's (1957).
///
/// Memory: about 150 bytes a state and 12 an outcome.
final class Elimination {
  private static final int ROOM = 4;

  private final int states;
  private final int mostOutcomes;
  private int outcomes;

  /// Where each state leads, with weights c.
  private final int[][] next;

  private final double[][] weight;
  private final int[] size;

  /// From where each state is entered; may list states that are out already.
  private final int[][] before;

  private final int[] entries;

  /// How many of them are not out.
  private final int[] entered;

  private final double[] reward;
  private final double[] ends;
  private final boolean[] out;

  /// For the row at hand, each state's place in it plus 1, or 0.
  private final int[] place;

  private final StateQueue queue;

  /// Takes a process in.
  ///
  /// @param chain a process with one action
  /// @param gamma γ; if it is 1, the end must be within reach of every state
  /// @param mostOutcomes when to give up
  Elimination(Mdp chain, double gamma, int mostOutcomes) {
    states = chain.states();
    this.mostOutcomes = mostOutcomes;
    next = new int[states][];
    weight = new double[states][];
    size = new int[states];
    before = new int[states][ROOM];
    entries = new int[states];
    entered = new int[states];
    reward = new double[states];
    ends = new double[states];
    out = new boolean[states];
    place = new int[states];
    queue = new StateQueue(states);
    for (int state = 0; state < states; state++) {
      read(chain, gamma, state);
    }
    for (int state = 0; state < states; state++) {
      hurry(state);
    }
  }

  private void read(Mdp chain, double gamma, int state) {
    int count = chain.to(state) - chain.from(state);
    next[state] = new int[Math.max(count, ROOM)];
    weight[state] = new double[Math.max(count, ROOM)];
    reward[state] = chain.reward(state);
    ends[state] = 1 - gamma;
    for (int j = chain.from(state); j < chain.to(state); j++) {
      double c = gamma * chain.probability(j);
      if (chain.next(j) == states) {
        ends[state] += c;
      } else if (chain.next(j) != state) {
        append(state, chain.next(j), c);
      }
    }
  }

  private void append(int state, int to, double c) {
    int n = size[state];
    if (n == next[state].length) {
      next[state] = Arrays.copyOf(next[state], 2 * n);
      weight[state] = Arrays.copyOf(weight[state], 2 * n);
    }
    next[state][n] = to;
    weight[state][n] = c;
    size[state]++;
    outcomes++;
    if (entries[to] == before[to].length) {
      before[to] = Arrays.copyOf(before[to], 2 * entries[to]);
    }
    before[to][entries[to]++] = state;
    entered[to]++;
  }

  /// Tells the queue how much work it is to take a state out.
  private void hurry(int state) {
    queue.put(state, -(double) size[state] * entered[state]);
  }

  /// Solves the equations.
  ///
  /// @param values V, `[S]` or longer; modified
  /// @return whether it could be done; if not, there were too many outcomes
  boolean solve(double[] values) {
    int[] order = new int[states];
    for (int i = 0; i < states; i++) {
      order[i] = queue.poll();
      takeOut(order[i]);
      if (outcomes > mostOutcomes) {
        return false;
      }
    }
    for (int i = states - 1; i >= 0; i--) {
      int state = order[i];
      double value = reward[state];
      for (int j = 0; j < size[state]; j++) {
        value += weight[state][j] * values[next[state][j]];
      }
      values[state] = value;
    }
    return true;
  }

  private void takeOut(int k) {
    divide(k);
    out[k] = true;
    for (int i = 0; i < entries[k]; i++) {
      int state = before[k][i];
      if (!out[state]) {
        stepOver(k, state);
        hurry(state);
      }
    }
    for (int j = 0; j < size[k]; j++) {
      entered[next[k][j]]--;
      hurry(next[k][j]);
    }
  }

  /// Makes a state's row what it is once the ways back to itself are left out.
  private void divide(int k) {
    double leaves = ends[k];
    for (int j = 0; j < size[k]; j++) {
      leaves += weight[k][j];
    }
    ends[k] /= leaves;
    reward[k] /= leaves;
    for (int j = 0; j < size[k]; j++) {
      weight[k][j] /= leaves;
    }
  }

  /// Leads a state's way into k on to where k leads.
  private void stepOver(int k, int state) {
    for (int j = 0; j < size[state]; j++) {
      place[next[state][j]] = j + 1;
    }
    int at = place[k] - 1;
    double c = weight[state][at];
    reward[state] += c * reward[k];
    ends[state] += c * ends[k];
    for (int j = 0; j < size[k]; j++) {
      int to = next[k][j];
      if (place[to] > 0) {
        weight[state][place[to] - 1] += c * weight[k][j];
      } else if (to != state) {
        append(state, to, c * weight[k][j]);
      }
    }
    for (int j = 0; j < size[state]; j++) {
      place[next[state][j]] = 0;
    }
    drop(state, at);
  }

  private void drop(int state, int at) {
    int last = --size[state];
    next[state][at] = next[state][last];
    weight[state][at] = weight[state][last];
    outcomes--;
  }
}
