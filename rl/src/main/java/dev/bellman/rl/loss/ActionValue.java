package dev.bellman.rl.loss;

import dev.bellman.rl.math.CategoricalProjection;
import dev.bellman.rl.math.QuantileHuber;
import dev.bellman.rl.math.Ranges;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.Shape;
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
  /// @param scope where the output lives
  /// @param output what a network gave, `[B,K]` or `[B,K,A]`
  /// @return `[B]` or `[B,A]`
  Tensor mean(Scope scope, Tensor output);

  /// How far predictions are from one Bellman backup, row by row: from the distribution of `returns
  /// + discounts · Z'`, which is constant.
  ///
  /// @param scope where all of them live
  /// @param predicted the network's output for the action that was taken, `[B,K]`
  /// @param next the target network's for the action chosen in the next state, `[B,K]`; no gradient
  ///   flows to it
  /// @param returns the rewards in the target, discounted, `[B]`
  /// @param discounts what Z' is multiplied with, `[B]`
  /// @return `[B]`, to be minimised
  Tensor losses(Scope scope, Tensor predicted, Tensor next, Tensor returns, Tensor discounts);

  /// Whether a transition's priority follows its loss; else it follows its TD error.
  ///
  /// @return true if so
  default boolean prioritisedByLoss() {
    return false;
  }

  /// The mean alone, K = 1: `δ = Q - (returns + discounts · Q')` (Mnih et al. 2015).
  ///
  /// @param loss how bad δ is
  record Expected(TdLoss loss) implements ActionValue {
    @Override
    public int width() {
      return 1;
    }

    @Override
    public Tensor mean(Scope scope, Tensor output) {
      return output.squeeze(1);
    }

    @Override
    public Tensor losses(
        Scope scope, Tensor predicted, Tensor next, Tensor returns, Tensor discounts) {
      Tensor target = returns.add(discounts.mul(next.squeeze(1))).detach();
      return loss.of(predicted.squeeze(1).sub(target));
    }
  }

  /// Probabilities of K returns, equally spaced: C51 with 51 of them (Bellemare et al. 2017,
  /// arXiv:1707.06887). The loss is the Kullback-Leibler divergence of the prediction from the
  /// backup, whose gradient is that of the cross-entropy; it is also what priorities follow (Hessel
  /// et al. 2018, arXiv:1710.02298).
  ///
  /// @param atoms K, at least 2
  /// @param low the least return
  /// @param high the greatest return; returns beyond the two count as they
  record Categorical(int atoms, double low, double high) implements ActionValue {
    /// 51 returns from -10 to 10.
    public static final Categorical DEFAULTS = new Categorical(51, -10, 10);

    /// Small enough to change no probability, great enough to have a logarithm.
    private static final float TINY = 1e-30f;

    /// Checks the ranges.
    ///
    /// @throws IllegalArgumentException if a number is out of its range
    public Categorical {
      if (atoms < 2) {
        throw new IllegalArgumentException("atoms: must be at least 2, got " + atoms);
      }
      Ranges.finite("low", low);
      Ranges.finite("high", high);
      if (!(low < high)) {
        throw new IllegalArgumentException(
            "high: must be above low = %s, got %s".formatted(low, high));
      }
    }

    @Override
    public int width() {
      return atoms;
    }

    @Override
    public boolean prioritisedByLoss() {
      return true;
    }

    /// `Σ_k z_k · e^x_k / Σ_k e^x_k`.
    @Override
    public Tensor mean(Scope scope, Tensor output) {
      Shape shape = output.shape();
      int rows = shape.dim(0);
      boolean perAction = shape.rank() == 3;
      Tensor greatest =
          perAction ? output.max(1).reshape(rows, 1, shape.dim(2)) : output.max(1).reshape(rows, 1);
      Tensor weights = output.sub(greatest).exp();
      Tensor places = perAction ? places(scope, atoms, 1) : places(scope, atoms);
      return weights.mul(places).sum(1).div(weights.sum(1));
    }

    private Tensor places(Scope scope, int... shape) {
      float[] places = scope.floats(atoms);
      for (int i = 0; i < atoms; i++) {
        places[i] = (float) (low + i * (high - low) / (atoms - 1));
      }
      return scope.constant(places, shape);
    }

    @Override
    public Tensor losses(
        Scope scope, Tensor predicted, Tensor next, Tensor returns, Tensor discounts) {
      int rows = returns.size();
      float[] masses = scope.floats(rows * atoms);
      next.softmax().copyTo(masses, 0);
      float[] backup = scope.floats(rows * atoms);
      var projection = new CategoricalProjection(low, high, atoms);
      for (int i = 0; i < rows; i++) {
        projection.project(masses, i * atoms, returns.get(i), discounts.get(i), backup);
      }
      Tensor target = scope.constant(backup, rows, atoms);
      return target.mul(target.add(TINY).log().sub(predicted.logSoftmax())).sum(-1);
    }
  }

  /// K equally probable returns: quantile regression, QR-DQN (Dabney et al. 2018,
  /// arXiv:1710.10044). The loss is that of [QuantileHuber], a sum over predicted quantiles and a
  /// mean over target quantiles, as in Stable-Baselines3-contrib.
  ///
  /// @param quantiles K, at least 1
  /// @param kappa κ, where Huber's loss becomes a straight line, above 0
  record Quantile(int quantiles, double kappa) implements ActionValue {
    /// The paper's 200 quantiles with κ = 1.
    public static final Quantile DEFAULTS = new Quantile(200, 1);

    /// Checks the ranges.
    ///
    /// @throws IllegalArgumentException if a number is out of its range
    public Quantile {
      Ranges.atLeastOne("quantiles", quantiles);
      Ranges.aboveZero("kappa", kappa);
      Ranges.finite("kappa", kappa);
    }

    @Override
    public int width() {
      return quantiles;
    }

    @Override
    public Tensor mean(Scope scope, Tensor output) {
      return output.mean(1);
    }

    /// With g the gradient of the loss it is `Σ θ·g`, in which g is constant, plus what makes its
    /// value the loss.
    @Override
    public Tensor losses(
        Scope scope, Tensor predicted, Tensor next, Tensor returns, Tensor discounts) {
      int rows = returns.size();
      int k = quantiles;
      float[] theta = scope.floats(rows * k);
      predicted.copyTo(theta, 0);
      float[] target = scope.floats(rows * k);
      float[] gradient = scope.floats(rows * k);
      float[] loss = scope.floats(rows);
      QuantileHuber huber =
          Scope.kept(predicted) instanceof QuantileHuber same
              ? same
              : Scope.keep(predicted, new QuantileHuber(k, kappa));
      for (int i = 0; i < rows; i++) {
        for (int j = i * k; j < (i + 1) * k; j++) {
          target[j] = returns.get(i) + discounts.get(i) * next.get(j);
        }
        loss[i] = (float) huber.of(theta, i * k, k, target, i * k, gradient);
      }
      Tensor slope = predicted.mul(scope.constant(gradient, rows, k)).sum(-1);
      return slope.sub(slope.detach()).add(scope.constant(loss, rows));
    }
  }
}
