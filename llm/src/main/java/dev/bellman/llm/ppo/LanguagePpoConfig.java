package dev.bellman.llm.ppo;

import dev.bellman.llm.math.KlController;
import dev.bellman.llm.sample.SamplingConfig;
import dev.bellman.llm.train.Optimization;
import dev.bellman.llm.train.ReferenceConfig;
import dev.bellman.llm.train.RolloutConfig;
import dev.bellman.tensor.optim.Adam;
import dev.bellman.tensor.optim.Schedule;

/// Hyper-parameters of PPO with four models.
///
/// @param rollout what is written before each update
/// @param estimate how advantages are estimated
/// @param clip how far the ratio may go from 1 before the objective stops rewarding it
/// @param value how the value model learns
/// @param kl the weight β of k1 to the reference in the reward
/// @param missingEndPenalty what is taken off the score of a completion without an end token
/// @param entropyCoefficient the weight of the entropy bonus
/// @param reference the reference model
/// @param minibatches into how many gradient steps a rollout is split
/// @param epochs how often a rollout is gone through
/// @param optimization how the policy's gradients become steps
public record LanguagePpoConfig(
    RolloutConfig rollout,
    Estimate estimate,
    double clip,
    Value value,
    KlController kl,
    double missingEndPenalty,
    double entropyCoefficient,
    ReferenceConfig reference,
    int minibatches,
    int epochs,
    Optimization optimization) {
  private static final Adam.Config ADAM = new Adam.Config(0.9, 0.99, 1e-5, 0);

  /// 512 completions in four minibatches, one epoch.
  public static final LanguagePpoConfig DEFAULTS =
      new LanguagePpoConfig(
          new RolloutConfig(512, 1, 0, SamplingConfig.DEFAULTS),
          new Estimate(1, 0.95, true, false),
          0.2,
          new Value(0.2, new Optimization(new Schedule.Constant(1e-3), ADAM, 1)),
          new KlController.Fixed(0.001),
          0,
          0,
          ReferenceConfig.DEFAULTS,
          4,
          1,
          new Optimization(new Schedule.Constant(1e-3), ADAM, 1));

  /// How advantages are estimated, over the tokens of a completion.
  ///
  /// @param gamma the discount of a token
  /// @param lambda GAE's λ
  /// @param whitenAdvantages whether advantages get mean 0 and variance 1 over the rollout
  /// @param whitenRewards whether rewards get variance 1 and keep their mean
  public record Estimate(
      double gamma, double lambda, boolean whitenAdvantages, boolean whitenRewards) {
    /// Checks the numbers.
    ///
    /// @throws IllegalArgumentException if one is out of its range
    public Estimate {
      if (!(gamma >= 0 && gamma <= 1)) {
        throw new IllegalArgumentException("gamma: must be in [0, 1], got " + gamma);
      }
      if (!(lambda >= 0 && lambda <= 1)) {
        throw new IllegalArgumentException("lambda: must be in [0, 1], got " + lambda);
      }
    }
  }

  /// How the value model learns.
  ///
  /// @param clip how far a value may go from the one it had in the rollout; infinite for no limit
  /// @param optimization how its gradients become steps
  public record Value(double clip, Optimization optimization) {
    /// Checks the number.
    ///
    /// @throws IllegalArgumentException if it is not above 0
    public Value {
      if (!(clip > 0)) {
        throw new IllegalArgumentException("clip: must be above 0, got " + clip);
      }
    }
  }

  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException if one is out of its range
  public LanguagePpoConfig {
    if (!(clip > 0)) {
      throw new IllegalArgumentException("clip: must be above 0, got " + clip);
    }
    if (!(missingEndPenalty >= 0)) {
      throw new IllegalArgumentException(
          "missingEndPenalty: must be at least 0, got " + missingEndPenalty);
    }
    if (!(entropyCoefficient >= 0)) {
      throw new IllegalArgumentException(
          "entropyCoefficient: must be at least 0, got " + entropyCoefficient);
    }
    if (minibatches < 1 || minibatches > rollout.completions()) {
      throw new IllegalArgumentException(
          "minibatches: must be in [1, %d], got %d".formatted(rollout.completions(), minibatches));
    }
    if (epochs < 1) {
      throw new IllegalArgumentException("epochs: must be at least 1, got " + epochs);
    }
  }
}
