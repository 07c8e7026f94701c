package dev.bellman.llm.group;

import dev.bellman.llm.data.Completion;
import dev.bellman.llm.task.Task;
import dev.bellman.llm.task.Vocabulary;
import dev.bellman.tensor.Rng;
import java.util.List;

/// A task whose end token no model of the bandit's vocabulary can write.
final class Endless implements Task {
  @Override
  public String name() {
    return "endless";
  }

  @Override
  public Vocabulary vocabulary() {
    return new Vocabulary(List.of("BOS", "B", "C", "D", "E", "EOS"), 0, 0, 5);
  }

  @Override
  public int maxPrompt() {
    return 1;
  }

  @Override
  public int maxCompletion() {
    return 3;
  }

  @Override
  public int[] prompt(Rng rng) {
    return new int[] {0};
  }

  @Override
  public List<int[]> heldOut(int most) {
    return List.of(new int[] {0});
  }

  @Override
  public int[] demonstration(int[] prompt, Rng rng) {
    return new int[] {1, 5};
  }

  @Override
  public double score(Completion completion) {
    return completion.tokens()[0] == 1 ? 1 : 0;
  }

  @Override
  public boolean wellFormed(Completion completion) {
    return completion.ended();
  }
}
