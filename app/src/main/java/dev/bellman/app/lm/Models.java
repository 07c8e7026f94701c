package dev.bellman.app.lm;

import dev.bellman.app.UserError;
import dev.bellman.app.run.RunFolder;
import dev.bellman.llm.model.Pretrained;
import dev.bellman.llm.model.ScalarModel;
import dev.bellman.llm.model.Transformer;
import dev.bellman.llm.model.TransformerConfig;
import dev.bellman.llm.rewardmodel.RewardModelTrainer;
import dev.bellman.llm.task.Task;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.io.FloatType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/// Models in folders, as Hugging Face's tools lay them out.
final class Models {
  /// The folder of the trained model in a run folder.
  static final String FOLDER = "model";

  private Models() {}

  /// Reads a language model.
  ///
  /// @param path a run folder, or a folder with `config.json` and `model.safetensors`
  static Transformer language(Path path) {
    Pretrained loaded = load(path);
    if (loaded.parameters().names().contains(ScalarModel.HEAD)) {
      throw new UserError(
          "model %s: must be a language model, got a reward model (its place is --reward-model)"
              .formatted(path));
    }
    return Transformer.over(loaded.config(), loaded.parameters());
  }

  /// Reads a model with one number for each state.
  static ScalarModel scalar(Path path) {
    Pretrained loaded = load(path);
    try {
      return ScalarModel.over(loaded.config(), loaded.parameters());
    } catch (IllegalArgumentException e) {
      throw new UserError(
          "reward model %s: %s (train one with: bellman lm reward <task>)"
              .formatted(path, e.getMessage()),
          e);
    }
  }

  private static Pretrained load(Path path) {
    Path inRun = path.resolve(FOLDER);
    if (!Files.isDirectory(inRun) && Files.exists(new RunFolder(path).config())) {
      throw new UserError(
          "run folder %s: must have ended, got no model in it (go on with --resume %s)"
              .formatted(path, path));
    }
    try {
      return Pretrained.load(Files.isDirectory(inRun) ? inRun : path);
    } catch (IOException e) {
      throw new UserError(String.valueOf(e.getMessage()), e);
    }
  }

  /// Refuses a model that cannot read and write a task's sequences.
  ///
  /// @param path where it was found, for the message
  /// @param form its form
  /// @param task the task
  static void requireTask(Path path, TransformerConfig form, Task task) {
    if (form.vocabulary() < task.vocabulary().size()) {
      throw new UserError(
          "model %s: must have at least the %d tokens of %s, got %d"
              .formatted(path, task.vocabulary().size(), task.name(), form.vocabulary()));
    }
    int longest = task.maxPrompt() + task.maxCompletion();
    if (form.context() < longest) {
      throw new UserError(
          "model %s: must have a context of at least %d tokens for %s, got %d"
              .formatted(path, longest, task.name(), form.context()));
    }
  }

  /// Writes what a run has learned.
  static void save(LmLearner learner, Path folder) throws IOException {
    var ends = List.of(learner.task().vocabulary().eos());
    var begin = OptionalInt.of(learner.task().vocabulary().bos());
    TransformerConfig form;
    Parameters parameters;
    if (learner.trainer() instanceof RewardModelTrainer reward) {
      form = reward.scores().config();
      parameters = reward.scores().parameters();
    } else {
      form = learner.trainer().model().config();
      parameters = learner.trainer().model().parameters();
    }
    new Pretrained(form, parameters, ends, begin).save(folder, FloatType.F32);
  }
}
