package dev.bellman.rl.dqn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TargetUpdateTest {
  /// After which environment steps a copy is made.
  private static long[] copies(TargetUpdate update, int envs, int last) {
    return LongStream.iterate(envs, step -> step <= last, step -> step + envs)
        .filter(step -> update.shareAfterEnvSteps(step - envs, step) == 1)
        .toArray();
  }

  @Test
  void hardUpdateComesEverySoManyEnvironmentSteps() {
    assertThat(copies(new TargetUpdate.Hard(4), 1, 13)).containsExactly(4, 8, 12);
  }

  @Test
  void environmentsSideBySideReachTheClockTogether() {
    assertThat(copies(new TargetUpdate.Hard(4), 3, 15)).containsExactly(6, 9, 12);
    assertThat(copies(new TargetUpdate.Hard(10), 8, 48)).containsExactly(16, 24, 32, 40);
  }

  @Test
  void aClockShorterThanAStepOfAllEnvironmentsStrikesAtEachStep() {
    assertThat(copies(new TargetUpdate.Hard(2), 8, 24)).containsExactly(8, 16, 24);
  }

  @Test
  void polyakUpdateGoesByGradientSteps() {
    TargetUpdate update = new TargetUpdate.Polyak(0.25, 3);
    assertThat(LongStream.rangeClosed(1, 6).mapToDouble(update::shareAfterGradientStep))
        .containsExactly(0.0, 0.0, 0.25, 0.0, 0.0, 0.25);
    assertThat(copies(update, 1, 100)).isEmpty();
  }

  @Test
  void hardUpdateIgnoresGradientSteps() {
    TargetUpdate update = new TargetUpdate.Hard(1);
    assertThat(update.shareAfterGradientStep(1)).isZero();
  }

  @Test
  void refusesWhatNeverUpdates() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TargetUpdate.Polyak(0, 1))
        .withMessage("tau: must be above 0, got 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TargetUpdate.Polyak(1.5, 1))
        .withMessage("tau: must be in [0, 1], got 1.5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TargetUpdate.Hard(0))
        .withMessage("everyEnvSteps: must be at least 1, got 0");
  }
}
