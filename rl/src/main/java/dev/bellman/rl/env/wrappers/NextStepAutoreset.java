package dev.bellman.rl.env.wrappers;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.env.VecStep;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;

/// Environments that reset with the step after an episode's end: Gymnasium's `NEXT_STEP` mode. The
/// last step of an episode shows the final observation; the next one ignores the action and shows
/// the start of the next episode, with reward 0 and no end.
///
/// For loops that are written for that mode. It is no [VecEnv]: the learners of this library want
/// final observations and starts together, and would take the steps in between for real ones.
public final class NextStepAutoreset implements Stateful, AutoCloseable {
  private final Held held;

  /// Wraps environments.
  ///
  /// @param envs the environments; owned by this from now on
  public NextStepAutoreset(VecEnv envs) {
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

  /// Takes an action in every environment whose episode runs, and starts an episode in the others.
  ///
  /// @param actions one action for each; not modified
  /// @param out receives what they led to, final observations in place of the observations; its
  ///   arrays of final observations are left alone
  public void step(Actions actions, VecStep out) {
    boolean[] starting = held.ended.clone();
    held.step(actions, out);
    for (int i = 0; i < starting.length; i++) {
      if (starting[i]) {
        held.showStart(i, out);
      }
    }
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
