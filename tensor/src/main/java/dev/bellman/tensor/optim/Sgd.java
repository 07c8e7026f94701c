package dev.bellman.tensor.optim;

import dev.bellman.tensor.Gradients;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.State;
import java.util.List;

/// Stochastic gradient descent with momentum in PyTorch's form (Sutskever et al. 2013, without
/// dampening): `u ← μ·u + g`, `θ ← θ - η·u`, or with Nesterov's look-ahead `θ ← θ - η·(g + μ·u)`.
public final class Sgd implements Optimizer {
  /// The constants.
  ///
  /// @param momentum μ, in [0, 1)
  /// @param nesterov whether to look ahead
  public record Config(double momentum, boolean nesterov) implements Optimizer.Choice {
    /// Plain gradient descent.
    public static final Config DEFAULTS = new Config(0, false);

    /// Checks the range.
    ///
    /// @throws IllegalArgumentException if the momentum is out of its range
    public Config {
      Ranges.unit("momentum", momentum);
    }

    @Override
    public Optimizer create(Parameters parameters, List<ParameterGroup> groups) {
      return new Sgd(parameters, this, groups);
    }
  }

  private final Parameters parameters;
  private final Config config;
  private final ParameterGroup.Membership membership;
  private final Moments velocities;
  private long gradientSteps;

  /// An optimiser that has taken no step.
  ///
  /// @param parameters what to change
  /// @param config the constants
  /// @param groups parameters with a learning rate of their own
  public Sgd(Parameters parameters, Config config, List<ParameterGroup> groups) {
    this.parameters = parameters;
    this.config = config;
    this.membership = ParameterGroup.Membership.of(parameters, groups);
    this.velocities = new Moments(parameters, 0f);
  }

  @Override
  public void step(Gradients gradients, double learningRate, double... groupRates) {
    gradientSteps++;
    float mu = (float) config.momentum;
    float ahead = config.nesterov ? 1f : 0f;
    float along = config.nesterov ? mu : 1f;
    parameters.update(
        gradients,
        (index, theta, g) -> {
          float rate = (float) membership.rate(index, learningRate, groupRates);
          float[] u = velocities.of(index);
          for (int i = 0; i < theta.length; i++) {
            u[i] = mu * u[i] + g[i];
            theta[i] -= rate * (ahead * g[i] + along * u[i]);
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
    velocities.save(out.at("velocity"));
  }

  @Override
  public void load(State in) {
    gradientSteps = in.longValue("gradientSteps");
    velocities.load(in.at("velocity"));
  }
}
