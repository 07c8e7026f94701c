package dev.bellman.rl.tabular;

import dev.bellman.tensor.Rng;

/// What all control methods work with: the environments, the table, the policy that acts, and the
/// account of what changed.
final class Course {
  final ControlConfig config;
  final Walk walk;
  final ActionValues q;
  final Account account = new Account();
  private final Rng exploring;
  private final Valuation valuation;

  Course(ControlConfig config, Walk walk, ActionValues q, Rng exploring) {
    this.config = config;
    this.walk = walk;
    this.q = q;
    this.exploring = exploring;
    this.valuation = new Valuation(config.behaviour(), q.actions());
  }

  /// An action of the behaviour policy.
  int behave(int state, double progress) {
    return config.behaviour().choose(q, state, progress, exploring);
  }

  /// What the last action of environment i led to is worth to the target policy: 0 if it is the
  /// end.
  ///
  /// @param nextAction the behaviour's action there, for a target that asks for it
  double nextValue(int i, Bootstrap target, int nextAction, double progress) {
    return walk.terminated(i) ? 0 : valuation.of(target, q, walk.next(i), nextAction, progress);
  }

  /// α for a value of a table.
  double stepSize(ActionValues table, int state, int action, double progress) {
    return config.stepSize().at(table.visits(state, action), progress);
  }

  /// Moves a value towards its target.
  void learn(int state, int action, double target, double progress) {
    double error = target - q.at(state, action);
    double change = stepSize(q, state, action, progress) * error;
    q.nudge(state, action, change);
    q.visit(state, action);
    account.note(error, change);
  }
}
