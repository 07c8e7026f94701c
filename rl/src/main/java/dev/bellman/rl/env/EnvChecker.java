package dev.bellman.rl.env;

import java.util.List;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Tries an environment against the rules that learners rely on, and says what to change.
///
/// Several instances are made and run with random actions. Equal seeds and actions must give equal
/// episodes: in two instances, after other episodes, on two threads, and after saving and loading.
/// Observations, rewards and masks must be what the spaces say. Where an environment draws itself,
/// knows its model or starts from given states, that is tried too.
///
/// **Source** the rules of Gymnasium 1.4's `check_env` and of Stable-Baselines3's, as far as they
/// apply, and more of our own.
public final class EnvChecker {
  /// How bad a finding is.
  public enum Severity {
    /// Training would go wrong or stop.
    ERROR,
    /// Training works, likely worse than it could.
    WARNING,
    /// Nothing needs to change for training; good to know.
    NOTE
  }

  /// Something that was found.
  ///
  /// @param severity how bad it is
  /// @param message where it is, what was expected, what came, and what to change
  public record Finding(Severity severity, String message) {}

  /// What was found, and how fast the environment is.
  ///
  /// @param findings worst first; empty if all is well
  /// @param stepsPerSecond steps of one instance in one thread, resets included; NaN if it does not
  ///   run
  public record Report(List<Finding> findings, double stepsPerSecond) {
    /// Counts the findings of a severity.
    ///
    /// @param severity how bad
    /// @return how many
    public int count(Severity severity) {
      return (int) findings.stream().filter(finding -> finding.severity() == severity).count();
    }
  }

  static final int STEPS = 200;
  static final long SEED = 123;

  private final Supplier<? extends Env<?, ?>> factory;
  private final CheckFindings findings = new CheckFindings();

  private EnvChecker(Supplier<? extends Env<?, ?>> factory) {
    this.factory = factory;
  }

  /// Checks an environment.
  ///
  /// @param factory creates a new environment at each call; the instances are closed
  /// @return errors and warnings, worst first; empty if nothing should change
  public static List<Finding> check(Supplier<? extends Env<?, ?>> factory) {
    var checker = new EnvChecker(factory);
    checker.findings.attempt(checker::run);
    return checker.findings.sorted().stream()
        .filter(finding -> finding.severity() != Severity.NOTE)
        .toList();
  }

  /// Checks an environment, with notes, and measures how fast it is, which takes half a second
  /// more.
  ///
  /// @param factory creates a new environment at each call; the instances are closed
  /// @param nanoTime the clock, commonly `System::nanoTime`
  /// @return what was found
  public static Report report(Supplier<? extends Env<?, ?>> factory, LongSupplier nanoTime) {
    var checker = new EnvChecker(factory);
    checker.findings.attempt(checker::run);
    var speed = new CheckSpeed(checker.findings, nanoTime);
    if (!checker.findings.hasErrors()) {
      checker.findings.attempt(() -> speed.measure(factory));
    }
    return new Report(checker.findings.sorted(), speed.stepsPerSecond());
  }

  /// Compares many environments that are stepped together with as many single ones.
  ///
  /// @param factory creates a single environment at each call; the instances are closed
  /// @param vector makes so many; they are closed
  /// @return where they differ; empty if they give the same
  public static List<Finding> checkVector(
      Supplier<? extends Env<?, ?>> factory, IntFunction<? extends VecEnv> vector) {
    var findings = new CheckFindings();
    findings.attempt(() -> new CheckVector(findings).run(factory, vector));
    return findings.sorted();
  }

  /// Checks an environment and refuses one with errors; warnings and notes pass.
  ///
  /// @param factory creates a new environment at each call; the instances are closed
  /// @throws IllegalStateException if there are errors, with one line for each
  public static void require(Supplier<? extends Env<?, ?>> factory) {
    List<String> errors =
        check(factory).stream()
            .filter(finding -> finding.severity() == Severity.ERROR)
            .map(Finding::message)
            .toList();
    if (!errors.isEmpty()) {
      throw new IllegalStateException(String.join("\n", errors));
    }
  }

  @SuppressWarnings("ReferenceEquality") // one and the same object is what must be found
  private void run() {
    try (Env<?, ?> a = factory.get();
        Env<?, ?> b = factory.get()) {
      if (a == null || a == b) {
        findings.error(
            "factory: must create a new environment at each call, got %s"
                .formatted(a == null ? "null" : "the same one twice"));
        return;
      }
      if (!new CheckSpaces(findings).run(a)) {
        return;
      }
      findings.attempt(() -> new CheckRandomness(findings, factory).run(a, b));
      if (!findings.hasErrors()) {
        findings.attempt(() -> new CheckState(findings).run(a, b));
        findings.attempt(() -> new CheckManners(findings).run(factory));
        findings.attempt(() -> new CheckModel(findings).run(a));
      }
      findings.attempt(() -> CheckManners.closeTwice(a, findings));
    }
  }
}
