package dev.bellman.llm.train;

import dev.bellman.llm.data.Completion;
import dev.bellman.llm.math.PassAtK;
import dev.bellman.llm.model.Transformer;
import dev.bellman.llm.sample.Sampler;
import dev.bellman.llm.sample.SamplingConfig;
import dev.bellman.llm.sample.Streams;
import dev.bellman.llm.task.Task;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// How well a model answers held-out prompts.
///
/// @param prompts how many prompts were asked
/// @param greedyAccuracy the share answered right by the likeliest tokens
/// @param greedyScore the mean score of those answers, as the task gives it
/// @param passAt1 the probability that a drawn completion is right, at temperature 1
/// @param passAt8 the probability that one of eight is
/// @param score the mean score of drawn completions
/// @param wellFormed the share of drawn completions that obey the task's grammar
/// @param ended the share of drawn completions with an end token
/// @param length the mean tokens of a drawn completion
/// @param distinctRight the mean number of different right answers among the drawn ones of a prompt
public record TaskEvaluation(
    int prompts,
    double greedyAccuracy,
    double greedyScore,
    double passAt1,
    double passAt8,
    double score,
    double wellFormed,
    double ended,
    double length,
    double distinctRight) {
  /// How many held-out prompts are asked at most.
  public static final int PROMPTS = 512;

  private static final int DRAWS = 16;
  private static final int TRIES = 8;

  /// Asks a model.
  ///
  /// @param model the model
  /// @param task whose held-out prompts it is asked
  /// @param seed of the draws, at least 0
  /// @param workers the threads; they change no result
  /// @return the result
  public static TaskEvaluation of(Transformer model, Task task, long seed, Workers workers) {
    List<int[]> prompts = task.heldOut(PROMPTS);
    Sampler sampler = new Sampler(model, new int[] {task.vocabulary().eos()}, workers);
    List<Completion> likeliest = greedy(sampler, task, prompts);
    Streams streams =
        (prompt, sample) -> Rng.stream(Rng.deriveSeed(seed, "evaluation", prompt), "draw", sample);
    List<Completion> drawn =
        sampler.sample(prompts, DRAWS, task.maxCompletion(), SamplingConfig.DEFAULTS, streams);
    int[] right =
        IntStream.range(0, prompts.size()).map(p -> right(task, group(drawn, p))).toArray();
    return new TaskEvaluation(
        prompts.size(),
        share(likeliest, completion -> isRight(task, completion)),
        likeliest.stream().mapToDouble(task::score).average().orElse(0),
        Arrays.stream(right).average().orElse(0) / DRAWS,
        Arrays.stream(right).mapToDouble(c -> PassAtK.of(DRAWS, c, TRIES)).average().orElse(0),
        drawn.stream().mapToDouble(task::score).average().orElse(0),
        share(drawn, task::wellFormed),
        share(drawn, Completion::ended),
        drawn.stream().mapToInt(Completion::length).average().orElse(0),
        IntStream.range(0, prompts.size())
            .mapToLong(p -> distinctRight(task, group(drawn, p)))
            .average()
            .orElse(0));
  }

  /// The share of prompts that a model answers right with its likeliest tokens.
  ///
  /// @param model the model
  /// @param task the task
  /// @param prompts the prompts
  /// @param workers the threads; they change no result
  /// @return 0 to 1
  public static double greedyAccuracy(
      Transformer model, Task task, List<int[]> prompts, Workers workers) {
    Sampler sampler = new Sampler(model, new int[] {task.vocabulary().eos()}, workers);
    return share(greedy(sampler, task, prompts), completion -> isRight(task, completion));
  }

  private static List<Completion> greedy(Sampler sampler, Task task, List<int[]> prompts) {
    Streams none = (_, _) -> Rng.ofSeed(0);
    return sampler.sample(prompts, 1, task.maxCompletion(), SamplingConfig.GREEDY, none);
  }

  /// Whether a completion is as good as can be.
  private static boolean isRight(Task task, Completion completion) {
    return task.score(completion) >= 1;
  }

  private static List<Completion> group(List<Completion> drawn, int prompt) {
    return drawn.subList(prompt * DRAWS, (prompt + 1) * DRAWS);
  }

  private static int right(Task task, List<Completion> group) {
    return (int) group.stream().filter(completion -> isRight(task, completion)).count();
  }

  private static long distinctRight(Task task, List<Completion> group) {
    return group.stream()
        .filter(completion -> isRight(task, completion))
        .map(completion -> Arrays.toString(completion.tokens()))
        .distinct()
        .count();
  }

  private static double share(List<Completion> completions, Predicate<Completion> holds) {
    return (double) completions.stream().filter(holds).count() / completions.size();
  }
}
