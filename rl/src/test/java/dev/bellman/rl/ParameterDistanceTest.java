package dev.bellman.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.a2c.A2c;
import dev.bellman.rl.a2c.A2cConfig;
import dev.bellman.rl.actorcritic.ActorCriticConfig;
import dev.bellman.rl.actorcritic.ActorCriticTd;
import dev.bellman.rl.data.Normalization;
import dev.bellman.rl.env.BanditEnv;
import dev.bellman.rl.env.EnvAdapter;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.loss.EntropyCoefficient;
import dev.bellman.rl.math.Baseline;
import dev.bellman.rl.math.Gae;
import dev.bellman.rl.policy.ActorCritic;
import dev.bellman.rl.policy.Categorical;
import dev.bellman.rl.policy.CriticRate;
import dev.bellman.rl.policy.Distribution;
import dev.bellman.rl.policy.MlpActorCritic;
import dev.bellman.rl.ppo.Ppo;
import dev.bellman.rl.ppo.PpoConfig;
import dev.bellman.rl.reinforce.Reinforce;
import dev.bellman.rl.reinforce.ReinforceConfig;
import dev.bellman.rl.trpo.LineSearch;
import dev.bellman.rl.trpo.Trpo;
import dev.bellman.rl.trpo.TrpoConfig;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.Tensor;
import dev.bellman.tensor.Workers;
import dev.bellman.tensor.optim.Adam;
import dev.bellman.tensor.optim.Schedule;
import dev.bellman.tensor.optim.Sgd;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/// One pull of one of two arms that both pay 1, by a fair coin with V = 0: δ = 1, the logits'
/// gradient is (½, -½) up to its sign, and V's is -2·c_v = -1.
class ParameterDistanceTest {
  private static final double NEVER = Double.POSITIVE_INFINITY;
  private static final Schedule RATE = Schedule.constant(0.1);
  private static final Schedule NOTHING = Schedule.constant(0);
  private static final Schedule HALF = Schedule.constant(0.5);
  private static final CriticRate SAME = new CriticRate.AsPolicy();
  private static final Gae GAE = new Gae(0.9, 0.9);
  private static final MlpActorCritic.Config NO_NETWORK = MlpActorCritic.Config.DEFAULTS;
  private static final Normalization PLAIN = Normalization.DEFAULTS;
  private static final Offset<Double> NEAR = within(1e-6);

  /// Logits and a value that are the parameters themselves.
  private record Coin(Parameters parameters) implements ActorCritic {
    static Coin fair() {
      Parameters parameters = new Parameters();
      parameters.add("actor.logits", new float[2], 1, 2);
      parameters.add("critic.value", new float[1], 1, 1);
      return new Coin(parameters);
    }

    @Override
    public Distribution policy(Tensor observations) {
      return Categorical.of(observations.matmul(parameters.get("actor.logits")));
    }

    @Override
    public Tensor value(Tensor observations) {
      Tensor value = observations.matmul(parameters.get("critic.value"));
      return value.reshape(observations.shape().dim(0));
    }
  }

  private interface Factory {
    Algorithm make(VecEnv envs, ActorCritic net, Workers workers);
  }

  /// The metrics of one iteration.
  private static Metrics iterate(Factory factory) {
    try (Workers workers = new Workers(1);
        VecEnv envs = EnvAdapter.of("bandit", 1, () -> new BanditEnv(1, 1))) {
      Metrics metrics = factory.make(envs, Coin.fair(), workers).iterate(1);
      assertThat(metrics.get("action_diversity")).isZero(); // of one action
      return metrics;
    }
  }

  private static double distance(Factory factory) {
    return iterate(factory).get("parameter_distance");
  }

  @Test
  void a2cMovesByTheRateTimesTheGradient() {
    var update = new A2cConfig.Update(RATE, NEVER, Gae.Scaling.NONE, Sgd.Config.DEFAULTS);
    var value = new A2cConfig.Value(HALF, A2cConfig.Value.DEFAULTS.target(), SAME);
    var config =
        new A2cConfig(1, 1, GAE, update, value, EntropyCoefficient.constant(0), NO_NETWORK, PLAIN);
    // 0.1 · √(¼ + ¼ + 1)
    assertThat(distance((envs, net, workers) -> new A2c(config, envs, net, 0, workers)))
        .isEqualTo(0.12247448713915890, NEAR);
  }

  @Test
  void theActorCriticMovesByTheRateTimesTheGradient() {
    var update = new ActorCriticConfig.Update(RATE, NEVER, Gae.Scaling.NONE, Sgd.Config.DEFAULTS);
    var value = new ActorCriticConfig.Value(HALF, SAME);
    var config =
        new ActorCriticConfig(
            1, 1, 0.9, update, value, EntropyCoefficient.constant(0), NO_NETWORK, PLAIN);
    assertThat(distance((envs, net, workers) -> new ActorCriticTd(config, envs, net, 0, workers)))
        .isEqualTo(0.12247448713915890, NEAR);
  }

  @Test
  void reinforceMovesByTheRateTimesTheGradient() {
    var update = new ReinforceConfig.Update(RATE, NEVER, Gae.Scaling.NONE, Sgd.Config.DEFAULTS);
    ReinforceConfig d = ReinforceConfig.DEFAULTS;
    var config =
        new ReinforceConfig(
            1,
            1,
            0.9,
            d.credit(),
            d.stepWeight(),
            new Baseline.None(),
            update,
            d.value(),
            EntropyCoefficient.constant(0),
            NO_NETWORK,
            PLAIN);
    // 0.1 · √(¼ + ¼)
    assertThat(distance((envs, net, workers) -> new Reinforce(config, envs, net, 0, workers)))
        .isEqualTo(0.07071067811865475, NEAR);
  }

  /// Adam's first step is the rate for each number with a gradient, and so is its second one while
  /// the gradient is nearly the same: the sum of all steps counts, not the last one.
  @Test
  void ppoMovesByAllItsStepsTogether() {
    PpoConfig d = PpoConfig.DEFAULTS;
    var update =
        new PpoConfig.Update(
            2,
            1,
            Schedule.constant(1e-4),
            NEVER,
            NEVER,
            Gae.Scaling.NONE,
            Adam.Config.DEFAULTS.withEpsilon(1e-9));
    var config =
        new PpoConfig(
            1,
            1,
            GAE,
            update,
            d.objective(),
            d.value(),
            EntropyCoefficient.constant(0),
            NO_NETWORK,
            PLAIN);
    // 2e-4 · √3
    assertThat(distance((envs, net, workers) -> new Ppo(config, envs, net, 0, workers)))
        .isEqualTo(3.4641016151377546e-4, within(1e-7));
  }

  /// For two logits F = ¼·((1, -1), (-1, 1)); the full step is √(2δ)·(1, -1), as long as 2√δ.
  @Test
  void theNaturalGradientMovesByTheTrustRegion() {
    TrpoConfig d = TrpoConfig.NPG;
    var step =
        new TrpoConfig.Step(
            Schedule.constant(0.01),
            d.step().klDirection(),
            0,
            d.step().conjugateGradient(),
            new LineSearch.None());
    var value =
        new TrpoConfig.Value(
            d.value().loss(), d.value().target(), 1, 1, NOTHING, Adam.Config.DEFAULTS);
    var config = new TrpoConfig(1, 1, GAE, Gae.Scaling.NONE, step, value, NO_NETWORK, PLAIN);
    assertThat(distance((envs, net, workers) -> new Trpo(config, envs, net, 0, workers)))
        .isEqualTo(0.2, NEAR);
  }
}
