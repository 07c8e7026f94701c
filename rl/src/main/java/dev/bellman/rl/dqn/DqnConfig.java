package dev.bellman.rl.dqn;

import dev.bellman.rl.data.GradientSteps;
import dev.bellman.rl.data.ReplayConfig;
import dev.bellman.rl.data.ReplaySampling;
import dev.bellman.rl.loss.ActionValue;
import dev.bellman.rl.loss.TdLoss;
import dev.bellman.rl.math.Ranges;
import dev.bellman.rl.policy.MlpActorCritic;
import dev.bellman.rl.policy.QNetwork;
import dev.bellman.tensor.Activation;
import dev.bellman.tensor.optim.Adam;
import dev.bellman.tensor.optim.Optimizer;
import dev.bellman.tensor.optim.Schedule;
import java.util.List;

/// DQN's hyper-parameters. Each part of what is called Rainbow is a switch of its own.
///
/// @param envs N, environments side by side, at least 1: how many whoever starts a run makes; [Dqn]
///   goes by those it is given
/// @param gamma γ, the discount of a step, in [0, 1]
/// @param replay what is remembered and how it is drawn; rewards in a target
/// @param exploration how actions are chosen while learning
/// @param update how much is learned from each batch, and how often
/// @param target what values are learned towards
/// @param value what is learned of the return of an action
/// @param network the network's form
public record DqnConfig(
    int envs,
    double gamma,
    ReplayConfig replay,
    Exploration exploration,
    Update update,
    Target target,
    ActionValue value,
    QNetwork.Config network) {
  /// The defaults of Stable-Baselines3 2.
  public static final DqnConfig DEFAULTS =
      new DqnConfig(
          1,
          0.99,
          ReplayConfig.DEFAULTS,
          Exploration.DEFAULTS,
          Update.DEFAULTS,
          Target.DEFAULTS,
          new ActionValue.Expected(new TdLoss.Huber(1)),
          QNetwork.Config.DEFAULTS);

  /// Quantile regression with the defaults of Stable-Baselines3-contrib 2: 200 quantiles, gradients
  /// as they are, Adam's ε 0.01 over the batch size of 32 (to be set along with another).
  public static final DqnConfig QRDQN =
      new DqnConfig(
          1,
          0.99,
          ReplayConfig.DEFAULTS,
          new Exploration(100, new Schedule.LinearUntil(1, 0.01, 0.005), 0),
          new Update(
              4,
              new GradientSteps.Fixed(1),
              32,
              Schedule.constant(5e-5),
              Double.POSITIVE_INFINITY,
              Adam.Config.DEFAULTS.withEpsilon(0.01 / 32)),
          Target.DEFAULTS,
          ActionValue.Quantile.DEFAULTS,
          QNetwork.Config.DEFAULTS);

  /// All switches of Rainbow with its constants (Hessel et al. 2018, table 1): 3 rewards in a
  /// target, α 0.5 and β from 0.4 to 1, σ₀ 0.5 in place of ε, 51 atoms from -10 to 10. The rest is
  /// that of [#DEFAULTS].
  public static final DqnConfig RAINBOW =
      new DqnConfig(
          1,
          0.99,
          new ReplayConfig(
              1_000_000,
              3,
              new ReplaySampling.Prioritized(0.5, Schedule.linear(0.4, 1), 1e-6),
              false),
          new Exploration(100, Schedule.constant(0), 0),
          Update.DEFAULTS,
          new Target(NextAction.ONLINE, new TargetUpdate.Hard(10_000)),
          ActionValue.Categorical.DEFAULTS,
          new QNetwork.Config(
              List.of(),
              List.of(64, 64),
              Activation.RELU,
              MlpActorCritic.Initialization.TORCH_DEFAULT,
              QNetwork.Head.Dueling.DEFAULTS,
              QNetwork.Layers.Noisy.DEFAULTS));

  /// Checks the ranges.
  ///
  /// @throws IllegalArgumentException if a number is out of its range
  public DqnConfig {
    Ranges.atLeastOne("envs", envs);
    Ranges.unit("gamma", gamma);
  }

  /// How actions are chosen while learning: any with probability ε, else the one of the greatest
  /// value. Each environment tosses its own coin.
  ///
  /// @param learningStarts environment steps, in all environments together, before anything is
  ///   learned, at least 0; until then any action is taken
  /// @param epsilon ε, in [0, 1]; over progress, so that it is independent of the budget
  /// @param ladder how much environments differ, at least 0: environment i of N takes `ε^(1 +
  ///   ladder · i / (N - 1))` (Horgan et al. 2018, arXiv:1803.00933, with 7); 0 for not at all
  public record Exploration(long learningStarts, Schedule epsilon, double ladder) {
    /// The defaults of Stable-Baselines3 2.
    public static final Exploration DEFAULTS =
        new Exploration(100, new Schedule.LinearUntil(1, 0.05, 0.1), 0);

    /// Checks the ranges.
    ///
    /// @throws IllegalArgumentException if a number is out of its range
    public Exploration {
      Ranges.notNegative("learningStarts", learningStarts);
      Schedule.requireRange("epsilon", epsilon, 0, 1);
      Ranges.notNegative("ladder", ladder);
      Ranges.finite("ladder", ladder);
    }
  }

  /// How much is learned from each batch, and how often.
  ///
  /// @param trainEvery steps of each environment between two times of learning, at least 1
  /// @param gradientSteps how many gradient steps follow
  /// @param batchSize B, transitions of one gradient step, at least 1
  /// @param learningRate the step size, at least 0, usually 1e-4 to 1e-3
  /// @param maxGradNorm the gradient is clipped to this global norm; infinite for never
  /// @param optimizer what turns gradients into steps
  public record Update(
      int trainEvery,
      GradientSteps gradientSteps,
      int batchSize,
      Schedule learningRate,
      double maxGradNorm,
      Optimizer.Choice optimizer) {
    /// The defaults of Stable-Baselines3 2.
    public static final Update DEFAULTS =
        new Update(
            4, new GradientSteps.Fixed(1), 32, Schedule.constant(1e-4), 10, Adam.Config.DEFAULTS);

    /// Checks the ranges.
    ///
    /// @throws IllegalArgumentException if a number is out of its range
    public Update {
      Ranges.atLeastOne("trainEvery", trainEvery);
      Ranges.atLeastOne("batchSize", batchSize);
      Schedule.requireRange("learningRate", learningRate, 0, Double.MAX_VALUE);
      Ranges.aboveZero("maxGradNorm", maxGradNorm);
    }
  }

  /// What values are learned towards.
  ///
  /// @param action who chooses the action in the next state
  /// @param update how the target network follows the online network
  public record Target(NextAction action, TargetUpdate update) {
    /// The defaults of Stable-Baselines3 2.
    public static final Target DEFAULTS =
        new Target(NextAction.TARGET, new TargetUpdate.Hard(10_000));
  }

  /// Who chooses the action in the next state. The target network judges it.
  public enum NextAction {
    /// The target network: `max_a Q⁻(s', a)` (Mnih et al. 2015).
    TARGET,
    /// The online network: `Q⁻(s', argmax_a Q(s', a))`, Double DQN (van Hasselt et al. 2016,
    /// arXiv:1509.06461).
    ONLINE
  }
}
