package dev.bellman.llm.train;

import dev.bellman.llm.data.Completion;
import dev.bellman.llm.task.Task;
import dev.bellman.llm.task.Vocabulary;
import dev.bellman.tensor.Rng;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// A task for evaluations: held-out prompts `BOS A`, `BOS B`, `BOS C` and so on in turn, and any
/// score.
record Scored(int prompts, ToDoubleFunction<Completion> scoring) implements Task {
  @Override
  public String name() {
    return "scored";
  }

  @Override
  public Vocabulary vocabulary() {
    return new Vocabulary(List.of("BOS", "EOS", "A", "B", "C"), 0, 0, 1);
  }

  @Override
  public int maxPrompt() {
    return 2;
  }

  @Override
  public int maxCompletion() {
    return 2;
  }

  @Override
  public int[] prompt(Rng rng) {
    return new int[] {0, 2 + rng.nextInt(3)};
  }

  @Override
  public List<int[]> heldOut(int most) {
    return IntStream.range(0, Math.min(most, prompts))
        .mapToObj(i -> new int[] {0, 2 + i % 3})
        .toList();
  }

  @Override
  public int[] demonstration(int[] prompt, Rng rng) {
    return new int[] {1};
  }

  @Override
  public double score(Completion completion) {
    return scoring.applyAsDouble(completion);
  }

  @Override
  public boolean wellFormed(Completion completion) {
    return completion.tokens()[0] >= 2;
  }
}
