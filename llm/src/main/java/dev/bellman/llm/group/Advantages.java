package dev.bellman.llm.group;

import dev.bellman.llm.data.Completion;
import dev.bellman.llm.data.Written;
import dev.bellman.llm.loss.KlPenalty;
import dev.bellman.llm.math.GroupAdvantage;
import dev.bellman.llm.math.OverlongPenalty;
import dev.bellman.llm.math.ProcessAdvantage;
import dev.bellman.llm.math.TokenRewards;
import dev.bellman.llm.task.ProcessTask;
import dev.bellman.llm.task.Task;
import dev.bellman.rl.Metrics;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Turns the rewards of groups into an advantage for each token.
///
/// @param config the hyper-parameters
/// @param task the task
/// @param written the completions, group by group
/// @param logpOld of the tokens when they were drawn
/// @param logpReference of the tokens by the reference; null without one
record Advantages(
    GroupRelativeConfig config,
    Task task,
    Written written,
    float[] logpOld,
    float @Nullable [] logpReference) {

  /// The advantage of each token.
  ///
  /// @param rewards of each completion; NaN if it was left unscored
  /// @param metrics receives what the rewards come to; modified
  float[] of(double[] rewards, Metrics metrics) {
    double[] shaped = rewards.clone();
    takeOffDivergence(shaped);
    takeOffLength(shaped);
    float[] column =
        switch (config.advantage()) {
          case Supervision.Outcome(var compared) -> outcomes(compared, shaped);
          case Supervision.Process process -> steps(process.advantage(), rewards);
        };
    int size = config.rollout().samples();
    int alike = 0;
    double spread = 0;
    for (int from = 0; from < shaped.length; from += size) {
      int first = written.offsets()[from];
      int end = written.offsets()[from + size];
      alike += allZero(column, first, end) ? 1 : 0;
      spread += deviation(Arrays.copyOfRange(shaped, from, from + size));
    }
    int groups = shaped.length / size;
    metrics
        .put("reward", Arrays.stream(rewards).filter(Double::isFinite).average().orElse(Double.NaN))
        .put("reward_std", spread / groups)
        .put("zero_variance_groups", (double) alike / groups)
        .put("length", (double) written.tokens() / written.size())
        .put("ended", written.endedShare());
    return column;
  }

  private float[] outcomes(GroupAdvantage compared, double[] rewards) {
    int size = config.rollout().samples();
    double[] advantages = new double[rewards.length];
    for (int from = 0; from < rewards.length; from += size) {
      compared.estimate(rewards, from, from + size, advantages);
    }
    return written.spread(advantages);
  }

  /// The advantages of tokens by their steps; those of a completion without a reward are 0.
  private float[] steps(ProcessAdvantage compared, double[] rewards) {
    int size = config.rollout().samples();
    float[] column = new float[written.tokens()];
    for (int from = 0; from < rewards.length; from += size) {
      var group = new ProcessAdvantage.Steps[size];
      for (int i = 0; i < size; i++) {
        group[i] = steps(written.completions().get(from + i), Double.isNaN(rewards[from + i]));
      }
      double[][] advantages = compared.of(group);
      for (int i = 0; i < size; i++) {
        int offset = written.offsets()[from + i];
        for (int t = 0; t < advantages[i].length; t++) {
          column[offset + t] = (float) advantages[i][t];
        }
      }
    }
    return column;
  }

  private ProcessAdvantage.Steps steps(Completion completion, boolean unscored) {
    if (!(task instanceof ProcessTask process)) {
      throw new IllegalStateException("advantage: task %s has no steps".formatted(task.name()));
    }
    double[] each = process.steps(completion);
    int[] ends =
        IntStream.range(0, each.length).filter(t -> !unscored && !Double.isNaN(each[t])).toArray();
    double[] rewards = Arrays.stream(ends).mapToDouble(t -> each[t]).toArray();
    return new ProcessAdvantage.Steps(rewards, ends, completion.length());
  }

  private static boolean allZero(float[] column, int from, int to) {
    for (int t = from; t < to; t++) {
      if (column[t] != 0f) {
        return false;
      }
    }
    return true;
  }

  /// The standard deviation of the scored completions of a group.
  private static double deviation(double[] group) {
    double[] scored = Arrays.stream(group).filter(Double::isFinite).toArray();
    double mean = Arrays.stream(scored).average().orElse(0);
    return Math.sqrt(Arrays.stream(scored).map(r -> (r - mean) * (r - mean)).average().orElse(0));
  }

  private void takeOffDivergence(double[] rewards) {
    if (config.objective().kl() instanceof KlPenalty.InReward penalty && logpReference != null) {
      double[] drawn = doubles(logpOld);
      double[] held = doubles(logpReference);
      for (int i = 0; i < rewards.length; i++) {
        int from = written.offsets()[i];
        int to = written.offsets()[i + 1];
        rewards[i] = TokenRewards.sum(rewards[i], penalty.beta(), drawn, held, from, to);
      }
    }
  }

  private static double[] doubles(float[] x) {
    return IntStream.range(0, x.length).mapToDouble(i -> x[i]).toArray();
  }

  private void takeOffLength(double[] rewards) {
    int tokens = config.overlong().penaltyTokens();
    if (tokens > 0) {
      int limit =
          config.rollout().maxTokens() == 0 ? task.maxCompletion() : config.rollout().maxTokens();
      var penalty = new OverlongPenalty(limit, tokens);
      for (int i = 0; i < rewards.length; i++) {
        rewards[i] += penalty.of(written.completions().get(i).length());
      }
    }
  }

  /// Which tokens count: those of completions that have a reward and, if that is asked for, an end.
  float[] mask(double[] rewards) {
    double[] counts = new double[rewards.length];
    for (int i = 0; i < rewards.length; i++) {
      Completion completion = written.completions().get(i);
      boolean left = config.overlong().masked() && !completion.ended();
      counts[i] = Double.isNaN(rewards[i]) || left ? 0 : 1;
    }
    return written.spread(counts);
  }
}
