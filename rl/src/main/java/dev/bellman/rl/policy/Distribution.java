package dev.bellman.rl.policy;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.Space;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// B distributions over actions, one for each row of a batch.
public sealed interface Distribution permits Categorical, DiagonalGaussian {
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

  /// Draws an action for each row.
  ///
  /// @param rng what to draw from
  /// @param out at least B actions; modified
  void sample(Rng rng, Actions out);

  /// The most probable action of each row.
  ///
  /// @param out at least B actions; modified
  void mode(Actions out);

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

  /// P, how many numbers define a distribution over a space: A logits for discrete actions, A means
  /// and A logarithms of standard deviations for continuous ones.
  ///
  /// @param actionSpace the space
  /// @return P
  /// @throws IllegalArgumentException if there are no distributions over it
  static int parameterCount(Space<?> actionSpace) {
    Space<?> space = supported(actionSpace);
    return space instanceof Box ? 2 * space.flatSize() : space.flatSize();
  }

  /// Refuses spaces that there are no distributions over.
  ///
  /// @param actionSpace the space
  /// @return the space as actions travel, a [Discrete] or a [Box]
  /// @throws IllegalArgumentException if it is another
  static Space<?> supported(Space<?> actionSpace) {
    Space<?> space = Actions.carried(actionSpace);
    if (space instanceof Discrete || space instanceof Box) {
      return space;
    }
    throw new IllegalArgumentException(
        "action space: must be Discrete or Box for this policy, got %s (number its members and offer"
                .formatted(actionSpace)
            + " Discrete)");
  }
}
