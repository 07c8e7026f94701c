package dev.bellman.rl.dqn;

import dev.bellman.rl.data.GradientSteps;
import dev.bellman.rl.data.ReplayConfig;
import dev.bellman.rl.data.ReplaySampling;
import dev.bellman.rl.loss.ActionValue;
import dev.bellman.rl.loss.TdLoss;
import dev.bellman.rl.policy.MlpActorCritic;
import dev.bellman.rl.policy.QNetwork;
import dev.bellman.tensor.Activation;
import dev.bellman.tensor.optim.Adam;
import dev.bellman.tensor.optim.Schedule;
import java.util.List;

/// Configurations for tests.
final class Dqns {
  private Dqns() {}

  static final ReplayConfig REPLAY = new ReplayConfig(4000, 1, new ReplaySampling.Uniform(), true);

  static final DqnConfig.Target DOUBLE =
      new DqnConfig.Target(DqnConfig.NextAction.ONLINE, new TargetUpdate.Hard(200));

  static final DqnConfig.Target POLYAK =
      new DqnConfig.Target(DqnConfig.NextAction.TARGET, new TargetUpdate.Polyak(0.05, 1));

  static final QNetwork.Config DUELING =
      network(new QNetwork.Head.Dueling(List.of(16)), new QNetwork.Layers.Plain());

  /// A small network and many gradient steps, for tasks that are learned in a second.
  static final DqnConfig QUICK =
      new DqnConfig(
          8,
          0.9,
          REPLAY,
          new DqnConfig.Exploration(200, new Schedule.LinearUntil(1, 0.05, 0.5), 0),
          update(32),
          new DqnConfig.Target(DqnConfig.NextAction.TARGET, new TargetUpdate.Hard(200)),
          new ActionValue.Expected(new TdLoss.Huber(1)),
          network(new QNetwork.Head.Single(), new QNetwork.Layers.Plain()));

  /// Layers that explore by themselves.
  static final QNetwork.Config NOISY =
      network(new QNetwork.Head.Single(), QNetwork.Layers.Noisy.DEFAULTS);

  static final DqnConfig.Exploration ONLY_NOISE =
      new DqnConfig.Exploration(200, Schedule.constant(0), 0);

  static final ReplayConfig PRIORITIZED =
      new ReplayConfig(4000, 1, ReplaySampling.Prioritized.DEFAULTS, true);

  static final ReplayConfig THREE_STEPS =
      new ReplayConfig(4000, 3, new ReplaySampling.Uniform(), true);

  /// All switches together.
  static final DqnConfig RAINBOW =
      new DqnConfig(
          8,
          0.9,
          new ReplayConfig(4000, 3, ReplaySampling.Prioritized.DEFAULTS, true),
          QUICK.exploration(),
          QUICK.update(),
          DOUBLE,
          new ActionValue.Categorical(21, 0, 10),
          network(new QNetwork.Head.Dueling(List.of(16)), QNetwork.Layers.Noisy.DEFAULTS));

  static DqnConfig.Update update(int batchSize) {
    return new DqnConfig.Update(
        1,
        new GradientSteps.Fixed(1),
        batchSize,
        Schedule.constant(3e-3),
        10,
        Adam.Config.DEFAULTS);
  }

  static QNetwork.Config network(QNetwork.Head head, QNetwork.Layers layers) {
    return new QNetwork.Config(
        List.of(),
        List.of(32),
        Activation.RELU,
        MlpActorCritic.Initialization.TORCH_DEFAULT,
        head,
        layers);
  }

  static DqnConfig with(DqnConfig config, ReplayConfig replay) {
    return new DqnConfig(
        config.envs(),
        config.gamma(),
        replay,
        config.exploration(),
        config.update(),
        config.target(),
        config.value(),
        config.network());
  }

  static DqnConfig with(DqnConfig config, DqnConfig.Exploration exploration) {
    return new DqnConfig(
        config.envs(),
        config.gamma(),
        config.replay(),
        exploration,
        config.update(),
        config.target(),
        config.value(),
        config.network());
  }

  static DqnConfig with(DqnConfig config, DqnConfig.Update update) {
    return new DqnConfig(
        config.envs(),
        config.gamma(),
        config.replay(),
        config.exploration(),
        update,
        config.target(),
        config.value(),
        config.network());
  }

  static DqnConfig with(DqnConfig config, DqnConfig.Target target) {
    return new DqnConfig(
        config.envs(),
        config.gamma(),
        config.replay(),
        config.exploration(),
        config.update(),
        target,
        config.value(),
        config.network());
  }

  static DqnConfig with(DqnConfig config, ActionValue value) {
    return new DqnConfig(
        config.envs(),
        config.gamma(),
        config.replay(),
        config.exploration(),
        config.update(),
        config.target(),
        value,
        config.network());
  }

  static DqnConfig with(DqnConfig config, QNetwork.Config network) {
    return new DqnConfig(
        config.envs(),
        config.gamma(),
        config.replay(),
        config.exploration(),
        config.update(),
        config.target(),
        config.value(),
        network);
  }
}
