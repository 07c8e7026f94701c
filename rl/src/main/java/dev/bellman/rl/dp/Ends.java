package dev.bellman.rl.dp;

import java.util.Arrays;

/// How far each state is from the end: the fewest steps in which an episode can be over, with luck.
final class Ends {
  private static final int NEVER = -1;

  private final Mdp mdp;

  /// `[S + 1]` steps.
  private final int[] steps;

  Ends(Mdp mdp) {
    this.mdp = mdp;
    int end = mdp.states();
    steps = new int[end + 1];
    Arrays.fill(steps, NEVER);
    steps[end] = 0;
    var predecessors = new Predecessors(mdp);
    int[] queue = new int[end + 1];
    queue[0] = end;
    int last = 1;
    for (int first = 0; first < last; first++) {
      int state = queue[first];
      for (int i = predecessors.from(state); i < predecessors.to(state); i++) {
        int before = predecessors.state(i);
        if (steps[before] == NEVER) {
          steps[before] = steps[state] + 1;
          queue[last++] = before;
        }
      }
    }
  }

  /// The lowest state from which no end can be reached, or -1. If there is none, a policy that
  /// takes every action now and then ends with certainty.
  int neverEnding() {
    for (int state = 0; state < mdp.states(); state++) {
      if (steps[state] == NEVER) {
        return state;
      }
    }
    return -1;
  }

  /// In each state the lowest action with which, with luck, the end comes nearer; 0 where it is out
  /// of reach. If it is within reach everywhere, this policy ends with certainty.
  int[] nearingPolicy() {
    int[] policy = new int[mdp.states()];
    Arrays.setAll(policy, state -> steps[state] == NEVER ? 0 : nearer(state));
    return policy;
  }

  private int nearer(int state) {
    for (int action = 0; action < mdp.actions(); action++) {
      int k = state * mdp.actions() + action;
      for (int j = mdp.from(k); j < mdp.to(k); j++) {
        if (steps[mdp.next(j)] == steps[state] - 1) {
          return action;
        }
      }
    }
    throw new IllegalStateException("ends: must come nearer by a step, got state " + state);
  }
}
