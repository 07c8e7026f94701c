package dev.bellman.rl.env.wrappers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.IdentityEnvs;
import dev.bellman.rl.env.wrappers.Clockwork.Run;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RewardWrappersTest {
  @Test
  void rewardsAreClippedAndTransformed() {
    Run clipped = new Run(new ClipReward(1.5, 2).wrap(Clockwork.vector(1)), 9);
    assertThat(clipped.step(0).out.rewards()).containsExactly(1.5);
    assertThat(clipped.step(0).out.rewards()).containsExactly(2);
    assertThat(clipped.step(0).out.rewards()).containsExactly(2);
    Env<float[], float[]> one = new TransformReward(r -> -r * r).wrap(new Clockwork());
    one.reset(3);
    one.step(new float[1]);
    assertThat(one.step(new float[1]).reward()).isEqualTo(-4);
  }

  /// Φ is the first coordinate: 10, 11, 12 | 20, 21, 22, with γ = 0.5.
  @Test
  void shapingEndsWithZeroAtATerminationAndWithTheFinalStateAtATruncation() {
    var shaping = new PotentialShaping<float[]>(0.5, clock -> clock[0]);
    RewardVec envs = shaping.wrap(Clockwork.vector(1));
    Run run = new Run(envs, 2);
    assertThat(run.step(0).out.rewards()).containsExactly(1 + 0.5 * 11 - 10);
    assertThat(run.step(0).out.rewards()).containsExactly(2 - 11);
    assertThat(run.out.terminated()).containsExactly(true);
    assertThat(run.step(0).out.rewards()).containsExactly(1 + 0.5 * 21 - 20);
    assertThat(run.step(0).out.rewards()).containsExactly(2 + 0.5 * 22 - 21);
    assertThat(run.out.truncated()).containsExactly(true);
    assertThat(envs.terms().get("shaping")).containsExactly(0.5 * 22 - 21);
    Env<float[], float[]> one = shaping.wrap(new Clockwork());
    one.reset(2);
    assertThat(one.step(new float[1]).info().toMap())
        .containsEntry("reward_terms", Map.of("shaping", -4.5));
  }

  /// Σ γ^t F = -Φ(s_0) over an episode that terminates, whatever happens in it.
  @Test
  void shapingAddsUpToTheFirstPotential() {
    Env<float[], float[]> env =
        new PotentialShaping<float[]>(0.5, clock -> clock[0] * clock[0]).wrap(new Clockwork());
    env.reset(4);
    double sum = 0;
    for (int t = 0; t < 4; t++) {
      sum += StrictMath.pow(0.5, t) * (env.step(new float[1]).reward() - (t + 1));
    }
    assertThat(sum).isEqualTo(-100);
  }

  @Test
  void rareObservationsEarnMore() {
    RewardVec envs = new CountBonus(6).wrap(Clockwork.vector(2));
    Run run = new Run(envs, 2, 2);
    run.step(0, 0);
    assertThat(run.out.rewards()).containsExactly(1 + 6, 1 + 6 / Math.sqrt(2));
    run.step(1, -1);
    assertThat(run.out.rewards()).containsExactly(2 + 6, 2 + 6);
    run.envs.reset(new long[] {2, 2}, run.out);
    run.step(0, 1);
    assertThat(run.out.rewards()).containsExactly(1 + 6 / Math.sqrt(3), 1 + 6);
    assertThat(envs.terms().get("bonus")).containsExactly(6 / Math.sqrt(3), 6);
  }

  @Test
  void observationsOfACellCountTogether() {
    Run run = new Run(new CountBonus(1, 0.5).wrap(Clockwork.vector(3)), 9, 9, 9);
    run.step(0.1f, 0.4f, -0.1f);
    assertThat(run.out.rewards()).containsExactly(2, 1 + 1 / Math.sqrt(2), 2);
  }

  @Test
  void countsOfDiscreteObservationsAreSaved() {
    Env<Integer, Integer> env = new CountBonus(1).wrap(IdentityEnvs.discrete(1, 100));
    Env<Integer, Integer> resumed = new CountBonus(1).wrap(IdentityEnvs.discrete(1, 100));
    env.reset(0);
    env.step(0);
    env.step(0);
    var saved = new State();
    ((Stateful) env).save(saved);
    ((Stateful) resumed).load(saved);
    assertThat(env.step(0).reward()).isEqualTo(1 + 1 / Math.sqrt(3));
    assertThat(resumed.step(0).reward()).isEqualTo(1 + 1 / Math.sqrt(3));
  }

  @Test
  void weightedPartsAreSummedAndLogged() {
    var weighted =
        new WeightedReward<float[], float[]>(
            List.of(
                new WeightedReward.Part<>("task", 2, step -> step.reward()),
                new WeightedReward.Part<>("effort", -0.5, step -> Math.abs(step.action()[0])),
                new WeightedReward.Part<>("way", 1, step -> step.next()[0] - step.observation()[0]),
                new WeightedReward.Part<>("end", 10, step -> step.terminated() ? 1 : 0),
                new WeightedReward.Part<>("cut", 7, step -> step.truncated() ? 1 : 0)));
    RewardVec envs = weighted.wrap(Clockwork.vector(1));
    Run run = new Run(envs, 2);
    assertThat(run.step(-2).out.rewards()).containsExactly(2 - 1 + 1);
    assertThat(run.step(1).out.rewards()).containsExactly(4 - 0.5 + 1 + 10);
    assertThat(run.step(0).out.rewards()).containsExactly(2 + 0 + 1);
    assertThat(run.step(0).out.rewards()).containsExactly(4 + 0 + 1 + 7);
    assertThat(envs.terms().keySet()).containsExactly("task", "effort", "way", "end", "cut");
    assertThat(envs.terms().get("cut")).containsExactly(7);
    Env<float[], float[]> one = weighted.wrap(new Clockwork());
    one.reset(9);
    assertThat(one.step(new float[] {2}).info().toMap())
        .containsEntry(
            "reward_terms",
            Map.of("task", 2.0, "effort", -1.0, "way", 1.0, "end", 0.0, "cut", 0.0));
  }

  @Test
  void misuseIsRefusedInOneLine() {
    assertThatThrownBy(() -> new ClipReward(1, -1))
        .hasMessage("ClipReward: must have min <= max, got 1.0 and -1.0");
    assertThatThrownBy(() -> new PotentialShaping<>(2, _ -> 0))
        .hasMessage("PotentialShaping.gamma: must be in [0, 1], got 2.0");
    assertThatThrownBy(() -> new CountBonus(-1))
        .hasMessage("CountBonus.beta: must be at least 0, got -1");
    assertThatThrownBy(() -> new WeightedReward<>(List.of()))
        .hasMessage("WeightedReward: must have a part, got none");
    var part = new WeightedReward.Part<float[], float[]>("a", 1, _ -> 0);
    assertThatThrownBy(() -> new WeightedReward<>(List.of(part, part)))
        .hasMessage("WeightedReward: parts must have names of their own, got 'a' twice");
    assertThatThrownBy(() -> new WeightedReward.Part<>("a", Double.NaN, _ -> 0))
        .hasMessage("WeightedReward.a: must be finite, got NaN");
  }
}
