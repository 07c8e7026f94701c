package dev.bellman.app.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellman.app.UserError;
import dev.bellman.app.config.Overlay;
import dev.bellman.app.config.Tree;
import dev.bellman.rl.data.GradientSteps;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.policy.ActionNoise;
import dev.bellman.rl.policy.SquashedActor;
import dev.bellman.rl.sac.SacConfig;
import dev.bellman.rl.sac.Temperature;
import dev.bellman.rl.td3.Td3Config;
import dev.bellman.tensor.optim.Schedule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContinuousControlConfigTest {
  private static RunConfig<?> run(String algorithm, String environment, String... settings) {
    var layers = new ArrayList<Tree.Mapping>();
    Presets.find(algorithm, environment).ifPresent(layers::add);
    for (String setting : settings) {
      layers.add(Overlay.setting(setting));
    }
    return RunConfig.of(Algorithms.find(algorithm), environment, layers);
  }

  private static SacConfig sac(String... settings) {
    return (SacConfig) run("sac", "IdentityBox-v0", settings).config();
  }

  @Test
  void sacHasTheDefaultsOfStableBaselines() {
    assertThat(sac()).isEqualTo(SacConfig.DEFAULTS);
    assertThat(sac().update())
        .isEqualTo(
            new SacConfig.Update(
                1, new GradientSteps.Fixed(1), 256, Schedule.constant(3e-4), 0.005));
    assertThat(sac().learningStarts()).isEqualTo(100);
    assertThat(sac().gamma()).isEqualTo(0.99);
    assertThat(sac().network().hidden()).containsExactly(256, 256);
    assertThat(sac().replay().capacity()).isEqualTo(1_000_000);
  }

  @Test
  void temperaturesAreNumbersOrLearned() {
    assertThat(sac().temperature()).isEqualTo(new Temperature.Learned(1));
    assertThat(sac("temperature=0.1").temperature()).isEqualTo(new Temperature.Fixed(0.1));
    assertThat(sac("temperature.learned.initial=0.1").temperature())
        .isEqualTo(new Temperature.Learned(0.1));
    assertThat(sac("temperature.learnedFor={entropy: -2, initial: 0.5}").temperature())
        .isEqualTo(new Temperature.LearnedFor(-2, 0.5));
  }

  @Test
  void gradientStepsAreANumberOrAsManyAsSteps() {
    assertThat(sac("update.gradientSteps=8").update().gradientSteps())
        .isEqualTo(new GradientSteps.Fixed(8));
    assertThat(sac("update.gradientSteps=perEnvStep").update().gradientSteps())
        .isEqualTo(new GradientSteps.PerEnvStep());
  }

  @Test
  void theCarOnTheHillHasTheTunedValuesOfTheZoo() {
    RunConfig<?> run = run("sac", "MountainCarContinuous-v0");
    assertThat(run.steps()).isEqualTo(50_000);
    assertThat(run.config())
        .isEqualTo(
            new SacConfig(
                1,
                0.9999,
                0,
                sac("replay.capacity=50000").replay(),
                new SacConfig.Update(
                    32, new GradientSteps.Fixed(32), 512, Schedule.constant(3e-4), 0.01),
                new Temperature.Fixed(0.1),
                sac("network.hidden=[64, 64]").network(),
                new SquashedActor.Noise.StateDependent(0, -3.67, 2)));
  }

  @Test
  void thePendulumHasTheTunedValuesOfTheZoo() {
    RunConfig<?> sac = run("sac", "Pendulum-v1");
    assertThat(sac.steps()).isEqualTo(20_000);
    assertThat(sac.config()).isEqualTo(sac("update.learningRate=0.001"));
    RunConfig<?> td3 = run("td3", "Pendulum-v1");
    var config = (Td3Config) td3.config();
    assertThat(td3.steps()).isEqualTo(20_000);
    assertThat(config.gamma()).isEqualTo(0.98);
    assertThat(config.learningStarts()).isEqualTo(10_000);
    assertThat(config.replay().capacity()).isEqualTo(200_000);
    assertThat(config.exploration()).isEqualTo(new ActionNoise.Normal(0.1));
    assertThat(config.network().hidden()).containsExactly(400, 300);
    assertThat(config.update()).isEqualTo(Td3Config.TD3.update());
    assertThat(config.smoothing()).isEqualTo(new Td3Config.Smoothing(0.2, 0.5));
    var ddpg = (Td3Config) run("ddpg", "Pendulum-v1").config();
    assertThat(ddpg.exploration()).isEqualTo(config.exploration());
    assertThat(ddpg.update()).isEqualTo(Td3Config.DDPG.update());
    assertThat(ddpg.network().critics()).isEqualTo(1);
  }

  @Test
  void driftingNoiseHasTheConstantsOfStableBaselines() {
    var config = (Td3Config) run("td3", "MountainCarContinuous-v0").config();
    assertThat(config.exploration()).isEqualTo(new ActionNoise.OrnsteinUhlenbeck(0.5, 0.15, 0.01));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          temperature=-1 | temperature: must be at least 0, got -1.0
          update.tau=2 | update.tau: must be in [0, 1], got 2.0
          learningStarts=-1 | learningStarts: must be at least 0, got -1
          network.critics=0 | network.critics: must be at least 1, got 0
          """)
  void badValuesAreRefusedByTheirPath(String setting, String message) {
    assertThatThrownBy(() -> sac(setting)).isInstanceOf(UserError.class).hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource({"sac", "td3", "ddpg"})
  void whatCannotBeLearnedIsRefusedBeforeTheFirstStep(String algorithm) {
    assertThatThrownBy(() -> Learner.of(run(algorithm, "CartPole-v1"), Envs.builtIn(), 1))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(algorithm + ": action space: must be a Box, got Discrete(2");
    assertThatThrownBy(
            () ->
                Learner.of(
                    run(algorithm, "Pendulum-v1", "steps=3000", "learningStarts=3000"),
                    Envs.builtIn(),
                    1))
        .isInstanceOf(UserError.class)
        .hasMessage(
            algorithm
                + ": learningStarts: must be at most 2999 steps, got 3000 (within the budget"
                + " nothing would be learned)");
  }

  @Test
  void allThreeAreListed() {
    assertThat(Algorithms.ALL.stream().map(AlgorithmSpec::name).toList())
        .containsAll(List.of("sac", "td3", "ddpg"));
  }
}
