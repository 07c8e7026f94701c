package dev.bellman.tensor.optim;

import dev.bellman.tensor.Gradients;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.Stateful;
import java.util.List;

/// Changes parameters along their gradients. Owns the moments and the count of steps.
public interface Optimizer extends Stateful {
  /// Takes one step that makes the loss smaller.
  ///
  /// @param gradients the loss's gradients with respect to this optimiser's parameters; not
  ///   modified
  /// @param learningRate the step size; each parameter group scales it
  /// @param groupRates the step sizes of the parameter groups in their order, which scale them;
  ///   none if all go by `learningRate`
  void step(Gradients gradients, double learningRate, double... groupRates);

  /// Which optimiser, and with what constants. A variant is another value.
  @FunctionalInterface
  interface Choice {
    /// An optimiser that has taken no step.
    ///
    /// @param parameters what to change
    /// @param groups parameters with a learning rate of their own
    /// @return the optimiser
    Optimizer create(Parameters parameters, List<ParameterGroup> groups);
  }

  /// The number of steps taken.
  ///
  /// @return the count
  long gradientSteps();
}
