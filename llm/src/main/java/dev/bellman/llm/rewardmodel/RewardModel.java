package dev.bellman.llm.rewardmodel;

import dev.bellman.llm.data.Completion;
import dev.bellman.llm.model.ScalarModel;
import dev.bellman.llm.reward.Reward;
import dev.bellman.tensor.Scope;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A learned reward: the number behind a completion's last token, less a constant.
public final class RewardModel implements Reward {
  private final ScalarModel model;
  private final double mean;
  private final ConcurrentLinkedQueue<Scope> scopes = new ConcurrentLinkedQueue<>();

  /// A reward over a model.
  ///
  /// @param model the model; read at each call
  /// @param mean what is taken off, such as the mean over what the start model writes
  public RewardModel(ScalarModel model, double mean) {
    this.model = model;
    this.mean = mean;
  }

  @Override
  public double of(Completion completion) {
    Scope lent = scopes.poll();
    Scope scope = lent == null ? Scope.inference() : lent;
    try (scope) {
      return model.scores(scope, List.of(completion), 0, 1).item() - mean;
    } finally {
      scopes.add(scope);
    }
  }
}
