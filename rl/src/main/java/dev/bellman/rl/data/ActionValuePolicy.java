package dev.bellman.rl.data;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.VecStep;
import dev.bellman.rl.loss.ActionValue;
import dev.bellman.rl.policy.Categorical;
import dev.bellman.rl.policy.EpsilonGreedy;
import dev.bellman.rl.policy.Policy;
import dev.bellman.rl.policy.QNetwork;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// The policy of a Q-network in use, without noise: the action of the greatest mean. Asked to draw,
/// it takes any action with a fixed probability.
public final class ActionValuePolicy implements Policy {
  private static final float[] NO_MASK = {};

  private final QNetwork net;
  private final ActionValue value;
  private final Space<?> observationSpace;
  private final double epsilon;
  private final Scope scope = Scope.inference();

  /// Puts a network to use.
  ///
  /// @param net what gives values
  /// @param value what they mean
  /// @param observationSpace what one environment shows
  /// @param epsilon the probability of any action where the policy is asked to draw, in [0, 1]
  public ActionValuePolicy(
      QNetwork net, ActionValue value, Space<?> observationSpace, double epsilon) {
    this.net = net;
    this.value = value;
    this.observationSpace = observationSpace;
    this.epsilon = epsilon;
  }

  @Override
  public void act(VecStep shown, @Nullable Rng rng, Actions out) {
    try (scope) {
      float[] mask = mask(shown);
      int[] actions = out.discrete();
      Tensor q =
          value.mean(scope, net.forwardMean(Observations.current(scope, observationSpace, shown)));
      if (rng == null) {
        EpsilonGreedy.best(q, mask, actions);
      } else if (EpsilonGreedy.explore(epsilon, 0, net.actions(), mask, rng, actions)) {
        EpsilonGreedy.greedy(q, mask, actions);
      }
    }
  }

  private float[] mask(VecStep shown) {
    byte[] allowed = shown.actionMasks();
    if (allowed == null) {
      return NO_MASK;
    }
    ActorCriticPolicy.refuseForbiddingAll(allowed, net.actions());
    float[] mask = scope.floats(allowed.length);
    Categorical.putMask(allowed, mask);
    return mask;
  }
}
