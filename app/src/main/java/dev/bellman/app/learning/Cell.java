package dev.bellman.app.learning;

import dev.bellman.app.train.Outcome;
import dev.bellman.rl.train.Training;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one seed of a pair came to.
///
/// @param pair the pair's name
/// @param config the checksum of its configuration
/// @param seed the run's seed
/// @param episodes episodes of the evaluation
/// @param meanReturn their mean return
/// @param minReturn the least
/// @param envSteps environment steps of training
/// @param seconds seconds of training
/// @param reached when the mean of the last 100 training returns first was at the environment's
///   threshold; null if never or if there is none
public record Cell(
    String pair,
    String config,
    long seed,
    int episodes,
    double meanReturn,
    double minReturn,
    long envSteps,
    double seconds,
    Training.@Nullable Reached reached) {
  static Cell of(Pair pair, Outcome outcome) {
    return new Cell(
        pair.name(),
        pair.checksum(),
        outcome.config().seed(),
        outcome.evaluation().result().episodes(),
        outcome.evaluation().result().meanReturn(),
        outcome.evaluation().result().minReturn(),
        outcome.progress().envSteps(),
        outcome.progress().seconds(),
        outcome.reached().orElse(null));
  }

  /// Whether this is a seed of a pair as it is configured now.
  boolean isOf(Pair other, int evalEpisodes) {
    return pair.equals(other.name()) && config.equals(other.checksum()) && episodes == evalEpisodes;
  }

  /// When the threshold was reached.
  Optional<Training.Reached> atThreshold() {
    return Optional.ofNullable(reached);
  }

  Map<String, @Nullable Object> json() {
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put("pair", pair);
    object.put("config", config);
    object.put("seed", seed);
    object.put("episodes", episodes);
    object.put("mean_return", meanReturn);
    object.put("min_return", minReturn);
    object.put("env_steps", envSteps);
    object.put("seconds", seconds);
    object.put("env_steps_to_threshold", reached == null ? null : reached.envSteps());
    object.put("seconds_to_threshold", reached == null ? null : reached.seconds());
    return object;
  }

  /// Reads what [#json] wrote.
  ///
  /// @throws IllegalArgumentException if a key is missing or its value is of another kind
  static Cell of(Map<?, ?> object) {
    boolean reached = object.get("env_steps_to_threshold") != null;
    return new Cell(
        text(object, "pair"),
        text(object, "config"),
        number(object, "seed").longValue(),
        number(object, "episodes").intValue(),
        number(object, "mean_return").doubleValue(),
        number(object, "min_return").doubleValue(),
        number(object, "env_steps").longValue(),
        number(object, "seconds").doubleValue(),
        reached
            ? new Training.Reached(
                number(object, "env_steps_to_threshold").longValue(),
                number(object, "seconds_to_threshold").doubleValue())
            : null);
  }

  private static String text(Map<?, ?> object, String name) {
    if (object.get(name) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException(name + ": must be a text");
  }

  private static Number number(Map<?, ?> object, String name) {
    if (object.get(name) instanceof Number number) {
      return number;
    }
    throw new IllegalArgumentException(name + ": must be a number");
  }
}
