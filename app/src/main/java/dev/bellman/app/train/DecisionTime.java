package dev.bellman.app.train;

import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.Reset;
import dev.bellman.rl.env.Step;
import dev.bellman.rl.policy.Agent;
import dev.bellman.rl.policy.Policy;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/// How long a policy takes for one decision about one observation, as whoever deploys it asks.
///
/// @param medianMicroseconds half of the decisions take at most so long
/// @param p99Microseconds 99 of 100 decisions take at most so long
public record DecisionTime(double medianMicroseconds, double p99Microseconds) {
  private static final int WARM_UP = 20_000;
  private static final int DECISIONS = 20_000;
  private static final double NANOS = 1000;

  /// Measures decisions in an environment that goes on under them.
  ///
  /// @param policy what acts, with its best actions
  /// @param env the environment; closed here
  /// @param nanoTime the clock
  /// @param <O> observations
  /// @param <A> actions
  /// @return the times
  static <O, A> DecisionTime of(Policy policy, Env<O, A> env, LongSupplier nanoTime) {
    try (env) {
      Agent<O, A> agent = Agent.of(policy, env);
      var nanos = new long[DECISIONS];
      Reset<O> first = env.reset(OptionalLong.of(0));
      O observation = first.observation();
      byte[] mask = first.actionMask();
      for (int i = -WARM_UP; i < DECISIONS; i++) {
        long before = nanoTime.getAsLong();
        A action = agent.act(observation, mask);
        long taken = nanoTime.getAsLong() - before;
        if (i >= 0) {
          nanos[i] = taken;
        }
        Step<O> step = env.step(action);
        if (step.done()) {
          Reset<O> next = env.reset(OptionalLong.empty());
          observation = next.observation();
          mask = next.actionMask();
        } else {
          observation = step.observation();
          mask = step.actionMask();
        }
      }
      Arrays.sort(nanos);
      return new DecisionTime(nanos[DECISIONS / 2] / NANOS, nanos[DECISIONS * 99 / 100] / NANOS);
    }
  }

  /// Measures decisions of a learner's policy.
  ///
  /// @param learner the learner
  /// @return the times
  public static DecisionTime of(Learner learner) {
    RunConfig<?> config = learner.config();
    return of(
        learner.algorithm().policy(),
        learner.envs().make(config.environment(), config.options()),
        System::nanoTime);
  }
}
