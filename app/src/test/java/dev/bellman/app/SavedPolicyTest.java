package dev.bellman.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellman.app.train.Learner;
import dev.bellman.app.train.SavedRun;
import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.Reset;
import dev.bellman.rl.env.Step;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.env.VecStep;
import dev.bellman.rl.policy.Agent;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a program of one's own gets of a run folder.
class SavedPolicyTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "ppo, CartPole-v1, rolloutLength=64",
    "ppo, Pendulum-v1, normalization.observations=true",
    "dqn, CartPole-v1, exploration.learningStarts=100",
    "sac, Pendulum-v1, 'network.hidden=[8]'",
    "td3, Pendulum-v1, learningStarts=100",
    "q-learning, FrozenLake-v1, gamma=0.9",
    "linear-sarsa, MountainCar-v0, gamma=0.9"
  })
  void actsAsTheOneThatWasTrained(String algorithm, String id, String setting) {
    Path run = folder.resolve("run");
    String[] train = {"train", algorithm, id, "--steps=600", "--set", setting, "--run-dir=" + run};
    assertThat(Cli.run(train).status()).isZero();
    SavedPolicy saved = SavedPolicy.load(run);
    assertThat(saved.algorithm()).isEqualTo(algorithm);
    assertThat(saved.environment()).isEqualTo(id);
    assertThat(saved.envSteps()).isGreaterThanOrEqualTo(600);
    assertSameActions(saved, run, Envs.builtIn().make(id, Map.of()));
  }

  /// Plays with an agent, and looks what the learner would have done.
  private static <O, A> void assertSameActions(SavedPolicy saved, Path run, Env<O, A> env) {
    Agent<O, A> agent = saved.agent(env);
    SavedRun known = SavedRun.open(run, Envs.builtIn());
    try (Learner learner = Learner.of(known.config(), Envs.builtIn(), 1);
        VecEnv vector = Envs.builtIn().vector(known.config().environment(), 1, Map.of())) {
      learner.load(known);
      Actions expected = Actions.of(1, vector.actionSpace());
      VecStep shown = VecStep.of(1, vector.observationSpace(), vector.actionSpace(), false);
      Reset<O> start = env.reset(OptionalLong.of(3));
      O observation = start.observation();
      for (int t = 0; t < 20; t++) {
        show(env, observation, shown);
        learner.algorithm().policy().act(shown, null, expected);
        A action = agent.act(observation);
        assertThat(action).usingRecursiveComparison().isEqualTo(expected.get(0, env.actionSpace()));
        Step<O> step = env.step(action);
        observation =
            step.terminated() || step.truncated()
                ? env.reset(OptionalLong.empty()).observation()
                : step.observation();
      }
    }
  }

  private static <O, A> void show(Env<O, A> env, O observation, VecStep shown) {
    if (observation instanceof Integer state) {
      shown.states()[0] = state;
    } else {
      env.observationSpace().flatten(observation, shown.observations(), 0);
    }
  }

  @Test
  void otherSpacesAreRefused() {
    Path run = folder.resolve("run");
    String[] train = {"train", "ppo", "CartPole-v1", "--steps", "64", "--run-dir", run.toString()};
    assertThat(Cli.run(train).status()).isZero();
    SavedPolicy saved = SavedPolicy.load(run);
    assertThatThrownBy(() -> saved.agent(Envs.builtIn().make("Identity-v0", Map.of())))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("observation space: must be Box(")
        .hasMessageEndingWith("as in training, got Discrete(4)");
  }

  @Test
  void whatIsNotThereIsSaid() {
    assertThatThrownBy(() -> SavedPolicy.load(folder.resolve("none")))
        .isInstanceOf(UserError.class)
        .hasMessageEndingWith("none: no such file");
  }
}
