package dev.bellman.app.lm;

import dev.bellman.app.UserError;
import dev.bellman.app.config.Overlay;
import dev.bellman.app.config.Suggestion;
import dev.bellman.app.config.Variants;
import dev.bellman.app.train.Algorithms;
import dev.bellman.llm.group.GroupRelative;
import dev.bellman.llm.group.GroupRelativeConfig;
import dev.bellman.llm.group.Supervision;
import dev.bellman.llm.loss.Aggregation;
import dev.bellman.llm.loss.KlPenalty;
import dev.bellman.llm.loss.Surrogate;
import dev.bellman.llm.math.GroupAdvantage;
import dev.bellman.llm.math.KlController;
import dev.bellman.llm.ppo.LanguagePpo;
import dev.bellman.llm.ppo.LanguagePpoConfig;
import dev.bellman.llm.rewardmodel.RewardModelConfig;
import dev.bellman.llm.rewardmodel.RewardModelTrainer;
import dev.bellman.llm.sft.Sft;
import dev.bellman.llm.sft.SftConfig;
import dev.bellman.llm.task.PreferenceTask;
import java.util.List;

/// The trainers of language models that can be named, and how their configurations are written.
public final class LmAlgorithms {
  /// How configurations become records.
  static final Overlay OVERLAY =
      Overlay.of(
          Algorithms.SCHEDULES,
          Variants.of(Supervision.class)
              .with("outcome", Supervision.Outcome.class)
              .with("process", Supervision.Process.class)
              .shorthand("outcome"),
          Variants.of(GroupAdvantage.class)
              .with("standardized", GroupAdvantage.Standardized.class)
              .with("centred", GroupAdvantage.Centred.class)
              .with("leaveOneOut", GroupAdvantage.LeaveOneOut.class),
          Variants.of(Surrogate.class)
              .with("clip", Surrogate.Clip.class)
              .with("dualClip", Surrogate.DualClip.class)
              .with("cispo", Surrogate.Cispo.class)
              .with("none", Surrogate.None.class),
          Variants.of(Aggregation.class)
              .with("sequenceMean", Aggregation.SequenceMean.class)
              .with("tokenMean", Aggregation.TokenMean.class)
              .with("constantLength", Aggregation.ConstantLength.class),
          Variants.of(KlPenalty.class)
              .with("none", KlPenalty.None.class)
              .with("inLoss", KlPenalty.InLoss.class)
              .with("inReward", KlPenalty.InReward.class),
          Variants.of(KlController.class)
              .with("fixed", KlController.Fixed.class)
              .with("proportional", KlController.Proportional.class)
              .shorthand("fixed"));

  private static final List<LmAlgorithm<?>> ALL =
      List.of(
          new LmAlgorithm<>(
              "sft",
              "imitation of demonstrations",
              SftConfig.DEFAULTS,
              false,
              (config, parts) ->
                  new Sft(config, parts.model(), parts.task(), parts.seed(), parts.workers())),
          new LmAlgorithm<>(
              "reward",
              "a reward model from pairs of which one is preferred",
              RewardModelConfig.DEFAULTS,
              true,
              LmAlgorithms::rewardModel),
          new LmAlgorithm<>(
              "ppo",
              "PPO with policy, value, reward and reference models",
              LanguagePpoConfig.DEFAULTS,
              true,
              (config, parts) ->
                  new LanguagePpo(
                      config,
                      parts.model(),
                      parts.value(),
                      parts.task(),
                      parts.rewards(),
                      parts.seed(),
                      parts.workers())),
          group("grpo", "group-relative policy optimisation", GroupRelativeConfig.GRPO),
          group("dr-grpo", "GRPO without its two biases", GroupRelativeConfig.DR_GRPO),
          group(
              "dapo",
              "GRPO with more room above, token mean and dynamic sampling",
              GroupRelativeConfig.DAPO),
          group("gspo", "GRPO with the ratio of whole sequences", GroupRelativeConfig.GSPO),
          group("gspo-token", "GSPO token by token", GroupRelativeConfig.GSPO_TOKEN),
          group("cispo", "bounded weights in place of clipping", GroupRelativeConfig.CISPO),
          group("rloo", "the others of a group as the baseline", GroupRelativeConfig.RLOO));

  private LmAlgorithms() {}

  private static LmAlgorithm<GroupRelativeConfig> group(
      String name, String doc, GroupRelativeConfig defaults) {
    return new LmAlgorithm<>(name, doc, defaults, true, LmAlgorithms::groupRelative);
  }

  private static GroupRelative groupRelative(GroupRelativeConfig config, LmAlgorithm.Parts parts) {
    return new GroupRelative(
        config, parts.model(), parts.task(), parts.rewards(), parts.seed(), parts.workers());
  }

  private static RewardModelTrainer rewardModel(RewardModelConfig config, LmAlgorithm.Parts parts) {
    if (!(parts.task() instanceof PreferenceTask task)) {
      throw new IllegalArgumentException(
          "task: must make pairs for a reward model, got " + parts.task().name());
    }
    return new RewardModelTrainer(config, parts.model(), task, parts.seed(), parts.workers());
  }

  /// All trainers.
  ///
  /// @return in the order in which they are told
  public static List<LmAlgorithm<?>> all() {
    return ALL;
  }

  /// A trainer by its name.
  ///
  /// @param name the name
  /// @return the trainer
  /// @throws UserError if there is none
  public static LmAlgorithm<?> find(String name) {
    List<String> names = ALL.stream().<String>map(LmAlgorithm::name).toList();
    return ALL.stream()
        .filter(algorithm -> algorithm.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UserError(
                    "lm algorithm '%s': unknown (%sknown: %s)"
                        .formatted(
                            name,
                            Suggestion.nearest(name, names)
                                .map(near -> "did you mean '" + near + "'? ")
                                .orElse(""),
                            String.join(", ", names))));
  }
}
