/// Language models: transformers, sampling, rewards and their trainers.
@org.jspecify.annotations.NullMarked
module dev.bellman.llm {
  requires static transitive org.jspecify;
  requires transitive dev.bellman.tensor;
  requires transitive dev.bellman.rl;

  exports dev.bellman.llm.data;
  exports dev.bellman.llm.group;
  exports dev.bellman.llm.loss;
  exports dev.bellman.llm.math;
  exports dev.bellman.llm.model;
  exports dev.bellman.llm.ppo;
  exports dev.bellman.llm.reward;
  exports dev.bellman.llm.rewardmodel;
  exports dev.bellman.llm.sample;
  exports dev.bellman.llm.sft;
  exports dev.bellman.llm.task;
  exports dev.bellman.llm.train;
}
