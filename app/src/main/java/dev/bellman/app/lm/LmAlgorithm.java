package dev.bellman.app.lm;

import dev.bellman.llm.model.ScalarModel;
import dev.bellman.llm.model.Transformer;
import dev.bellman.llm.reward.Rewards;
import dev.bellman.llm.task.Task;
import dev.bellman.llm.train.Trainer;
import dev.bellman.tensor.Workers;

/// A trainer of language models that the command line knows.
///
/// @param name the name on the command line, in presets and in checkpoints
/// @param doc one line that says what it is
/// @param defaults the configuration where no preset and no option says otherwise
/// @param warm whether it begins with a warm start unless a model is given
/// @param factory makes the trainer
/// @param <C> the configuration
public record LmAlgorithm<C extends Record>(
    String name, String doc, C defaults, boolean warm, Factory<C> factory) {
  /// What a trainer is made of.
  ///
  /// @param model what is trained
  /// @param value where a value model starts, such as a reward model
  /// @param task the task
  /// @param rewards what is learned from
  /// @param seed the run's seed
  /// @param workers the threads; owned by the caller
  public record Parts(
      Transformer model,
      ScalarModel value,
      Task task,
      Rewards rewards,
      long seed,
      Workers workers) {}

  /// Makes a trainer.
  ///
  /// @param <C> the configuration
  @FunctionalInterface
  public interface Factory<C> {
    /// Makes a trainer.
    ///
    /// @param config the hyper-parameters
    /// @param parts what it is made of
    /// @return the trainer
    Trainer make(C config, Parts parts);
  }
}
