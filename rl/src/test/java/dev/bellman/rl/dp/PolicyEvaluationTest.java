package dev.bellman.rl.dp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.env.TransitionModel;
import dev.bellman.tensor.Workers;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Exact and iterative policy evaluation.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PolicyEvaluationTest {
  private final Workers workers = new Workers(2);

  @AfterAll
  void close() {
    workers.close();
  }

  private static Stream<GoldenTable> tables() {
    return GoldenTable.all();
  }

  @ParameterizedTest
  @MethodSource("tables")
  void theRandomPolicysValuesAreThoseOfALinearSolve(GoldenTable table) {
    Mdp mdp = Mdp.of(table.model(), workers);
    double[] policy = mdp.uniformPolicy();
    double[] expected = table.golden().doubles("random_policy_values");
    Solution exact = new PolicyEvaluation(table.gamma()).evaluate(mdp, policy, workers);
    Solution iterative =
        new IterativePolicyEvaluation(table.gamma(), Solver.TOLERANCE)
            .evaluate(mdp, policy, workers);
    for (int state : table.golden().ints("compare_states")) {
      assertThat(exact.values()[state]).isCloseTo(expected[state], within(1e-10));
      assertThat(iterative.values()[state]).isCloseTo(expected[state], within(1e-8));
    }
    for (int state : table.golden().ints("terminal_states")) {
      assertThat(exact.values()[state]).isZero();
    }
    assertThat(exact.residual()).isLessThan(1e-12);
    assertThat(iterative.errorBound()).isLessThanOrEqualTo(1.01 * Solver.TOLERANCE);
  }

  @Test
  void theGridOfTheBookHasItsValues() {
    TransitionModel grid =
        Models.of(
            16,
            4,
            state -> state == 0 || state == 15,
            (state, action, out) -> {
              int x = Math.clamp(state % 4 + new int[] {0, 1, 0, -1}[action], 0, 3);
              int y = Math.clamp(state / 4 + new int[] {-1, 0, 1, 0}[action], 0, 3);
              out.add(1, 4 * y + x, -1, false);
            });
    Mdp mdp = Mdp.of(grid, workers);
    double[] expected = {
      0, -14, -20, -22, -14, -18, -20, -20, -20, -20, -18, -14, -22, -20, -14, 0
    };
    assertThat(new PolicyEvaluation(1).evaluate(mdp, mdp.uniformPolicy(), workers).values())
        .containsExactly(expected, within(1e-12));
    assertThat(
            new IterativePolicyEvaluation(1, 1e-12)
                .evaluate(mdp, mdp.uniformPolicy(), workers)
                .values())
        .containsExactly(expected, within(1e-9));
  }

  @Test
  void aLongRandomWalkIsExact() {
    int n = 100_001;
    TransitionModel walk = Models.corridor(n, 1);
    Mdp mdp = Mdp.of(walk, workers);
    Solution solution = new PolicyEvaluation(1).evaluate(mdp, mdp.uniformPolicy(), workers);
    // From i to n-1 with a wall at 0 takes (n-1)n - i(i+1) steps.
    assertThat(solution.values()[0]).isCloseTo(-100_000.0 * 100_001, within(1e-3));
    assertThat(solution.values()[50_000])
        .isCloseTo(50_000.0 * 50_001 - 100_000.0 * 100_001, within(1e-3));
  }

  @Test
  void eliminationAgreesWithSweeps() {
    for (int seed = 0; seed < 200; seed++) {
      TransitionModel model = Models.random(seed);
      Mdp mdp = Mdp.of(model, workers);
      Mdp chain = mdp.under(mdp.uniformPolicy(), workers);
      var evaluation = new PolicyEvaluation(0.9);
      assertThat(evaluation.values(chain))
          .containsExactly(evaluation.values(chain, -1), within(1e-12));
    }
  }

  @Test
  void tooManyOutcomesLeadToSweeps() {
    TransitionModel square = Models.square(20, 0);
    Mdp mdp = Mdp.of(square, workers);
    Mdp chain = mdp.under(mdp.uniformPolicy(), workers);
    double[] values = chain.zeros();
    assertThat(new Elimination(chain, 1, 1600).solve(values)).isFalse();
    assertThat(new Elimination(chain, 1, 8000).solve(values)).isTrue();
    assertThat(new PolicyEvaluation(1).values(chain, 1600)).containsExactly(values, within(1e-7));
  }

  @Test
  void aPolicyThatNeverEndsNeedsGammaBelowOne() {
    Mdp mdp = Mdp.of(Models.corridor(3, 1), workers);
    double[] left = {1, 0, 1, 0, 1, 0};
    String message =
        "gamma: must be below 1 for a policy that never ends, got 1 and state 0 (use 0.99)";
    assertThatThrownBy(() -> new PolicyEvaluation(1).evaluate(mdp, left, workers))
        .hasMessage(message);
    assertThatThrownBy(() -> new IterativePolicyEvaluation(1, 1e-6).evaluate(mdp, left, workers))
        .hasMessage(message);
    assertThat(new PolicyEvaluation(0.75).evaluate(mdp, left, workers).values())
        .containsExactly(-4, -4, 0);
  }

  @Test
  void theNextPolicyIsGreedyForTheValues() {
    TransitionModel corridor = Models.corridor(4, 1);
    Mdp mdp = Mdp.of(corridor, workers);
    Solution solution = new PolicyEvaluation(1).evaluate(mdp, mdp.uniformPolicy(), workers);
    assertThat(solution.values()).containsExactly(new double[] {-12, -10, -6, 0}, within(1e-12));
    assertThat(solution.policy()).containsExactly(1, 1, 1, 0);
  }
}
