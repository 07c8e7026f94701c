package dev.bellman.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.a2c.A2c;
import dev.bellman.rl.a2c.A2cConfig;
import dev.bellman.rl.actorcritic.ActorCriticConfig;
import dev.bellman.rl.actorcritic.ActorCriticTd;
import dev.bellman.rl.data.Normalization;
import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.BanditEnv;
import dev.bellman.rl.env.EnvAdapter;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.loss.EntropyCoefficient;
import dev.bellman.rl.loss.PolicyObjective;
import dev.bellman.rl.math.Baseline;
import dev.bellman.rl.math.Credit;
import dev.bellman.rl.math.Gae;
import dev.bellman.rl.math.StepWeight;
import dev.bellman.rl.math.ValueTarget;
import dev.bellman.rl.policy.ActorCritic;
import dev.bellman.rl.policy.Categorical;
import dev.bellman.rl.policy.CriticRate;
import dev.bellman.rl.policy.DiagonalGaussian;
import dev.bellman.rl.policy.Distribution;
import dev.bellman.rl.policy.MlpActorCritic;
import dev.bellman.rl.ppo.Ppo;
import dev.bellman.rl.ppo.PpoConfig;
import dev.bellman.rl.reinforce.Reinforce;
import dev.bellman.rl.reinforce.ReinforceConfig;
import dev.bellman.tensor.Gradients;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.Tensor;
import dev.bellman.tensor.Workers;
import dev.bellman.tensor.optim.Adam;
import dev.bellman.tensor.optim.Optimizer;
import dev.bellman.tensor.optim.Schedule;
import dev.bellman.tensor.optim.Sgd;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where one member of the policy-gradient line becomes another, and what its gradient is.
class PolicyGradientLimitsTest {
  private static final Schedule ZERO = Schedule.constant(0);
  private static final MlpActorCritic.Config NETWORK = MlpActorCritic.Config.DEFAULTS;

  /// Adam with so great an ε that its step is the gradient, scaled by 1/ε.
  private static final Adam.Config LINEAR = Adam.Config.DEFAULTS.withEpsilon(1e4);

  private static VecEnv envs(String id) {
    return Envs.builtIn().vector(id, 4, Map.of());
  }

  private static A2c a2c(
      VecEnv envs, int length, Gae gae, ValueTarget target, Optimizer.Choice optimizer) {
    var update =
        new A2cConfig.Update(
            Schedule.constant(1e-2), Double.POSITIVE_INFINITY, Gae.Scaling.NONE, optimizer);
    var value = new A2cConfig.Value(Schedule.constant(0.5), target, new CriticRate.AsPolicy());
    return new A2c(
        new A2cConfig(
            4,
            length,
            gae,
            update,
            value,
            EntropyCoefficient.constant(0.01),
            NETWORK,
            Normalization.DEFAULTS),
        envs,
        5,
        new Workers(1));
  }

  private static ActorCriticTd actorCritic(VecEnv envs, int length) {
    var update =
        new ActorCriticConfig.Update(
            Schedule.constant(1e-2),
            Double.POSITIVE_INFINITY,
            Gae.Scaling.NONE,
            Sgd.Config.DEFAULTS);
    var value = new ActorCriticConfig.Value(Schedule.constant(0.5), new CriticRate.AsPolicy());
    return new ActorCriticTd(
        new ActorCriticConfig(
            4,
            length,
            0.99,
            update,
            value,
            EntropyCoefficient.constant(0.01),
            NETWORK,
            Normalization.DEFAULTS),
        envs,
        5,
        new Workers(1));
  }

  private static void assertSame(ActorCritic actual, ActorCritic expected) {
    for (String name : expected.parameters().names()) {
      assertThat(actual.parameters().get(name).toArray())
          .as(name)
          .containsExactly(expected.parameters().get(name).toArray());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"CartPole-v1", "Pendulum-v1"})
  void oneStepOfA2cIsActorCritic(String id) {
    A2c a2c = a2c(envs(id), 1, new Gae(0.99, 0.95), new ValueTarget.Td(), Sgd.Config.DEFAULTS);
    A2c lambda = a2c(envs(id), 1, new Gae(0.99, 0), new ValueTarget.NStep(1), Sgd.Config.DEFAULTS);
    ActorCriticTd actorCritic = actorCritic(envs(id), 1);
    for (int k = 0; k < 5; k++) {
      a2c.iterate(1);
      lambda.iterate(1);
      actorCritic.iterate(1);
    }
    assertSame(a2c.net(), actorCritic.net());
    assertSame(lambda.net(), actorCritic.net());
    A2c tail = a2c(envs(id), 7, new Gae(0.99, 0), new ValueTarget.Td(), Sgd.Config.DEFAULTS);
    ActorCriticTd batch = actorCritic(envs(id), 7);
    tail.iterate(1);
    batch.iterate(1);
    assertSame(tail.net(), batch.net());
  }

