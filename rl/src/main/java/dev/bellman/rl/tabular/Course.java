package dev.bellman.rl.tabular;

import dev.bellman.tensor.Rng;

/// What all control methods work with: the environments, the table, the two policies, and the
/// account of what changed.
final class Course {
  final ControlConfig config;
  final Walk walk;
  final ActionValues q;
  final Rng exploring;
  private final double[] probabilities;
  private double errors;
  private double changes;

  Course(ControlConfig config, Walk walk, ActionValues q, Rng exploring) {
    this.config = config;
    this.walk = walk;
    this.q = q;
    this.exploring = exploring;
    this.probabilities = new double[q.actions()];
  }

  /// An action of the behaviour policy.
  int behave(int state, double progress) {
    return config.behaviour().choose(q, state, progress, exploring);
  }

  /// What the target policy takes a state to be worth.
  ///
  /// @param nextAction the behaviour's action there, for a target that asks for it
  double value(Bootstrap target, int state, int nextAction, double progress) {
    return switch (target) {
      case Bootstrap.NextAction _ -> q.at(state, nextAction);
      case Bootstrap.Max _ -> q.max(state);
      case Bootstrap.Expectation _ -> expectation(config.behaviour(), state, progress);
      case Bootstrap.Of(Exploration policy) -> expectation(policy, state, progress);
    };
  }

  private double expectation(Exploration policy, int state, double progress) {
    policy.probabilities(q, state, progress, probabilities);
    double value = 0;
    for (int a = 0; a < probabilities.length; a++) {
      if (probabilities[a] > 0) {
        value += probabilities[a] * q.at(state, a);
      }
    }
    return value;
  }

  /// α for a value of a table.
  double stepSize(ActionValues table, int state, int action, double progress) {
    return config.stepSize().at(table.visits(state, action), progress);
  }

  /// Moves a value towards its target.
  void learn(int state, int action, double target, double progress) {
    double error = target - q.at(state, action);
    double change = stepSize(q, state, action, progress) * error;
    q.add(state, action, change);
    account(error, change);
  }

  /// Notes an error and the change that it made.
  void account(double error, double change) {
    errors += Math.abs(error);
    changes += Math.abs(change);
  }

  double errors() {
    return errors;
  }

  double changes() {
    return changes;
  }

  void clearAccount() {
    errors = 0;
    changes = 0;
  }
}
