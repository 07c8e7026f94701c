package dev.bellman.llm.train;

import dev.bellman.llm.model.Transformer;
import dev.bellman.rl.Metrics;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import java.util.List;

/// A trainer of a language model that works in updates. It knows nothing of budgets, logs,
/// checkpoints or evaluation.
public interface Trainer extends Stateful {
  /// Does one update: what is learned from one batch of data or one rollout.
  ///
  /// @param progress the share of the total budget that is done with this update, in (0, 1]
  /// @return what happened
  Metrics update(double progress);

  /// What an update does.
  ///
  /// @return one line, for a person
  String plan();

  /// The updates done so far.
  ///
  /// @return the count
  int updates();

  /// The gradient steps taken so far.
  ///
  /// @return the count
  long gradientSteps();

  /// The completion tokens so far, given or written, those of completions that were dropped too.
  ///
  /// @return the count
  long tokens();

  /// How often a reward was asked for a score.
  ///
  /// @return the count
  default long rewardCalls() {
    return 0;
  }

  /// What a person should know of the last update.
  ///
  /// @return a line each; most often none
  default List<String> warnings() {
    return List.of();
  }

  /// The learned numbers.
  ///
  /// @return how many
  default long parameters() {
    return model().parameters().size();
  }

  /// The model that is trained.
  ///
  /// @return the model; the same object at each call, not to be used while this learns
  Transformer model();

  /// All numbers that are learned, for a look at them.
  ///
  /// @return arrays by name; not to be modified
  State learned();
}
