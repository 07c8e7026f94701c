package dev.bellman.rl.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.TransitionModel;
import dev.bellman.rl.env.TransitionModel.Outcomes;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.math.LinearSystem;
import dev.bellman.rl.policy.RandomPolicy;
import dev.bellman.tensor.Rng;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// LSTD and LSPI against exact solutions.
class LeastSquaresTest {
  private static final double GAMMA = 0.95;

  private static Lstd lstd(VecEnv envs, double lambda, double ridge, int steps) {
    return new Lstd(new LstdConfig(1, steps, GAMMA, lambda, ridge, new Features.OneHot()), envs, 3);
  }

  @Test
  void systemsAreSolvedWithPivots() {
    double[] b = {5, 2, 4};
    LinearSystem.solve(new double[] {0, 2, 1, 1, 0, 1, 2, 1, 0}, b);
    assertThat(b).containsExactly(new double[] {1, 2, 1}, within(1e-15));
    assertThatThrownBy(() -> LinearSystem.solve(new double[] {1, 2, 2, 4}, new double[] {1, 2}))
        .hasMessage("linear system: must have one solution, got pivot 0.0 in column 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"FrozenLake-v1", "CliffWalking-v1", "Taxi-v4"})
  void expectedTransitionsGiveTheExactValues(String id) {
    TransitionModel model = Exact.model(id, Map.of());
    var equations = new LeastSquares(model.states());
    var outcomes = new Outcomes();
    for (int s = 0; s < model.states(); s++) {
      for (int a = 0; a < model.actions() && !model.terminal(s); a++) {
        model.outcomes(s, a, outcomes);
        for (int k = 0; k < outcomes.size(); k++) {
          double weight = outcomes.probability(k) / model.actions();
          equations.add(s, s, weight);
          equations.add(s, outcomes.next(k), outcomes.terminated(k) ? 0 : -GAMMA * weight);
          equations.addReward(s, weight * outcomes.reward(k));
        }
      }
    }
    assertThat(equations.solve(0))
        .containsExactly(Exact.values(model, Exact.uniform(model), GAMMA), within(1e-8));
  }

  @Test
  void samplesGiveTheExactValuesOfTheModelThatTheyMake() {
    try (VecEnv envs = Envs.builtIn().vector("FrozenLake-v1", 1, Map.of());
        VecEnv again = Envs.builtIn().vector("FrozenLake-v1", 1, Map.of())) {
      Lstd lstd = lstd(envs, 0, 0, 20_000);
      lstd.iterate(1);
      double[] expected = empirical(again, 20_000);
      assertThat(lstd.weights()).containsExactly(expected, within(1e-8));
      assertThat(lstd.weights()[0]).isPositive();
    }
  }

  /// The values of the model of relative frequencies, by sweeps to the last bits.
  private static double[] empirical(VecEnv envs, int steps) {
    double[][] ways = new double[16][17];
    double[] rewards = new double[16];
    var walk = new Walk(envs, FeatureMap.states(envs, Bins.NONE), 3);
    var rng = Rng.stream(3, "exploration", 0);
    var policy = new RandomPolicy(envs.actionSpace(), 3);
    for (int t = 0; t < steps; t++) {
      walk.act(policy, rng);
      walk.step();
      ways[walk.from(0)][walk.terminated(0) ? 16 : walk.next(0)]++;
      rewards[walk.from(0)] += walk.reward(0);
    }
    double[] values = new double[16];
    for (int sweep = 0; sweep < 5000; sweep++) {
      for (int s = 0; s < 16; s++) {
        double count = 0;
        double sum = rewards[s];
        for (int next = 0; next <= 16; next++) {
          count += ways[s][next];
          sum += next < 16 ? GAMMA * ways[s][next] * values[next] : 0;
        }
        values[s] = count == 0 ? 0 : sum / count;
      }
    }
    return values;
  }

  @Test
  void withFullTracesItIsLinearMonteCarlo() {
    VecEnv script =
        Scripts.env(
            Scripts.step(1, 1),
            Scripts.terminated(2, 2),
            Scripts.step(3, 1),
            Scripts.terminated(6, 2));
    var config = new LstdConfig(1, 4, 0.5, 1, 0, new Features.OneHot());
    var lstd = new Lstd(config, script, 1);
    lstd.iterate(1);
    assertThat(lstd.weights()).containsExactly(new double[] {4, 4, 0}, within(1e-15));
  }

  @Test
  void featuresThatDependOnOneAnotherNeedARidge() {
    try (VecEnv envs = Envs.builtIn().vector("MountainCar-v0", 1, Map.of());
        VecEnv others = Envs.builtIn().vector("MountainCar-v0", 1, Map.of())) {
      var tiles = Features.Tiles.of(4, List.of(3, 3));
      var bare = new Lstd(new LstdConfig(1, 2000, GAMMA, 0, 0, tiles), envs, 1);
      assertThatThrownBy(() -> bare.iterate(1))
          .hasMessage("ridge: must be above 0 for features that depend on one another, got 0.0");
      var ridged = new Lstd(new LstdConfig(1, 2000, GAMMA, 0, 1e-6, tiles), others, 1);
      ridged.iterate(1);
      FeatureMap map = FeatureMap.of(others, tiles);
      double value = 0;
      for (int j = 0; j < 4; j++) {
        value += ridged.weights()[map.of(new float[] {-0.5f, 0}, new int[0], 0, j)];
      }
      assertThat(value).isCloseTo(-20, within(0.1));
    }
  }

  @Test
  void policyIterationOnSamplesFindsTheOptimalPolicy() {
    try (VecEnv envs = Envs.builtIn().vector("FrozenLake-v1", 1, Map.of())) {
      var config =
          new LspiConfig(
              1, 50_000, GAMMA, new Exploration.Uniform(), 20, 1e-9, 0, new Features.OneHot());
      var lspi = new Lspi(config, envs, 1);
      var metrics = lspi.iterate(1);
      assertThat(metrics.get("rounds")).isBetween(2.0, 10.0);
      TransitionModel model = Exact.model("FrozenLake-v1", Map.of());
      var q = new ActionValues(16, 4, 0);
      for (int s = 0; s < 16; s++) {
        for (int a = 0; a < 4; a++) {
          q.nudge(s, a, lspi.values().weight(s, a));
        }
      }
      assertThat(Exact.isOptimalFromTheStart(model, q, GAMMA)).isTrue();
      double[] best = Exact.optimal(model, GAMMA);
      assertThat(q.max(0)).isCloseTo(best[0], within(0.02));
    }
  }

  @Test
  void tooManyWeightsAreRefused() {
    assertThatThrownBy(() -> new LeastSquares(4097))
        .hasMessage(
            "features: at most 4096 weights can be solved for, got 4097 (take fewer tiles)");
    assertThatThrownBy(() -> new LstdConfig(1, 1, 1.5, 0, 0, new Features.OneHot()))
        .hasMessage("gamma: must be in [0, 1], got 1.5");
    assertThatThrownBy(() -> new LstdConfig(1, 1, 1, 0, -1, new Features.OneHot()))
        .hasMessage("ridge: must be at least 0, got -1.0");
    assertThatThrownBy(
            () -> new LspiConfig(1, 1, 1, new Exploration.Ucb(1), 1, 0, 0, new Features.OneHot()))
        .hasMessage(
            "behaviour: must not count visits, which features have none of, got ucb"
                + " (take boltzmann)");
  }
}
