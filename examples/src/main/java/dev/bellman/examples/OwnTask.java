package dev.bellman.examples;

import dev.bellman.llm.data.Completion;
import dev.bellman.llm.task.HeldOut;
import dev.bellman.llm.task.Task;
import dev.bellman.llm.task.Vocabulary;
import dev.bellman.tensor.Rng;
import java.util.Arrays;
import java.util.List;

/// A task of one's own: three letters are to be written backwards. [GrpoSumTo] trains it with
/// `OwnTask.create()` in place of `new SumTo()`. Prints the score of a right answer, 1.0.
record OwnTask(String name, Vocabulary vocabulary, int maxPrompt, int maxCompletion)
    implements Task {
  private static final List<String> WORDS = List.of("a", "b", "c", "d", "PAD", "BOS", "EOS");
  private static final int LETTERS = 4;
  private static final int BOS = 5;
  private static final int EOS = 6;

  static OwnTask create() {
    return new OwnTask("backwards", new Vocabulary(WORDS, 4, BOS, EOS), 4, 4);
  }

  private static int[] any(Rng rng) {
    return new int[] {BOS, rng.nextInt(LETTERS), rng.nextInt(LETTERS), rng.nextInt(LETTERS)};
  }

  @Override
  public int[] prompt(Rng rng) {
    return HeldOut.training(rng, OwnTask::any);
  }

  @Override
  public List<int[]> heldOut(int most) {
    return HeldOut.draw(name, Math.min(most, 4), OwnTask::any);
  }

  @Override
  public int[] demonstration(int[] prompt, Rng rng) {
    return new int[] {rng.nextInt(LETTERS), rng.nextInt(LETTERS), rng.nextInt(LETTERS), EOS};
  }

  @Override
  public double score(Completion written) {
    int[] given = written.prompt();
    int[] right = {given[3], given[2], given[1], EOS};
    return Arrays.equals(written.tokens(), right) ? 1 : 0;
  }

  @Override
  public boolean wellFormed(Completion written) {
    boolean letters = Arrays.stream(written.tokens()).limit(3).allMatch(t -> t < LETTERS);
    return letters && written.ended() && written.length() == 4;
  }

  static void main() {
    int[] right = {2, 1, 0, EOS};
    IO.println(create().score(new Completion(new int[] {BOS, 0, 1, 2}, right, new float[4], true)));
  }
}
