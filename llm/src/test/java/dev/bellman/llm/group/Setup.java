package dev.bellman.llm.group;

import dev.bellman.llm.group.GroupRelativeConfig.DynamicSampling;
import dev.bellman.llm.group.GroupRelativeConfig.Overlong;
import dev.bellman.llm.loss.GroupObjective;
import dev.bellman.llm.loss.KlPenalty;
import dev.bellman.llm.model.Transformer;
import dev.bellman.llm.reward.Reward;
import dev.bellman.llm.reward.RewardControl;
import dev.bellman.llm.reward.Rewards;
import dev.bellman.llm.reward.Verifier;
import dev.bellman.llm.reward.WeightedReward;
import dev.bellman.llm.sample.SamplingConfig;
import dev.bellman.llm.task.Task;
import dev.bellman.llm.train.Bandit;
import dev.bellman.llm.train.Optimization;
import dev.bellman.llm.train.ReferenceConfig;
import dev.bellman.llm.train.RolloutConfig;
import dev.bellman.tensor.Workers;
import dev.bellman.tensor.optim.Adam;
import dev.bellman.tensor.optim.Schedule;
import java.util.List;

/// A small trainer, part by part.
record Setup(
    int prompts,
    int samples,
    Supervision advantage,
    GroupObjective objective,
    DynamicSampling dynamicSampling,
    Overlong overlong,
    ReferenceConfig reference,
    int minibatches,
    int epochs,
    double learningRate,
    RewardControl control,
    Task task,
    Reward reward) {
  private static final Bandit BANDIT = new Bandit();

  /// The bandit with its own verifier, 12 groups of 8 in 4 gradient steps.
  static Setup of(GroupRelativeConfig preset) {
    return new Setup(
        12,
        8,
        preset.advantage(),
        preset.objective(),
        preset.dynamicSampling(),
        preset.overlong(),
        ReferenceConfig.DEFAULTS,
        4,
        1,
        1e-2,
        RewardControl.NONE,
        BANDIT,
        new Verifier(BANDIT));
  }

  Setup withGroups(int many, int size) {
    return new Setup(
        many,
        size,
        advantage,
        objective,
        dynamicSampling,
        overlong,
        reference,
        minibatches,
        epochs,
        learningRate,
        control,
        task,
        reward);
  }

  Setup withAdvantage(Supervision other) {
    return new Setup(
        prompts,
        samples,
        other,
        objective,
        dynamicSampling,
        overlong,
        reference,
        minibatches,
        epochs,
        learningRate,
        control,
        task,
        reward);
  }

  Setup withObjective(GroupObjective other) {
    return new Setup(
        prompts,
        samples,
        advantage,
        other,
        dynamicSampling,
        overlong,
        reference,
        minibatches,
        epochs,
        learningRate,
        control,
        task,
        reward);
  }

  Setup withKl(KlPenalty kl) {
    return withObjective(objective.withKl(kl));
  }

  Setup withRules(DynamicSampling sampling, Overlong rule) {
    return new Setup(
        prompts,
        samples,
        advantage,
        objective,
        sampling,
        rule,
        reference,
        minibatches,
        epochs,
        learningRate,
        control,
        task,
        reward);
  }

  Setup withReference(ReferenceConfig other) {
    return new Setup(
        prompts,
        samples,
        advantage,
        objective,
        dynamicSampling,
        overlong,
        other,
        minibatches,
        epochs,
        learningRate,
        control,
        task,
        reward);
  }

  Setup withSteps(int parts, int times, double rate) {
    return new Setup(
        prompts,
        samples,
        advantage,
        objective,
        dynamicSampling,
        overlong,
        reference,
        parts,
        times,
        rate,
        control,
        task,
        reward);
  }

  Setup withControl(RewardControl other) {
    return new Setup(
        prompts,
        samples,
        advantage,
        objective,
        dynamicSampling,
        overlong,
        reference,
        minibatches,
        epochs,
        learningRate,
        other,
        task,
        reward);
  }

  Setup withReward(Reward other) {
    return new Setup(
        prompts,
        samples,
        advantage,
        objective,
        dynamicSampling,
        overlong,
        reference,
        minibatches,
        epochs,
        learningRate,
        control,
        task,
        other);
  }

  Setup withTask(Task other) {
    return new Setup(
        prompts,
        samples,
        advantage,
        objective,
        dynamicSampling,
        overlong,
        reference,
        minibatches,
        epochs,
        learningRate,
        control,
        other,
        reward);
  }

  GroupRelativeConfig config() {
    return new GroupRelativeConfig(
        new RolloutConfig(prompts, samples, 0, SamplingConfig.DEFAULTS),
        advantage,
        objective,
        dynamicSampling,
        overlong,
        reference,
        minibatches,
        epochs,
        new Optimization(
            new Schedule.Constant(learningRate), new Adam.Config(0.9, 0.99, 1e-8, 0), 1),
        control);
  }

  GroupRelative trainer(Transformer model, long seed, Workers workers) {
    var rewards = new Rewards(List.of(new WeightedReward("right", reward, 1)), workers);
    return new GroupRelative(config(), model, task, rewards, seed, workers);
  }
}
