package dev.bellman.examples;

import dev.bellman.llm.group.GroupRelative;
import dev.bellman.llm.group.GroupRelativeConfig;
import dev.bellman.llm.loss.GroupObjective;
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

/// GSPO on the task SumTo, every part of the configuration written out where it differs from GRPO:
/// the ratio of whole completions and its narrower range. Prints the share of held-out prompts that
/// are answered right.
final class GspoSumTo {
  private static final GroupRelativeConfig BASE = GroupRelativeConfig.GRPO;
  private static final GroupRelativeConfig CONFIG =
      new GroupRelativeConfig(
          BASE.rollout(),
          BASE.advantage(),
          GroupObjective.gspo(0.05, 0.05),
          BASE.dynamicSampling(),
          BASE.overlong(),
          BASE.reference(),
          BASE.minibatches(),
          BASE.epochs(),
          BASE.optimization(),
          BASE.control());
  private static final int UPDATES = 500;

  private GspoSumTo() {}

  static void main() {
    Task task = new SumTo();
    var form = TransformerConfig.small(task.vocabulary().size(), 32, 64, 2, 4, 64);
    Transformer model = Transformer.create(form, Rng.stream(1, "model", 0));
    try (var workers = new Workers(2)) {
      WarmStart.DEFAULTS.run(model, task, 1, workers);
      var rewards =
          new Rewards(List.of(new WeightedReward("verifier", new Verifier(task), 1)), workers);
      var gspo = new GroupRelative(CONFIG, model, task, rewards, 1, workers);
      for (int update = 1; update <= UPDATES; update++) {
        gspo.update((double) update / UPDATES);
        gspo.warnings().forEach(IO::println);
      }
      IO.println(TaskEvaluation.of(model, task, 1, workers).greedyAccuracy());
    }
  }
}
