package dev.bellman.rl.env.wrappers;

import dev.bellman.rl.env.Space;
import java.util.function.Function;

/// Takes actions of another space and turns them into the environment's with a function.
///
/// @param space what an agent acts in
/// @param function gives the environment's action for an agent's; called on several threads
/// @param <A> the type of actions outside
/// @param <B> the type of actions inside
public record TransformAction<A, B>(Space<A> space, Function<? super A, ? extends B> function)
    implements ActionWrapper<A, B> {
  @Override
  public ActionMap map(Space<?> inner, int n) {
    return map(inner);
  }

  private <I> ActionMap map(Space<I> inner) {
    return ActionMap.of(
        space,
        (i, given, sent) -> {
          @SuppressWarnings("unchecked") // the function makes the environment's actions
          I action = (I) function.apply(given.get(i, space));
          sent.set(i, action, inner);
        });
  }
}
