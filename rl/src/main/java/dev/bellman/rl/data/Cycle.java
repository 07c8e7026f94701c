package dev.bellman.rl.data;

/// What a learner that remembers does again and again: it steps its environments a few times, then
/// takes some gradient steps on what it remembers.
///
/// @param learningStarts environment steps, in all environments together, before the first gradient
///   step, at least 0; until then actions are drawn at random
/// @param trainEvery steps of each environment in a cycle, at least 1
/// @param gradientSteps how many gradient steps follow
/// @param batchSize B, transitions of a gradient step
/// @param envs N, environments side by side
public record Cycle(
    long learningStarts, int trainEvery, GradientSteps gradientSteps, int batchSize, int envs) {
  /// About how many environment steps make an iteration: often enough for a curve, seldom enough
  /// that metrics and checkpoints cost nothing beside learning.
  private static final long ENV_STEPS_PER_ITERATION = 250;

  /// How many batches a run that was resumed without its transitions remembers before it goes on
  /// learning: one alone would be learned by heart.
  private static final long BATCHES_AFTER_RESUME = 10;

  /// {@return environment steps, in all environments together}
  public long envSteps() {
    return (long) trainEvery * envs;
  }

  /// {@return the cycles of an iteration}
  public int perIteration() {
    return (int) Math.ceilDiv(ENV_STEPS_PER_ITERATION, envSteps());
  }

  /// Whether actions are still drawn at random.
  ///
  /// @param experience how far the run is
  /// @return true if so
  public boolean warmsUp(Experience experience) {
    return experience.envSteps() < learningStarts;
  }

  /// How many gradient steps follow now.
  ///
  /// @param experience how far the run is
  /// @return their number; 0 as long as learning has not started, or as long as a run that was
  ///   resumed without its transitions remembers too little
  public long gradientSteps(Experience experience) {
    Replay replay = experience.replay();
    long needed = Math.min(learningStarts, BATCHES_AFTER_RESUME * batchSize);
    boolean learns =
        experience.envSteps() > learningStarts
            && replay.size() >= Math.clamp(needed, 1, replay.capacity());
    return learns ? gradientSteps.after(envSteps()) : 0;
  }

  /// The share of the budget that is done after some steps, within an iteration too.
  ///
  /// @param envSteps the steps, in all environments together
  /// @param end those at the iteration's end
  /// @param progress the share that is done then, if the budget is not known
  /// @param budget the budget, 0 if it is not known
  /// @return the share, in [0, 1]
  public double progress(long envSteps, long end, double progress, long budget) {
    double atEnd = budget > 0 ? (double) end / budget : progress;
    return Math.min(1, atEnd / end * envSteps);
  }

  /// Refuses a budget within which nothing would be learned.
  ///
  /// @param totalEnvSteps environment steps, in all environments together
  /// @param startsKey what the configuration calls [#learningStarts]
  /// @throws IllegalArgumentException if learning starts after it, or a cycle is longer
  public void requireBudget(long totalEnvSteps, String startsKey) {
    requireAtMost(startsKey, learningStarts, totalEnvSteps - 1);
    requireAtMost("update.trainEvery of all environments", envSteps(), totalEnvSteps);
  }

  private static void requireAtMost(String name, long steps, long most) {
    if (steps > most) {
      throw new IllegalArgumentException(
          "%s: must be at most %d steps, got %d (within the budget nothing would be learned)"
              .formatted(name, most, steps));
    }
  }
}
