package dev.bellman.rl.tabular;

import dev.bellman.rl.Metrics;

/// Errors and changes of one iteration, for its metrics.
final class Account {
  private double errors;
  private double changes;

  /// Notes an error and the change of values that it made.
  void note(double error, double change) {
    errors += Math.abs(error);
    changes += Math.abs(change);
  }

  /// What was noted, as means over steps; begins anew.
  ///
  /// @param change what the mean change is called
  Metrics close(String change, long envSteps) {
    Metrics means =
        new Metrics()
            .put("td_error", errors / (double) envSteps)
            .put(change, changes / (double) envSteps);
    errors = 0;
    changes = 0;
    return means;
  }
}
