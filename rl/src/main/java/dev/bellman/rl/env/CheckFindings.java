package dev.bellman.rl.env;

import dev.bellman.rl.env.EnvChecker.Finding;
import dev.bellman.rl.env.EnvChecker.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What a check has found so far, each thing once.
final class CheckFindings {
  private final Set<Finding> findings = new LinkedHashSet<>();

  void error(String message) {
    findings.add(new Finding(Severity.ERROR, message));
  }

  void warn(String message) {
    findings.add(new Finding(Severity.WARNING, message));
  }

  void note(String message) {
    findings.add(new Finding(Severity.NOTE, message));
  }

  boolean hasErrors() {
    return findings.stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
  }

  /// Runs a part of the check; what it throws is an error of the environment.
  void attempt(Runnable part) {
    try {
      part.run();
    } catch (EnvironmentFailure | IllegalArgumentException e) {
      error(String.valueOf(e.getMessage()));
    } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
      error("environment: must not throw, got " + e);
    }
  }

  /// Everything, worst first.
  List<Finding> sorted() {
    var sorted = new ArrayList<>(findings);
    sorted.sort(Comparator.comparing(Finding::severity));
    return List.copyOf(sorted);
  }
}
