package dev.bellman.app.train;

import dev.bellman.app.terminal.Quantity;
import dev.bellman.rl.train.Event;
import dev.bellman.rl.train.Training;
import dev.bellman.tensor.Engine;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a run came to.
///
/// @param config the run's configuration
/// @param progress how far it went
/// @param reached when the mean return of training first reached the environment's threshold
/// @param episodes episodes finished in training
/// @param threads how many threads worked
/// @param profile where the time went
/// @param evaluation what the final policy reaches
/// @param map what a table has learned, on the environment's grid; empty if there is none
/// @param folder the run folder
/// @param checkpoint the last checkpoint
public record Outcome(
    RunConfig<?> config,
    Event.Progress progress,
    Optional<Training.Reached> reached,
    long episodes,
    int threads,
    Profile profile,
    Evaluated evaluation,
    String map,
    Path folder,
    Path checkpoint) {
  /// The outcome as JSON.
  ///
  /// @return the object; a number that is not finite is null
  public Map<String, @Nullable Object> json() {
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put("algorithm", config.algorithm().name());
    object.put("environment", config.environment());
    object.put("seed", config.seed());
    object.put("env_steps", progress.envSteps());
    object.put("seconds", progress.seconds());
    object.put("steps_per_second", Evaluations.finite(progress.stepsPerSecond()));
    object.put("env_steps_to_threshold", reached.map(Training.Reached::envSteps).orElse(null));
    object.put("seconds_to_threshold", reached.map(Training.Reached::seconds).orElse(null));
    object.put("episodes", episodes);
    object.put("threads", threads);
    object.put("kernels", Engine.kernels());
    object.put("evaluation", evaluation.json());
    object.put("run_dir", folder.toString());
    object.put("checkpoint", checkpoint.toString());
    return object;
  }

  /// The outcome for people.
  ///
  /// @return a few lines
  public String text() {
    return String.format(
            Locale.ROOT,
            """
            %s on %s, seed %d: %s
            %,d steps in %.1f s, %s steps/s (threads: %d, kernels: %s)
            run folder  %s
            checkpoint  %s
            evaluate    %s evaluate %s
            """,
            config.algorithm().name(),
            config.environment(),
            config.seed(),
            evaluation.text(),
            progress.envSteps(),
            progress.seconds(),
            Quantity.count(progress.stepsPerSecond()),
            threads,
            Engine.kernels(),
            folder,
            checkpoint,
            command(),
            folder)
        + map;
  }

  /// How the user started this program: what the launcher says, for lines to be copied.
  static String command() {
    return System.getProperty("bellman.command", "bellman");
  }

  /// The outcome in one line, for a table of several seeds.
  ///
  /// @return seed, result, speed and folder
  public String line() {
    return String.format(
        Locale.ROOT,
        "seed %-4d  %s, %s steps/s, %s%n",
        config.seed(),
        evaluation.text(),
        Quantity.count(progress.stepsPerSecond()),
        folder);
  }
}
