package dev.bellman.examples;

import dev.bellman.llm.data.Completion;
import dev.bellman.llm.model.Transformer;
import dev.bellman.llm.model.TransformerConfig;
import dev.bellman.llm.rewardmodel.RewardModel;
import dev.bellman.llm.rewardmodel.RewardModelConfig;
import dev.bellman.llm.rewardmodel.RewardModelTrainer;
import dev.bellman.llm.task.SortDigits;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Workers;

/// A reward model for the task SortDigits, from pairs of a right answer and one with two digits
/// exchanged. Prints the share of pairs in the right order, then the scores of two answers.
final class RewardModelPairs {
  private static final int UPDATES = 500;

  private RewardModelPairs() {}

  static void main() {
    var task = new SortDigits();
    var words = task.vocabulary();
    var form = TransformerConfig.small(words.size(), 64, 128, 2, 4, 64);
    Transformer start = Transformer.create(form, Rng.stream(1, "model", 0));
    try (var workers = new Workers(2)) {
      var trainer = new RewardModelTrainer(RewardModelConfig.DEFAULTS, start, task, 1, workers);
      for (int update = 1; update <= UPDATES; update++) {
        var metrics = trainer.update((double) update / UPDATES);
        if (update % 100 == 0) {
          IO.println("accuracy %.3f".formatted(metrics.get("accuracy")));
        }
      }
      var judge = new RewardModel(trainer.scores(), 0);
      int[] prompt = words.tokens("BOS 5 0 3 3 =");
      for (String answer : new String[] {"0 3 3 5 EOS", "0 5 3 3 EOS"}) {
        int[] tokens = words.tokens(answer);
        var written = new Completion(prompt, tokens, new float[tokens.length], true);
        IO.println("%s: %.2f".formatted(answer, judge.of(written)));
      }
    }
  }
}
