package dev.bellman.rl.env.wrappers;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.Step;
import dev.bellman.rl.env.Wrapper;
import java.util.function.BinaryOperator;

/// One environment whose actions are taken several times.
///
/// @param <O> the type of observations
/// @param <A> the type of actions
final class RepeatedEnv<O, A> implements Wrapper<O, A> {
  private final Env<O, A> inner;
  private final int repeats;
  private final BinaryOperator<O> shown;
  private final Space<A> space;
  private final Actions taken;

  /// @param shown what is shown for the last two observations
  RepeatedEnv(Env<O, A> inner, int repeats, BinaryOperator<O> shown) {
    this.inner = inner;
    this.repeats = repeats;
    this.shown = shown;
    space = inner.actionSpace();
    taken = Actions.of(1, space);
  }

  @Override
  public Env<O, A> inner() {
    return inner;
  }

  @Override
  public Step<O> step(A action) {
    taken.set(0, action, space);
    Step<O> last = inner.step(action);
    O observation = last.observation();
    double sum = last.reward();
    for (int k = 1;
        k < repeats && !last.done() && taken.allowedBy(last.actionMask(), 0, space);
        k++) {
      O previous = last.observation();
      last = inner.step(action);
      observation = shown.apply(previous, last.observation());
      sum += last.reward();
    }
    return new Step<>(
        observation, sum, last.terminated(), last.truncated(), last.actionMask(), last.info());
  }
}
