package dev.bellman.llm.train;

import dev.bellman.llm.data.Completion;
import dev.bellman.llm.model.Transformer;
import dev.bellman.llm.sample.Sampler;
import dev.bellman.llm.sample.SamplingConfig;
import dev.bellman.llm.sample.Streams;
import dev.bellman.llm.task.Task;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Workers;
import java.util.List;

/// How often one model's completion scores higher than another's after the same held-out prompt,
/// both drawn at temperature 1.
///
/// @param wins prompts at which the first model's completion scored higher
/// @param ties prompts at which both scored the same
/// @param losses prompts at which the second model's completion scored higher
public record WinRate(int wins, int ties, int losses) {
  /// The share of wins, a tie counting half.
  ///
  /// @return 0 to 1
  public double rate() {
    return (wins + 0.5 * ties) / (wins + ties + losses);
  }

  /// Compares two models.
  ///
  /// @param model the first
  /// @param rival the second
  /// @param task whose held-out prompts they are asked
  /// @param seed of the draws, at least 0
  /// @param workers the threads; they change no result
  /// @return the counts
  public static WinRate of(
      Transformer model, Transformer rival, Task task, long seed, Workers workers) {
    List<int[]> prompts = task.heldOut(TaskEvaluation.PROMPTS);
    List<Completion> first = drawn(model, task, prompts, seed, "first", workers);
    List<Completion> second = drawn(rival, task, prompts, seed, "second", workers);
    int wins = 0;
    int losses = 0;
    for (int i = 0; i < prompts.size(); i++) {
      int order = Double.compare(task.score(first.get(i)), task.score(second.get(i)));
      wins += order > 0 ? 1 : 0;
      losses += order < 0 ? 1 : 0;
    }
    return new WinRate(wins, prompts.size() - wins - losses, losses);
  }

  private static List<Completion> drawn(
      Transformer model, Task task, List<int[]> prompts, long seed, String name, Workers workers) {
    Streams streams =
        (prompt, sample) -> Rng.stream(Rng.deriveSeed(seed, name, prompt), "draw", sample);
    return new Sampler(model, new int[] {task.vocabulary().eos()}, workers)
        .sample(prompts, 1, task.maxCompletion(), SamplingConfig.DEFAULTS, streams);
  }
}
