/// Language models: transformers, sampling, rewards and their trainers.
@org.jspecify.annotations.NullMarked
module dev.bellman.llm {
  requires static transitive org.jspecify;
  requires transitive dev.bellman.tensor;
  requires transitive dev.bellman.rl;

  exports dev.bellman.llm.data;
  exports dev.bellman.llm.loss;
  exports dev.bellman.llm.math;
  exports dev.bellman.llm.model;
  exports dev.bellman.llm.reward;
  exports dev.bellman.llm.task;
}
