package dev.bellman.rl.math;

/// How much each step of an episode counts in a policy gradient.
public enum StepWeight {
  /// All alike: the usual form. For γ below 1 it is the gradient of no function, but late steps are
  /// learned from.
  UNIFORM,
  /// `γ^t`: with rewards to go the exact gradient of the discounted return from the start.
  DISCOUNTED;

  /// The weight of a step.
  ///
  /// @param gamma γ
  /// @param t the step's number in its episode, from 0
  /// @return the weight
  public double at(double gamma, int t) {
    return this == UNIFORM ? 1 : StrictMath.pow(gamma, t);
  }
}