  /// One epoch over one minibatch without a clip: the ratio is 1 and its gradient is the score.
  @ParameterizedTest
  @ValueSource(strings = {"CartPole-v1", "Pendulum-v1"})
  void ppoWithOnePassHasTheGradientOfA2c(String id) {
    Gae gae = new Gae(0.99, 0.95);
    var update =
        new PpoConfig.Update(
            1,
            1_000_000,
            Schedule.constant(1e4),
            Double.POSITIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            Gae.Scaling.NONE,
            LINEAR);
    var config =
        new PpoConfig(
            4,
            16,
            gae,
            update,
            new PolicyObjective.Cpi(),
            PpoConfig.Value.DEFAULTS,
            EntropyCoefficient.constant(0.01),
            NETWORK,
            Normalization.DEFAULTS);
    Ppo ppo = new Ppo(config, envs(id), 5, new Workers(1));
    var a2cUpdate =
        new A2cConfig.Update(
            Schedule.constant(1e4), Double.POSITIVE_INFINITY, Gae.Scaling.NONE, LINEAR);
    A2c a2c =
        new A2c(
            new A2cConfig(
                4,
                16,
                gae,
                a2cUpdate,
                A2cConfig.Value.DEFAULTS,
                EntropyCoefficient.constant(0.01),
                NETWORK,
                Normalization.DEFAULTS),
            envs(id),
            5,
            new Workers(1));
    Parameters before = MlpActorCritic.of(NETWORK, envs(id), 5).parameters();
    ppo.iterate(1);
    a2c.iterate(1);
    for (String name : before.names()) {
      float[] start = before.get(name).toArray();
      float[] one = ppo.net().parameters().get(name).toArray();
      float[] other = a2c.net().parameters().get(name).toArray();
      double most = 0;
      for (int i = 0; i < start.length; i++) {
        most = Math.max(most, Math.abs(one[i] - start[i]));
      }
      assertThat(most).as(name).isPositive();
      assertThat(other).as(name).containsExactly(one, within((float) (1e-4 * most) + 1e-6f));
    }
  }

  /// `Σ p ∇log p = 0`.
  @Test
  void theScoreOfACategoricalHasZeroMean() {
    Parameters parameters = new Parameters();
    Tensor logits = parameters.add("logits", new float[] {0.3f, -1.2f, 2f, 0}, 1, 4);
    Gradients gradients = parameters.newGradients();
    try (Scope scope = Scope.recording()) {
      Categorical policy = Categorical.of(logits.in(scope));
      for (int a = 0; a < 4; a++) {
        float p = (float) Math.exp(policy.logProbs().get(a));
        policy.logProb(new Actions(new int[] {a}, new float[0])).sum().mul(p).backward(gradients);
      }
    }
    assertThat(gradients.get("logits")).containsExactly(new float[4], within(1e-6f));
  }

  /// `∫ p ∇log p = 0` by the trapezoidal rule over ±8σ, which is exact to rounding for a Gaussian.
  @Test
  void theScoreOfAGaussianHasZeroMean() {
    Parameters parameters = new Parameters();
    Tensor mean = parameters.add("mean", new float[] {0.7f}, 1, 1);
    Tensor logStd = parameters.add("logStd", new float[] {-0.4f}, 1, 1);
    Gradients gradients = parameters.newGradients();
    double step = 0.1 * Math.exp(-0.4);
    for (int k = -80; k <= 80; k++) {
      try (Scope scope = Scope.recording()) {
        var policy = DiagonalGaussian.of(mean.in(scope), logStd.in(scope));
        float[] action = {(float) (0.7 + k * step)};
        Tensor logp = policy.logProb(new Actions(new int[0], action));
        logp.sum().mul((float) (Math.exp(logp.get(0)) * step)).backward(gradients);
      }
    }
    assertThat(gradients.get("mean")[0]).isCloseTo(0, within(1e-5f));
    assertThat(gradients.get("logStd")[0]).isCloseTo(0, within(1e-5f));
  }

