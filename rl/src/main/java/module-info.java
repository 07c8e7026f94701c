/// Reinforcement learning: environments, formulas, policies, algorithms and training.
@org.jspecify.annotations.NullMarked
module dev.bellman.rl {
  requires static transitive org.jspecify;
  requires transitive dev.bellman.tensor;
  requires java.desktop;

  exports dev.bellman.rl;
  exports dev.bellman.rl.a2c;
  exports dev.bellman.rl.a3c;
  exports dev.bellman.rl.actorcritic;
  exports dev.bellman.rl.data;
  exports dev.bellman.rl.dp;
  exports dev.bellman.rl.dqn;
  exports dev.bellman.rl.env;
  exports dev.bellman.rl.env.classic;
  exports dev.bellman.rl.env.grid;
  exports dev.bellman.rl.env.minatar;
  exports dev.bellman.rl.env.probe;
  exports dev.bellman.rl.env.toytext;
  exports dev.bellman.rl.env.wrappers;
  exports dev.bellman.rl.loss;
  exports dev.bellman.rl.math;
  exports dev.bellman.rl.policy;
  exports dev.bellman.rl.ppo;
  exports dev.bellman.rl.reinforce;
  exports dev.bellman.rl.sac;
  exports dev.bellman.rl.tabular;
  exports dev.bellman.rl.td3;
  exports dev.bellman.rl.train;
  exports dev.bellman.rl.trpo;
}
