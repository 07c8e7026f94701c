package dev.bellman.rl.policy;

import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.math.Ranges;
import dev.bellman.tensor.Activation;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Tensor;
import dev.bellman.tensor.nn.Initializer;
import dev.bellman.tensor.nn.Mlp;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Two separate networks of dense layers, one for the policy and one for the value.
///
/// Discrete actions get logits; continuous ones a mean from the network and a standard deviation
/// that does not depend on the observation. Layers start orthogonal, with gain √2, 0.01 for the
/// policy's last and 1 for the value's, as in Stable-Baselines3.
public final class MlpActorCritic implements ActorCritic {
  /// The networks' form.
  ///
  /// @param hidden widths of the hidden layers of either network
  /// @param activation f of the hidden layers
  /// @param logStd the first log σ of continuous actions
  public record Config(List<Integer> hidden, Activation activation, double logStd) {
    /// Two hidden layers of 64, tanh, σ = 1.
    public static final Config DEFAULTS = new Config(List.of(64, 64), Activation.TANH, 0);

    /// Checks the widths.
    ///
    /// @throws IllegalArgumentException if a width is below 1
    public Config {
      hidden = List.copyOf(hidden);
      for (int width : hidden) {
        Ranges.atLeastOne("hidden", width);
      }
    }
  }

  private static final double HIDDEN_GAIN = Math.sqrt(2);
  private static final double POLICY_GAIN = 0.01;
  private static final double VALUE_GAIN = 1;

  private final Space<?> actionSpace;
  private final Parameters parameters = new Parameters();
  private final Mlp actor;
  private final Mlp critic;
  private final @Nullable Tensor logStd;

  /// Fresh networks.
  ///
  /// @param config their form
  /// @param observationSpace what comes in
  /// @param actionSpace what is acted in
  /// @param rng what to draw the first weights from
  /// @throws IllegalArgumentException if there are no distributions over the action space
  public MlpActorCritic(Config config, Space<?> observationSpace, Space<?> actionSpace, Rng rng) {
    this.actionSpace = Distribution.supported(actionSpace);
    int inputs = observationSpace.flatSize();
    int outputs = this.actionSpace.flatSize();
    this.actor = Mlp.create(parameters, "actor", inputs, outputs, plan(config, POLICY_GAIN), rng);
    this.critic = Mlp.create(parameters, "critic", inputs, 1, plan(config, VALUE_GAIN), rng);
    this.logStd = this.actionSpace instanceof Box ? addLogStd(config, outputs) : null;
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

  private static Mlp.Plan plan(Config config, double outputGain) {
    return new Mlp.Plan(
        config.hidden,
        config.activation,
        new Initializer.Orthogonal(HIDDEN_GAIN),
        new Initializer.Orthogonal(outputGain));
  }

  private Tensor addLogStd(Config config, int a) {
    float[] first = new float[a];
    Arrays.fill(first, (float) config.logStd);
    return parameters.add("actor.logStd", first, a);
  }

  @Override
  public Parameters parameters() {
    return parameters;
  }

  @Override
  public Distribution policy(Tensor observations) {
    Tensor out = actor.forward(observations);
    return logStd == null
        ? Categorical.of(out)
        : DiagonalGaussian.of(out, logStd.expand(out.shape(), out));
  }

  @Override
  public Tensor value(Tensor observations) {
    return critic.forward(observations).squeeze(-1);
  }

  /// Floating-point operations of the matrix products of one forward pass of both networks, for one
  /// observation.
  ///
  /// @return 2 · Σ I·O
  public long flops() {
    return actor.flops() + critic.flops();
  }
}
