package dev.bellman.rl.env.toytext;

import dev.bellman.rl.env.GridShape;
import dev.bellman.rl.env.TransitionModel;
import java.util.Optional;
import java.util.function.IntPredicate;

/// All outcomes of a finite environment in flat arrays: what planners read and what steps are drawn
/// from are the same numbers.
///
/// The outcomes of action a in state s stand from `offset[s * A + a]` on. Immutable.
final class TransitionTable implements TransitionModel {
  /// What an environment does.
  @FunctionalInterface
  interface Rules {
    /// Adds the outcomes of an action in Gymnasium's order; those of probability 0 are left out of
    /// the table, which no draw can tell.
    ///
    /// @param state the state
    /// @param action the action
    /// @param out receives them; the same at each call
    void addOutcomes(int state, int action, Outcomes out);
  }

  private final int states;
  private final int actions;
  private final int[] offset;
  private final double[] probability;

  /// Probabilities added up in order within their pair of state and action.
  private final double[] cumulative;

  private final int[] next;
  private final double[] reward;
  private final boolean[] terminated;
  private final int[] starts;
  private final double[] startCumulative;
  private final IntPredicate terminal;
  private final Optional<GridShape> grid;

  /// Builds the table of states that lie on no grid.
  ///
  /// @param states S
  /// @param actions A
  /// @param starts the states where episodes start, all equally likely; not modified
  /// @param terminal whether an episode is over in a state
  /// @param rules what each action does
  TransitionTable(int states, int actions, int[] starts, IntPredicate terminal, Rules rules) {
    this(states, actions, starts, terminal, Optional.empty(), rules);
  }

  /// Builds the table of states on a grid.
  ///
  /// @param grid how they lie, an action for each direction
  /// @param starts the states where episodes start, all equally likely; not modified
  /// @param terminal whether an episode is over in a state
  /// @param rules what each action does
  TransitionTable(GridShape grid, int[] starts, IntPredicate terminal, Rules rules) {
    this(
        grid.cells().length(),
        grid.directions().size(),
        starts,
        terminal,
        Optional.of(grid),
        rules);
  }

  private TransitionTable(
      int states,
      int actions,
      int[] starts,
      IntPredicate terminal,
      Optional<GridShape> grid,
      Rules rules) {
    this.states = states;
    this.actions = actions;
    this.terminal = terminal;
    this.grid = grid;
    this.starts = starts.clone();
    startCumulative = new double[starts.length];
    double sum = 0;
    for (int k = 0; k < starts.length; k++) {
      sum += 1.0 / starts.length;
      startCumulative[k] = sum;
    }

    offset = offsets(rules);
    int size = offset[states * actions];
    probability = new double[size];
    cumulative = new double[size];
    next = new int[size];
    reward = new double[size];
    terminated = new boolean[size];
    var out = new Outcomes();
    for (int pair = 0; pair < states * actions; pair++) {
      out.clear();
      rules.addOutcomes(pair / actions, pair % actions, out);
      fill(offset[pair], out);
    }
  }

  private int[] offsets(Rules rules) {
    int[] offsets = new int[states * actions + 1];
    var out = new Outcomes();
    for (int pair = 0; pair < states * actions; pair++) {
      out.clear();
      rules.addOutcomes(pair / actions, pair % actions, out);
      int size = 0;
      for (int k = 0; k < out.size(); k++) {
        size += out.probability(k) > 0 ? 1 : 0;
      }
      offsets[pair + 1] = offsets[pair] + size;
    }
    return offsets;
  }

  private void fill(int at, Outcomes out) {
    double sum = 0;
    for (int k = 0; k < out.size(); k++) {
      if (out.probability(k) > 0) {
        sum += out.probability(k);
        probability[at] = out.probability(k);
        cumulative[at] = sum;
        next[at] = out.next(k);
        reward[at] = out.reward(k);
        terminated[at] = out.terminated(k);
        at++;
      }
    }
  }

  /// Chooses an outcome as Gymnasium does: the first one whose cumulative probability is above u.
  ///
  /// @param state the state
  /// @param action the action
  /// @param u a number from [0, 1)
  /// @return the outcome's place in the table
  int sample(int state, int action, double u) {
    int pair = state * actions + action;
    int last = offset[pair + 1] - 1;
    int k = offset[pair];
    while (k < last && cumulative[k] <= u) {
      k++;
    }
    return k;
  }

  /// Chooses where an episode starts, in the same way.
  ///
  /// @param u a number from [0, 1)
  /// @return the state
  int sampleStart(double u) {
    int low = 0;
    int high = starts.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (startCumulative[middle] > u) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return starts[low];
  }

  /// {@return the probability of an outcome}
  ///
  /// @param k its place, from [#sample]
  double probability(int k) {
    return probability[k];
  }

  /// {@return the state that an outcome leads to}
  ///
  /// @param k its place, from [#sample]
  int next(int k) {
    return next[k];
  }

  /// {@return the reward of an outcome}
  ///
  /// @param k its place, from [#sample]
  double reward(int k) {
    return reward[k];
  }

  /// {@return whether an outcome ends the episode}
  ///
  /// @param k its place, from [#sample]
  boolean terminated(int k) {
    return terminated[k];
  }

  /// {@return how many outcomes there are in all}
  int size() {
    return next.length;
  }

  @Override
  public int states() {
    return states;
  }

  @Override
  public int actions() {
    return actions;
  }

  @Override
  public void outcomes(int state, int action, Outcomes out) {
    int pair = state * actions + action;
    out.clear();
    for (int k = offset[pair]; k < offset[pair + 1]; k++) {
      out.add(probability[k], next[k], reward[k], terminated[k]);
    }
  }

  @Override
  public double[] initial() {
    double[] initial = new double[states];
    for (int state : starts) {
      initial[state] = 1.0 / starts.length;
    }
    return initial;
  }

  @Override
  public boolean terminal(int state) {
    return terminal.test(state);
  }

  @Override
  public Optional<GridShape> grid() {
    return grid;
  }
}
