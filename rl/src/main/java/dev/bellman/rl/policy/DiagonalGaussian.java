package dev.bellman.rl.policy;

import dev.bellman.rl.env.Actions;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// Normal distributions over A independent coordinates.
///
/// @param mean μ, shape `[B,A]`
/// @param logStd log σ, shape `[B,A]`
/// @param noise the noise that σ is of, if it follows the observations; null if draws are
///   independent
public record DiagonalGaussian(Tensor mean, Tensor logStd, @Nullable StateDependentNoise noise)
    implements Distribution {
  private static final float HALF_LOG_2PI = 0.9189385f;

  /// Distributions whose draws are independent.
  ///
  /// @param mean μ, shape `[B,A]`
  /// @param logStd log σ, shape `[B,A]`
  public DiagonalGaussian(Tensor mean, Tensor logStd) {
    this(mean, logStd, null);
  }

  /// Distributions from their parameters.
  ///
  /// @param mean μ, shape `[B,A]`
  /// @param logStd log σ, shape `[B,A]`
  /// @return the distributions
  public static DiagonalGaussian of(Tensor mean, Tensor logStd) {
    return of(mean, logStd, null);
  }

  /// Distributions with noise that follows the observations.
  ///
  /// @param mean μ, shape `[B,A]`
  /// @param logStd log σ, shape `[B,A]`
  /// @param noise the noise that σ is of, or null
  /// @return the distributions
  @SuppressWarnings("ReferenceEquality") // the same objects are what is looked for
  public static DiagonalGaussian of(
      Tensor mean, Tensor logStd, @Nullable StateDependentNoise noise) {
    return Scope.kept(mean) instanceof DiagonalGaussian same
            && same.logStd == logStd
            && same.noise == noise
        ? same
        : Scope.keep(mean, new DiagonalGaussian(mean, logStd, noise));
  }

  /// `Σ_A -½((a - μ)/σ)² - log σ - ½ log 2π`.
  @Override
  public Tensor logProb(Actions actions) {
    Tensor z = mean.constantLike(actions.continuous()).sub(mean).mul(logStd.neg().exp());
    return z.square().mul(-0.5f).sub(logStd).sub(HALF_LOG_2PI).sum(-1);
  }

  /// `Σ_A log σ + ½ + ½ log 2π`.
  @Override
  public Tensor entropy() {
    return logStd.add(0.5f + HALF_LOG_2PI).sum(-1);
  }

  /// `Σ_A log σ' - log σ + (σ² + (μ - μ')²) / 2σ'² - ½`.
  @Override
  public Tensor kl(Distribution other) {
    DiagonalGaussian q = (DiagonalGaussian) other;
    Tensor squares = logStd.mul(2f).exp().add(mean.sub(q.mean).square());
    Tensor quotient = squares.mul(q.logStd.mul(-2f).exp()).mul(0.5f);
    return q.logStd.sub(logStd).add(quotient).sub(0.5f).sum(-1);
  }

  @Override
  public void sample(Rng rng, Actions out) {
    Tensor std = logStd.exp();
    for (int i = 0; i < mean.size(); i++) {
      out.continuous()[i] = (float) (mean.get(i) + std.get(i) * rng.nextGaussian());
    }
  }

  @Override
  public void mode(Actions out) {
    mean.copyTo(out.continuous(), 0);
  }

  @Override
  public DiagonalGaussian masked(@Nullable Tensor mask) {
    if (mask != null) {
      throw new IllegalArgumentException("mask: only discrete actions can be forbidden, got one");
    }
    return this;
  }

  /// `x / σ²` for a change x of μ, `2·x` for one of log σ.
  @Override
  public Tensor fisher(Tensor change) {
    int a = mean.shape().dim(1);
    Tensor means = change.slice(-1, 0, a).mul(logStd.mul(-2f).exp());
    return Tensor.concat(-1, means, change.slice(-1, a, 2 * a).mul(2f));
  }

  @Override
  public Tensor parameters() {
    return Tensor.concat(-1, mean, logStd);
  }

  @Override
  public DiagonalGaussian with(Tensor parameters) {
    int a = mean.shape().dim(1);
    return of(parameters.slice(-1, 0, a), parameters.slice(-1, a, 2 * a));
  }
}
