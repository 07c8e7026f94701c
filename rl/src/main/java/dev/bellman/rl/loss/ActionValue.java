package dev.bellman.rl.loss;

import dev.bellman.tensor.Tensor;

/// What is learned of the return that follows an action: its mean, or its distribution by K
/// numbers. A variant is another value; nothing else in DQN depends on which it is.
public sealed interface ActionValue {
  /// How many numbers stand for the return of one action.
  ///
  /// @return K, at least 1
  int width();

  /// The means of the returns.
  ///
  /// @param output what a network gave, `[B,K]` or `[B,K,A]`
  /// @return `[B]` or `[B,A]`
  Tensor mean(Tensor output);

  /// How far predictions are from one Bellman backup, row by row: from the distribution of `returns
  /// + discounts · Z'`, which is constant.
  ///
  /// @param predicted the network's output for the action that was taken, `[B,K]`
  /// @param next the target network's for the action chosen in the next state, `[B,K]`; no gradient
  ///   flows to it
  /// @param returns the rewards in the target, discounted, `[B]`
  /// @param discounts what Z' is multiplied with, `[B]`
  /// @return `[B]`, to be minimised
  Tensor losses(Tensor predicted, Tensor next, Tensor returns, Tensor discounts);

  /// Whether a transition's priority follows its loss; else it follows its TD error.
  ///
  /// @return true if so
  default boolean prioritisedByLoss() {
    return false;
  }

  /// The mean alone, K = 1: `δ = returns + discounts · Q' - Q` (Mnih et al. 2015).
  ///
  /// @param loss how bad δ is
  record Expected(TdLoss loss) implements ActionValue {
    @Override
    public int width() {
      return 1;
    }

    @Override
    public Tensor mean(Tensor output) {
      return output.squeeze(1);
    }

    @Override
    public Tensor losses(Tensor predicted, Tensor next, Tensor returns, Tensor discounts) {
      Tensor target = returns.add(discounts.mul(mean(next).detach()));
      return loss.of(mean(predicted).sub(target));
    }
  }
}
