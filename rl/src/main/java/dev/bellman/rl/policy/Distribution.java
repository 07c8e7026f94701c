package dev.bellman.rl.policy;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.Space;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Tensor;

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

  /// The numbers that define the distributions; see [#of].
  ///
  /// @return shape `[B,P]`
  Tensor parameters();

  /// P, how many numbers define a distribution over a space: A logits for discrete actions, A means
  /// and A logarithms of standard deviations for continuous ones.
  ///
  /// @param actionSpace the space
  /// @return P
  static int parameterCount(Space<?> actionSpace) {
    return switch (actionSpace) {
      case Discrete d -> d.n();
      case Box b -> 2 * b.flatSize();
    };
  }

  /// The distributions that some numbers define.
  ///
  /// @param actionSpace the space of actions
  /// @param parameters shape `[B,P]`
  /// @return the distributions
  static Distribution of(Space<?> actionSpace, Tensor parameters) {
    return switch (actionSpace) {
      case Discrete _ -> Categorical.of(parameters);
      case Box box -> {
        int a = box.flatSize();
        yield new DiagonalGaussian(parameters.slice(-1, 0, a), parameters.slice(-1, a, 2 * a));
      }
    };
  }
}
