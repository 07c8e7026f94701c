package dev.bellman.llm.sft;

import dev.bellman.llm.data.Completion;
import dev.bellman.llm.model.Transformer;
import dev.bellman.llm.sample.Sampler;
import dev.bellman.llm.sample.SamplingConfig;
import dev.bellman.llm.sample.Streams;
import dev.bellman.llm.task.Task;
import dev.bellman.llm.train.TaskEvaluation;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Workers;
import java.util.List;
import java.util.stream.Stream;

/// Imitation before reinforcement. It stops when the model is as good as it shall be rather than
/// after so many steps, so that where reinforcement begins is the same on every machine and seed.
///
/// @param updates the most gradient steps
/// @param checkEvery after how many gradient steps it is looked whether that is enough
/// @param accuracy enough: the share of prompts that are answered right by the likeliest tokens
/// @param wellFormed and enough: the share of drawn completions that obey the task's grammar
/// @param sft how a step is taken
public record WarmStart(
    int updates, int checkEvery, double accuracy, double wellFormed, SftConfig sft) {
  /// At most 500 steps, until nearly all that is drawn is well formed.
  public static final WarmStart DEFAULTS = new WarmStart(500, 10, 0, 0.99, SftConfig.DEFAULTS);

  private static final int PROMPTS = 512;

  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException if one is out of its range
  public WarmStart {
    if (updates < 0) {
      throw new IllegalArgumentException("updates: must be at least 0, got " + updates);
    }
    if (checkEvery < 1) {
      throw new IllegalArgumentException("checkEvery: must be at least 1, got " + checkEvery);
    }
    if (!(accuracy >= 0 && accuracy <= 1)) {
      throw new IllegalArgumentException("accuracy: must be in [0, 1], got " + accuracy);
    }
    if (!(wellFormed >= 0 && wellFormed <= 1)) {
      throw new IllegalArgumentException("wellFormed: must be in [0, 1], got " + wellFormed);
    }
  }

  /// What a warm start came to.
  ///
  /// @param updates the gradient steps taken
  /// @param tokens the completion tokens imitated
  /// @param enough whether it stopped because it was good enough
  public record Outcome(int updates, long tokens, boolean enough) {}

  /// Trains a model by imitation. Looks at prompts to train on, never at held-out ones.
  ///
  /// @param model what is trained
  /// @param task what demonstrates
  /// @param seed the run's seed, at least 0
  /// @param workers the threads; they change no bits
  /// @return what it came to
  public Outcome run(Transformer model, Task task, long seed, Workers workers) {
    long own = Rng.deriveSeed(seed, "warm start", 0);
    Sft trainer = new Sft(sft, model, task, own, workers);
    Rng prompting = Rng.stream(own, "validation", 0);
    List<int[]> prompts = Stream.generate(() -> task.prompt(prompting)).limit(PROMPTS).toList();
    Sampler sampler = new Sampler(model, new int[] {task.vocabulary().eos()}, workers);
    boolean enough = false;
    while (!enough && trainer.updates() < updates) {
      trainer.update((trainer.updates() + 1.0) / updates);
      enough =
          (trainer.updates() % checkEvery == 0 || trainer.updates() == updates)
              && wellFormed(sampler, task, prompts, own) >= wellFormed
              && TaskEvaluation.greedyAccuracy(model, task, prompts, workers) >= accuracy;
    }
    return new Outcome(trainer.updates(), trainer.tokens(), enough);
  }

  private static double wellFormed(Sampler sampler, Task task, List<int[]> prompts, long seed) {
    List<Completion> drawn =
        sampler.sample(
            prompts, 1, task.maxCompletion(), SamplingConfig.DEFAULTS, Streams.ofUpdate(seed, 0));
    return (double) drawn.stream().filter(task::wellFormed).count() / drawn.size();
  }
}
