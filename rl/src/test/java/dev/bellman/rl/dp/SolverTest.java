package dev.bellman.rl.dp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.env.TransitionModel;
import dev.bellman.tensor.Workers;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What every method for the optimal values must do.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SolverTest {
  private static final double TOLERANCE = Solver.TOLERANCE;

  private final Workers workers = new Workers(2);

  @AfterAll
  void close() {
    workers.close();
  }

  /// A method, for any γ.
  private record Method(String name, DoubleFunction<Solver> at) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Stream<Method> methods() {
    return Stream.of(
        new Method("value iteration", gamma -> new ValueIteration(gamma, TOLERANCE)),
        new Method("Gauss-Seidel", gamma -> new GaussSeidel(gamma, TOLERANCE)),
        new Method("prioritised sweeping", gamma -> new PrioritizedSweeping(gamma, TOLERANCE)),
        new Method("policy iteration", PolicyIteration::new),
        new Method(
            "modified policy iteration", gamma -> new ModifiedPolicyIteration(gamma, TOLERANCE, 5)),
        new Method(
            "modified policy iteration, no sweeps",
            gamma -> new ModifiedPolicyIteration(gamma, TOLERANCE, 0)));
  }

  private Solution solve(Method method, TransitionModel model, double gamma) {
    return method.at.apply(gamma).solve(Mdp.of(model, workers), workers);
  }

  private static Stream<Arguments> methodsOnTables() {
    return methods().flatMap(method -> GoldenTable.all().map(table -> Arguments.of(method, table)));
  }

  @ParameterizedTest
  @MethodSource("methodsOnTables")
  void optimalValuesAreGymnasiums(Method method, GoldenTable table) {
    Solution solution = solve(method, table.model(), table.gamma());
    double[] expected = table.golden().doubles("optimal_values");
    for (int state : table.golden().ints("compare_states")) {
      assertThat(solution.values()[state]).isCloseTo(expected[state], within(1e-8));
    }
    for (int state : table.golden().ints("terminal_states")) {
      assertThat(solution.values()[state]).isZero();
      assertThat(solution.policy()[state]).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void theCorridorIsAsInTheBooks(Method method) {
    Solution solution = solve(method, Models.corridor(4, 1), 1);
    assertThat(solution.values()).containsExactly(new double[] {-3, -2, -1, 0}, within(1e-9));
    assertThat(solution.policy()).containsExactly(1, 1, 1, 0);
    assertThat(solve(method, Models.corridor(4, 0.8), 1).values())
        .containsExactly(new double[] {-3.75, -2.5, -1.25, 0}, within(1e-9));
  }

  @ParameterizedTest
  @MethodSource("methods")
  void aRewardIsPaidOnArrivalOrByTheGoal(Method method) {
    assertThat(solve(method, Models.rewardCorridor(1, false), 0.9).values())
        .containsExactly(new double[] {8.1, 9, 10, 0}, within(1e-9));
    assertThat(solve(method, Models.rewardCorridor(1, true), 0.9).values())
        .containsExactly(new double[] {7.29, 8.1, 9, 10}, within(1e-9));
    assertThat(solve(method, Models.rewardCorridor(0.8, false), 0.9).values())
        .containsExactly(new double[] {7.521655, 8.566330, 9.756098, 0}, within(1e-6));
    assertThat(solve(method, Models.rewardCorridor(0.8, true), 0.9).values())
        .containsExactly(new double[] {6.769490, 7.709697, 8.780488, 10}, within(1e-6));
  }

  @Test
  void methodsAgreeOnRandomModels() {
    for (int seed = 0; seed < 200; seed++) {
      TransitionModel model = Models.random(seed);
      double gamma = new double[] {0, 0.5, 0.9, 0.99}[seed % 4];
      double[] exact = solve(methods().toList().get(3), model, gamma).values();
      for (Method method : methods().toList()) {
        Solution solution = solve(method, model, gamma);
        assertThat(solution.values())
            .as("%s, model %d", method, seed)
            .containsExactly(exact, within(2 * TOLERANCE));
        assertThat(solution.errorBound()).isLessThanOrEqualTo(1.01 * TOLERANCE);
        assertThat(valuesOf(solution.policy(), model, gamma))
            .as("the policy of %s, model %d", method, seed)
            .containsExactly(exact, within(1e-6));
      }
    }
  }

  private double[] valuesOf(int[] policy, TransitionModel model, double gamma) {
    Mdp mdp = Mdp.of(model, workers);
    double[] draws = new double[policy.length * mdp.actions()];
    for (int state = 0; state < policy.length; state++) {
      draws[state * mdp.actions() + policy[state]] = 1;
    }
    return new PolicyEvaluation(gamma).evaluate(mdp, draws, workers).values();
  }

  @Test
  void theErrorBoundHolds() {
    for (int seed = 0; seed < 200; seed++) {
      Mdp mdp = Mdp.of(Models.random(seed), workers);
      double[] exact = new PolicyIteration(0.95).solve(mdp, workers).values();
      for (double tolerance : new double[] {1, 0.1, 1e-3}) {
        for (Solver solver :
            List.of(
                new ValueIteration(0.95, tolerance),
                new GaussSeidel(0.95, tolerance),
                new PrioritizedSweeping(0.95, tolerance),
                new ModifiedPolicyIteration(0.95, tolerance, 3))) {
          Solution solution = solver.solve(mdp, workers);
          assertThat(solution.errorBound()).isLessThanOrEqualTo(tolerance * 1.000001);
          assertThat(solution.values())
              .containsExactly(exact, within(solution.errorBound() + 1e-9));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void threadsChangeNoBit(Method method) {
    TransitionModel model = Models.corridor(20_000, 0.8);
    Solution two = solve(method, model, 0.9);
    try (var one = new Workers(1);
        var three = new Workers(3)) {
      for (Workers other : List.of(one, three)) {
        Solution solution = method.at.apply(0.9).solve(Mdp.of(model, other), other);
        assertThat(solution.values()).isEqualTo(two.values());
        assertThat(solution.policy()).isEqualTo(two.policy());
        assertThat(solution.residual()).isEqualTo(two.residual());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void withoutAnEndGammaMustBeBelowOne(Method method) {
    TransitionModel forEver =
        Models.of(2, 1, _ -> false, (state, _, out) -> out.add(1, 1 - state, -1, false));
    assertThatThrownBy(() -> solve(method, forEver, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "gamma: must be below 1 where no end can be reached, got 1 and state 0 (use 0.99)");
    assertThat(solve(method, forEver, 0.5).values())
        .containsExactly(new double[] {-2, -2}, within(1e-9));
  }

  @ParameterizedTest
  @MethodSource("methods")
  void whereGoingOnPaysGammaMustBeBelowOne(Method method) {
    TransitionModel pays =
        Models.of(
            2,
            2,
            _ -> false,
            (state, action, out) -> {
              if (action == 1) {
                out.add(1, 0, 5, true);
              } else {
                out.add(1, 1 - state, state == 0 ? 3 : -1, false);
              }
            });
    assertThatThrownBy(() -> solve(method, pays, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "gamma: must be below 1 for a policy that never ends, got 1 and state 0 (use 0.99)");
  }

  @ParameterizedTest
  @MethodSource("methods")
  void stepsThatAreFreeDoNotMislead(Method method) {
    TransitionModel swing =
        Models.of(
            2,
            2,
            _ -> false,
            (state, action, out) -> {
              if (action == 0) {
                out.add(1, 0, state == 0 ? -10 : -12, true);
              } else {
                out.add(1, 1 - state, state == 0 ? 1 : -1, false);
              }
            });
    Solution solution = solve(method, swing, 1);
    assertThat(solution.values()).containsExactly(new double[] {-10, -11}, within(1e-9));
    assertThat(solution.policy()).containsExactly(0, 1);
  }

  @ParameterizedTest
  @MethodSource("methods")
  void aTieThatWaitsForEverIsRefused(Method method) {
    TransitionModel waits =
        Models.of(
            1,
            2,
            _ -> false,
            (_, action, out) -> {
              if (action == 0) {
                out.add(1, 0, 0, false);
              } else {
                out.add(1, 0, 1, true);
              }
            });
    assertThatThrownBy(() -> solve(method, waits, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a policy that never ends");
    assertThat(solve(method, waits, 0.99).policy()).containsExactly(1);
  }

  @Test
  void rangesAreChecked() {
    assertThatThrownBy(() -> new ValueIteration(1.9, 1e-6))
        .hasMessage("gamma: must be in [0, 1], got 1.9");
    assertThatThrownBy(() -> new GaussSeidel(-0.1, 1e-6))
        .hasMessage("gamma: must be in [0, 1], got -0.1");
    assertThatThrownBy(() -> new PrioritizedSweeping(0.9, 0))
        .hasMessage("tolerance: must be above 0, got 0.0");
    assertThatThrownBy(() -> new PolicyIteration(Double.NaN))
        .hasMessage("gamma: must be in [0, 1], got NaN");
    assertThatThrownBy(() -> new ModifiedPolicyIteration(0.9, 1e-6, -1))
        .hasMessage("evaluationSweeps: must be at least 0, got -1");
  }

  @ParameterizedTest
  @MethodSource("methods")
  void aToleranceBelowTheLastBitsIsNoTrap(Method method) {
    Mdp mdp = Mdp.of(Models.square(10, 0.2), workers);
    double[] exact = new PolicyIteration(0.999).solve(mdp, workers).values();
    for (Solver solver :
        List.of(
            new ValueIteration(0.999, 1e-300),
            new GaussSeidel(0.999, 1e-300),
            new PrioritizedSweeping(0.999, 1e-300),
            new ModifiedPolicyIteration(0.999, 1e-300, 5))) {
      assertThat(solver.solve(mdp, workers).values()).containsExactly(exact, within(1e-8));
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void valuesBeyondDoublesAreRefused(Method method) {
    TransitionModel large = Models.of(1, 1, _ -> false, (_, _, out) -> out.add(1, 0, 1e308, false));
    assertThatThrownBy(() -> solve(method, large, 0.99))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("model: rewards must be small enough for finite values, got");
  }

  @Test
  void inAMazeOfOneWayPrioritisedSweepingSetsEachValueOnce() {
    Mdp mdp = Mdp.of(Models.corridor(1000, 1), workers);
    Solution solution = new PrioritizedSweeping(1, TOLERANCE).solve(mdp, workers);
    assertThat(solution.iterations()).isEqualTo(1000);
    assertThat(solution.values()[0]).isEqualTo(-999);
    assertThat(new ValueIteration(1, TOLERANCE).solve(mdp, workers).iterations()).isEqualTo(1000);
    assertThat(new GaussSeidel(1, TOLERANCE).solve(mdp, workers).iterations()).isEqualTo(3);
  }

  @Test
  void policyIterationNeedsFewIterations() {
    Mdp mdp = Mdp.of(Models.square(12, 0.1), workers);
    assertThat(new PolicyIteration(0.99).solve(mdp, workers).iterations()).isLessThan(30);
  }
}
