package dev.bellman.rl.dp;

import dev.bellman.rl.env.TransitionModel;
import dev.bellman.rl.env.TransitionModel.Outcomes;
import dev.bellman.rl.math.Ranges;
import dev.bellman.tensor.Workers;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A Markov decision process in flat arrays: a [TransitionModel], compiled once to be swept often.
///
/// Row `s * A + a` says what action a does in state s: the expected reward and where it leads. What
/// ends an episode leads to *the end*, a state beyond the others with number S and value 0;
/// terminal states lead there with reward 0. So no formula needs a case for the end.
///
/// Memory: 12 bytes a row where every row has one outcome, else 12 a row and 12 an outcome; the
/// outcomes of a row that lead to the same state count once. Immutable, so that threads may share
/// it.
public final class Mdp {
  /// Actions whose values differ by no more than this share of the best one's count as equally
  /// good: rounding must not choose between them. Below 1 the share is of 1.
  public static final double TIE = 1e-9;

  private static final double SUM_TOLERANCE = 1e-9;

  private final int states;
  private final int actions;
  private final double[] reward;

  /// Where the outcomes of each row begin; null where every row has one outcome.
  private final int @Nullable [] start;

  private final int[] next;
  private final double @Nullable [] probability;

  Mdp(
      int states,
      int actions,
      double[] reward,
      int @Nullable [] start,
      int[] next,
      double @Nullable [] probability) {
    this.states = states;
    this.actions = actions;
    this.reward = reward;
    this.start = start;
    this.next = next;
    this.probability = probability;
  }

  /// Compiles a model.
  ///
  /// @param model the model; asked on several threads at once, and for each row twice
  /// @param workers the threads
  /// @return the process
  /// @throws IllegalArgumentException if the model is not one: a row's probabilities do not sum to
  ///   1, a next state does not exist, a reward is not finite; or if it has more than 2^31 - 9 rows
  public static Mdp of(TransitionModel model, Workers workers) {
    Ranges.atLeastOne("model.states", model.states());
    Ranges.atLeastOne("model.actions", model.actions());
    return Rows.compile(
        model.states(),
        model.actions(),
        (state, action, row) -> read(model, state, action, row),
        workers);
  }

  private static void read(TransitionModel model, int state, int action, Row row) {
    int end = model.states();
    if (model.terminal(state)) {
      row.add(1, end);
      return;
    }
    Outcomes outcomes = row.outcomes();
    outcomes.clear();
    model.outcomes(state, action, outcomes);
    double sum = 0;
    for (int k = 0; k < outcomes.size(); k++) {
      double p = outcomes.probability(k);
      int to = outcomes.next(k);
      double earned = outcomes.reward(k);
      check(p > 0, state, action, "probabilities must be above 0, got %s", p);
      check(to >= 0 && to < end, state, action, "next states must be in 0..S-1, got %s", to);
      check(Double.isFinite(earned), state, action, "rewards must be finite, got %s", earned);
      row.add(p, outcomes.terminated(k) ? end : to);
      row.earn(p * earned);
      sum += p;
    }
    boolean whole = Math.abs(sum - 1) <= SUM_TOLERANCE;
    check(whole, state, action, "probabilities must sum to 1, got %s", sum);
  }

  private static void check(boolean right, int state, int action, String wrong, Object got) {
    if (!right) {
      throw new IllegalArgumentException(
          "model: state %d, action %d: ".formatted(state, action) + wrong.formatted(got));
    }
  }

  /// The number of states, without the end.
  ///
  /// @return S
  public int states() {
    return states;
  }

  /// The number of actions.
  ///
  /// @return A
  public int actions() {
    return actions;
  }

  /// Whether every action has one outcome.
  ///
  /// @return true if nothing is left to chance
  public boolean deterministic() {
    return start == null;
  }

  /// The policy that draws all actions alike.
  ///
  /// @return π(a|s) = 1/A, `[S, A]`; a new array
  public double[] uniformPolicy() {
    double[] policy = new double[states * actions];
    Arrays.fill(policy, 1.0 / actions);
    return policy;
  }

  /// What is left when a policy decides: a process with one action, whose value is the policy's.
  ///
  /// @param policy π(s), `[S]` actions; not modified
  /// @param workers the threads
  /// @return the Markov reward process
  public Mdp under(int[] policy, Workers workers) {
    return Rows.compile(states, 1, (state, _, row) -> mix(1, state, policy[state], row), workers);
  }

  /// What is left when a policy decides that draws its actions.
  ///
  /// @param policy π(a|s), `[S, A]` probabilities; not modified
  /// @param workers the threads
  /// @return the Markov reward process
  /// @throws IllegalArgumentException if there are not S·A probabilities or those of a state do not
  ///   sum to 1
  public Mdp under(double[] policy, Workers workers) {
    if (policy.length != states * actions) {
      throw new IllegalArgumentException(
          "policy: must be %d x %d probabilities, got %d"
              .formatted(states, actions, policy.length));
    }
    return Rows.compile(states, 1, (state, _, row) -> mixAll(policy, state, row), workers);
  }

