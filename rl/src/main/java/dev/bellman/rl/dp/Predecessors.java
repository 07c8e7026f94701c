package dev.bellman.rl.dp;

import java.util.Arrays;

/// From which states each state, and the end, can be entered in one step; each once.
///
/// Memory: 4 bytes for each such pair and 8 a state.
final class Predecessors {
  private final int[] start;
  private final int[] states;

  Predecessors(Mdp mdp) {
    int n = mdp.states();
    start = new int[n + 2];
    int[] seenFrom = new int[n + 1];
    Arrays.fill(seenFrom, -1);
    for (int state = 0; state < n; state++) {
      for (int j = mdp.from(state * mdp.actions()); j < mdp.to(last(mdp, state)); j++) {
        if (seenFrom[mdp.next(j)] != state) {
          seenFrom[mdp.next(j)] = state;
          start[mdp.next(j) + 1]++;
        }
      }
    }
    for (int state = 0; state <= n; state++) {
      start[state + 1] = Math.addExact(start[state + 1], start[state]);
    }
    states = new int[start[n + 1]];
    int[] filled = Arrays.copyOf(start, n + 1);
    Arrays.fill(seenFrom, -1);
    for (int state = 0; state < n; state++) {
      for (int j = mdp.from(state * mdp.actions()); j < mdp.to(last(mdp, state)); j++) {
        if (seenFrom[mdp.next(j)] != state) {
          seenFrom[mdp.next(j)] = state;
          states[filled[mdp.next(j)]++] = state;
        }
      }
    }
  }

  private static int last(Mdp mdp, int state) {
    return state * mdp.actions() + mdp.actions() - 1;
  }

  // The predecessors of a state are state(from(s))..state(to(s) - 1).

  int from(int state) {
    return start[state];
  }

  int to(int state) {
    return start[state + 1];
  }

  int state(int i) {
    return states[i];
  }
}
