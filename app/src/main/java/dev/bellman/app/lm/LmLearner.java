package dev.bellman.app.lm;

import dev.bellman.app.UserError;
import dev.bellman.llm.model.ScalarModel;
import dev.bellman.llm.model.Transformer;
import dev.bellman.llm.model.TransformerConfig;
import dev.bellman.llm.reward.Reward;
import dev.bellman.llm.reward.Rewards;
import dev.bellman.llm.reward.Verifier;
import dev.bellman.llm.reward.WeightedReward;
import dev.bellman.llm.rewardmodel.RewardModel;
import dev.bellman.llm.task.Task;
import dev.bellman.llm.train.TaskEvaluation;
import dev.bellman.llm.train.Trainer;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Workers;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/// A trainer with everything that it works on.
///
/// @param config the run
/// @param task the task
/// @param trainer what learns
/// @param workers the threads
record LmLearner(LmConfig<?> config, Task task, Trainer trainer, Workers workers)
    implements AutoCloseable {
  private static final int LEAST_CONTEXT = 64;

  /// Makes the model, lets it imitate if it starts from nothing, and makes the trainer.
  ///
  /// @param config the run
  /// @param threads how many threads work at once
  /// @param told hears what is going on, a line at a time
  static LmLearner begin(LmConfig<?> config, int threads, Consumer<String> told) {
    Task task = config.task();
    Workers workers = new Workers(threads);
    Transformer model = model(config, task);
    if (config.algorithm().warm() && config.header().given().isEmpty()) {
      long seed = config.header().seed();
      var warm = config.header().warmStart().run(model, task, seed, workers);
      told.accept(
          "warm start: %d gradient steps on %d tokens%s"
              .formatted(
                  warm.updates(), warm.tokens(), warm.enough() ? "" : ", which is all there are"));
    }
    return of(config, task, model, workers);
  }

  /// Makes the trainer of a run that goes on; what it has learned is loaded later.
  static LmLearner resumed(LmConfig<?> config, int threads) {
    Task task = config.task();
    return of(config, task, model(config, task), new Workers(threads));
  }

  private static Transformer model(LmConfig<?> config, Task task) {
    LmHeader header = config.header();
    if (!header.given().isEmpty()) {
      Transformer given = Models.language(Path.of(header.given()));
      if (given.config().vocabulary() < task.vocabulary().size()) {
        throw new UserError(
            "--model %s: must have at least the task's %d tokens, got %d"
                .formatted(header.given(), task.vocabulary().size(), given.config().vocabulary()));
      }
      return given;
    }
    LmHeader.Form form = header.model();
    int context = Math.max(LEAST_CONTEXT, 2 * (task.maxPrompt() + task.maxCompletion()));
    try {
      return Transformer.create(
          TransformerConfig.small(
              task.vocabulary().size(),
              form.width(),
              form.feedForward(),
              form.layers(),
              form.heads(),
              context),
          Rng.stream(header.seed(), "model", 0));
    } catch (IllegalArgumentException e) {
      throw new UserError(String.valueOf(e.getMessage()), e);
    }
  }

  private static LmLearner of(LmConfig<?> config, Task task, Transformer model, Workers workers) {
    String scored = config.header().rewardModel();
    ScalarModel value = scored.isEmpty() ? ScalarModel.zero(model) : Models.scalar(Path.of(scored));
    Reward reward = scored.isEmpty() ? new Verifier(task) : new RewardModel(value.copy(), 0);
    String name = scored.isEmpty() ? "verifier" : "model";
    var rewards = new Rewards(List.of(new WeightedReward(name, reward, 1)), workers);
    try {
      Trainer trainer =
          make(
              config,
              new LmAlgorithm.Parts(model, value, task, rewards, config.header().seed(), workers));
      return new LmLearner(config, task, trainer, workers);
    } catch (IllegalArgumentException e) {
      workers.close();
      throw new UserError("%s: %s".formatted(config.algorithm().name(), e.getMessage()), e);
    }
  }

  private static <C extends Record> Trainer make(LmConfig<C> config, LmAlgorithm.Parts parts) {
    return config.algorithm().factory().make(config.config(), parts);
  }

  /// How well the model answers held-out prompts now.
  TaskEvaluation evaluate() {
    return TaskEvaluation.of(trainer.model(), task, config.header().seed(), workers);
  }

  /// The share of held-out prompts that the model answers right with its likeliest tokens.
  double greedyAccuracy() {
    return TaskEvaluation.greedyAccuracy(
        trainer.model(), task, task.heldOut(TaskEvaluation.PROMPTS), workers);
  }

  @Override
  public void close() {
    workers.close();
  }
}
