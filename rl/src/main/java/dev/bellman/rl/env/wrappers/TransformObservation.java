package dev.bellman.rl.env.wrappers;

import dev.bellman.rl.env.EnvironmentFailure;
import dev.bellman.rl.env.Space;
import java.util.function.Function;

/// Changes observations with a function.
///
/// @param space what comes out
/// @param function gives the new observation for an old one, also for final ones; called on several
///   threads
/// @param <O> the type of observations inside
/// @param <P> the type of observations outside
public record TransformObservation<O, P>(Space<P> space, Function<? super O, ? extends P> function)
    implements ObservationWrapper<O, P> {
  @Override
  @SuppressWarnings("unchecked") // the environment shows what the function takes
  public ObservationMap map(Space<?> inner, int n) {
    var type = (Space<O>) inner;
    return ObservationMap.of(
        space,
        (i, in, out) -> {
          P observation = function.apply(in.get(i, type));
          if (!space.contains(observation)) {
            throw new EnvironmentFailure(
                "TransformObservation: function must return a member of %s, got another"
                        .formatted(space)
                    + " (widen the space or clip)",
                null);
          }
          out.set(i, observation, space);
        });
  }
}