  /// A path through a chain whose steps slip: the dynamics cancel from `P(τ) / P_old(τ)`.
  @Test
  void theRatioOfAPathIsTheProductOfThePoliciesRatios() {
    double[] dynamics = {0.8, 0.2, 0.5};
    int[] actions = {0, 1, 1};
    double probability = 1;
    double old = 1;
    double ratio = 1;
    try (Scope scope = Scope.inference()) {
      var now = Categorical.of(scope.constant(new float[] {0, 1, 1, 0, 2, 0}, 3, 2));
      var before = Categorical.of(scope.constant(new float[] {0, 0, 1, 1, 0, 1}, 3, 2));
      var taken = new Actions(actions, new float[0]);
      Tensor logp = now.logProb(taken);
      Tensor logpOld = before.logProb(taken);
      for (int t = 0; t < 3; t++) {
        probability *= dynamics[t] * Math.exp(logp.get(t));
        old *= dynamics[t] * Math.exp(logpOld.get(t));
        ratio *= Math.exp(logp.get(t) - logpOld.get(t));
      }
    }
    assertThat(probability / old).isCloseTo(ratio, within(1e-7));
    // p = 0.268941, 0.268941, 0.119203; old 0.5, 0.5, 0.731059
    assertThat(ratio).isCloseTo(0.0471748, within(1e-6));
  }

  /// Two logits at 0, and no value.
  private record Coin(Parameters parameters) implements ActorCritic {
    static Coin fair() {
      Coin coin = new Coin(new Parameters());
      coin.parameters.add("actor.logits", new float[2], 1, 2);
      return coin;
    }

    @Override
    public Distribution policy(Tensor observations) {
      return Categorical.of(observations.matmul(parameters.get("actor.logits")));
    }

    @Override
    public Tensor value(Tensor observations) {
      return observations.squeeze(-1);
    }
  }

  private static float[] logitsAfter(int episodes, Baseline baseline, long seed) {
    var update =
        new ReinforceConfig.Update(
            Schedule.constant(1), Double.POSITIVE_INFINITY, Gae.Scaling.NONE, Sgd.Config.DEFAULTS);
    var config =
        new ReinforceConfig(
            1,
            episodes,
            1,
            Credit.REWARD_TO_GO,
            StepWeight.UNIFORM,
            baseline,
            update,
            ReinforceConfig.Value.DEFAULTS,
            EntropyCoefficient.constant(0),
            NETWORK,
            Normalization.DEFAULTS);
    VecEnv bandit = EnvAdapter.of("bandit", 1, () -> new BanditEnv(1, 0));
    Coin coin = Coin.fair();
    new Reinforce(config, bandit, coin, seed, new Workers(1)).iterate(1);
    return coin.parameters.get("actor.logits").toArray();
  }

  /// Arms that pay 1 and 0: pulling the first moves the logits by `1·(1 - ½, -½)`, the second by
  /// nothing; without the baseline nothing unlearns it.
  @Test
  void theGradientOnATwoArmedBanditIsTheScoreTimesTheReward() {
    int paid = 0;
    for (long seed = 0; seed < 20; seed++) {
      float[] logits = logitsAfter(1, new Baseline.None(), seed);
      paid += logits[0] == 0.5f ? 1 : 0;
      assertThat(logits[0]).isIn(0f, 0.5f);
      assertThat(logits[1]).isEqualTo(-logits[0]);
    }
    assertThat(paid).isBetween(3, 17);
  }

  /// Two pulls: both alike tell nothing; different ones move the logits by `½·(½ + ½)` with the
  /// other as the baseline, by half of that with the mean of both.
  @Test
  void twoPullsAreComparedWithEachOther() {
    for (long seed = 0; seed < 20; seed++) {
      float alone = logitsAfter(2, new Baseline.None(), seed)[0];
      boolean different = alone == 0.25f;
      assertThat(logitsAfter(2, new Baseline.LeaveOneOut(), seed)[0])
          .isEqualTo(different ? 0.5f : 0f);
      assertThat(logitsAfter(2, new Baseline.BatchMean(), seed)[0])
          .isEqualTo(different ? 0.25f : 0f);
    }
  }

  /// `Â = (1 - λ)·Σ λ^(k-1)·Â_k`, and the last, which reaches the end, has the weight `λ^(T-1)`.
  @Test
  void gaeIsAMixtureOfKStepAdvantages() {
    float[] rewards = {1, -2, 3, 0.5f, 2};
    float[] values = {0.3f, 1, -0.5f, 2, 0.7f};
    float[] nextValues = {1, -0.5f, 2, 0.7f, 1.5f};
    var steps = new Gae.Steps(rewards, values, nextValues, new boolean[5], new boolean[5]);
    double lambda = 0.8;
    float[] advantages = new float[5];
    new Gae(0.9, lambda).estimate(steps, 1, advantages);
    double mixture = 0;
    for (int k = 1; k <= 5; k++) {
      float[] targets = new float[5];
      new ValueTarget.NStep(k).estimate(steps, 1, 0.9, new float[5], targets);
      double weight = Math.pow(lambda, k - 1) * (k < 5 ? 1 - lambda : 1);
      mixture += weight * (targets[0] - values[0]);
    }
    assertThat(mixture).isCloseTo(advantages[0], within(1e-5));
  }
}
