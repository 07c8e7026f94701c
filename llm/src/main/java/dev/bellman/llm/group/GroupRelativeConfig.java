package dev.bellman.llm.group;

import dev.bellman.llm.loss.GroupObjective;
import dev.bellman.llm.loss.KlPenalty;
import dev.bellman.llm.loss.RatioLevel;
import dev.bellman.llm.math.GroupAdvantage;
import dev.bellman.llm.reward.RewardControl;
import dev.bellman.llm.sample.SamplingConfig;
import dev.bellman.llm.train.Optimization;
import dev.bellman.llm.train.ReferenceConfig;
import dev.bellman.llm.train.RolloutConfig;

/// Hyper-parameters of group-relative training. Its axes are values that combine freely; what does
/// not fit together is refused when the record is made.
///
/// @param rollout what is written before each update; at least two completions of a prompt
/// @param advantage what of a group is compared, and how it becomes advantages
/// @param objective what is maximised
/// @param dynamicSampling whether groups without a difference are replaced
/// @param overlong what happens to completions without an end
/// @param reference the model that a KL penalty keeps near, if there is one
/// @param minibatches into how many gradient steps a rollout is split, whole groups each
/// @param epochs how often a rollout is gone through
/// @param optimization how gradients become steps
/// @param control whether rewards are made to say nothing, as a check of the experiment
public record GroupRelativeConfig(
    RolloutConfig rollout,
    Supervision advantage,
    GroupObjective objective,
    DynamicSampling dynamicSampling,
    Overlong overlong,
    ReferenceConfig reference,
    int minibatches,
    int epochs,
    Optimization optimization,
    RewardControl control) {
  private static final RolloutConfig ROLLOUT =
      new RolloutConfig(32, 16, 0, SamplingConfig.DEFAULTS);

  /// GRPO as in arXiv:2402.03300: standardised rewards, k3 to the reference in the loss.
  public static final GroupRelativeConfig GRPO =
      of(new Supervision.Outcome(GroupAdvantage.Standardized.DEFAULTS), GroupObjective.GRPO);

  /// Dr. GRPO (arXiv:2503.20783): no deviation, a constant length as divisor, no divergence.
  public static final GroupRelativeConfig DR_GRPO =
      of(new Supervision.Outcome(new GroupAdvantage.Centred()), GroupObjective.drGrpo(16));

  /// DAPO (arXiv:2503.14476): more room above, tokens weigh alike, groups without a difference are
  /// replaced, completions without an end are left out.
  public static final GroupRelativeConfig DAPO =
      of(new Supervision.Outcome(GroupAdvantage.Standardized.DEFAULTS), GroupObjective.DAPO)
          .with(new DynamicSampling(3), new Overlong(true, 0));

  /// GSPO (arXiv:2507.18071) with a range for completions of tens of tokens.
  public static final GroupRelativeConfig GSPO =
      of(
          new Supervision.Outcome(GroupAdvantage.Standardized.DEFAULTS),
          GroupObjective.gspo(0.05, 0.05));

  /// GSPO-token (arXiv:2507.18071, section 4.3) with the same range.
  public static final GroupRelativeConfig GSPO_TOKEN =
      of(
          new Supervision.Outcome(GroupAdvantage.Standardized.DEFAULTS),
          GroupObjective.gspoToken(0.05, 0.05));

  /// CISPO (arXiv:2506.13585): bounded weights in place of clipping.
  public static final GroupRelativeConfig CISPO =
      of(new Supervision.Outcome(GroupAdvantage.Standardized.DEFAULTS), GroupObjective.CISPO);

  /// RLOO (arXiv:2402.14740): the others of the group as a baseline, no clipping.
  public static final GroupRelativeConfig RLOO =
      of(new Supervision.Outcome(new GroupAdvantage.LeaveOneOut()), GroupObjective.RLOO);

  private static GroupRelativeConfig of(Supervision advantage, GroupObjective objective) {
    return new GroupRelativeConfig(
        ROLLOUT,
        advantage,
        objective,
        new DynamicSampling(0),
        new Overlong(false, 0),
        ReferenceConfig.DEFAULTS,
        4,
        1,
        Optimization.DEFAULTS,
        RewardControl.NONE);
  }

  private GroupRelativeConfig with(DynamicSampling sampling, Overlong rule) {
    return new GroupRelativeConfig(
        rollout,
        advantage,
        objective,
        sampling,
        rule,
        reference,
        minibatches,
        epochs,
        optimization,
        control);
  }

  /// Replacing groups whose outcomes are all the same (DAPO, arXiv:2503.14476, section 3.2). It
  /// looks at the task's own score, not at shaped rewards.
  ///
  /// @param rounds how often missing groups are written anew; 0 keeps every group
  public record DynamicSampling(int rounds) {
    /// Checks the number.
    ///
    /// @throws IllegalArgumentException if it is negative
    public DynamicSampling {
      if (rounds < 0) {
        throw new IllegalArgumentException("rounds: must be at least 0, got " + rounds);
      }
    }
  }

  /// What happens to completions that reach the length limit (DAPO, section 3.4).
  ///
  /// @param masked whether nothing is learned from one without an end token
  /// @param penaltyTokens over how many tokens before the limit a penalty grows to 1; 0 for none
  public record Overlong(boolean masked, int penaltyTokens) {
    /// Checks the number.
    ///
    /// @throws IllegalArgumentException if it is negative
    public Overlong {
      if (penaltyTokens < 0) {
        throw new IllegalArgumentException(
            "penaltyTokens: must be at least 0, got " + penaltyTokens);
      }
    }
  }

  /// Checks the numbers and what goes together.
  ///
  /// @throws IllegalArgumentException if one is out of its range or two do not fit together
  public GroupRelativeConfig {
    if (rollout.samples() < 2) {
      throw new IllegalArgumentException(
          "rollout.samples: must be at least 2, got %d (a group of one has nothing to compare with)"
              .formatted(rollout.samples()));
    }
    if (minibatches < 1 || minibatches > rollout.prompts()) {
      throw new IllegalArgumentException(
          "minibatches: must be in [1, %d], whole groups each, got %d"
              .formatted(rollout.prompts(), minibatches));
    }
    if (epochs < 1) {
      throw new IllegalArgumentException("epochs: must be at least 1, got " + epochs);
    }
    if (advantage instanceof Supervision.Process) {
      requireOutcomesUnused(objective, overlong, control);
    }
  }

  /// Refuses what acts on the rewards of completions, which steps take no notice of.
  private static void requireOutcomesUnused(
      GroupObjective objective, Overlong overlong, RewardControl control) {
    if (objective.ratio() == RatioLevel.SEQUENCE) {
      throw new IllegalArgumentException(
          "objective.ratio: must be TOKEN or SEQUENCE_TOKEN with advantages of steps, got SEQUENCE"
              + " (it takes one advantage a sequence)");
    }
    if (objective.kl() instanceof KlPenalty.InReward) {
      throw new IllegalArgumentException(
          "objective.kl: must be none or in the loss with advantages of steps, got %s"
              .formatted(objective.kl()));
    }
    if (overlong.penaltyTokens() > 0) {
      throw new IllegalArgumentException(
          "overlong.penaltyTokens: must be 0 with advantages of steps, got %d (take masked)"
              .formatted(overlong.penaltyTokens()));
    }
    if (control != RewardControl.NONE) {
      throw new IllegalArgumentException(
          "control: must be NONE with advantages of steps, which rewards do not enter, got "
              + control);
    }
  }

  /// How many gradient steps a rollout gives.
  ///
  /// @return minibatches · epochs
  public int gradientStepsPerUpdate() {
    return minibatches * epochs;
  }

  /// Whether every gradient step is taken on what the very same model wrote.
  ///
  /// @return true if there is one gradient step an update
  public boolean onPolicy() {
    return gradientStepsPerUpdate() == 1;
  }
}
