package dev.bellman.rl.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.env.TransitionModel.Outcomes;
import dev.bellman.tensor.Rng;
import java.util.Arrays;

/// What the model of every finite [Simulation] must do.
public final class ModelContract {
  private static final int TRIES = 2000;

  private ModelContract() {}

  /// Probabilities are in (0, 1] and sum to 1; next states exist.
  public static void checkProbabilities(TransitionModel model) {
    assertThat(Arrays.stream(model.initial()).sum()).isCloseTo(1, within(1e-12));
    var outcomes = new Outcomes();
    for (int state = 0; state < model.states(); state++) {
      for (int action = 0; action < model.actions(); action++) {
        model.outcomes(state, action, outcomes);
        double sum = 0;
        for (int k = 0; k < outcomes.size(); k++) {
          assertThat(outcomes.probability(k)).isGreaterThan(0).isLessThanOrEqualTo(1);
          assertThat(outcomes.next(k)).isBetween(0, model.states() - 1);
          sum += outcomes.probability(k);
        }
        assertThat(sum).isCloseTo(1, within(1e-12));
      }
    }
  }

  /// The simulation, put at a state that has the given internal form, does what the model says: as
  /// often, with the same mean reward, and nothing else.
  public static void checkFrequencies(
      Simulation<Integer, Integer> simulation, int state, double[] internal) {
    TransitionModel model = simulation.model().orElseThrow();
    for (int action = 0; action < model.actions(); action++) {
      var outcomes = new Outcomes();
      model.outcomes(state, action, outcomes);
      double[] expected = new double[2 * model.states()];
      double expectedReward = 0;
      for (int k = 0; k < outcomes.size(); k++) {
        int ends = outcomes.terminated(k) ? model.states() : 0;
        expected[ends + outcomes.next(k)] += outcomes.probability(k);
        expectedReward += outcomes.probability(k) * outcomes.reward(k);
      }
      double[] seen = new double[2 * model.states()];
      double reward = tryOften(simulation, internal, action, seen) / TRIES;
      for (int next = 0; next < seen.length; next++) {
        double deviation = 5 * Math.sqrt(expected[next] * (1 - expected[next]) / TRIES);
        assertThat(seen[next] / TRIES).isCloseTo(expected[next], within(deviation + 1e-12));
      }
      assertThat(reward).isCloseTo(expectedReward, within(0.15 + 0.02 * Math.abs(expectedReward)));
    }
  }

  private static double tryOften(
      Simulation<Integer, Integer> simulation, double[] internal, int action, double[] seen) {
    Actions actions = Actions.of(simulation.count(), simulation.actionSpace());
    actions.discrete()[0] = action;
    int[] states = new int[simulation.count()];
    simulation.seed(0, Rng.deriveSeed(1, "contract", action));
    double reward = 0;
    for (int t = 0; t < TRIES; t++) {
      simulation.set(0, internal);
      reward += simulation.advance(0, actions);
      simulation.observe(0, new float[0], states);
      seen[(simulation.terminated(0) ? seen.length / 2 : 0) + states[0]]++;
    }
    return reward;
  }
}
