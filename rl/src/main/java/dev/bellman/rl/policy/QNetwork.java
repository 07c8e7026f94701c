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
import dev.bellman.tensor.nn.NoisyLinear;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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

  /// What dense layers are like. A variant is another value.
  public sealed interface Layers {
    /// Their weights are what they are.
    record Plain() implements Layers {}

    /// Their weights are noisy, and how much so is learned (Fortunato et al. 2018,
    /// arXiv:1706.10295, with factorised noise). They always start as in the paper.
    ///
    /// @param sigma σ₀, how noisy they are at first, above 0
    record Noisy(double sigma) implements Layers {
      /// The paper's σ₀.
      public static final Noisy DEFAULTS = new Noisy(NoisyLinear.SIGMA_0);

      /// Checks the range.
      ///
      /// @throws IllegalArgumentException if σ₀ is not above 0
      public Noisy {
        Ranges.aboveZero("sigma", sigma);
      }
    }
  }

  /// The network's form.
  ///
  /// @param convolution convolutions that come first, for images of rows, columns and channels;
  ///     none for any other observations. Images whose bounds are 0 and 255 are divided by 255
  ///     first
  /// @param hidden widths of the hidden layers
  /// @param activation f of the convolutions and the hidden layers
  /// @param initialization how layers start
  /// @param head what comes after the hidden layers
  /// @param layers what all dense layers are like
  public record Config(
      List<ConvStack.Filters> convolution,
      List<Integer> hidden,
      Activation activation,
      MlpActorCritic.Initialization initialization,
      Head head,
      Layers layers) {
    /// The defaults of Stable-Baselines3 2: two hidden layers of 64, rectified.
    public static final Config DEFAULTS =
        new Config(
            List.of(),
            List.of(64, 64),
            Activation.RELU,
            MlpActorCritic.Initialization.TORCH_DEFAULT,
            new Head.Single(),
            new Layers.Plain());

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
  }

  /// A dense layer, with noise or without.
  private record Dense(Linear mean, @Nullable NoisyLinear noisy) {
    Tensor forward(Tensor x, boolean withNoise) {
      return withNoise && noisy != null ? noisy.forward(x) : mean.forward(x);
    }

    long flops() {
      return 2L * mean.weight().size();
    }
  }

  private static final float GREATEST_BYTE = 255f;

  private final Parameters parameters = new Parameters();
  private final Config config;
  private final int width;
  private final int actions;
  private final @Nullable ConvStack images;

  /// What images are multiplied with.
  private final float scale;

  private final List<Dense> torso;
  private final List<Dense> advantage;
  private final List<Dense> value;

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
    this.config = config;
    this.width = width;
    this.actions = count(actionSpace);
    this.images =
        config.convolution.isEmpty() ? null : config.images(parameters, observationSpace, rng);
    this.scale = images != null && showsBytes(observationSpace) ? 1 / GREATEST_BYTE : 1;
    int inputs = images == null ? observationSpace.flatSize() : images.outputs();
    int latent = config.hidden.isEmpty() ? inputs : config.hidden.getLast();
    this.torso = hidden("torso", inputs, config.hidden, rng);
    if (config.head instanceof Head.Dueling(List<Integer> hidden)) {
      this.advantage = stream("advantage", latent, hidden, width * actions, rng);
      this.value = stream("value", latent, hidden, width, rng);
    } else {
      this.advantage = stream("q", latent, List.of(), width * actions, rng);
      this.value = List.of();
    }
  }

  private static boolean showsBytes(Space<?> space) {
    Box box = (Box) space;
    boolean bytes = true;
    for (int i = 0; i < box.flatSize(); i++) {
      bytes &= box.low(i) == 0 && box.high(i) == GREATEST_BYTE;
    }
    return bytes;
  }

  private List<Dense> hidden(String name, int inputs, List<Integer> widths, Rng rng) {
    List<Dense> layers = new ArrayList<>();
    int from = inputs;
    for (int to : widths) {
      layers.add(dense(name + "." + layers.size(), from, to, config.activation, rng));
      from = to;
    }
    return layers;
  }

  private List<Dense> stream(String name, int inputs, List<Integer> widths, int outputs, Rng rng) {
    List<Dense> layers = hidden(name, inputs, widths, rng);
    int from = widths.isEmpty() ? inputs : widths.getLast();
    layers.add(dense(name + "." + widths.size(), from, outputs, Activation.IDENTITY, rng));
    return layers;
  }

  private Dense dense(String name, int inputs, int outputs, Activation activation, Rng rng) {
    if (config.layers instanceof Layers.Noisy(double sigma)) {
      var noisy = NoisyLinear.create(parameters, name, inputs, outputs, activation, sigma, rng);
      return new Dense(noisy.mean(), noisy);
    }
    var start = config.initializer();
    return new Dense(
        Linear.create(parameters, name, inputs, outputs, activation, start, rng), null);
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

  /// Draws the noise anew, if there is any; not while a scope that used it is open.
  ///
  /// @param rng what to draw from
  public void resample(Rng rng) {
    resample(torso, rng);
    resample(advantage, rng);
    resample(value, rng);
  }

  private static void resample(List<Dense> layers, Rng rng) {
    for (int i = 0; i < layers.size(); i++) { // an iterator is not always optimised away
      NoisyLinear noisy = layers.get(i).noisy;
      if (noisy != null) {
        noisy.resample(rng);
      }
    }
  }

  /// Applies the network, with its noise if there is any.
  ///
  /// @param observations `[B,D]`
  /// @return `[B,K,A]`
  public Tensor forward(Tensor observations) {
    return forward(observations, true);
  }

  /// Applies the network without noise.
  ///
  /// @param observations `[B,D]`
  /// @return `[B,K,A]`
  public Tensor forwardMean(Tensor observations) {
    return forward(observations, false);
  }

  private Tensor forward(Tensor observations, boolean withNoise) {
    Tensor seen =
        images == null
            ? observations
            : images.forward(scale == 1 ? observations : observations.mul(scale));
    Tensor latent = through(torso, seen, withNoise);
    int rows = observations.shape().dim(0);
    Tensor q = through(advantage, latent, withNoise).reshape(rows, width, actions);
    if (value.isEmpty()) {
      return q;
    }
    return dueling(through(value, latent, withNoise).reshape(rows, width, 1), q);
  }

  private static Tensor through(List<Dense> layers, Tensor x, boolean withNoise) {
    Tensor y = x;
    for (int i = 0; i < layers.size(); i++) { // an iterator is not always optimised away
      y = layers.get(i).forward(y, withNoise);
    }
    return y;
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
  /// @return 2 · Σ I·O, and the convolutions' share
  public long flops() {
    long dense =
        Stream.of(torso, advantage, value).flatMap(List::stream).mapToLong(Dense::flops).sum();
    return dense + (images == null ? 0 : images.flops());
  }
}
