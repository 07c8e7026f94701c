package dev.bellman.app.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a configuration says besides the algorithm's hyper-parameters.
///
/// @param algorithm the algorithm's name
/// @param environment `id`, and the environment's options under their own names
/// @param steps the budget of environment steps, at least 1
/// @param seed the run's seed, at least 0
public record RunHeader(String algorithm, Map<String, Object> environment, long steps, long seed) {
  /// The budget and the seed of a run for which neither preset nor option names them.
  static final RunHeader DEFAULTS = new RunHeader("", Map.of(), 100_000, 1);

  /// Checks the ranges.
  ///
  /// @param algorithm the algorithm's name
  /// @param environment `id` and options
  /// @param steps the budget of environment steps
  /// @param seed the run's seed
  /// @throws IllegalArgumentException if a number is out of its range
  public RunHeader {
    if (steps < 1) {
      throw new IllegalArgumentException("steps: must be at least 1, got " + steps);
    }
    if (seed < 0) {
      throw new IllegalArgumentException("seed: must be at least 0, got " + seed);
    }
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
  }
}
