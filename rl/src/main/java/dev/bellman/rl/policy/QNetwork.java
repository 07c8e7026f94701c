package dev.bellman.rl.policy;

import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.math.Ranges;
import dev.bellman.tensor.Activation;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Tensor;
import dev.bellman.tensor.nn.ConvStack;
import dev.bellman.tensor.nn.Initializer;
import dev.bellman.tensor.nn.Linear;
import dev.bellman.tensor.nn.Mlp;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A network that gives K numbers for each of A actions; what they mean,
/// [dev.bellman.rl.loss.ActionValue] says.
public final class QNetwork {
  /// What comes after the hidden layers. A variant is another value.
  public sealed interface Head {
    /// One layer to all outputs.
    record Single() implements Head {}

    /// Two streams, one for the state's value V and one for the actions' advantages A: `Q(s,a) =
    /// V(s) + A(s,a) - mean_a A(s,a)` (Wang et al. 2016, arXiv:1511.06581, equation 9), for each
    /// of the K numbers.
    ///
    /// @param hidden widths of the hidden layers that each stream has of its own
    record Dueling(List<Integer> hidden) implements Head {
      /// Streams of one layer.
      public static final Dueling DEFAULTS = new Dueling(List.of());

      /// Checks the ranges.
      ///
      /// @throws IllegalArgumentException if a width is below 1
      public Dueling {
        hidden = List.copyOf(hidden);
        for (int width : hidden) {
          Ranges.atLeastOne("hidden", width);
        }
      }
    }
  }

  /// The network's form.
  ///
  /// @param convolution convolutions that come first, for images of rows, columns and channels;
  ///     none for any other observations
  /// @param hidden widths of the hidden layers
  /// @param activation f of the convolutions and the hidden layers
  /// @param initialization how layers start
  /// @param head what comes after the hidden layers
  public record Config(
      List<ConvStack.Filters> convolution,
      List<Integer> hidden,
      Activation activation,
      MlpActorCritic.Initialization initialization,
      Head head) {
    /// The defaults of Stable-Baselines3 2: two hidden layers of 64, rectified.
    public static final Config DEFAULTS =
        new Config(
            List.of(),
            List.of(64, 64),
            Activation.RELU,
            MlpActorCritic.Initialization.TORCH_DEFAULT,
            new Head.Single());

    /// Checks the ranges.
    ///
    /// @throws IllegalArgumentException if a width is below 1
    public Config {
      convolution = List.copyOf(convolution);
      hidden = List.copyOf(hidden);
      for (int width : hidden) {
        Ranges.atLeastOne("hidden", width);
      }
    }

    private Initializer initializer() {
      return initialization == MlpActorCritic.Initialization.ORTHOGONAL
          ? new Initializer.Orthogonal(Math.sqrt(2))
          : new Initializer.TorchDefault();
    }

    private ConvStack images(Parameters parameters, Space<?> space, Rng rng) {
      if (!(space instanceof Box box && box.shape().length == 3)) {
        throw new IllegalArgumentException(
            "network.convolution: observations must be images of rows, columns and channels, got %s"
                    .formatted(space)
                + " (leave it empty)");
      }
      int[] shape = box.shape();
      var plan = new ConvStack.Plan(convolution, activation, initializer());
      return ConvStack.create(parameters, "convolution", shape[0], shape[1], shape[2], plan, rng);
    }

    private Mlp.Plan plan(List<Integer> widths) {
      return new Mlp.Plan(widths, activation, initializer(), initializer());
    }
  }

  private final Parameters parameters = new Parameters();
  private final @Nullable ConvStack images;
  private final List<Linear> torso = new ArrayList<>();
  private final int width;
  private final int actions;
  private final Mlp advantage;
  private final @Nullable Mlp value;

  /// A fresh network.
  ///
  /// @param config its form
  /// @param observationSpace what comes in
  /// @param actionSpace the actions
  /// @param width K, numbers for each action
  /// @param rng what to draw the first weights from
  /// @throws IllegalArgumentException if the actions are not discrete, or there are convolutions
  ///     and the observations are no images
  public QNetwork(
      Config config, Space<?> observationSpace, Space<?> actionSpace, int width, Rng rng) {
    this.width = width;
    this.actions = count(actionSpace);
    this.images =
        config.convolution.isEmpty() ? null : config.images(parameters, observationSpace, rng);
    int latent = images == null ? observationSpace.flatSize() : images.outputs();
    for (int next : config.hidden) {
      String name = "torso." + torso.size();
      torso.add(
          Linear.create(
              parameters, name, latent, next, config.activation, config.initializer(), rng));
      latent = next;
    }
    if (config.head instanceof Head.Dueling(List<Integer> hidden)) {
      Mlp.Plan plan = config.plan(hidden);
      this.advantage = Mlp.create(parameters, "advantage", latent, width * actions, plan, rng);
      this.value = Mlp.create(parameters, "value", latent, width, plan, rng);
    } else {
      Mlp.Plan plan = config.plan(List.of());
      this.advantage = Mlp.create(parameters, "q", latent, width * actions, plan, rng);
      this.value = null;
    }
  }

  /// A fresh network for environments.
  ///
  /// @param config its form
  /// @param envs whose observations come in
  /// @param width K, numbers for each action
  /// @param seed the run's seed, at least 0: weights are drawn from its stream "init"
  /// @return the network
  /// @throws IllegalArgumentException if the actions are not discrete, or there are convolutions
  ///     and the observations are no images
  public static QNetwork of(Config config, VecEnv envs, int width, long seed) {
    Rng rng = Rng.stream(seed, "init", 0);
    return new QNetwork(config, envs.observationSpace(), envs.actionSpace(), width, rng);
  }

  private static int count(Space<?> actionSpace) {
    if (actionSpace instanceof Discrete(int n, int _)) {
      return n;
    }
    throw new IllegalArgumentException(
        "action space: must be Discrete, got %s (take ppo or a2c, which know other actions)"
            .formatted(actionSpace));
  }

  /// {@return what is learned}
  public Parameters parameters() {
    return parameters;
  }

  /// {@return A, the number of actions}
  public int actions() {
    return actions;
  }

  /// Applies the network.
  ///
  /// @param observations `[B,D]`
  /// @return `[B,K,A]`
  public Tensor forward(Tensor observations) {
    Tensor latent = images == null ? observations : images.forward(observations);
    for (int i = 0; i < torso.size(); i++) { // an iterator is not always optimised away
      latent = torso.get(i).forward(latent);
    }
    int rows = observations.shape().dim(0);
    Tensor q = advantage.forward(latent).reshape(rows, width, actions);
    if (value == null) {
      return q;
    }
    return dueling(value.forward(latent).reshape(rows, width, 1), q);
  }

  /// `V + A - mean_a A`.
  ///
  /// @param value V, `[B,K,1]`
  /// @param advantage A, `[B,K,A]`
  /// @return `[B,K,A]`
  static Tensor dueling(Tensor value, Tensor advantage) {
    Tensor mean = advantage.mean(-1).reshape(value.shape().dim(0), value.shape().dim(1), 1);
    return advantage.add(value.sub(mean));
  }

  /// Floating-point operations of the matrix products of one forward pass, for one observation.
  ///
  /// @return 2 · Σ I·O
  public long flops() {
    long weights = torso.stream().mapToLong(layer -> layer.weight().size()).sum();
    return (images == null ? 0 : images.flops())
        + 2 * weights
        + advantage.flops()
        + (value == null ? 0 : value.flops());
  }
}
