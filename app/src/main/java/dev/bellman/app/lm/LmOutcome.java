package dev.bellman.app.lm;

import dev.bellman.app.terminal.Quantity;
import dev.bellman.llm.rewardmodel.RewardModelTrainer;
import dev.bellman.llm.train.TaskEvaluation;
import dev.bellman.llm.train.Trainer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a run came to.
///
/// @param config the run's configuration
/// @param trainer what learned
/// @param seconds time spent in updates, over all resumes
/// @param start how good the model was when the updates began
/// @param last how good it is now
/// @param folder the run folder
/// @param checkpoint the last checkpoint
public record LmOutcome(
    LmConfig<?> config,
    Trainer trainer,
    double seconds,
    TaskEvaluation start,
    TaskEvaluation last,
    Path folder,
    Path checkpoint) {

  /// The outcome as JSON.
  ///
  /// @return the object
  public Map<String, @Nullable Object> json() {
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put("task", config.header().task());
    object.put("algorithm", config.algorithm().name());
    object.put("seed", config.header().seed());
    object.put("updates", trainer.updates());
    object.put("seconds", seconds);
    object.put("tokens", trainer.tokens());
    object.put("tokens_per_second", trainer.tokens() / seconds);
    object.put("parameters", trainer.parameters());
    object.put("reward_calls", trainer.rewardCalls());
    if (trainer instanceof RewardModelTrainer reward) {
      object.put("pair_accuracy", reward.accuracy(config.header().seed()));
    }
    object.put("start", Evaluated.json(start));
    object.put("final", Evaluated.json(last));
    object.put("run_dir", folder.toString());
    object.put("checkpoint", checkpoint.toString());
    return object;
  }

  /// The outcome for people.
  ///
  /// @return a few lines
  public String text() {
    String pairs =
        trainer instanceof RewardModelTrainer reward
            ? String.format(
                Locale.ROOT,
                "held-out pairs ordered right: %.1f %%%n",
                100 * reward.accuracy(config.header().seed()))
            : "";
    return pairs
        + String.format(
            Locale.ROOT,
            """
            lm %s on %s, seed %d: greedy accuracy %.1f %% (start %.1f %%), pass@1 %.1f %%, pass@8 %.1f %%, score %.3f
            %d updates in %.1f s, %s tokens/s, %,d parameters
            run folder  %s
            checkpoint  %s
            """,
            config.algorithm().name(),
            config.header().task(),
            config.header().seed(),
            100 * last.greedyAccuracy(),
            100 * start.greedyAccuracy(),
            100 * last.passAt1(),
            100 * last.passAt8(),
            last.greedyScore(),
            trainer.updates(),
            seconds,
            Quantity.count(trainer.tokens() / seconds),
            trainer.parameters(),
            folder,
            checkpoint);
  }
}
