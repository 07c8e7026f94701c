package dev.bellman.rl.policy;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.MultiBinary;
import dev.bellman.rl.env.Space;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// B distributions over actions, one for each row of a batch.
public sealed interface Distribution
    permits Categorical, MultiCategorical, DiagonalGaussian, SquashedGaussian {
  /// The logarithm of the probability (or density) of actions.
  ///
  /// @param actions at least B actions; not modified
  /// @return shape `[B]`
  Tensor logProb(Actions actions);

  /// The entropy in nats.
  ///
  /// @return shape `[B]`
  Tensor entropy();

  /// `KL(this || other)` in nats, exact.
  ///
  /// @param other distributions of the same kind
  /// @return shape `[B]`
  Tensor kl(Distribution other);

  /// Draws an action for each row. What is drawn is what [#logProb] takes; [#intoSpace] makes of it
  /// what environments take.
  ///
  /// @param rng what to draw from
  /// @param out at least B actions; modified
  void sample(Rng rng, Actions out);

  /// The most probable action of each row, as drawn.
  ///
  /// @param out at least B actions; modified
  void mode(Actions out);

  /// Turns drawn actions into those that environments take. All distributions but
  /// [SquashedGaussian] leave them as they are.
  ///
  /// @param actions at least B actions; modified
  default void intoSpace(Actions actions) {}

  /// The noise that follows the observations, if there is any; see [ActionSampler].
  ///
  /// @return null where each draw is independent of the others
  default @Nullable StateDependentNoise noise() {
    return null;
  }

  /// The same distributions without forbidden actions.
  ///
  /// @param mask shape `[B,A]`, 0 where an action is forbidden; null if none is
  /// @return distributions in which forbidden actions have probability 0
  /// @throws IllegalArgumentException if there is a mask and actions are not discrete
  Distribution masked(@Nullable Tensor mask);

  /// The numbers that define the distributions; see [#with].
  ///
  /// @return shape `[B,P]`
  Tensor parameters();

  /// Distributions of the same kind from other numbers.
  ///
  /// @param parameters shape `[B,P]`
  /// @return the distributions
  Distribution with(Tensor parameters);

  /// The Fisher information of the distributions in [#parameters], times a change of these: the
  /// Hessian of `KL(this || ·)` at this, in closed form.
  ///
  /// @param change shape `[B,P]`
  /// @return shape `[B,P]`
  Tensor fisher(Tensor change);

  /// P, how many numbers define a distribution over a space: a logit for each value of each part of
  /// discrete actions, A means and A logarithms of standard deviations for continuous ones.
  ///
  /// @param actionSpace the space
  /// @return P
  /// @throws IllegalArgumentException if there are no distributions over it
  static int parameterCount(Space<?> actionSpace) {
    return switch (Actions.carried(actionSpace)) {
      case Box box -> 2 * box.flatSize();
      case MultiBinary bits -> 2 * bits.flatSize();
      case Space<?> space -> space.flatSize();
    };
  }
}
