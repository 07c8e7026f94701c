package dev.bellman.rl.env.wrappers;

import dev.bellman.rl.env.Space;

/// Shows observations as vectors: [Space#flatten].
public record FlattenObservation() implements ObservationWrapper<Object, float[]> {
  @Override
  public ObservationMap map(Space<?> space, int n) {
    return ObservationMap.of(
        space.flattened(), (i, in, out) -> in.flatten(i, out.values(), out.at(i)));
  }
}
