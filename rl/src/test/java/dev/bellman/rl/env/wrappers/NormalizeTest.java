package dev.bellman.rl.env.wrappers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.env.wrappers.Clockwork.Run;
import dev.bellman.tensor.State;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/// Expected numbers: NumPy, double precision, with Gymnasium's update of mean and variance.
class NormalizeTest {
  private static final Offset<Float> FLOAT = Offset.offset(1e-6f);
  private static final Offset<Double> EXACT = Offset.offset(1e-12);
  private static final double NONE = Double.POSITIVE_INFINITY;

  private final RunningMoments moments = new RunningMoments(2);
  private final NormalizeObservation normalize =
      new NormalizeObservation(moments, 1e-8, NONE, true);

  @Test
  void observationsAreScaledWithTheMomentsOfAllSoFar() {
    Run run = new Run(normalize.wrap(Clockwork.vector(2)), 2, 3);
    assertThat(run.envs.observationSpace()).isEqualTo(Box.unbounded(2));
    assertThat(run.envs.joint()).isTrue();
    assertThat(run.row(0)).containsExactly(new float[] {0.007035966739f, 0}, FLOAT);
    assertThat(run.row(1)).isEqualTo(run.row(0));
    run.step(1, -1);
    assertThat(run.row(0)).containsExactly(new float[] {0.99501813018f, 1.41419587134f}, FLOAT);
    assertThat(run.row(1)).containsExactly(new float[] {0.99501813018f, -1.41419587134f}, FLOAT);
    run.step(0.5f, 2);
    assertThat(run.finalRow(0))
        .containsExactly(new float[] {1.22311580236f, 0.08944990964f}, FLOAT);
    assertThat(run.row(1)).containsExactly(new float[] {1.22311580236f, 1.69941412174f}, FLOAT);
    assertThat(run.row(0)).containsExactly(new float[] {2.38166270383f, -0.40824107555f}, FLOAT);
    run.step(1, 1);
    assertThat(run.row(0)).containsExactly(new float[] {1.9437790432f, 0.61237625839f}, FLOAT);
    assertThat(run.finalRow(1))
        .containsExactly(new float[] {-0.08447293948f, 0.61237625839f}, FLOAT);
    assertThat(run.row(1)).containsExactly(new float[] {1.4141762472f, -0.57034346045f}, FLOAT);
    assertThat(moments.mean(0)).isEqualTo(13.999860001399986, EXACT);
    assertThat(moments.mean(1)).isEqualTo(0.44999550004499955, EXACT);
    assertThat(moments.variance(0)).isEqualTo(18.001789962500578, EXACT);
    assertThat(moments.variance(1)).isEqualTo(0.622505799921751, EXACT);
    assertThat(moments.count()).isEqualTo(10.0001, EXACT);
  }

  @Test
  void momentsDoNotForgetAtAReset() {
    Run run = new Run(normalize.wrap(Clockwork.vector(1)), 5);
    run.step(1).step(1);
    run.envs.reset(new long[] {5}, run.out);
    assertThat(moments.count()).isEqualTo(4.0001, EXACT);
  }

  @Test
  void evaluationReadsTheMomentsThatTrainingFills() {
    Run training = new Run(normalize.wrap(Clockwork.vector(1)), 5);
    VecEnv frozen = normalize.frozen().wrap(Clockwork.vector(1));
    assertThat(frozen.joint()).isFalse();
    training.step(1).step(-1);
    double mean = moments.mean(0);
    double deviation = Math.sqrt(moments.variance(0) + 1e-8);
    Run evaluation = new Run(frozen, 9);
    assertThat(evaluation.row(0)[0]).isEqualTo((float) ((10 - mean) / deviation));
    assertThat(evaluation.step(1).row(0)[0]).isEqualTo((float) ((11 - mean) / deviation));
    assertThat(moments.count()).isEqualTo(3.0001, EXACT);
  }

