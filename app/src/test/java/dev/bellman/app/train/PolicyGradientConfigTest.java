package dev.bellman.app.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellman.app.UserError;
import dev.bellman.app.config.Overlay;
import dev.bellman.app.config.Tree;
import dev.bellman.app.config.Yaml;
import dev.bellman.rl.loss.EntropyCoefficient;
import dev.bellman.rl.loss.KlCoefficient;
import dev.bellman.rl.loss.KlDirection;
import dev.bellman.rl.loss.PolicyObjective;
import dev.bellman.rl.math.Gae;
import dev.bellman.rl.ppo.PpoConfig;
import dev.bellman.rl.trpo.LineSearch;
import dev.bellman.rl.trpo.TrpoConfig;
import dev.bellman.tensor.optim.Schedule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyGradientConfigTest {
  private static RunConfig<?> run(String algorithm, String... settings) {
    var layers = new ArrayList<Tree.Mapping>();
    for (String setting : settings) {
      layers.add(Overlay.setting(setting));
    }
    RunConfig<?> run = RunConfig.of(Algorithms.find(algorithm), "CartPole-v1", layers);
    var written = (Tree.Mapping) Yaml.parse(Yaml.write(run.tree()), "config.yaml");
    assertThat(RunConfig.of(Algorithms.find(algorithm), "CartPole-v1", List.of(written)))
        .isEqualTo(run);
    return run;
  }

  private static PpoConfig ppo(String... settings) {
    return (PpoConfig) run("ppo", settings).config();
  }

  private static TrpoConfig trpo(String algorithm, String... settings) {
    return (TrpoConfig) run(algorithm, settings).config();
  }

  @Test
  void aPenaltyAloneIsThatOfThePaper() {
    assertThat(ppo("objective=klPenalty").objective())
        .isEqualTo(
            new PolicyObjective.KlPenalty(
                new PolicyObjective.Cpi(),
                new KlCoefficient.Adaptive(1, 0.01),
                KlDirection.OLD_TO_NEW));
  }

  @Test
  void penaltiesAreFixedAdaptiveOrBanded() {
    assertThat(ppo("objective.klPenalty.coefficient=0.5").objective())
        .extracting("coefficient")
        .isEqualTo(new KlCoefficient.Fixed(Schedule.constant(0.5)));
    assertThat(ppo("objective.klPenalty.coefficient.linear={from: 1, to: 0}").objective())
        .extracting("coefficient")
        .isEqualTo(new KlCoefficient.Fixed(Schedule.linear(1, 0)));
    assertThat(ppo("objective.klPenalty.coefficient.adaptive.target=0.02").objective())
        .extracting("coefficient")
        .isEqualTo(new KlCoefficient.Adaptive(1, 0.02));
    assertThat(ppo("objective.klPenalty.coefficient.banded={klMin: 0.001}").objective())
        .extracting("coefficient")
        .isEqualTo(new KlCoefficient.Banded(1, 0.001, 0.03));
  }

  @Test
  void aPenaltyGoesWithTheClip() {
    assertThat(
            ppo(
                    "objective=klPenalty",
                    "objective.klPenalty.surrogate.clip={low: 0.2, high: 0.3}",
                    "objective.klPenalty.direction=newToOld")
                .objective())
        .isEqualTo(
            new PolicyObjective.KlPenalty(
                new PolicyObjective.Clip(Schedule.constant(0.2), Schedule.constant(0.3)),
                new KlCoefficient.Adaptive(1, 0.01),
                KlDirection.NEW_TO_OLD));
  }

  @Test
  void theEntropyCoefficientIsANumberAScheduleOrATarget() {
    assertThat(ppo("entropyCoefficient=0.01").entropyCoefficient())
        .isEqualTo(EntropyCoefficient.constant(0.01));
    assertThat(ppo("entropyCoefficient.linear={from: 0.01, to: 0}").entropyCoefficient())
        .isEqualTo(new EntropyCoefficient.Scheduled(Schedule.linear(0.01, 0)));
    assertThat(
            ppo("entropyCoefficient.target={target: 0.3, coefficient: 0.01, stepSize: 0.05}")
                .entropyCoefficient())
        .isEqualTo(new EntropyCoefficient.Target(0.3, 0.01, 0.05));
  }

  @Test
  void theTextbookPresetIsForAnyEnvironment() {
    Tree.Mapping preset = Presets.named("ppo", "textbook");
    for (String environment : List.of("CartPole-v1", "Pendulum-v1")) {
      var run = RunConfig.of(Algorithms.find("ppo"), environment, List.of(preset));
      var config = (PpoConfig) run.config();
      assertThat(config.gae()).isEqualTo(new Gae(0.99, 0.95));
      assertThat(config.objective()).isEqualTo(PolicyObjective.Clip.of(0.2));
      assertThat(config.value().coefficient().at(0)).isEqualTo(0.5);
      assertThat(config.entropyCoefficient()).isEqualTo(EntropyCoefficient.constant(0.01));
      assertThat(config.update().maxGradNorm()).isEqualTo(0.5);
    }
    assertThat(Presets.named("trpo", "none").entries()).isEmpty();
    assertThatThrownBy(() -> Presets.named("trpo", "textbok"))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "--preset: 'trpo' has none named 'textbok' (known for ppo: textbook; for all: none)");
  }

  @Test
  void trpoOnCartPoleHasTheTunedValuesOfTheZoo() {
    Tree.Mapping preset = Presets.find("trpo", "CartPole-v1").orElseThrow();
    var run = RunConfig.of(Algorithms.find("trpo"), "CartPole-v1", List.of(preset));
    var config = (TrpoConfig) run.config();
    assertThat(run.steps()).isEqualTo(100_000);
    assertThat(config.envs()).isEqualTo(2);
    assertThat(config.rolloutLength()).isEqualTo(512);
    assertThat(config.gae()).isEqualTo(new Gae(0.99, 0.98));
    assertThat(config.step().damping()).isEqualTo(0.001);
    assertThat(config.step().targetKl()).isEqualTo(Schedule.constant(0.01));
    assertThat(config.step().conjugateGradient().iterations()).isEqualTo(15);
    assertThat(config.step().search()).isEqualTo(new LineSearch.Backtracking(0.8, 10));
    assertThat(config.value().epochs()).isEqualTo(20);
    assertThat(config.value().minibatchSize()).isEqualTo(512);
    assertThat(config.value().learningRate()).isEqualTo(Schedule.constant(1e-3));
  }

  @Test
  void npgIsTrpoWithoutASearch() {
    assertThat(trpo("npg")).isEqualTo(trpo("trpo", "step.search=none"));
    assertThat(trpo("npg", "step.search=backtracking")).isEqualTo(TrpoConfig.TRPO);
    assertThat(trpo("trpo", "step.klDirection=newToOld").step().klDirection())
        .isEqualTo(KlDirection.NEW_TO_OLD);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PPO1 | algorithm 'PPO1': unknown (did you mean 'ppo' with '--set objective=klPenalty'?
          ppo2 | algorithm 'ppo2': unknown (did you mean 'ppo', whose objective is the clip, or 'ppo' with '--preset textbook'?
          VPG | algorithm 'VPG': unknown (did you mean 'reinforce', whose baseline is a learned value?
          trop | algorithm 'trop': unknown (did you mean 'trpo'?
          """)
  void otherNamesAreUnderstood(String name, String message) {
    assertThatThrownBy(() -> Algorithms.find(name))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(message)
        .hasMessageEndingWith("list with: bellman algorithms)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          objective.klPenalty.coefficient=-1 | objective.klPenalty.coefficient: must be at least 0.0, got -1.0
          objective.klPenalty.coefficient.adaptive.target=0 | objective.klPenalty.coefficient.adaptive.target: must be above 0, got 0.0
          objective.klPenalty.surrogate=klPenalty | objective.klPenalty.surrogate: must have no KL penalty of its own, got one (take one penalty)
          objective.klPenalty.direction=forward | objective.klPenalty.direction: unknown value 'forward', known: oldToNew, newToOld
          entropyCoefficient=-1 | entropyCoefficient: must be at least 0.0, got -1.0
          entropyCoefficient.linar.from=1 | entropyCoefficient: unknown variant 'linar', known: scheduled, target
          """)
  void whatIsWrongIsNamedByItsPath(String setting, String message) {
    assertThatThrownBy(() -> ppo(setting))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(message);
  }
}
