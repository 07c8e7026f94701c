package dev.bellman.rl.data;

import dev.bellman.rl.math.Ranges;

/// When a learner acts and when it learns from what it remembers: a cycle is some steps and then
/// some gradient steps.
///
/// @param learningStarts environment steps, in all environments together, before the first gradient
///   step, at least 0; meanwhile actions are drawn at random
/// @param trainEvery steps of each environment in a cycle, at least 1
/// @param gradientSteps how many gradient steps follow them
public record Pace(int learningStarts, int trainEvery, GradientSteps gradientSteps) {
  /// A hundred random steps, then a gradient step after each step.
  public static final Pace DEFAULTS = new Pace(100, 1, new GradientSteps.Fixed(1));

  /// An iteration is as many cycles as give about so many environment steps. A line of metrics is
  /// written for each iteration, so one for each step would drown a run.
  private static final int ITERATION_ENV_STEPS = 250;

  /// Checks the ranges.
  ///
  /// @throws IllegalArgumentException if a number is out of its range
  public Pace {
    Ranges.notNegative("learningStarts", learningStarts);
    Ranges.atLeastOne("trainEvery", trainEvery);
  }

  /// The cycles of an iteration.
  ///
  /// @param envs N
  /// @return at least 1
  public int cycles(int envs) {
    return Math.ceilDiv(ITERATION_ENV_STEPS, Math.multiplyExact(trainEvery, envs));
  }

  /// The gradient steps at the end of a cycle.
  ///
  /// @param envs N
  /// @param envSteps the environment steps so far
  /// @return 0 until learning starts
  public int gradientSteps(int envs, long envSteps) {
    return envSteps > learningStarts ? gradientSteps.after(trainEvery * envs) : 0;
  }
}
