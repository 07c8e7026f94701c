package dev.bellman.rl.env;

import dev.bellman.rl.env.TransitionModel.Outcomes;

/// Solves a small model by brute force, to test the model.
public final class ModelSolver {
  private ModelSolver() {}

  /// The optimal values of all states.
  public static double[] values(TransitionModel model, double gamma) {
    double[] values = new double[model.states()];
    var outcomes = new Outcomes();
    double change = 1;
    while (change > 1e-13) {
      change = 0;
      for (int state = 0; state < values.length; state++) {
        double best = model.terminal(state) ? 0 : Double.NEGATIVE_INFINITY;
        for (int action = 0; action < model.actions() && !model.terminal(state); action++) {
          model.outcomes(state, action, outcomes);
          best = Math.max(best, backup(outcomes, values, gamma));
        }
        change = Math.max(change, Math.abs(best - values[state]));
        values[state] = best;
      }
    }
    return values;
  }

  private static double backup(Outcomes outcomes, double[] values, double gamma) {
    double sum = 0;
    for (int k = 0; k < outcomes.size(); k++) {
      double next = outcomes.terminated(k) ? 0 : values[outcomes.next(k)];
      sum += outcomes.probability(k) * (outcomes.reward(k) + gamma * next);
    }
    return sum;
  }
}
