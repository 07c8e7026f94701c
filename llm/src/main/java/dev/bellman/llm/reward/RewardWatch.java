package dev.bellman.llm.reward;

import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import java.util.Optional;

/// Says when a reward never varies: a group whose completions all score alike teaches nothing.
public final class RewardWatch implements Stateful {
  private static final int PATIENCE = 5;

  private int updates;
  private boolean decided;
  private double least = Double.POSITIVE_INFINITY;
  private double most = Double.NEGATIVE_INFINITY;

  /// A watch that has seen nothing.
  public RewardWatch() {}

  /// Looks at the scores of an update.
  ///
  /// @param rewards the scores of whole groups, one group after the other; NaN is passed over; not
  ///   modified
  /// @param group G, how many completions are compared with each other
  /// @return one line, once, if within the first 5 updates no two scores of a group differed
  /// @throws IllegalArgumentException if the rewards are not whole groups
  public Optional<String> observe(double[] rewards, int group) {
    RewardControl.requireGroups(rewards, group);
    if (decided) {
      return Optional.empty();
    }
    for (int from = 0; from < rewards.length && !decided; from += group) {
      decided = varies(rewards, from, from + group);
    }
    updates++;
    if (decided || updates < PATIENCE) {
      return Optional.empty();
    }
    decided = true;
    String range = least > most ? "no score at all" : "scores from %s to %s".formatted(least, most);
    return Optional.of(
        ("reward: expected scores that differ within a group of %d, got none in %d updates (%s;"
                + " check the reward on a right and a wrong answer, train the warm start longer, or"
                + " raise the temperature or the group's size)")
            .formatted(group, updates, range));
  }

  private boolean varies(double[] rewards, int from, int to) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int i = from; i < to; i++) {
      if (!Double.isNaN(rewards[i])) {
        low = Math.min(low, rewards[i]);
        high = Math.max(high, rewards[i]);
      }
    }
    least = Math.min(least, low);
    most = Math.max(most, high);
    return low < high;
  }

  @Override
  public void save(State out) {
    out.put("updates", new long[] {updates, decided ? 1 : 0});
    out.put("range", new double[] {least, most});
  }

  @Override
  public void load(State in) {
    long[] counts = in.longs("updates", 2);
    double[] range = in.doubles("range", 2);
    updates = Math.toIntExact(counts[0]);
    decided = counts[1] == 1;
    least = range[0];
    most = range[1];
  }
}
