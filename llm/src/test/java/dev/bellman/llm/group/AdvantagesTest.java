package dev.bellman.llm.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellman.llm.data.Completion;
import dev.bellman.llm.data.Written;
import dev.bellman.llm.loss.KlPenalty;
import dev.bellman.llm.sample.SamplingConfig;
import dev.bellman.llm.task.SumTo;
import dev.bellman.llm.train.RolloutConfig;
import dev.bellman.rl.Metrics;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdvantagesTest {
  private static final float[] LOGP = {-1, -2};
  private static final float[] HELD_LOGP = {-3, -2, -1, -1};
  private static final int[] PROMPT = {0};

  private static GroupRelativeConfig rloo(double beta) {
    GroupRelativeConfig rloo = GroupRelativeConfig.RLOO;
    return new GroupRelativeConfig(
        new RolloutConfig(1, 2, 0, SamplingConfig.DEFAULTS),
        rloo.advantage(),
        rloo.objective().withKl(new KlPenalty.InReward(beta)),
        rloo.dynamicSampling(),
        rloo.overlong(),
        rloo.reference(),
        1,
        1,
        rloo.optimization(),
        rloo.control());
  }

  /// The completions' log-ratios to the reference add up to 2 and -1, so with β = 0.5 the rewards 1
  /// and 0 become 0 and 0.5.
  @Test
  void theDivergenceOfWholeCompletionsIsTakenOffTheReward() {
    var written =
        Written.of(
            List.of(
                new Completion(PROMPT, new int[] {1, 2}, LOGP, true),
                new Completion(PROMPT, new int[] {2, 1}, LOGP, true)));
    var metrics = new Metrics();
    float[] advantages =
        new Advantages(rloo(0.5), new SumTo(), written, written.logp(), HELD_LOGP)
            .of(new double[] {1, 0}, metrics);
    assertThat(advantages).containsExactly(-0.5f, -0.5f, 0.5f, 0.5f);
    assertThat(metrics.get("reward")).isEqualTo(0.5);
    assertThat(metrics.get("reward_std")).isEqualTo(0.25);
  }
}
