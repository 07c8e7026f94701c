/// Reinforcement learning: environments, formulas, policies, algorithms and training.
@org.jspecify.annotations.NullMarked
module dev.bellman.rl {
  requires static org.jspecify;
  requires transitive dev.bellman.tensor;
}
