package dev.bellman.app.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellman.rl.Phases.Phase;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProfileTest {
  private final Profile profile = new Profile(Map.of(Phase.UPDATE, 3.0, Phase.OTHER, 1.0), 400_000);

  @Test
  void jsonHasShareAndTimeOfEachPhase() {
    assertThat(profile.json())
        .containsOnlyKeys("environment", "inference", "estimate", "update", "optimizer", "other")
        .containsEntry("update", Map.of("share", 0.75, "us_per_env_step", 7.5))
        .containsEntry("other", Map.of("share", 0.25, "us_per_env_step", 2.5))
        .containsEntry("inference", Map.of("share", 0.0, "us_per_env_step", 0.0));
  }

  @Test
  void textHasALineForEachPhase() {
    assertThat(profile.text().lines())
        .hasSize(6)
        .contains("update       75.0 %     7.500 us an environment step");
  }
}
