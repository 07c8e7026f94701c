package dev.bellman.rl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.data.ActorCriticPolicy;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.EnvAdapter;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.IdentityEnvs;
import dev.bellman.rl.env.Reset;
import dev.bellman.rl.env.Step;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.policy.ActorCritic;
import dev.bellman.rl.policy.MlpActorCritic;
import dev.bellman.rl.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class EvaluationTest {
  /// Environment k pays k + 1 a step and ends after k + 1 steps.
  private static final class Counting implements Env<Integer, Integer> {
    private final int k;
    private int steps;

    Counting(int k) {
      this.k = k;
    }

    @Override
    public Discrete observationSpace() {
      return Discrete.of(1);
    }

    @Override
    public Discrete actionSpace() {
      return Discrete.of(2);
    }

    @Override
    public Reset<Integer> reset(OptionalLong seed) {
      steps = 0;
      return Reset.of(0);
    }

    @Override
    public Step<Integer> step(Integer action) {
      steps++;
      return Step.of(0, k + 1, steps == k + 1);
    }
  }

  private static VecEnv counting(int n) {
    List<Integer> made = new ArrayList<>();
    return EnvAdapter.of(
        "counting",
        n,
        () -> {
          made.add(0);
          return new Counting(made.size() - 1);
        });
  }

  private static Policy policy(VecEnv envs) {
    ActorCritic net = MlpActorCritic.of(MlpActorCritic.Config.DEFAULTS, envs, 0);
    return new ActorCriticPolicy(net, envs.observationSpace());
  }

  @Test
  void everyEnvironmentHasItsShareOfTheEpisodes() {
    // five episodes over three environments: 2, 2 and 1, with returns 1, 4 and 9
    VecEnv envs = counting(3);
    Evaluation.Result result = new Evaluation(5, 0, true).run(policy(envs), envs);
    assertThat(result.episodes()).isEqualTo(5);
    assertThat(result.meanReturn()).isEqualTo((1 + 1 + 4 + 4 + 9) / 5.0);
    assertThat(result.meanLength()).isEqualTo((1 + 1 + 2 + 2 + 3) / 5.0);
    assertThat(result.minReturn()).isEqualTo(1);
    assertThat(result.maxReturn()).isEqualTo(9);
  }

  @Test
  void deviationIsThePopulations() {
    VecEnv envs = counting(2);
    Evaluation.Result result = new Evaluation(2, 0, true).run(policy(envs), envs);
    assertThat(result.meanReturn()).isEqualTo(2.5);
    assertThat(result.stdReturn()).isEqualTo(1.5);
  }

  @Test
  void fewerEpisodesThanEnvironmentsAreTheFirstEnvironments() {
    VecEnv envs = counting(3);
    Evaluation.Result result = new Evaluation(1, 0, true).run(policy(envs), envs);
    assertThat(result.meanReturn()).isEqualTo(1);
    assertThat(result.stdReturn()).isZero();
  }

  private static Evaluation.Result cartPole(long seed, boolean deterministic, int n) {
    VecEnv envs = Envs.builtIn().vector("CartPole-v1", n, Map.of());
    return new Evaluation(20, seed, deterministic).run(policy(envs), envs);
  }

  @Test
  void theSameSeedGivesTheSameNumbers() {
    assertThat(cartPole(1, true, 3)).isEqualTo(cartPole(1, true, 3));
    assertThat(cartPole(1, false, 3)).isEqualTo(cartPole(1, false, 3));
    assertThat(cartPole(1, false, 3)).isNotEqualTo(cartPole(2, false, 3));
    assertThat(cartPole(1, false, 3)).isNotEqualTo(cartPole(1, true, 3));
  }

  @Test
  void moreEnvironmentsThanOneTaskHolds() {
    VecEnv envs = counting(300);
    Evaluation.Result result = new Evaluation(300, 0, true).run(policy(envs), envs);
    // the mean of k² for k = 1..300
    assertThat(result.meanReturn()).isEqualTo(301 * 601 / 6.0, within(1e-6));
  }

  @Test
  void continuousActionsAreClipped() {
    VecEnv envs = EnvAdapter.of("continuous", 2, () -> IdentityEnvs.continuous(1, 10));
    Evaluation.Result result = new Evaluation(4, 0, false).run(policy(envs), envs);
    // at most distance 2 from the target at each of ten steps
    assertThat(result.minReturn()).isBetween(-40.0, 0.0);
  }

  @Test
  void noEpisodesAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Evaluation(0, 0, true))
        .withMessage("episodes: must be at least 1, got 0");
  }
}
