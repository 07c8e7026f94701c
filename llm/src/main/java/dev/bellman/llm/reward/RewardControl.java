package dev.bellman.llm.reward;

import dev.bellman.tensor.Rng;
import java.util.stream.IntStream;

/// Controls that a trainer must learn nothing from: rewards that say nothing about the completions
/// they are given to. Whatever improves under one of them was not learned from the reward.
public enum RewardControl {
  /// The rewards as they are.
  NONE,

  /// Each reward is 0 or 1 by the toss of a coin.
  RANDOM,

  /// The rewards of a group are given to its completions in random order: their mean and variance
  /// stay, their tie to the completions is cut.
  PERMUTED;

  /// Replaces the rewards; what is NaN, unscored, stays so. What is drawn depends on the seed, the
  /// update, the prompt and, for [#RANDOM], the sample, on nothing else.
  ///
  /// @param rewards the rewards of whole groups, one group after the other; modified
  /// @param group G, how many completions each prompt has
  /// @param seed the run's seed
  /// @param update the number of the update, from 0
  /// @param firstPrompt the number of the first group's prompt in the update, from 0
  /// @throws IllegalArgumentException if the rewards are not whole groups
  public void apply(double[] rewards, int group, long seed, int update, int firstPrompt) {
    requireGroups(rewards, group);
    if (this == NONE) {
      return;
    }
    long updateSeed = Rng.deriveSeed(seed, "reward control", update);
    for (int g = 0; g < rewards.length / group; g++) {
      long promptSeed = Rng.deriveSeed(updateSeed, "prompt", firstPrompt + g);
      if (this == RANDOM) {
        for (int i = 0; i < group; i++) {
          int coin = Rng.stream(promptSeed, "sample", i).nextInt(2);
          rewards[g * group + i] = Double.isNaN(rewards[g * group + i]) ? Double.NaN : coin;
        }
      } else {
        permute(rewards, g * group, group, Rng.stream(promptSeed, "order", 0));
      }
    }
  }

  private static void permute(double[] rewards, int from, int group, Rng rng) {
    int[] scored =
        IntStream.range(from, from + group).filter(i -> !Double.isNaN(rewards[i])).toArray();
    for (int i = scored.length - 1; i > 0; i--) {
      int j = rng.nextInt(i + 1);
      double reward = rewards[scored[i]];
      rewards[scored[i]] = rewards[scored[j]];
      rewards[scored[j]] = reward;
    }
  }

  static void requireGroups(double[] rewards, int group) {
    if (group < 1 || rewards.length % group != 0) {
      throw new IllegalArgumentException(
          "rewards: must be whole groups of %d, got %d".formatted(group, rewards.length));
    }
  }
}
