package dev.bellman.examples;

import dev.bellman.llm.group.GroupRelative;
import dev.bellman.llm.group.GroupRelativeConfig;
import dev.bellman.llm.model.Transformer;
import dev.bellman.llm.model.TransformerConfig;
import dev.bellman.llm.reward.Rewards;
import dev.bellman.llm.reward.Verifier;
import dev.bellman.llm.reward.WeightedReward;
import dev.bellman.llm.sft.WarmStart;
import dev.bellman.llm.task.SumTo;
import dev.bellman.llm.task.Task;
import dev.bellman.llm.train.TaskEvaluation;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Workers;
import java.util.List;

/// GRPO on the task SumTo, from nothing: a model of 21 thousand parameters learns the form of an
/// answer by imitation, then the sum from rewards. Prints the plan, a line now and then, and the
/// share of held-out prompts that are answered right, before and after.
final class GrpoSumTo {
  private static final long SEED = 1;
  private static final int UPDATES = 500;

  private GrpoSumTo() {}

  static void main() {
    Task task = new SumTo();
    var form = TransformerConfig.small(task.vocabulary().size(), 32, 64, 2, 4, 64);
    Transformer model = Transformer.create(form, Rng.stream(SEED, "model", 0));
    try (var workers = new Workers(2)) {
      WarmStart.DEFAULTS.run(model, task, SEED, workers);
      IO.println("start: " + TaskEvaluation.of(model, task, SEED, workers).greedyAccuracy());
      var rewards =
          new Rewards(List.of(new WeightedReward("verifier", new Verifier(task), 1)), workers);
      var grpo = new GroupRelative(GroupRelativeConfig.GRPO, model, task, rewards, SEED, workers);
      IO.println(grpo.plan());
      while (grpo.updates() < UPDATES) {
        var metrics = grpo.update((grpo.updates() + 1.0) / UPDATES);
        if (grpo.updates() % 50 == 0) {
          IO.println("update %d: reward %.3f".formatted(grpo.updates(), metrics.get("reward")));
        }
      }
      IO.println("end: " + TaskEvaluation.of(model, task, SEED, workers).greedyAccuracy());
    }
  }
}
