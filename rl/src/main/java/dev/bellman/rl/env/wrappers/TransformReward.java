package dev.bellman.rl.env.wrappers;

import dev.bellman.rl.env.Space;
import java.util.function.DoubleUnaryOperator;

/// Changes rewards with a function.
///
/// @param function gives the new reward for an old one; called on several threads
public record TransformReward(DoubleUnaryOperator function)
    implements RewardWrapper<Object, Object> {
  @Override
  public RewardMap map(Space<?> observationSpace, Space<?> actionSpace, int n) {
    return (i, outcome) -> function.applyAsDouble(outcome.reward(i));
  }
}
