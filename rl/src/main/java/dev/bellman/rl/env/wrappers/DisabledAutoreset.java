package dev.bellman.rl.env.wrappers;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.env.VecStep;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;

/// Environments that never reset by themselves: Gymnasium's `DISABLED` mode. The last step of an
/// episode shows the final observation; then the caller resets that environment before it steps
/// again.
///
/// It is no [VecEnv], whose learners want the next start at once.
public final class DisabledAutoreset implements Stateful, AutoCloseable {
  private final Held held;

  /// Wraps environments.
  ///
  /// @param envs the environments; owned by this from now on
  public DisabledAutoreset(VecEnv envs) {
    held = new Held(envs);
  }

  /// Starts an episode in every environment, each with a new random stream.
  ///
  /// @param seeds `[N]` one seed for each, at least 0; not modified
  /// @param out receives observations and masks; rewards and ends are cleared
  /// @throws IllegalArgumentException if the number of seeds is not N or one is negative
  public void reset(long[] seeds, VecStep out) {
    held.reset(seeds, out);
  }

  /// Starts an episode in some environments, which go on with their random streams.
  ///
  /// @param which `[N]` true where an episode starts; not modified
  /// @param out receives observations and masks there; rewards and ends are cleared there
  /// @throws UnsupportedOperationException if an episode still runs there and the environments
  ///   can't restart one alone
  public void reset(boolean[] which, VecStep out) {
    if (which.length != held.ended.length) {
      throw new IllegalArgumentException(
          "reset: must be told for %d environments, got %d"
              .formatted(held.ended.length, which.length));
    }
    for (int i = 0; i < which.length; i++) {
      if (which[i]) {
        if (!held.ended[i]) {
          held.envs.restart(i, held.shown);
        }
        held.showStart(i, out);
      }
    }
  }

  /// Takes an action in every environment.
  ///
  /// @param actions one action for each; not modified
  /// @param out receives what they led to, final observations in place of the observations; its
  ///   arrays of final observations are left alone
  /// @throws IllegalStateException if an environment's episode has ended and it was not reset
  public void step(Actions actions, VecStep out) {
    for (int i = 0; i < held.ended.length; i++) {
      if (held.ended[i]) {
        throw new IllegalStateException(
            "environment '%s' [%d]: must be reset after its episode's end, got a step (call reset)"
                .formatted(held.envs.name(), i));
      }
    }
    held.step(actions, out);
  }

  @Override
  public void save(State out) {
    held.save(out);
  }

  @Override
  public void load(State in) {
    held.load(in);
  }

  @Override
  public void close() {
    held.envs.close();
  }
}
