package dev.bellman.llm.group;

import dev.bellman.llm.data.Completion;
import dev.bellman.llm.model.Transformer;
import dev.bellman.llm.reward.RewardWatch;
import dev.bellman.llm.reward.Rewards;
import dev.bellman.llm.reward.Scores;
import dev.bellman.llm.sample.Sampler;
import dev.bellman.llm.sample.Streams;
import dev.bellman.llm.task.ProcessTask;
import dev.bellman.llm.task.Task;
import dev.bellman.rl.Metrics;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import dev.bellman.tensor.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Draws prompts, writes a group of completions of each, and scores them.
final class Groups implements Stateful {
  private final GroupRelativeConfig config;
  private final Task task;
  private final Rewards rewards;
  private final Sampler sampler;
  private final long seed;
  private final int maxTokens;
  private final Rng prompting;
  private final RewardWatch watch = new RewardWatch();
  private final List<String> warnings = new ArrayList<>();
  private long rewardCalls;
  private long tokensWritten;

  /// @throws IllegalArgumentException if the configuration does not go with the task
  Groups(
      GroupRelativeConfig config,
      Transformer model,
      Task task,
      Rewards rewards,
      long seed,
      Workers workers) {
    this.config = config;
    this.task = task;
    this.rewards = rewards;
    this.sampler = new Sampler(model, new int[] {task.vocabulary().eos()}, workers);
    this.seed = seed;
    this.maxTokens =
        config.rollout().maxTokens() == 0 ? task.maxCompletion() : config.rollout().maxTokens();
    this.prompting = Rng.stream(seed, "prompts", 0);
    config.rollout().requireRoom(model.config().context(), task.maxPrompt(), maxTokens);
    if (config.advantage() instanceof Supervision.Process && !(task instanceof ProcessTask)) {
      throw new IllegalArgumentException(
          "advantage: expected a task with steps, got %s, which has none (take outcome)"
              .formatted(task.name()));
    }
    if (config.overlong().penaltyTokens() > maxTokens) {
      throw new IllegalArgumentException(
          "overlong.penaltyTokens: must be at most %d, the longest completion, got %d"
              .formatted(maxTokens, config.overlong().penaltyTokens()));
    }
  }

  int maxTokens() {
    return maxTokens;
  }

  long rewardCalls() {
    return rewardCalls;
  }

  /// The tokens of the last update's completions, those that were replaced too.
  long tokensWritten() {
    return tokensWritten;
  }

  /// What went wrong in the last update, a line each.
  List<String> warnings() {
    return warnings;
  }

  /// The completions of an update, group by group.
  ///
  /// @param completions G of each prompt
  /// @param rewards of each completion; NaN if it was left unscored
  record Collected(List<Completion> completions, double[] rewards) {
    int size() {
      return completions.size();
    }
  }

  /// Writes and scores the groups of an update.
  Collected collect(int update, Metrics metrics) {
    var kept = new ArrayList<Completion>();
    double[] rewards = new double[config.rollout().completions()];
    int size = config.rollout().samples();
    int written = 0;
    int dropped = 0;
    int unscored = 0;
    tokensWritten = 0;
    warnings.clear();
    for (int round = 0; round <= config.dynamicSampling().rounds(); round++) {
      int missing = config.rollout().prompts() - kept.size() / size;
      if (missing == 0) {
        break;
      }
      Collected groups = write(missing, written, update);
      written += missing;
      for (int from = 0; from < groups.size(); from += size) {
        if (teaches(groups.completions.subList(from, from + size))) {
          System.arraycopy(groups.rewards, from, rewards, kept.size(), size);
          kept.addAll(groups.completions.subList(from, from + size));
        } else {
          dropped++;
        }
      }
      unscored += (int) Arrays.stream(groups.rewards).filter(Double::isNaN).count();
    }
    double[] learned = Arrays.copyOf(rewards, kept.size());
    if (learned.length > 0) {
      watch
          .observe(learned, size)
          .filter(_ -> config.advantage() instanceof Supervision.Outcome)
          .ifPresent(warnings::add);
    }
    metrics
        .put("prompts", written)
        .put("dropped_groups", (double) dropped / written)
        .put("unscored", unscored);
    return new Collected(kept, learned);
  }

  /// Writes and scores groups.
  ///
  /// @param count how many
  /// @param first the number of the first one's prompt in this update
  private Collected write(int count, int first, int update) {
    int size = config.rollout().samples();
    List<Completion> completions =
        sampler.sample(
            prompts(count),
            size,
            maxTokens,
            config.rollout().sampling(),
            Streams.ofUpdate(seed, update).from(first));
    Scores scores = rewards.of(completions);
    scores.warning().ifPresent(warnings::add);
    double[] given = scores.totals().clone();
    config.control().apply(given, size, seed, update, first);
    tokensWritten += completions.stream().mapToLong(Completion::length).sum();
    rewardCalls += completions.size();
    return new Collected(completions, given);
  }

  private List<int[]> prompts(int count) {
    var prompts = new ArrayList<int[]>();
    for (int i = 0; i < count; i++) {
      prompts.add(task.prompt(prompting));
    }
    return prompts;
  }

  /// Whether a group is learned from: always, unless groups whose outcomes are all as good by the
  /// task's own score are replaced.
  private boolean teaches(List<Completion> group) {
    if (config.dynamicSampling().rounds() == 0) {
      return true;
    }
    double first = task.score(group.getFirst());
    return group.stream().anyMatch(completion -> task.score(completion) != first);
  }

  @Override
  public void save(State out) {
    prompting.save(out.at("prompts"));
    watch.save(out.at("watch"));
    out.put("counts", new long[] {rewardCalls});
  }

  @Override
  public void load(State in) {
    prompting.load(in.at("prompts"));
    watch.load(in.at("watch"));
    rewardCalls = in.longs("counts", 1)[0];
  }
}
