package dev.bellman.rl.tabular;

import static dev.bellman.rl.tabular.Scripts.predict;
import static dev.bellman.rl.tabular.Scripts.step;
import static dev.bellman.rl.tabular.Scripts.terminated;
import static dev.bellman.rl.tabular.Scripts.truncated;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bellman.tensor.optim.Schedule;
import org.junit.jupiter.api.Test;

/// Each prediction method's backups, computed by hand with γ = α = 1/2. Every number is exact.
class PredictionBackupTest {
  private static final StepSize HALF = new StepSize.Scheduled(Schedule.constant(0.5));
  private static final StepSize MEAN = new StepSize.PerVisit(1);

  @Test
  void tdMovesHalfWayToTheNextValueButNotBeyondTheEnd() {
    var td = new PredictionMethod.Td(1);
    assertThat(predict(td, HALF, step(1, 1), terminated(2, 0), step(1, 1)))
        .containsExactly(1, 1, 0);
    assertThat(predict(td, HALF, step(1, 1), truncated(2, 0), step(1, 1)))
        .containsExactly(1.03125, 1.125, 0);
  }

  @Test
  void nStepTdTakesTwoRewardsAndFewerAtTheEnd() {
    var td = new PredictionMethod.Td(2);
    assertThat(predict(td, HALF, step(1, 1), step(2, 2))).containsExactly(1, 0, 0);
    assertThat(predict(td, HALF, step(1, 1), terminated(2, 0))).containsExactly(1, 1, 0);
    assertThat(predict(td, HALF, step(1, 1), terminated(2, 0), truncated(0, 1)))
        .containsExactly(0.75, 1, 0);
  }

  @Test
  void tracesFadeAndErrorsReachBack() {
    var method = new PredictionMethod.TdLambda(0.5, false);
    assertThat(predict(method, HALF, step(1, 1), step(2, 2))).containsExactly(0.75, 1, 0);
    assertThat(predict(method, HALF, step(1, 1), terminated(2, 0), step(4, 2)))
        .containsExactly(2.375, 1, 0);
  }

  @Test
  void accumulatingTracesCountEachVisitAndReplacingOnesTheLast() {
    assertThat(predict(new PredictionMethod.TdLambda(1, false), HALF, step(0, 0), terminated(4, 1)))
        .containsExactly(3, 0, 0);
    assertThat(predict(new PredictionMethod.TdLambda(1, true), HALF, step(0, 0), terminated(4, 1)))
        .containsExactly(2, 0, 0);
  }

  @Test
  void monteCarloAveragesReturnsOfFirstOrAllVisits() {
    var first = new PredictionMethod.MonteCarlo(true);
    var every = new PredictionMethod.MonteCarlo(false);
    assertThat(predict(first, MEAN, step(3, 0), terminated(2, 1), terminated(8, 1)))
        .containsExactly(6, 0, 0);
    assertThat(predict(every, MEAN, step(3, 0), terminated(2, 1), terminated(9, 1)))
        .containsExactly(5, 0, 0);
  }

  @Test
  void monteCarloBootstrapsWhereAnEpisodeWasCut() {
    var first = new PredictionMethod.MonteCarlo(true);
    assertThat(predict(first, MEAN, terminated(8, 1), truncated(2, 0))).containsExactly(7, 0, 0);
  }
}
