package dev.bellman.rl.env.probe;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The best control of a [LinearQuadraticProblem], exactly: u = -K x, whose expected discounted
/// cost from x on is xᵀP x + c.
///
/// One step back in time, with discount γ:
///
/// ```
/// K = γ (R + γ BᵀP B)⁻¹ BᵀP A
/// P ← Q + γ AᵀP (A - B K)
/// c ← γ (c + noise² tr P)
/// ```
///
/// From P = 0 this gives a finite horizon; its fixed point, the solution of the discrete algebraic
/// Riccati equation, the infinite one.
///
/// **Source**: D. Bertsekas, Dynamic Programming and Optimal Control, volume I, section 4.1 (the
/// discount put in as √γ A, √γ B).
public final class Riccati {
  private static final int MAX_ITERATIONS = 100_000;
  private static final double TOLERANCE = 1e-14;
  private static final double LARGEST_COST = 1e100;

  private Riccati() {}

  /// A control law and what it costs.
  ///
  /// @param problem what is controlled
  /// @param gain K, shape [M,D]
  /// @param cost P, shape [D,D]
  /// @param noiseCost c, the part of the expected cost that is due to noise; +infinity without end
  ///   and discount
  public record Law(LinearQuadraticProblem problem, Matrix gain, Matrix cost, double noiseCost) {
    /// The best control.
    ///
    /// @param state x, D values; not modified
    /// @return -K x
    public double[] control(double[] state) {
      return gain.times(-1).times(state);
    }

    /// The expected return of the best control from a state on.
    ///
    /// @param state x, D values; not modified
    /// @return -(xᵀP x + c)
    public double value(double[] state) {
      double[] weighted = cost.times(state);
      double sum = 0;
      for (int d = 0; d < state.length; d++) {
        sum += state[d] * weighted[d];
      }
      return -(sum + noiseCost);
    }

    /// The expected return of an episode under the best control, over the problem's starts.
    ///
    /// @return -(startRange² tr P / 3 + c)
    public double expectedReturn() {
      double range = problem.startRange();
      return -(range * range / 3 * cost.trace() + noiseCost);
    }

    /// The mean reward of a step in the long run, for the infinite horizon without discount.
    ///
    /// @return -noise² tr P
    public double averageReward() {
      return -problem.noise() * problem.noise() * cost.trace();
    }
  }

  /// The best control without end.
  ///
  /// @param problem what is controlled
  /// @param gamma γ, in (0, 1]
  /// @return the law for every time
  /// @throws IllegalArgumentException if γ is out of range, or if no control keeps the discounted
  ///   cost finite
  public static Law stationary(LinearQuadraticProblem problem, double gamma) {
    checkGamma(gamma);
    Matrix p = problem.q();
    double change = Double.POSITIVE_INFINITY;
    for (int k = 0; k < MAX_ITERATIONS && goesOn(change, p); k++) {
      Matrix next = cost(problem, gamma, p, gain(problem, gamma, p));
      change = next.plus(p.times(-1)).largest();
      p = next;
    }
    if (change > TOLERANCE * p.largest()) {
      throw new IllegalArgumentException(
          "Riccati: must converge, got a cost that grows without end (can B reach what A lets"
              + " grow?)");
    }
    double noise = problem.noise() * problem.noise() * p.trace();
    double noiseCost = noise == 0 ? 0 : gamma / (1 - gamma) * noise;
    return new Law(problem, gain(problem, gamma, p), p, noiseCost);
  }

  /// The best control of a number of steps.
  ///
  /// @param problem what is controlled
  /// @param gamma γ, in (0, 1]
  /// @param horizon the number of steps, at least 1
  /// @return the law for each time, the first step's first
  /// @throws IllegalArgumentException if γ or `horizon` is out of range
  public static List<Law> finite(LinearQuadraticProblem problem, double gamma, int horizon) {
    checkGamma(gamma);
    if (horizon < 1) {
      throw new IllegalArgumentException("horizon: must be at least 1, got " + horizon);
    }
    Matrix p = problem.q().times(0);
    double noiseCost = 0;
    var laws = new ArrayList<Law>();
    for (int t = 0; t < horizon; t++) {
      noiseCost = gamma * (noiseCost + problem.noise() * problem.noise() * p.trace());
      Matrix gain = gain(problem, gamma, p);
      p = cost(problem, gamma, p, gain);
      laws.add(new Law(problem, gain, p, noiseCost));
    }
    Collections.reverse(laws);
    return List.copyOf(laws);
  }

  private static boolean goesOn(double change, Matrix p) {
    return change > TOLERANCE * p.largest() && p.largest() < LARGEST_COST;
  }

  private static void checkGamma(double gamma) {
    if (!(gamma > 0 && gamma <= 1)) {
      throw new IllegalArgumentException("gamma: must be in (0, 1], got " + gamma);
    }
  }

  private static Matrix gain(LinearQuadraticProblem problem, double gamma, Matrix p) {
    Matrix discounted = problem.b().transpose().times(p).times(gamma);
    return symmetric(problem.r().plus(discounted.times(problem.b())))
        .solve(discounted.times(problem.a()));
  }

  private static Matrix cost(LinearQuadraticProblem problem, double gamma, Matrix p, Matrix gain) {
    Matrix closed = problem.a().plus(problem.b().times(gain).times(-1));
    return symmetric(problem.q().plus(problem.a().transpose().times(p).times(closed).times(gamma)));
  }

  /// The mean with the transpose, which rounding makes differ.
  private static Matrix symmetric(Matrix matrix) {
    return matrix.plus(matrix.transpose()).times(0.5);
  }
}
