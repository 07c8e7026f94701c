package dev.bellman.app.solve;

import dev.bellman.app.UserError;
import dev.bellman.app.config.Suggestion;
import dev.bellman.rl.dp.BackwardInduction;
import dev.bellman.rl.dp.GaussSeidel;
import dev.bellman.rl.dp.IterativePolicyEvaluation;
import dev.bellman.rl.dp.Mdp;
import dev.bellman.rl.dp.ModifiedPolicyIteration;
import dev.bellman.rl.dp.PolicyEvaluation;
import dev.bellman.rl.dp.PolicyIteration;
import dev.bellman.rl.dp.PrioritizedSweeping;
import dev.bellman.rl.dp.Solution;
import dev.bellman.rl.dp.Solver;
import dev.bellman.rl.dp.ValueIteration;
import dev.bellman.tensor.Workers;
import java.util.Arrays;
import java.util.List;

/// The methods of `bellman solve`.
public enum Method {
  /// Sweeps with two arrays.
  VALUE_ITERATION(
      "value-iteration",
      Setting.TOLERANCE,
      (gamma, tolerance, _) -> new ValueIteration(gamma, tolerance)),
  /// Sweeps with one array.
  GAUSS_SEIDEL(
      "gauss-seidel",
      Setting.TOLERANCE,
      (gamma, tolerance, _) -> new GaussSeidel(gamma, tolerance)),
  /// The largest Bellman error first.
  PRIORITIZED_SWEEPING(
      "prioritized-sweeping",
      Setting.TOLERANCE,
      (gamma, tolerance, _) -> new PrioritizedSweeping(gamma, tolerance)),
  /// Exact evaluations and improvements.
  POLICY_ITERATION("policy-iteration", Setting.NONE, (gamma, _, _) -> new PolicyIteration(gamma)),
  /// A few sweeps of evaluation for each improvement.
  MODIFIED_POLICY_ITERATION(
      "modified-policy-iteration",
      Setting.TOLERANCE,
      (gamma, tolerance, _) ->
          new ModifiedPolicyIteration(gamma, tolerance, ModifiedPolicyIteration.EVALUATION_SWEEPS)),
  /// The uniform random policy's values, by linear equations.
  POLICY_EVALUATION(
      "policy-evaluation",
      Setting.NONE,
      (gamma, _, _) -> uniform(new PolicyEvaluation(gamma)::evaluate)),
  /// The uniform random policy's values, by sweeps.
  ITERATIVE_POLICY_EVALUATION(
      "iterative-policy-evaluation",
      Setting.TOLERANCE,
      (gamma, tolerance, _) -> uniform(new IterativePolicyEvaluation(gamma, tolerance)::evaluate)),
  /// A finite horizon.
  BACKWARD_INDUCTION(
      "backward-induction",
      Setting.HORIZON,
      (gamma, _, horizon) -> new BackwardInduction(gamma, horizon));

  /// What a method takes beside γ.
  public enum Setting {
    /// Nothing.
    NONE,
    /// How far values may be from the exact ones.
    TOLERANCE,
    /// How many decisions there are.
    HORIZON
  }

  @FunctionalInterface
  private interface Maker {
    Solver make(double gamma, double tolerance, int horizon);
  }

  @FunctionalInterface
  private interface Evaluation {
    Solution of(Mdp mdp, double[] policy, Workers workers);
  }

  private final String word;
  private final Setting setting;

  @SuppressWarnings(
      "ImmutableEnumChecker") // constructor references and lambdas that capture nothing
  private final Maker maker;

  Method(String word, Setting setting, Maker maker) {
    this.word = word;
    this.setting = setting;
    this.maker = maker;
  }

  private static Solver uniform(Evaluation evaluation) {
    return (mdp, workers) -> evaluation.of(mdp, mdp.uniformPolicy(), workers);
  }

  /// The method's name on the command line.
  ///
  /// @return the name
  public String word() {
    return word;
  }

  /// What it takes beside γ.
  ///
  /// @return the setting; the arguments of [#solver] for the others are not looked at
  public Setting setting() {
    return setting;
  }

  /// Makes the solver.
  ///
  /// @param gamma γ
  /// @param tolerance how far values may be from the exact ones
  /// @param horizon how many decisions there are
  /// @return the solver
  /// @throws IllegalArgumentException if a number is out of range; the message begins with its name
  public Solver solver(double gamma, double tolerance, int horizon) {
    return maker.make(gamma, tolerance, horizon);
  }

  /// The names of all methods.
  ///
  /// @return the names
  public static List<String> words() {
    return Arrays.stream(values()).map(Method::word).toList();
  }

  /// Finds a method.
  ///
  /// @param word its name
  /// @return the method
  /// @throws UserError if there is none of that name
  public static Method of(String word) {
    return Arrays.stream(values())
        .filter(method -> method.word.equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new UserError(
                    "method '%s': unknown, %s".formatted(word, Suggestion.among(word, words()))));
  }
}
