package dev.bellman.rl.tabular;

import dev.bellman.rl.dp.Mdp;
import dev.bellman.rl.dp.PolicyEvaluation;
import dev.bellman.rl.dp.PolicyIteration;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.TransitionModel;
import dev.bellman.rl.env.TransitionModel.Outcomes;
import dev.bellman.tensor.Workers;
import java.util.Arrays;
import java.util.Map;

/// Exact values of known models, for learned ones to be compared with.
final class Exact {
  private Exact() {}

  static TransitionModel model(String id, Map<String, ?> options) {
    return Envs.builtIn().make(id, options).unwrapped().model().orElseThrow();
  }

  /// V of a policy, `[S]`.
  static double[] values(TransitionModel model, double[] policy, double gamma) {
    try (Workers workers = new Workers(1)) {
      return new PolicyEvaluation(gamma).evaluate(Mdp.of(model, workers), policy, workers).values();
    }
  }

  /// V*, `[S]`.
  static double[] optimal(TransitionModel model, double gamma) {
    try (Workers workers = new Workers(1)) {
      return new PolicyIteration(gamma).solve(Mdp.of(model, workers), workers).values();
    }
  }

  static double[] uniform(TransitionModel model) {
    double[] policy = new double[model.states() * model.actions()];
    Arrays.fill(policy, 1.0 / model.actions());
    return policy;
  }

  /// Q(s, a) for values of the next states.
  static double q(TransitionModel model, double[] values, double gamma, int state, int action) {
    var outcomes = new Outcomes();
    model.outcomes(state, action, outcomes);
    double sum = 0;
    for (int k = 0; k < outcomes.size(); k++) {
      double next = outcomes.terminated(k) ? 0 : values[outcomes.next(k)];
      sum += outcomes.probability(k) * (outcomes.reward(k) + gamma * next);
    }
    return sum;
  }

  /// Whether the policy that is greedy for learned values is as good as any from every start.
  static boolean isOptimalFromTheStart(TransitionModel model, ActionValues q, double gamma) {
    double[] policy = new double[model.states() * model.actions()];
    for (int s = 0; s < model.states(); s++) {
      policy[s * model.actions() + q.greedy(s, null)] = 1;
    }
    double[] best = optimal(model, gamma);
    double[] reached = values(model, policy, gamma);
    double[] initial = model.initial();
    double lost = 0;
    for (int s = 0; s < initial.length; s++) {
      lost += initial[s] > 0 ? Math.abs(best[s] - reached[s]) : 0;
    }
    return lost < 1e-9;
  }
}
