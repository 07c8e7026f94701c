package dev.bellman.tensor.optim;

import dev.bellman.tensor.Gradients;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.State;
import java.util.List;

/// RMSprop (Hinton, Coursera lecture 6e, 2012) with `v` the running mean of the squared gradient,
/// in the two forms that published results were made with. They differ a lot in the first few
/// hundred steps.
public final class RmsProp implements Optimizer {
  /// Where ε stands and how `v` starts.
  public enum Form {
    /// PyTorch's: `θ ← θ - η·g / (√v + ε)`, v starts at 0.
    TORCH,
    /// TensorFlow 1's, which early A2C results used: `θ ← θ - η·g / √(v + ε)`, v starts at 1.
    TENSORFLOW
  }

  /// RMSprop's constants.
  ///
  /// @param form which of the two
  /// @param alpha decay of the running mean of squared gradients, in [0, 1)
  /// @param epsilon keeps the quotient finite, above 0
  public record Config(Form form, double alpha, double epsilon) implements Optimizer.Choice {
    /// What Stable-Baselines3 takes for A2C.
    public static final Config DEFAULTS = new Config(Form.TORCH, 0.99, 1e-5);

    /// Checks the ranges.
    ///
    /// @throws IllegalArgumentException if a constant is out of its range
    public Config {
      Ranges.unit("alpha", alpha);
      Ranges.positive("epsilon", epsilon);
    }

    @Override
    public Optimizer create(Parameters parameters, List<ParameterGroup> groups) {
      return new RmsProp(parameters, this, groups);
    }
  }

  private final Parameters parameters;
  private final Config config;
  private final ParameterGroup.Membership membership;
  private final Moments squares;
  private long gradientSteps;

  /// An optimiser that has taken no step.
  ///
  /// @param parameters what to change
  /// @param config the constants
  /// @param groups parameters with a learning rate of their own
  public RmsProp(Parameters parameters, Config config, List<ParameterGroup> groups) {
    this.parameters = parameters;
    this.config = config;
    this.membership = ParameterGroup.Membership.of(parameters, groups);
    this.squares = new Moments(parameters, config.form == Form.TORCH ? 0f : 1f);
  }

  @Override
  public void step(Gradients gradients, double learningRate, double... groupRates) {
    gradientSteps++;
    float alpha = (float) config.alpha;
    float rest = (float) (1 - config.alpha);
    boolean torch = config.form == Form.TORCH;
    float outside = torch ? (float) config.epsilon : 0f;
    float inside = torch ? 0f : (float) config.epsilon;
    parameters.update(
        gradients,
        (index, theta, g) -> {
          float rate = (float) membership.rate(index, learningRate, groupRates);
          float[] v = squares.of(index);
          for (int i = 0; i < theta.length; i++) {
            v[i] = alpha * v[i] + rest * (g[i] * g[i]);
            theta[i] -= rate * (g[i] / ((float) Math.sqrt(v[i] + inside) + outside));
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
    squares.save(out.at("square"));
  }

  @Override
  public void load(State in) {
    gradientSteps = in.longValue("gradientSteps");
    squares.load(in.at("square"));
  }
}
