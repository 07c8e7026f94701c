package dev.bellman.llm.train;

import dev.bellman.tensor.optim.Adam;
import dev.bellman.tensor.optim.Schedule;

/// How gradients become steps.
///
/// @param learningRate the step size over a run
/// @param adam the optimiser's other numbers
/// @param maxGradNorm the length to which a longer gradient is cut; infinite for no limit
public record Optimization(Schedule learningRate, Adam.Config adam, double maxGradNorm) {
  /// A constant 1e-3, as small transformers take it.
  public static final Optimization DEFAULTS =
      new Optimization(new Schedule.Constant(1e-3), new Adam.Config(0.9, 0.99, 1e-8, 0), 1);

  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException if one is out of its range
  public Optimization {
    if (!(maxGradNorm > 0)) {
      throw new IllegalArgumentException("maxGradNorm: must be above 0, got " + maxGradNorm);
    }
  }
}
