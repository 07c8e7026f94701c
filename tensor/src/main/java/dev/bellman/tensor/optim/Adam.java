package dev.bellman.tensor.optim;

import dev.bellman.tensor.Gradients;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.State;
import java.util.List;

/// Adam (Kingma and Ba 2015, arXiv:1412.6980, algorithm 1) and, with weight decay, AdamW
/// (Loshchilov and Hutter 2019, arXiv:1711.05101, algorithm 2). With `m` and `v` the running means
/// of the gradient and of its square: `θ ← θ - η·λ·θ - η · (m / (1 - β1ᵗ)) / (√(v / (1 - β2ᵗ)) +
/// ε)`.
public final class Adam implements Optimizer {
  /// Adam's constants.
  ///
  /// @param beta1 decay of the running mean of gradients, in [0, 1)
  /// @param beta2 decay of the running mean of squared gradients, in [0, 1)
  /// @param epsilon added to the root, above 0; Stable-Baselines3 takes 1e-5 for PPO, PyTorch 1e-8
  /// @param weightDecay λ, decoupled from the gradient, at least 0
  public record Config(double beta1, double beta2, double epsilon, double weightDecay)
      implements Optimizer.Choice {
    /// PyTorch's constants.
    public static final Config DEFAULTS = new Config(0.9, 0.999, 1e-8, 0);

    /// Checks the ranges.
    ///
    /// @throws IllegalArgumentException if a constant is out of its range
    public Config {
      Ranges.unit("beta1", beta1);
      Ranges.unit("beta2", beta2);
      Ranges.positive("epsilon", epsilon);
      Ranges.notNegative("weightDecay", weightDecay);
    }

    @Override
    public Optimizer create(Parameters parameters, List<ParameterGroup> groups) {
      return new Adam(parameters, this, groups);
    }

    /// These constants with another ε.
    ///
    /// @param value the new ε
    /// @return the constants
    public Config withEpsilon(double value) {
      return new Config(beta1, beta2, value, weightDecay);
    }
  }

  private final Parameters parameters;
  private final Config config;
  private final ParameterGroup.Membership membership;
  private final Moments means;
  private final Moments squares;
  private long gradientSteps;

  /// An optimiser that has taken no step.
  ///
  /// @param parameters what to change
  /// @param config the constants
  /// @param groups parameters with a learning rate of their own
  public Adam(Parameters parameters, Config config, List<ParameterGroup> groups) {
    this.parameters = parameters;
    this.config = config;
    this.membership = ParameterGroup.Membership.of(parameters, groups);
    this.means = new Moments(parameters, 0f);
    this.squares = new Moments(parameters, 0f);
  }

  /// An optimiser that has taken no step, one learning rate for all.
  ///
  /// @param parameters what to change
  /// @param config the constants
  public Adam(Parameters parameters, Config config) {
    this(parameters, config, List.of());
  }

  @Override
  public void step(Gradients gradients, double learningRate, double... groupRates) {
    gradientSteps++;
    double correction1 = 1 - StrictMath.pow(config.beta1, (double) gradientSteps);
    double correction2 = 1 - StrictMath.pow(config.beta2, (double) gradientSteps);
    float b1 = (float) config.beta1;
    float c1 = (float) (1 - config.beta1);
    float b2 = (float) config.beta2;
    float c2 = (float) (1 - config.beta2);
    float rootScale = (float) (1 / Math.sqrt(correction2));
    float epsilon = (float) config.epsilon;
    parameters.update(
        gradients,
        (index, theta, g) -> {
          double rate = membership.rate(index, learningRate, groupRates);
          float decay = (float) (1 - rate * config.weightDecay);
          float stepSize = (float) (rate / correction1);
          float[] m = means.of(index);
          float[] v = squares.of(index);
          for (int i = 0; i < theta.length; i++) {
            m[i] = b1 * m[i] + c1 * g[i];
            v[i] = b2 * v[i] + c2 * (g[i] * g[i]);
            float root = (float) Math.sqrt(v[i]) * rootScale + epsilon;
            theta[i] = decay * theta[i] - stepSize * (m[i] / root);
          }
        });
  }

  @Override
  public long gradientSteps() {
    return gradientSteps;
  }

  @Override
  public void save(State out) {
    out.putLong("gradientSteps", gradientSteps);
    means.save(out.at("mean"));
    squares.save(out.at("square"));
  }

  @Override
  public void load(State in) {
    gradientSteps = in.longValue("gradientSteps");
    means.load(in.at("mean"));
    squares.load(in.at("square"));
  }
}
