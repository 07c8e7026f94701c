package dev.bellman.app.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellman.app.config.Overlay;
import dev.bellman.app.config.Tree;
import dev.bellman.app.config.Yaml;
import dev.bellman.rl.env.EnvSpec;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.loss.PolicyObjective;
import dev.bellman.rl.ppo.PpoConfig;
import dev.bellman.tensor.optim.Schedule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunConfigTest {
  private static RunConfig<?> preset(Tree.Mapping... options) {
    Tree.Mapping preset = Presets.find("ppo", "CartPole-v1").orElseThrow();
    var layers = new java.util.ArrayList<Tree.Mapping>(List.of(preset));
    layers.addAll(List.of(options));
    return RunConfig.of(Algorithms.find("ppo"), "CartPole-v1", layers);
  }

  @Test
  void thePresetHoldsTheTunedValuesOfTheZoo() {
    RunConfig<?> run = preset();
    assertThat(run.steps()).isEqualTo(100_000);
    assertThat(run.seed()).isEqualTo(1);
    var config = (PpoConfig) run.config();
    assertThat(config.envs()).isEqualTo(8);
    assertThat(config.rolloutLength()).isEqualTo(32);
    assertThat(config.gae().gamma()).isEqualTo(0.98);
    assertThat(config.gae().lambda()).isEqualTo(0.8);
    assertThat(config.update().epochs()).isEqualTo(20);
    assertThat(config.update().minibatchSize()).isEqualTo(256);
    assertThat(config.update().learningRate()).isEqualTo(Schedule.linear(0.001, 0));
    assertThat(config.objective())
        .isEqualTo(new PolicyObjective.Clip(Schedule.linear(0.2, 0), Schedule.linear(0.2, 0)));
    assertThat(config.update().maxGradNorm()).isEqualTo(0.5);
    assertThat(config.network().hidden()).containsExactly(64, 64);
  }

  @Test
  void theWrittenConfigurationReadsBackAsTheSame() {
    RunConfig<?> run =
        preset(
            Overlay.setting("environment.max_episode_steps=200"),
            Overlay.setting("objective=cpi"),
            Overlay.setting("seed=9"));
    var layer = (Tree.Mapping) Yaml.parse(Yaml.write(run.tree()), "config.yaml");
    assertThat(RunConfig.of(Algorithms.find("ppo"), "CartPole-v1", List.of(layer))).isEqualTo(run);
    assertThat(run.differenceFrom(preset(Overlay.setting("seed=9"))))
        .contains("environment.max_episode_steps is not set, got 200");
  }

  @Test
  void everyPresetReadsBackFromWhatItsRunWrites() {
    int presets = 0;
    for (AlgorithmSpec<?> algorithm : Algorithms.ALL) {
      for (EnvSpec env : Envs.builtIn().specs()) {
        Optional<Tree.Mapping> preset = Presets.find(algorithm.name(), env.id());
        if (preset.isPresent()) {
          RunConfig<?> run = RunConfig.of(algorithm, env.id(), List.of(preset.get()));
          var layer = (Tree.Mapping) Yaml.parse(Yaml.write(run.tree()), "config.yaml");
          assertThat(RunConfig.of(algorithm, env.id(), List.of(layer))).isEqualTo(run);
          presets++;
        }
      }
    }
    assertThat(presets).isGreaterThan(20);
  }

  @ParameterizedTest
  @ValueSource(strings = {"#####,#S.G#,#####", "#####\n#S G#\n#####", "S.#,..G"})
  void mapsOfMazesNeedNoQuotesAndReadBackAsTheSame(String map) {
    Tree.Mapping setting = Overlay.setting("environment.map=" + map);
    RunConfig<?> run = RunConfig.of(Algorithms.find("ppo"), "Maze-v0", List.of(setting));
    assertThat(RunConfig.environmentOptions("Maze-v0", List.of(setting)))
        .containsExactly(Map.entry("map", map));
    var layer = (Tree.Mapping) Yaml.parse(Yaml.write(run.tree()), "config.yaml");
    assertThat(RunConfig.of(Algorithms.find("ppo"), "Maze-v0", List.of(layer))).isEqualTo(run);
  }

  @Test
  void withoutAPresetTheDefaultsHold() {
    assertThat(Presets.find("ppo", "CartPole-v0")).isEmpty();
    RunConfig<?> run = RunConfig.of(Algorithms.find("ppo"), "CartPole-v0", List.of());
    assertThat(run.config()).isEqualTo(PpoConfig.DEFAULTS);
    assertThat(run.steps()).isEqualTo(100_000);
  }
}
