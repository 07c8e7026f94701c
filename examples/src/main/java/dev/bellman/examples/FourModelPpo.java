package dev.bellman.examples;

import dev.bellman.llm.model.ScalarModel;
import dev.bellman.llm.model.Transformer;
import dev.bellman.llm.model.TransformerConfig;
import dev.bellman.llm.ppo.LanguagePpo;
import dev.bellman.llm.ppo.LanguagePpoConfig;
import dev.bellman.llm.reward.Rewards;
import dev.bellman.llm.reward.WeightedReward;
import dev.bellman.llm.rewardmodel.RewardModel;
import dev.bellman.llm.rewardmodel.RewardModelConfig;
import dev.bellman.llm.rewardmodel.RewardModelTrainer;
import dev.bellman.llm.sft.WarmStart;
import dev.bellman.llm.task.SumTo;
import dev.bellman.llm.train.TaskEvaluation;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Workers;
import java.util.List;

/// PPO with policy, value, reward and reference models on the task SumTo: a reward model learns
/// from pairs, then the policy from the reward model. The value model starts as a copy of the
/// reward model, the reference as a copy of the policy. Prints what the judge gave and how much of
/// it is right.
final class FourModelPpo {
  private static final int PAIRS = 500;
  private static final int UPDATES = 500;

  private FourModelPpo() {}

  static void main() {
    var task = new SumTo();
    var form = TransformerConfig.small(task.vocabulary().size(), 32, 64, 2, 4, 64);
    Transformer policy = Transformer.create(form, Rng.stream(1, "model", 0));
    try (var workers = new Workers(2)) {
      WarmStart.DEFAULTS.run(policy, task, 1, workers);
      var judging = new RewardModelTrainer(RewardModelConfig.DEFAULTS, policy, task, 1, workers);
      for (int update = 1; update <= PAIRS; update++) {
        judging.update((double) update / PAIRS);
      }
      ScalarModel judge = judging.scores();
      var reward = new WeightedReward("model", new RewardModel(judge, 0), 1);
      var rewards = new Rewards(List.of(reward), workers);
      var ppo =
          new LanguagePpo(
              LanguagePpoConfig.DEFAULTS, policy, judge.copy(), task, rewards, 1, workers);
      for (int update = 1; update <= UPDATES; update++) {
        var metrics = ppo.update((double) update / UPDATES);
        if (update % 100 == 0) {
          IO.println(
              "judge %.2f, kl %.2f".formatted(metrics.get("reward"), metrics.get("sequence_kl")));
        }
      }
      IO.println(TaskEvaluation.of(policy, task, 1, workers).greedyAccuracy());
    }
  }
}
