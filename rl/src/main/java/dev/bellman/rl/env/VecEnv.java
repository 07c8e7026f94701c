package dev.bellman.rl.env;

import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import java.util.List;

/// N environments stepped together: what a learner sees.
///
/// An episode that ends is followed at once by the next one (Gymnasium's `SAME_STEP` autoreset),
/// which goes on with that environment's own random stream; the final observation is kept apart,
/// see [VecStep]. Environment i depends on its seed and its actions alone, never on its neighbours,
/// unless [#joint] says so.
///
/// Actions must lie in the action space: continuous ones are clipped by the learner. Observations
/// and rewards must be finite, and a mask must allow an action.
public interface VecEnv extends Stateful, AutoCloseable {
  /// What messages call the environments.
  ///
  /// @return the name
  default String name() {
    return getClass().getSimpleName();
  }

  /// The number of environments.
  ///
  /// @return N, at least 1
  int count();

  /// The observation space of one environment.
  ///
  /// @return the space
  Space<?> observationSpace();

  /// The action space of one environment, as actions travel: see [Actions#carried].
  ///
  /// @return a [Box], [Discrete], [MultiDiscrete] or [MultiBinary] space
  Space<?> actionSpace();

  /// Whether [VecStep#actionMasks] are filled.
  ///
  /// @return true if they are
  default boolean masksActions() {
    return false;
  }

  /// Starts an episode in every environment, each with a new random stream.
  ///
  /// @param seeds `[N]` one seed for each, at least 0; not modified
  /// @param out receives observations and masks; rewards and ends are cleared
  /// @throws IllegalArgumentException if the number of seeds is not N or one is negative
  void reset(long[] seeds, VecStep out);

  /// Refuses seeds that [#reset] can't take.
  ///
  /// @param name what the message calls the environments
  /// @param seeds the seeds; not modified
  /// @param n how many there must be
  /// @throws IllegalArgumentException if the number of seeds is not n or one is negative
  static void checkSeeds(String name, long[] seeds, int n) {
    if (seeds.length != n) {
      throw new IllegalArgumentException(
          "environment '%s': must have %d seeds, got %d".formatted(name, n, seeds.length));
    }
    for (int i = 0; i < n; i++) {
      if (seeds[i] < 0) {
        throw new IllegalArgumentException(
            "seeds[%d]: must be at least 0, got %d".formatted(i, seeds[i]));
      }
    }
  }

  /// Takes an action in the environments `from` to `to - 1`. Whoever steps in ranges calls
  /// [#settle] when all ranges of a step are done.
  ///
  /// Disjoint ranges may be stepped at the same time on different threads with the same arrays;
  /// only the entries of the range are read and written.
  ///
  /// @param actions one action for each of the N environments; not modified
  /// @param out receives what they led to, for the range
  /// @param from the first environment
  /// @param to one past the last environment
  /// @throws IllegalArgumentException if an action is not in the action space
  /// @throws EnvironmentFailure if an environment fails or breaks its contract
  void step(Actions actions, VecStep out, int from, int to);

  /// Takes an action in every environment.
  ///
  /// @param actions one action for each; not modified
  /// @param out receives what they led to
  default void step(Actions actions, VecStep out) {
    step(actions, out, 0, count());
    settle(actions, out);
  }

  /// Whether something that is shown depends on all environments together, as running statistics
  /// do: then a step's results are there only after [#settle].
  ///
  /// @return true if it does; fixed for the life of the environments
  default boolean joint() {
    return false;
  }

  /// Completes a step, on one thread, after all its ranges; does nothing unless [#joint].
  /// Environments that were not stepped since the last call are left as they are.
  ///
  /// @param actions the actions that were taken; not modified
  /// @param out the arrays that the step was written to
  default void settle(Actions actions, VecStep out) {}

  /// Abandons an environment's episode and starts the next one, which goes on with its random
  /// stream. What time limits and other cuts from outside need.
  ///
  /// @param i the environment
  /// @param out receives observation and mask in row i; rewards, ends and finals stay
  /// @throws UnsupportedOperationException if single environments can't be restarted
  default void restart(int i, VecStep out) {
    throw new UnsupportedOperationException(
        "environment '%s': can't restart environment %d alone (implement restart)"
            .formatted(name(), i));
  }

  /// Asks for numeric entries of the infos of later steps. A second call asks for others instead.
  ///
  /// @param names the entries' names; `a.b` is entry b of a map that is entry a
  /// @return `[names][N]`, arrays that each step fills: what the last step of each environment
  ///     told, the one that ended its episode where one ended; a truth as 1 or 0, NaN where it told
  ///     none. By default nothing is ever told
  default double[][] watchInfo(List<String> names) {
    return new InfoColumns(names, count()).columns();
  }

  /// Whether [#save] and [#load] work. Observations are not part of it: the caller owns them and
  /// saves them with [VecStep#save].
  ///
  /// @return true if so
  boolean savesState();

  /// {@inheritDoc}
  ///
  /// @throws IllegalStateException if [#savesState] is false
  @Override
  void save(State out);

  /// {@inheritDoc}
  ///
  /// @throws IllegalStateException if [#savesState] is false
  @Override
  void load(State in);

  /// Lets go of what the environments hold; a second call does nothing.
  @Override
  default void close() {}
}
