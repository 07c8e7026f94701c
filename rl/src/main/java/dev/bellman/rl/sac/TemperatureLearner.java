package dev.bellman.rl.sac;

import dev.bellman.tensor.Gradients;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import dev.bellman.tensor.Tensor;
import dev.bellman.tensor.optim.Adam;
import java.util.OptionalDouble;

/// α as it is, and how it is learned: Adam on log α, along the gradient of `-log α·mean(log π +
/// target)`. Owns log α.
final class TemperatureLearner implements Stateful {
  private final OptionalDouble target;
  private final Parameters parameters = new Parameters();
  private final Tensor logAlpha;
  private final Gradients gradient;
  private final Adam optimizer;
  private final double[] derivative = new double[1];

  TemperatureLearner(Temperature temperature, int actionSize) {
    this.target = temperature.target(actionSize);
    float first = (float) StrictMath.log(temperature.initial());
    this.logAlpha = parameters.add("logAlpha", new float[] {first}, 1);
    this.gradient = parameters.newGradients();
    this.optimizer = new Adam(parameters, Adam.Config.DEFAULTS);
  }

  double alpha() {
    return StrictMath.exp(logAlpha.get(0));
  }

  /// One gradient step, if α is learned.
  ///
  /// @param entropy the mean of -log π over the batch
  void step(double entropy, double learningRate) {
    if (target.isPresent()) {
      derivative[0] = entropy - target.getAsDouble();
      gradient.copyFrom(derivative);
      optimizer.step(gradient, learningRate);
    }
  }

  /// Saves log α if it is learned.
  void saveLearned(State out) {
    if (target.isPresent()) {
      parameters.save(out);
    }
  }

  @Override
  public void save(State out) {
    parameters.save(out);
    optimizer.save(out.at("optimizer"));
  }

  @Override
  public void load(State in) {
    parameters.load(in);
    optimizer.load(in.at("optimizer"));
  }
}
