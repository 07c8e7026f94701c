package dev.bellman.rl.dp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.env.TransitionModel;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Workers;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What a bonus on top of the reward does to the best policy. Ng, Harada and Russell 1999: a bonus
/// `γ·Φ(s') - Φ(s)`, with Φ = 0 at the end, changes nothing.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShapingTest {
  private final Workers workers = new Workers(1);

  @AfterAll
  void close() {
    workers.close();
  }

  /// A bonus for going from a state to the next one, which may be the end.
  @FunctionalInterface
  private interface Bonus {
    double of(int state, int next, boolean terminated);
  }

  private static TransitionModel withBonus(TransitionModel model, Bonus bonus) {
    return Models.of(
        model.states(),
        model.actions(),
        model::terminal,
        (state, action, out) -> {
          var plain = new TransitionModel.Outcomes();
          model.outcomes(state, action, plain);
          for (int k = 0; k < plain.size(); k++) {
            int next = plain.next(k);
            boolean terminated = plain.terminated(k);
            boolean ends = terminated || model.terminal(next);
            double reward = plain.reward(k) + bonus.of(state, next, ends);
            out.add(plain.probability(k), next, reward, terminated);
          }
        });
  }

  private Solution solve(TransitionModel model, double gamma) {
    return new PolicyIteration(gamma).solve(Mdp.of(model, workers), workers);
  }

  @Test
  void aPotentialLeavesTheOptimalPolicyAsItIs() {
    for (int seed = 0; seed < 200; seed++) {
      double gamma = seed % 2 == 0 ? 0.9 : 0.99;
      TransitionModel model = Models.random(seed);
      Rng rng = Rng.stream(seed, "potential", 0);
      double[] potential = new double[model.states()];
      Arrays.setAll(potential, state -> model.terminal(state) ? 0 : 5 * rng.nextGaussian());
      TransitionModel shaped =
          withBonus(
              model,
              (state, next, ends) -> (ends ? 0 : gamma * potential[next]) - potential[state]);
      Solution plain = solve(model, gamma);
      Solution other = solve(shaped, gamma);
      assertThat(other.policy()).isEqualTo(plain.policy());
      double[] expected = new double[potential.length];
      Arrays.setAll(expected, state -> plain.values()[state] - potential[state]);
      assertThat(other.values()).containsExactly(expected, within(1e-9));
    }
  }

  @Test
  void aPotentialLeavesTheCorridorAsItIsWithoutDiscount() {
    double[] potential = {4, -7, 2, 0};
    TransitionModel shaped =
        withBonus(Models.corridor(4, 1), (state, next, _) -> potential[next] - potential[state]);
    for (Solver solver :
        new Solver[] {
          new PolicyIteration(1), new ValueIteration(1, 1e-12), new PrioritizedSweeping(1, 1e-12)
        }) {
      Solution solution = solver.solve(Mdp.of(shaped, workers), workers);
      assertThat(solution.policy()).containsExactly(1, 1, 1, 0);
      assertThat(solution.values()).containsExactly(new double[] {-7, 5, -3, 0}, within(1e-12));
    }
  }

  /// Five positions, 10 for arriving at the last one, and a bonus of 1 for each step to the right:
  /// who takes the bonus at its word goes to and fro before the goal for ever.
  @Test
  void aBonusThatIsNoPotentialIsFarmed() {
    TransitionModel walk =
        Models.of(
            5,
            2,
            state -> state == 4,
            (state, action, out) -> {
              int to = action == 1 ? state + 1 : Math.max(state - 1, 0);
              out.add(1, to, to == 4 ? 10 : 0, to == 4);
            });
    TransitionModel progress = withBonus(walk, (state, next, _) -> next > state ? 1 : 0);
    assertThat(solve(walk, 0.9).policy()).containsExactly(1, 1, 1, 1, 0);
    assertThat(solve(progress, 0.9).policy()).containsExactly(1, 1, 1, 1, 0);

    // To and fro is worth 1 / (1 - γ²): 5.26 for γ = 0.9, but 50.25 for γ = 0.99, above 11.
    Solution farmed = solve(progress, 0.99);
    assertThat(farmed.policy()).containsExactly(1, 1, 1, 0, 0);
    assertThat(farmed.values())
        .containsExactly(
            new double[] {51.241256, 50.748744, 50.251256, 49.748744, 0}, within(1e-6));
    double[] walked = new double[10];
    for (int state = 0; state < 5; state++) {
      walked[2 * state + farmed.policy()[state]] = 1;
    }
    assertThat(new PolicyEvaluation(0.99).evaluate(Mdp.of(walk, workers), walked, workers).values())
        .as("what the farmed policy is worth without the bonus")
        .containsExactly(0, 0, 0, 0, 0);
    assertThatThrownBy(() -> solve(progress, 1)).hasMessageContaining("a policy that never ends");

    // Taken back on the way back it is a potential, and nobody farms it.
    TransitionModel honest =
        withBonus(walk, (state, next, ends) -> (ends ? 0 : 0.99 * next) - state);
    assertThat(solve(honest, 0.99).policy()).containsExactly(1, 1, 1, 1, 0);
  }
}
