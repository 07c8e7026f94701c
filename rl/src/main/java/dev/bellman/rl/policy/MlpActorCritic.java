package dev.bellman.rl.policy;

import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.math.Ranges;
import dev.bellman.tensor.Activation;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Tensor;
import dev.bellman.tensor.nn.Initializer;
import dev.bellman.tensor.nn.Linear;
import dev.bellman.tensor.nn.Mlp;
import java.util.List;

/// Networks of dense layers for the policy and the value, side by side or on one torso.
///
/// Discrete actions get logits, for each part its own; continuous ones a mean from the network and
/// a standard deviation that is learned beside it.
public final class MlpActorCritic implements ActorCritic {
  /// Which layers the policy and the value have in common.
  public enum Torso {
    /// None: two networks.
    SEPARATE,
    /// All but the last, which learns from both losses.
    SHARED
  }

  /// How layers start.
  public enum Initialization {
    /// Orthogonal, with gain √2, 0.01 for the policy's last layer and 1 for the value's; biases 0.
    ORTHOGONAL,
    /// Uniform in ±1/√inputs, biases too.
    TORCH_DEFAULT
  }

  /// How continuous actions come to lie inside their space.
  public enum Bounds {
    /// Clipped on their way to the environment; densities are those before.
    CLIPPED,
    /// Squashed by tanh; see [SquashedGaussian].
    SQUASHED
  }

  /// The networks' form.
  ///
  /// @param hidden widths of the hidden layers of either network
  /// @param activation f of the hidden layers
  /// @param logStd the first log σ of continuous actions
  /// @param torso which layers the policy and the value have in common
  /// @param initialization how layers start
  /// @param temperature τ, above 0: the policy is `p^(1/τ)`, made to add up to 1, of the p that the
  ///   network gives. It acts and learns as such: logits are divided by τ, σ² is multiplied with it
  /// @param bounds how continuous actions come to lie inside their space
  /// @param noise how continuous actions vary around their mean
  public record Config(
      List<Integer> hidden,
      Activation activation,
      double logStd,
      Torso torso,
      Initialization initialization,
      double temperature,
      Bounds bounds,
      PolicyNoise noise) {
    /// Two hidden layers of 64, tanh, σ = 1.
    public static final Config DEFAULTS = new Config(List.of(64, 64), Activation.TANH, 0);

    /// Checks the ranges.
    ///
    /// @throws IllegalArgumentException if a number is out of its range
    public Config {
      hidden = List.copyOf(hidden);
      for (int width : hidden) {
        Ranges.atLeastOne("hidden", width);
      }
      Ranges.finite("logStd", logStd);
      Ranges.aboveZero("temperature", temperature);
      Ranges.finite("temperature", temperature);
    }

    /// Separate networks that start orthogonal, with clipped actions and independent noise.
    ///
    /// @param hidden widths of the hidden layers of either network
    /// @param activation f of the hidden layers
    /// @param logStd the first log σ of continuous actions
    public Config(List<Integer> hidden, Activation activation, double logStd) {
      this(
          hidden,
          activation,
          logStd,
          Torso.SEPARATE,
          Initialization.ORTHOGONAL,
          1,
          Bounds.CLIPPED,
          new PolicyNoise.Independent());
    }

    private Initializer initializer(double gain) {
      return initialization == Initialization.ORTHOGONAL
          ? new Initializer.Orthogonal(gain)
          : new Initializer.TorchDefault();
    }

    private Mlp.Plan plan(double outputGain) {
      return new Mlp.Plan(hidden, activation, initializer(HIDDEN_GAIN), initializer(outputGain));
    }
  }

  private static final double HIDDEN_GAIN = Math.sqrt(2);
  private static final double POLICY_GAIN = 0.01;
  private static final double VALUE_GAIN = 1;

  private final Parameters parameters = new Parameters();
  private final Mlp actor;
  private final Mlp critic;
  private final PolicyHead head;
  private final boolean shared;

  /// Fresh networks.
  ///
  /// @param config their form
  /// @param observationSpace what comes in
  /// @param actionSpace what is acted in
  /// @param rng what to draw the first weights from
  /// @throws IllegalArgumentException if there are no distributions over the action space, or the
  ///   form does not fit it
  public MlpActorCritic(Config config, Space<?> observationSpace, Space<?> actionSpace, Rng rng) {
    int inputs = observationSpace.flatSize();
    int latent = config.hidden.isEmpty() ? inputs : config.hidden.getLast();
    int outputs = PolicyHead.outputs(actionSpace);
    this.shared = config.torso == Torso.SHARED;
    this.actor = Mlp.create(parameters, "actor", inputs, outputs, config.plan(POLICY_GAIN), rng);
    this.critic =
        shared
            ? actor.withOutput(
                Linear.create(
                    parameters,
                    "critic",
                    latent,
                    1,
                    Activation.IDENTITY,
                    config.initializer(VALUE_GAIN),
                    rng))
            : Mlp.create(parameters, "critic", inputs, 1, config.plan(VALUE_GAIN), rng);
    this.head = PolicyHead.of(config, actionSpace, parameters, latent);
  }

  /// Fresh networks for environments.
  ///
  /// @param config their form
  /// @param envs whose observations come in and whose actions go out
  /// @param seed the run's seed, at least 0: weights are drawn from its stream "init"
  /// @return the networks
  public static MlpActorCritic of(Config config, VecEnv envs, long seed) {
    Rng rng = Rng.stream(seed, "init", 0);
    return new MlpActorCritic(config, envs.observationSpace(), envs.actionSpace(), rng);
  }

  @Override
  public Parameters parameters() {
    return parameters;
  }

  @Override
  public Distribution policy(Tensor observations) {
    Tensor latent = actor.latent(observations);
    return head.of(latent, actor.output(latent));
  }

  @Override
  public Tensor value(Tensor observations) {
    return critic.forward(observations).squeeze(-1);
  }

  @Override
  public PolicyAndValue policyAndValue(Tensor observations) {
    if (!shared) {
      return PolicyAndValue.of(policy(observations), value(observations));
    }
    Tensor latent = actor.latent(observations);
    Distribution policy = head.of(latent, actor.output(latent));
    return PolicyAndValue.of(policy, critic.output(latent).squeeze(-1));
  }

  /// Floating-point operations of the matrix products of one forward pass of policy and value, for
  /// one observation.
  ///
  /// @return 2 · Σ I·O
  public long flops() {
    return shared
        ? actor.flops() + 2L * critic.layers().getLast().weight().size()
        : actor.flops() + critic.flops();
  }
}
