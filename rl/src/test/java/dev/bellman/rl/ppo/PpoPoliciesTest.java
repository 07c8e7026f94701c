package dev.bellman.rl.ppo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.EnvAdapter;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.IdentityEnvs;
import dev.bellman.rl.env.IdentityParts;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.policy.PolicyNoise;
import dev.bellman.rl.train.Evaluation;
import dev.bellman.rl.train.Training;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Workers;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Learning with every kind of distribution and noise.
@Timeout(30)
class PpoPoliciesTest {
  static final PolicyNoise INDEPENDENT = new PolicyNoise.Independent();
  static final PolicyNoise BY_STATE = new PolicyNoise.StateDependent(4);

  private static double learned(
      PpoConfig config, Supplier<? extends Env<?, ?>> env, long envSteps) {
    try (Workers workers = new Workers(1)) {
      Ppo ppo = new Ppo(config, EnvAdapter.of("task", 8, env), 1, workers);
      new Training(ppo, envSteps).run();
      VecEnv fresh = EnvAdapter.of("task", 4, env);
      return new Evaluation(40, 5, true).run(ppo.policy(), fresh).meanReturn();
    }
  }

  @Test
  void learnsTheIdentityOfParts() {
    assertThat(learned(Ppos.QUICK, () -> new IdentityParts(false), 16_384)).isEqualTo(10);
  }

  @Test
  void learnsWhatThePartsAreAllowed() {
    assertThat(learned(Ppos.QUICK, () -> new IdentityParts(true), 16_384)).isEqualTo(10);
  }

  static List<PolicyNoise> noises() {
    return List.of(INDEPENDENT, BY_STATE);
  }

  @ParameterizedTest
  @MethodSource("noises")
  void learnsTheContinuousIdentitySquashedAndNormalised(PolicyNoise noise) {
    PpoConfig config = Ppos.with(Ppos.QUICK, Ppos.squashed(noise));
    // an action of 0 earns -20/3, a perfect one 0
    assertThat(learned(config, () -> IdentityEnvs.continuous(1, 20), 40_960)).isGreaterThan(-0.5);
  }

  private static State pendulum(PolicyNoise noise, int threads) {
    VecEnv envs = Envs.builtIn().vector("Pendulum-v1", 300, Map.of());
    try (Workers workers = new Workers(threads)) {
      var config = Ppos.with(Ppos.QUICK, Ppos.squashed(noise));
      Ppo ppo = new Ppo(Ppos.with(config, 3, Ppos.QUICK.update()), envs, 3, workers);
      ppo.iterate(0.5);
      ppo.iterate(1);
      return ppo.learned();
    }
  }

  @ParameterizedTest
  @MethodSource("noises")
  void anyNumberOfThreadsGivesTheSameBits(PolicyNoise noise) {
    State one = pendulum(noise, 1);
    assertThat(one.names()).contains("actor.logStd", "normalization.observations.mean");
    for (int threads = 2; threads <= 3; threads++) {
      State more = pendulum(noise, threads);
      for (String name : one.names()) {
        assertThat(more.entry(name).values()).as(name).isEqualTo(one.entry(name).values());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("noises")
  void aResumedRunHasTheBitsOfAnUndisturbedOne(PolicyNoise noise) {
    var config = Ppos.with(Ppos.QUICK, Ppos.squashed(noise));
    try (Workers workers = new Workers(1)) {
      Ppo whole = ppo(config, 9, workers);
      whole.iterate(0.4);
      State state = new State();
      whole.save(state);
      whole.iterate(0.8);
      Ppo resumed = ppo(config, 99, workers);
      resumed.load(state);
      resumed.iterate(0.8);
      assertThat(Ppos.crc(resumed)).isEqualTo(Ppos.crc(whole));
    }
  }

  private static Ppo ppo(PpoConfig config, long seed, Workers workers) {
    return new Ppo(config, Envs.builtIn().vector("Pendulum-v1", 4, Map.of()), seed, workers);
  }
}
