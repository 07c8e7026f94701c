package dev.bellman.app.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.app.config.Overlay;
import dev.bellman.app.config.Tree;
import dev.bellman.rl.dp.Mdp;
import dev.bellman.rl.dp.PolicyEvaluation;
import dev.bellman.rl.dp.PolicyIteration;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.TransitionModel;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.tabular.TabularControl;
import dev.bellman.rl.train.Training;
import dev.bellman.tensor.Workers;
import java.util.ArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The presets of tabular control end in a greedy policy that is optimal from every start: its
/// exact value is the optimal one.
class TabularPresetsTest {
  private static final double GAMMA = 0.99;
  private static final int SEEDS = 10;

  @ParameterizedTest
  @CsvSource({
    "q-learning, FrozenLake-v1, environment.is_slippery=false",
    "sarsa, FrozenLake-v1, environment.is_slippery=false",
    "expected-sarsa, FrozenLake-v1, environment.is_slippery=false",
    "double-q-learning, FrozenLake-v1, environment.is_slippery=false",
    "q-learning, CliffWalking-v1,",
    "sarsa, CliffWalking-v1,",
    "expected-sarsa, CliffWalking-v1,",
    "double-q-learning, CliffWalking-v1,",
    "q-learning, Taxi-v4,",
    "sarsa, Taxi-v4,",
    "expected-sarsa, Taxi-v4,",
    "double-q-learning, Taxi-v4,",
    "q-learning, Maze-v0,",
    "sarsa, Maze-v0,",
    "expected-sarsa, Maze-v0,",
    "double-q-learning, Maze-v0,"
  })
  void greedyPoliciesAreOptimalInTenOfTenSeeds(
      String algorithm, String environment, String setting) {
    var layers = new ArrayList<Tree.Mapping>();
    layers.add(Presets.find(algorithm, environment).orElseThrow());
    if (setting != null) {
      layers.add(Overlay.setting(setting));
    }
    RunConfig<?> config = RunConfig.of(Algorithms.find(algorithm), environment, layers);
    Envs envs = Envs.builtIn();
    try (Workers workers = new Workers(1)) {
      TransitionModel model =
          envs.make(environment, config.options()).unwrapped().model().orElseThrow();
      Mdp mdp = Mdp.of(model, workers);
      double[] optimal = new PolicyIteration(GAMMA).solve(mdp, workers).values();
      for (int seed = 1; seed <= SEEDS; seed++) {
        double[] policy = greedy(config.withSeed(seed), envs, workers, model);
        double[] reached = new PolicyEvaluation(GAMMA).evaluate(mdp, policy, workers).values();
        assertThat(atStart(model, reached))
            .as("seed %d", seed)
            .isCloseTo(atStart(model, optimal), within(1e-9));
      }
    }
  }

  private static double[] greedy(
      RunConfig<?> config, Envs envs, Workers workers, TransitionModel model) {
    try (VecEnv training = config.training(envs)) {
      var learner = (TabularControl) config.learner(training, workers);
      new Training(learner, config.steps()).run();
      double[] policy = new double[model.states() * model.actions()];
      for (int s = 0; s < model.states(); s++) {
        policy[s * model.actions() + learner.values().greedy(s, null)] = 1;
      }
      return policy;
    }
  }

  private static double atStart(TransitionModel model, double[] values) {
    double[] initial = model.initial();
    double sum = 0;
    for (int s = 0; s < initial.length; s++) {
      sum += initial[s] * values[s];
    }
    return sum;
  }
}
