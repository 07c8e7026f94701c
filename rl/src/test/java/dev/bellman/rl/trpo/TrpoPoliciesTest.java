package dev.bellman.rl.trpo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.bellman.rl.data.Normalization;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.EnvAdapter;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.IdentityEnvs;
import dev.bellman.rl.env.IdentityParts;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.loss.ValueLoss;
import dev.bellman.rl.math.Gae;
import dev.bellman.rl.math.ValueTarget;
import dev.bellman.rl.policy.ActorCritic;
import dev.bellman.rl.policy.Categorical;
import dev.bellman.rl.policy.Distribution;
import dev.bellman.rl.policy.MlpActorCritic;
import dev.bellman.rl.policy.PolicyNoise;
import dev.bellman.rl.train.Evaluation;
import dev.bellman.rl.train.Training;
import dev.bellman.tensor.Activation;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Tensor;
import dev.bellman.tensor.Workers;
import dev.bellman.tensor.optim.Adam;
import dev.bellman.tensor.optim.Schedule;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Learning with every kind of distribution, noise and torso.
@Timeout(60)
class TrpoPoliciesTest {
  private static final MlpActorCritic.Config SEPARATE =
      new MlpActorCritic.Config(List.of(32), Activation.TANH, -0.5);

  private static TrpoConfig config(
      int rolloutLength, MlpActorCritic.Config network, Normalization normalization) {
    return new TrpoConfig(
        8,
        rolloutLength,
        new Gae(0.9, 0.9),
        Gae.Scaling.STANDARDISED,
        TrpoConfig.Step.DEFAULTS,
        new TrpoConfig.Value(
            new ValueLoss.SquaredError(),
            new ValueTarget.RewardToGo(),
            5,
            64,
            Schedule.constant(3e-3),
            Adam.Config.DEFAULTS),
        network,
        normalization);
  }

  /// One torso for both, actions squashed.
  private static MlpActorCritic.Config squashed(PolicyNoise noise) {
    return new MlpActorCritic.Config(
        List.of(32),
        Activation.TANH,
        -0.5,
        MlpActorCritic.Torso.SHARED,
        MlpActorCritic.Initialization.TORCH_DEFAULT,
        0.9,
        MlpActorCritic.Bounds.SQUASHED,
        noise);
  }

  static List<PolicyNoise> noises() {
    return List.of(new PolicyNoise.Independent(), new PolicyNoise.StateDependent(4));
  }

  private static double learned(
      TrpoConfig config, Supplier<? extends Env<?, ?>> env, long envSteps) {
    try (Workers workers = new Workers(1)) {
      Trpo trpo = new Trpo(config, EnvAdapter.of("task", 8, env), 1, workers);
      new Training(trpo, envSteps).run();
      VecEnv fresh = EnvAdapter.of("task", 4, env);
      return new Evaluation(40, 5, true).run(trpo.policy(), fresh).meanReturn();
    }
  }

  @Test
  void learnsWhatThePartsAreAllowed() {
    TrpoConfig config = config(64, SEPARATE, Normalization.DEFAULTS);
    assertThat(learned(config, () -> new IdentityParts(true), 60_000)).isEqualTo(10);
  }

  @ParameterizedTest
  @MethodSource("noises")
  void learnsTheContinuousIdentitySquashedAndNormalised(PolicyNoise noise) {
    TrpoConfig config = config(64, squashed(noise), Normalization.BOTH);
    // an action of 0 earns -20/3, a perfect one 0
    assertThat(learned(config, () -> IdentityEnvs.continuous(1, 20), 80_000)).isGreaterThan(-1);
  }

  @ParameterizedTest
  @MethodSource("noises")
  void stepsOnASharedTorsoKeepTheBound(PolicyNoise noise) {
    VecEnv envs = Envs.builtIn().vector("Pendulum-v1", 8, Map.of());
    try (Workers workers = new Workers(1)) {
      Trpo trpo = new Trpo(config(32, squashed(noise), Normalization.BOTH), envs, 3, workers);
      for (int k = 0; k < 5; k++) {
        assertThat(trpo.iterate(0.1).get("kl")).isLessThan(0.01);
      }
    }
  }

  @Test
  void theValueLeavesWhatItSharesWithThePolicy() {
    VecEnv envs = Envs.builtIn().vector("Pendulum-v1", 8, Map.of());
    TrpoConfig config = config(32, squashed(new PolicyNoise.Independent()), Normalization.DEFAULTS);
    TrpoConfig.Step still =
        new TrpoConfig.Step(
            Schedule.constant(0),
            config.step().klDirection(),
            config.step().damping(),
            config.step().conjugateGradient(),
            config.step().search());
    try (Workers workers = new Workers(1)) {
      var motionless =
          new TrpoConfig(
              config.envs(),
              config.rolloutLength(),
              config.gae(),
              config.advantageScaling(),
              still,
              config.value(),
              config.network(),
              config.normalization());
      Trpo trpo = new Trpo(motionless, envs, 3, workers);
      Parameters before = trpo.net().parameters().copy();
      trpo.iterate(0.1);
      for (String name : before.names()) {
        boolean same =
            java.util.Arrays.equals(
                before.get(name).toArray(), trpo.net().parameters().get(name).toArray());
        assertThat(same).as(name).isEqualTo(!name.startsWith("critic."));
      }
    }
  }

  private static State pendulum(PolicyNoise noise, int threads) {
    VecEnv envs = Envs.builtIn().vector("Pendulum-v1", 100, Map.of());
    try (Workers workers = new Workers(threads)) {
      Trpo trpo = new Trpo(config(3, squashed(noise), Normalization.BOTH), envs, 3, workers);
      trpo.iterate(0.5);
      State state = new State();
      trpo.save(state);
      Trpo resumed = new Trpo(config(3, squashed(noise), Normalization.BOTH), envs, 99, workers);
      resumed.load(state);
      resumed.iterate(1);
      return resumed.learned();
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

  /// A policy and nothing that belongs to a value alone.
  private record PolicyAlone(Parameters parameters) implements ActorCritic {
    @Override
    public Distribution policy(Tensor observations) {
      return Categorical.of(observations.matmul(parameters.get("weights")));
    }

    @Override
    public Tensor value(Tensor observations) {
      return policy(observations).entropy();
    }
  }

  @Test
  void aValueWithoutParametersOfItsOwnIsRefused() {
    Parameters parameters = new Parameters();
    parameters.add("weights", new float[8], 4, 2);
    VecEnv envs = Envs.builtIn().vector("CartPole-v1", 2, Map.of());
    try (Workers workers = new Workers(1)) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> new Trpo(TrpoConfig.TRPO, envs, new PolicyAlone(parameters), 1, workers))
          .withMessage(
              "net: must have parameters named critic.* for the value alone, got [weights]");
    }
  }
}
