package dev.bellman.app.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a configuration says besides the algorithm's hyper-parameters.
///
/// @param algorithm the algorithm's name
/// @param environment `id`, and the environment's options under their own names
/// @param steps the budget of environment steps, at least 1
/// @param seed the run's seed, at least 0
/// @param metrics what is noted beyond the usual
public record RunHeader(
    String algorithm, Map<String, Object> environment, long steps, long seed, Metrics metrics) {
  /// What is noted of a run beyond the usual; it changes nothing that is learned.
  ///
  /// @param info numeric entries of the environment's info that are summed over each episode; `a.b`
  ///   is entry b of a map that is entry a
  public record Metrics(List<String> info) {
    /// Nothing beyond the usual.
    public static final Metrics NONE = new Metrics(List.of());

    /// Checks the names.
    ///
    /// @throws IllegalArgumentException if a name is empty or named twice
    public Metrics {
      info = List.copyOf(info);
      for (String name : info) {
        if (name.isEmpty() || info.indexOf(name) != info.lastIndexOf(name)) {
          throw new IllegalArgumentException(
              "info: must be different names, got %s".formatted(info));
        }
      }
    }
  }

  /// The budget and the seed of a run for which neither preset nor option names them.
  static final RunHeader DEFAULTS = new RunHeader("", Map.of(), 100_000, 1, Metrics.NONE);

  /// Checks the ranges.
  ///
  /// @param algorithm the algorithm's name
  /// @param environment `id` and options
  /// @param steps the budget of environment steps
  /// @param seed the run's seed
  /// @param metrics what is noted beyond the usual
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
