package dev.bellman.app.lm;

import dev.bellman.app.UserError;
import dev.bellman.llm.group.GroupRelativeConfig;
import dev.bellman.llm.group.Supervision;
import dev.bellman.llm.model.ScalarModel;
import dev.bellman.llm.model.Transformer;
import dev.bellman.llm.model.TransformerConfig;
import dev.bellman.llm.reward.Reward;
import dev.bellman.llm.reward.Rewards;
import dev.bellman.llm.reward.Verifier;
import dev.bellman.llm.reward.WeightedReward;
import dev.bellman.llm.rewardmodel.RewardModel;
import dev.bellman.llm.rewardmodel.RewardModelConfig;
import dev.bellman.llm.sft.SftConfig;
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
    // Made before the imitation, which takes time, so that what does not go together is refused.
    LmLearner untaught = of(config, task, model, workers);
    told.accept("plan: " + untaught.trainer.plan());
    if (!config.algorithm().warm() || !config.header().given().isEmpty()) {
      return untaught;
    }
    var warm = config.header().warmStart().run(model, task, config.header().seed(), workers);
    told.accept(
        "warm start: %d gradient steps on %d tokens%s"
            .formatted(
                warm.updates(), warm.tokens(), warm.enough() ? "" : ", which is all there are"));
    return of(config, task, model, workers); // its reference is a copy of what imitates
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
      Models.requireTask(Path.of(header.given()), given.config(), task);
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
    ScalarModel value = scored.isEmpty() ? ScalarModel.zero(model) : judge(config, model);
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
      throw new UserError(String.valueOf(e.getMessage()), e);
    }
  }

  /// The reward model, if it fits what it is to judge.
  private static ScalarModel judge(LmConfig<?> config, Transformer model) {
    Path path = Path.of(config.header().rewardModel());
    if (config.config() instanceof SftConfig || config.config() instanceof RewardModelConfig) {
      throw new UserError(
          "--reward-model: must come with a trainer that learns from rewards, got lm %s"
              .formatted(config.algorithm().name()));
    }
    if (config.config() instanceof GroupRelativeConfig group
        && group.advantage() instanceof Supervision.Process) {
      throw new UserError(
          "--reward-model: must come with advantages of outcomes, got process, whose rewards the"
              + " task gives (leave out one of them)");
    }
    ScalarModel judge = Models.scalar(path);
    if (judge.config().vocabulary() < model.config().vocabulary()
        || judge.config().context() < model.config().context()) {
      throw new UserError(
          "reward model %s: must have at least the model's %d tokens and context of %d, got %d and %d"
              .formatted(
                  path,
                  model.config().vocabulary(),
                  model.config().context(),
                  judge.config().vocabulary(),
                  judge.config().context()));
    }
    return judge;
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
