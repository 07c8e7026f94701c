/// Reinforcement learning: environments, formulas, policies, algorithms and training.
@org.jspecify.annotations.NullMarked
module dev.bellman.rl {
  requires static transitive org.jspecify;
  requires transitive dev.bellman.tensor;

  exports dev.bellman.rl.env;
  exports dev.bellman.rl.env.classic;
}