  private void mixAll(double[] policy, int state, Row row) {
    double sum = 0;
    for (int action = 0; action < actions; action++) {
      double p = policy[state * actions + action];
      sum += p;
      if (p != 0) {
        mix(p, state, action, row);
      }
    }
    if (!(Math.abs(sum - 1) <= SUM_TOLERANCE)) {
      throw new IllegalArgumentException(
          "policy: state %d: probabilities must sum to 1, got %s".formatted(state, sum));
    }
  }

  private void mix(double share, int state, int action, Row row) {
    int k = state * actions + action;
    row.earn(share * reward[k]);
    for (int j = from(k); j < to(k); j++) {
      row.add(share * probability(j), next[j]);
    }
  }

  // The outcomes of row k are from(k)..to(k)-1.

  int from(int k) {
    return start == null ? k : start[k];
  }

  int to(int k) {
    return start == null ? k + 1 : start[k + 1];
  }

  int next(int j) {
    return next[j];
  }

  double probability(int j) {
    return probability == null ? 1 : probability[j];
  }

  double reward(int k) {
    return reward[k];
  }

  /// Values of all states and of the end, all 0.
  double[] zeros() {
    return new double[states + 1];
  }

  /// `Q(s,a) = r(s,a) + γ·Σ p(s'|s,a)·V(s')`, where row k is `s * A + a`.
  double q(int k, double gamma, double[] values) {
    int[] from = start;
    double[] p = probability;
    if (from == null || p == null) {
      return reward[k] + gamma * values[next[k]];
    }
    double expected = 0;
    for (int j = from[k]; j < from[k + 1]; j++) {
      expected += p[j] * values[next[j]];
    }
    return reward[k] + gamma * expected;
  }

  /// `max_a Q(s,a)`.
  double best(int state, double gamma, double[] values) {
    int first = state * actions;
    double best = q(first, gamma, values);
    for (int k = first + 1; k < first + actions; k++) {
      double q = q(k, gamma, values);
      if (q > best) {
        best = q;
      }
    }
    return best;
  }

  /// The lowest of the actions whose value is exactly `max_a Q(s,a)`.
  int bestAction(int state, double gamma, double[] values) {
    int first = state * actions;
    int action = 0;
    double best = q(first, gamma, values);
    for (int a = 1; a < actions; a++) {
      double q = q(first + a, gamma, values);
      if (q > best) {
        best = q;
        action = a;
      }
    }
    return action;
  }

  /// The lowest of the actions whose value is `max_a Q(s,a)` but for [#TIE].
  int greedy(int state, double gamma, double[] values) {
    double best = best(state, gamma, values);
    double enough = best - tie(best);
    int action = 0;
    while (q(state * actions + action, gamma, values) < enough) {
      action++;
    }
    return action;
  }

  static double tie(double value) {
    return TIE * Math.max(1, Math.abs(value));
  }

  /// Q from V: `Q(s,a) = r(s,a) + γ·Σ p(s'|s,a)·V(s')` (Sutton and Barto 2018, equation 4.6).
  ///
  /// @param values V, `[S]`; not modified
  /// @param gamma γ, in [0, 1]
  /// @return Q, `[S, A]`; 0 for terminal states
  /// @throws IllegalArgumentException if γ is out of range or there are not S values
  public double[] actionValues(double[] values, double gamma) {
    double[] v = withEnd(values, gamma);
    double[] q = new double[states * actions];
    Arrays.setAll(q, k -> q(k, gamma, v));
    return q;
  }

  /// The greedy policy: in each state the lowest of the best actions, see [#TIE].
  ///
  /// @param values V, `[S]`; not modified
  /// @param gamma γ, in [0, 1]
  /// @return π(s), `[S]` actions; 0 for terminal states
  /// @throws IllegalArgumentException if γ is out of range or there are not S values
  public int[] greedy(double[] values, double gamma) {
    double[] v = withEnd(values, gamma);
    int[] policy = new int[states];
    Arrays.setAll(policy, state -> greedy(state, gamma, v));
    return policy;
  }

  /// The Bellman residual: the largest `|max_a Q(s,a) - V(s)|`. V is at most `residual / (1 - γ)`
  /// from the optimal values.
  ///
  /// @param values V, `[S]`; not modified
  /// @param gamma γ, in [0, 1]
  /// @return the residual, at least 0
  /// @throws IllegalArgumentException if γ is out of range or there are not S values
  public double residual(double[] values, double gamma) {
    double[] v = withEnd(values, gamma);
    double residual = 0;
    for (int state = 0; state < states; state++) {
      residual = Math.max(residual, Math.abs(best(state, gamma, v) - v[state]));
    }
    return residual;
  }

  private double[] withEnd(double[] values, double gamma) {
    Ranges.unit("gamma", gamma);
    if (values.length != states) {
      throw new IllegalArgumentException(
          "values: must be %d, got %d".formatted(states, values.length));
    }
    return Arrays.copyOf(values, states + 1);
  }
}