  @Test
  void observationsAreClipped() {
    var clipped = new NormalizeObservation(new RunningMoments(2), 0, 0.5, true);
    Run run = new Run(clipped.wrap(Clockwork.vector(2)), 5, 5);
    assertThat(run.envs.observationSpace()).isEqualTo(Box.of(-0.5f, 0.5f, 2));
    assertThat(run.step(1, -1).out.observations()).containsExactly(0.5f, 0.5f, 0.5f, -0.5f);
    assertThat(new NormalizeObservation(moments).clip()).isEqualTo(10);
    assertThat(new NormalizeObservation(moments).epsilon()).isEqualTo(1e-8);
  }

  @Test
  void momentsAreSavedToTheBit() {
    Run run = new Run(normalize.wrap(Clockwork.vector(2)), 2, 3);
    run.step(1, 0.3f).step(-0.7f, 0.1f);
    var saved = new State();
    run.envs.save(saved);
    var other = new RunningMoments(2);
    Run resumed =
        new Run(new NormalizeObservation(other, 1e-8, NONE, true).wrap(Clockwork.vector(2)), 7, 8);
    resumed.envs.load(saved);
    assertThat(resumed.step(0.2f, 1).out.observations())
        .isEqualTo(run.step(0.2f, 1).out.observations());
    assertThat(other.mean(1)).isEqualTo(moments.mean(1));
    assertThat(other.count()).isEqualTo(moments.count());
  }

  @Test
  void rewardsAreDividedByTheDeviationOfReturns() {
    var returns = new RunningMoments(1);
    var wrapper = new NormalizeReward(returns, 0.5, 1e-8, NONE, true);
    RewardVec envs = wrapper.wrap(Clockwork.vector(2));
    Run run = new Run(envs, 2, 3);
    assertThat(run.step(0, 0).out.rewards())
        .containsExactly(new double[] {99.99874977346202, 99.99874977346202}, Offset.offset(1e-9));
    assertThat(run.step(0, 0).out.rewards())
        .containsExactly(new double[] {2.666459269475077, 2.666459269475077}, EXACT);
    assertThat(run.step(0, 0).out.rewards())
        .containsExactly(new double[] {0.8375874435555244, 2.512762330666573}, EXACT);
    assertThat(run.step(0, 0).out.rewards())
        .containsExactly(new double[] {1.8065501621072144, 0.9032750810536072}, EXACT);
    assertThat(envs.terms().get("reward")).containsExactly(2, 1);
    assertThat(returns.mean(0)).isEqualTo(1.9687253909326132, EXACT);
    assertThat(returns.variance(0)).isEqualTo(1.22563156620684, EXACT);
    assertThat(returns.count()).isEqualTo(8.0001, EXACT);

    Run evaluation = new Run(wrapper.frozen().wrap(Clockwork.vector(1)), 9);
    assertThat(evaluation.step(0).out.rewards()[0])
        .isEqualTo(1 / Math.sqrt(returns.variance(0) + 1e-8));
    assertThat(returns.count()).isEqualTo(8.0001, EXACT);
    Run clipped =
        new Run(new NormalizeReward(new RunningMoments(1), 0.9).wrap(Clockwork.vector(1)), 9);
    assertThat(clipped.step(0).out.rewards()).containsExactly(10);
  }

  @Test
  void misuseIsRefusedInOneLine() {
    assertThatThrownBy(() -> new RunningMoments(0))
        .hasMessage("RunningMoments.size: must be at least 1, got 0");
    assertThatThrownBy(() -> new NormalizeObservation(new RunningMoments(3)).wrap(new Clockwork()))
        .hasMessageStartingWith("NormalizeObservation.moments: must have 2 coordinates as Box(")
        .hasMessageEndingWith("got 3");
    assertThatThrownBy(() -> new NormalizeObservation(moments, 0, 0, true))
        .hasMessage("NormalizeObservation.clip: must be above 0, got 0");
    assertThatThrownBy(() -> new NormalizeReward(moments, 0.9))
        .hasMessage("NormalizeReward.moments: must have 1 coordinate, got 2");
    assertThatThrownBy(() -> new NormalizeReward(new RunningMoments(1), 1.5))
        .hasMessage("NormalizeReward.gamma: must be in [0, 1], got 1.5");
    assertThatThrownBy(() -> new RepeatAction(2).wrap(normalize.wrap(Clockwork.vector(1))))
        .hasMessage(
            "RepeatAction: must stand inside wrappers with common statistics, got it around one"
                + " (wrap it first)");
  }
}
