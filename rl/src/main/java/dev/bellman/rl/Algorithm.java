package dev.bellman.rl;

import dev.bellman.rl.env.EpisodeStatistics;
import dev.bellman.rl.policy.Policy;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;

/// A learner that works in iterations. It knows nothing of budgets, logs, checkpoints or
/// evaluation; these live in [dev.bellman.rl.train].
public interface Algorithm extends Stateful {
  /// Refuses a budget in which nothing could be learned. [dev.bellman.rl.train.Training] asks
  /// before the first step; what changes within an iteration changes over this budget then.
  ///
  /// @param totalEnvSteps the environment steps of the whole run
  /// @throws IllegalArgumentException if nothing could be learned
  default void requireBudget(long totalEnvSteps) {}

  /// The environment steps that the next iteration takes; an estimate where that depends on how it
  /// goes.
  ///
  /// @return at least 1
  long envStepsPerIteration();

  /// The environment steps that the last iteration took.
  ///
  /// @return at least 1
  default long envStepsOfLastIteration() {
    return envStepsPerIteration();
  }

  /// Does one iteration.
  ///
  /// @param progress the share of the total budget that is done when this iteration's steps are
  ///   taken, in (0, 1]
  /// @return what happened
  Metrics iterate(double progress);

  /// Episode returns and lengths so far.
  ///
  /// @return the statistics
  EpisodeStatistics episodes();

  /// Where the time of the iterations went since this was made.
  ///
  /// @return the times; the same object at each call
  Phases phases();

  /// The policy as it is, without exploration unless it is asked to draw.
  ///
  /// @return what acts; the same object at each call, not to be used while this learns
  Policy policy();

  /// All numbers that are learned, for a look at them.
  ///
  /// @return arrays by name, copied or not; not to be modified
  State learned();

  /// The gradient steps taken so far.
  ///
  /// @return the count
  long gradientSteps();

  /// Whether [#save] writes all that the future depends on. If an environment cannot save its
  /// state, a resumed run is not the undisturbed one.
  ///
  /// @return true if resuming is exact to the bit
  boolean resumesExactly();
}
