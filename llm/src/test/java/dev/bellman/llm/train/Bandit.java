package dev.bellman.llm.train;

import dev.bellman.llm.data.Completion;
import dev.bellman.llm.model.Transformer;
import dev.bellman.llm.model.TransformerConfig;
import dev.bellman.llm.task.ProcessTask;
import dev.bellman.llm.task.Vocabulary;
import dev.bellman.tensor.Rng;
import java.util.Arrays;
import java.util.List;

/// The identity environment of language models: after `BOS A` the right answer is `B`, after `B` it
/// is `C`, after `C` it is `A`, and then the end token. A fresh model is right once in 25 times.
public final class Bandit implements ProcessTask {
  private static final Vocabulary VOCABULARY =
      new Vocabulary(List.of("BOS", "EOS", "A", "B", "C"), 0, 0, 1);

  /// The task, which has no options.
  public Bandit() {}

  /// A model for it, to which all tokens are about as likely: one that is sure of itself tries too
  /// little to learn.
  public static Transformer model(int seed) {
    Transformer model =
        Transformer.create(TransformerConfig.small(5, 16, 32, 1, 2, 8), Rng.ofSeed(seed));
    int embedding = model.parameters().names().indexOf("model.embed_tokens.weight");
    model
        .parameters()
        .update(
            model.parameters().newGradients(),
            (place, values, _) -> {
              for (int i = 0; place == embedding && i < values.length; i++) {
                values[i] *= 0.08f;
              }
            });
    return model;
  }

  @Override
  public String name() {
    return "bandit";
  }

  @Override
  public Vocabulary vocabulary() {
    return VOCABULARY;
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
    return List.of(new int[] {0, 2}, new int[] {0, 3}, new int[] {0, 4});
  }

  @Override
  public int[] demonstration(int[] prompt, Rng rng) {
    return new int[] {2 + (prompt[1] - 1) % 3, 1};
  }

  @Override
  public double score(Completion completion) {
    int[] right = {2 + (completion.prompt()[1] - 1) % 3, 1};
    return Arrays.equals(completion.tokens(), right) ? 1 : 0;
  }

  @Override
  public boolean wellFormed(Completion completion) {
    return completion.ended() && completion.length() == 2;
  }

  /// One step, which ends at the last token.
  @Override
  public double[] steps(Completion completion) {
    double[] steps = new double[completion.length()];
    Arrays.fill(steps, Double.NaN);
    steps[steps.length - 1] = score(completion);
    return steps;
  }
}
