package dev.bellman.rl.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.TransitionModel;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.train.Training;
import dev.bellman.tensor.optim.Schedule;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What is learned from samples is what the model says.
class ExactnessTest {
  private static final double GAMMA = 0.95;
  private static final int RUNS = 20;

  private static VecEnv envs(String id, Map<String, ?> options) {
    return Envs.builtIn().vector(id, 1, options);
  }

  private static PredictionConfig prediction(PredictionMethod method, StepSize stepSize) {
    return new PredictionConfig(1, 1000, GAMMA, stepSize, method, 0, Bins.NONE);
  }

  private static Stream<Arguments> predictions() {
    var mean = new StepSize.PerVisit(1);
    var slow = new StepSize.PerVisit(0.7);
    return Stream.of(
            prediction(new PredictionMethod.MonteCarlo(true), mean),
            prediction(new PredictionMethod.MonteCarlo(false), mean),
            prediction(new PredictionMethod.Td(1), slow),
            prediction(new PredictionMethod.Td(4), slow),
            prediction(new PredictionMethod.TdLambda(0.8, false), slow),
            prediction(new PredictionMethod.TdLambda(0.8, true), slow))
        .flatMap(c -> Stream.of("Corridor-v0", "FrozenLake-v1").map(id -> Arguments.of(id, c)));
  }

  /// 20 runs; their mean lies within four standard errors of the exact value in each state that is
  /// often seen.
  @ParameterizedTest
  @MethodSource("predictions")
  void predictionsAreTheRandomPolicysValues(String id, PredictionConfig config) {
    TransitionModel model = Exact.model(id, Map.of());
    assertMean(
        Exact.values(model, Exact.uniform(model), GAMMA),
        id,
        (VecEnv envs, Long seed) -> {
          var learner = new TabularPrediction(config, envs, seed);
          new Training(learner, 40_000).run();
          return learner.values().toArray();
        });
  }

  /// Runs a learner with a seed.
  @FunctionalInterface
  private interface Run extends BiFunction<VecEnv, Long, double[]> {}

  private static void assertMean(double[] exact, String id, Run run) {
    double[] sum = new double[exact.length];
    double[] squares = new double[exact.length];
    for (long seed = 1; seed <= RUNS; seed++) {
      try (VecEnv envs = envs(id, Map.of())) {
        double[] values = run.apply(envs, seed);
        for (int k = 0; k < exact.length; k++) {
          sum[k] += values[k];
          squares[k] += values[k] * values[k];
        }
      }
    }
    for (int k = 0; k < exact.length; k++) {
      double mean = sum[k] / RUNS;
      double variance = Math.max(0, squares[k] / RUNS - mean * mean);
      double error = Math.sqrt(variance / (RUNS - 1));
      assertThat(mean).as("value %d", k).isCloseTo(exact[k], within(4 * error + 1e-3));
    }
  }

  @Test
  void sarsaFindsTheValuesOfItsOwnPolicy() {
    var learner =
        train(
            new ControlConfig(
                1,
                1000,
                GAMMA,
                new StepSize.PerVisit(0.8),
                new Exploration.EpsilonGreedy(Schedule.constant(0.2)),
                new ControlMethod.OneStep(new Bootstrap.NextAction()),
                0,
                Bins.NONE),
            10_000_000);
    TransitionModel model = Exact.model("FrozenLake-v1", Map.of());
    ActionValues q = learner.values();
    double[] policy = new double[16 * 4];
    double[] row = new double[4];
    for (int s = 0; s < 16; s++) {
      new Exploration.EpsilonGreedy(Schedule.constant(0.2)).probabilities(q, s, 1, row);
      System.arraycopy(row, 0, policy, 4 * s, 4);
    }
    double[] values = Exact.values(model, policy, GAMMA);
    assertClose(q, model, values, 0.02);
  }

  @Test
  void qLearningFindsTheOptimalValuesWhateverThePolicyThatActs() {
    var learner =
        train(
            new ControlConfig(
                1,
                1000,
                GAMMA,
                new StepSize.PerVisit(0.8),
                new Exploration.Uniform(),
                new ControlMethod.OneStep(new Bootstrap.Max()),
                0,
                Bins.NONE),
            10_000_000);
    TransitionModel model = Exact.model("FrozenLake-v1", Map.of());
    assertClose(learner.values(), model, Exact.optimal(model, GAMMA), 0.02);
  }

  private static TabularControl train(ControlConfig config, long steps) {
    try (VecEnv envs = envs("FrozenLake-v1", Map.of())) {
      var learner = new TabularControl(config, envs, 1);
      new Training(learner, steps).run();
      return learner;
    }
  }

  private static void assertClose(
      ActionValues q, TransitionModel model, double[] values, double tolerance) {
    for (int s = 0; s < model.states(); s++) {
      for (int a = 0; a < model.actions() && !model.terminal(s); a++) {
        if (q.visits(s, a) > 20_000) {
          assertThat(q.at(s, a))
              .as("Q(%d, %d)", s, a)
              .isCloseTo(Exact.q(model, values, GAMMA, s, a), within(tolerance));
        }
      }
    }
  }

  @Test
  void maximisationBiasIsLessWithTwoTables() {
    Function<ControlMethod, Double> left =
        method -> {
          int count = 0;
          for (long seed = 1; seed <= 200; seed++) {
            count += MaximizationBias.stepsToTheLeft(method, seed, 100);
          }
          return count / (200.0 * 100);
        };
    double single = left.apply(new ControlMethod.OneStep(new Bootstrap.Max()));
    double twice = left.apply(new ControlMethod.DoubleQ());
    assertThat(single).isGreaterThan(twice + 0.2);
    assertThat(List.of(single, twice)).allMatch(share -> share > 0.05 && share < 1);
  }
}
