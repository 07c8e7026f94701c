package dev.bellman.rl.tabular;

/// What a target policy takes a state to be worth.
final class Valuation {
  private final Exploration behaviour;
  private final double[] probabilities;

  /// For a behaviour policy.
  Valuation(Exploration behaviour, int actions) {
    this.behaviour = behaviour;
    this.probabilities = new double[actions];
  }

  /// The value of a state.
  ///
  /// @param nextAction the behaviour's action there, for a target that asks for it
  double of(Bootstrap target, ActionValues q, int state, int nextAction, double progress) {
    return switch (target) {
      case Bootstrap.NextAction _ -> q.at(state, nextAction);
      case Bootstrap.Max _ -> q.max(state);
      case Bootstrap.Expectation _ -> expectation(behaviour, q, state, progress);
      case Bootstrap.Of(Exploration policy) -> expectation(policy, q, state, progress);
    };
  }

  private double expectation(Exploration policy, ActionValues q, int state, double progress) {
    policy.probabilities(q, state, progress, probabilities);
    double value = 0;
    for (int a = 0; a < probabilities.length; a++) {
      if (probabilities[a] > 0) {
        value += probabilities[a] * q.at(state, a);
      }
    }
    return value;
  }
}
