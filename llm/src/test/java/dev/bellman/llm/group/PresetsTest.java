package dev.bellman.llm.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellman.llm.train.Bandit;
import dev.bellman.llm.train.TaskEvaluation;
import dev.bellman.tensor.Workers;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The identity environment: what does not learn it learns nothing.
class PresetsTest {
  private static final Map<String, GroupRelativeConfig> PRESETS =
      Map.of(
          "GRPO", GroupRelativeConfig.GRPO,
          "DR_GRPO", GroupRelativeConfig.DR_GRPO,
          "DAPO", GroupRelativeConfig.DAPO,
          "GSPO", GroupRelativeConfig.GSPO,
          "GSPO_TOKEN", GroupRelativeConfig.GSPO_TOKEN,
          "CISPO", GroupRelativeConfig.CISPO,
          "RLOO", GroupRelativeConfig.RLOO);

  @ParameterizedTest
  @ValueSource(strings = {"GRPO", "DR_GRPO", "DAPO", "GSPO", "GSPO_TOKEN", "CISPO", "RLOO"})
  void learnsTheBandit(String name) {
    try (var workers = new Workers(1)) {
      Setup setup = Setup.of(PRESETS.get(name)).withGroups(24, 16).withSteps(2, 1, 3e-3);
      for (int seed = 0; seed < 2; seed++) {
        GroupRelative trainer = setup.trainer(Bandit.model(seed), seed, workers);
        var start = TaskEvaluation.of(trainer.model(), setup.task(), 1, workers);
        for (int i = 1; i <= 100; i++) {
          trainer.update(i / 100.0);
        }
        var end = TaskEvaluation.of(trainer.model(), setup.task(), 1, workers);
        assertThat(start.passAt1()).isLessThan(0.3);
        assertThat(end.passAt1()).as("seed %d", seed).isGreaterThan(0.95);
        assertThat(end.greedyAccuracy()).isEqualTo(1);
      }
    }
  }
}
