package dev.bellman.rl.env;

import dev.bellman.rl.env.TransitionModel.Outcomes;
import java.util.List;

/// Looks at the model that an environment has of itself, and whether the environment keeps to it.
final class CheckModel {
  private static final double TOLERANCE = 1e-9;
  private static final int MOST_STATES = 2000;

  private final CheckFindings findings;

  CheckModel(CheckFindings findings) {
    this.findings = findings;
  }

  void run(Env<?, ?> env) {
    env.unwrapped().model().ifPresent(model -> run(env, model));
  }

  private void run(Env<?, ?> env, TransitionModel model) {
    initial(model);
    var outcomes = new Outcomes();
    int every = Math.max(1, model.states() / MOST_STATES);
    for (int s = 0; s < model.states() && !findings.hasErrors(); s += every) {
      for (int a = 0; a < model.actions(); a++) {
        model.outcomes(s, a, outcomes);
        outcomes(model, "model, state %d, action %d".formatted(s, a), outcomes);
      }
    }
    if (!findings.hasErrors()
        && env.observationSpace() instanceof Discrete observations
        && observations.n() <= model.states()) {
      kept(model, new CheckProbe(env).run(EnvChecker.SEED, EnvChecker.STEPS));
    }
  }

  private void initial(TransitionModel model) {
    double sum = 0;
    double[] initial = model.initial();
    for (double probability : initial) {
      sum += probability;
    }
    if (initial.length != model.states() || !(Math.abs(sum - 1) <= TOLERANCE)) {
      findings.error(
          "model: initial() must be %d probabilities that sum to 1, got %d that sum to %s"
              .formatted(model.states(), initial.length, sum));
    }
  }

  private void outcomes(TransitionModel model, String where, Outcomes outcomes) {
    double sum = 0;
    for (int k = 0; k < outcomes.size(); k++) {
      sum += outcomes.probability(k);
      if (outcomes.next(k) < 0 || outcomes.next(k) >= model.states()) {
        findings.error(
            "%s: next states must be in 0..%d, got %d"
                .formatted(where, model.states() - 1, outcomes.next(k)));
      }
      if (!Double.isFinite(outcomes.reward(k)) || !(outcomes.probability(k) > 0)) {
        findings.error(
            "%s: outcomes must have finite rewards and probabilities above 0, got %s and %s"
                .formatted(where, outcomes.reward(k), outcomes.probability(k)));
      }
    }
    if (!(Math.abs(sum - 1) <= TOLERANCE)) {
      findings.error("%s: probabilities must sum to 1, got %s".formatted(where, sum));
    }
  }

  /// Steps that were taken must be among the outcomes of some action.
  private void kept(TransitionModel model, List<CheckMoment> moments) {
    var outcomes = new Outcomes();
    for (int t = 1; t < moments.size(); t++) {
      CheckMoment moment = moments.get(t);
      int from = moments.get(t - 1).state();
      int next = moment.done() ? moment.lastState() : moment.state();
      boolean known = false;
      for (int a = 0; a < model.actions(); a++) {
        model.outcomes(from, a, outcomes);
        for (int k = 0; k < outcomes.size(); k++) {
          known |= outcomes.next(k) == next && outcomes.terminated(k) == moment.terminated();
        }
      }
      if (!known) {
        findings.error(
            "model: must know every step, got from state %d to %d (terminated: %s)"
                .formatted(from, next, moment.terminated()));
        return;
      }
    }
  }
}
