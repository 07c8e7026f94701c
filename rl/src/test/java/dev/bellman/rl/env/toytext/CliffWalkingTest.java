package dev.bellman.rl.env.toytext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellman.rl.env.EnvSpec;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.Step;
import dev.bellman.rl.env.TransitionModel;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CliffWalkingTest {
  @Test
  void theCliffCostsAHundredAndLeadsBackWithoutAnEnd() {
    var env = CliffWalking.env(false);
    assertThat(env.reset(0).observation()).isEqualTo(36);
    Step<Integer> step = env.step(1);
    assertThat(step.observation()).isEqualTo(36);
    assertThat(step.reward()).isEqualTo(-100);
    assertThat(step.terminated()).isFalse();
  }

  @Test
  void thirteenStepsOfTheSafePathReachTheGoal() {
    var env = CliffWalking.env(false);
    env.reset(0);
    double total = env.step(0).reward();
    for (int column = 1; column <= 11; column++) {
      Step<Integer> step = env.step(1);
      assertThat(step.observation()).isEqualTo(24 + column);
      total += step.reward();
    }
    Step<Integer> last = env.step(2);
    assertThat(last.observation()).isEqualTo(47);
    assertThat(last.terminated()).isTrue();
    assertThat(total + last.reward()).isEqualTo(-13);
    assertThatThrownBy(() -> env.step(0)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void idsHaveNeitherLimitNorThreshold() {
    for (String id : new String[] {"CliffWalking-v1", "CliffWalkingSlippery-v1"}) {
      EnvSpec spec = Envs.builtIn().spec(id);
      assertThat(spec.maxEpisodeSteps()).isEmpty();
      assertThat(spec.rewardThreshold()).isEmpty();
    }
  }

  @Test
  void theSlipperyIdIsTheSlipperyOption() {
    slipsToTheSides("CliffWalkingSlippery-v1", Map.of());
    slipsToTheSides("CliffWalking-v1", Map.of("is_slippery", true));
  }

  private static void slipsToTheSides(String id, Map<String, Object> options) {
    var out = new TransitionModel.Outcomes();
    Envs.builtIn().make(id, options).model().orElseThrow().outcomes(25, 1, out);
    assertThat(out.size()).isEqualTo(3);
    assertThat(out.probability(0)).isEqualTo(1.0 / 3);
    assertThat(out.next(0)).isEqualTo(13);
    assertThat(out.next(1)).isEqualTo(26);
    assertThat(out.next(2)).isEqualTo(36);
    assertThat(out.reward(2)).isEqualTo(-100);
  }

  @Test
  void textIsGymnasiums() {
    var env = CliffWalking.env(false);
    env.reset(0);
    env.step(0);
    assertThat(env.text())
        .isEqualTo(
            """
            o  o  o  o  o  o  o  o  o  o  o  o
            o  o  o  o  o  o  o  o  o  o  o  o
            x  o  o  o  o  o  o  o  o  o  o  o
            o  C  C  C  C  C  C  C  C  C  C  T\
            """);
  }
}
