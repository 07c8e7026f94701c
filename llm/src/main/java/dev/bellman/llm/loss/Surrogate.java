package dev.bellman.llm.loss;

import dev.bellman.tensor.Tensor;

/// What of a ratio and its advantage is made greater, element by element. A variant is another
/// value.
public interface Surrogate {
  /// The objective of each element; every tensor has one shape.
  ///
  /// @param ratio r, of tokens or of sequences
  /// @param advantage Â; constant
  /// @param logp log π(token); of tokens, even where the ratios are of sequences
  /// @return the same shape as the ratios, to be maximised
  Tensor of(Tensor ratio, Tensor advantage, Tensor logp);

  /// Which limit an element is beyond, for the metrics `clip_fraction_low` and
  /// `clip_fraction_high`.
  ///
  /// @param ratio r
  /// @param advantage Â
  /// @return -1 beyond the lower limit, 1 beyond an upper one, 0 if no limit acts
  default int limit(float ratio, float advantage) {
    return 0;
  }

  /// Whether it takes each token's log-probability, so that ratios must be of tokens.
  ///
  /// @return true if it does
  default boolean ofTokens() {
    return false;
  }

  /// The importance-weighted advantage `r·Â` without any limit.
  record None() implements Surrogate {
    @Override
    public Tensor of(Tensor ratio, Tensor advantage, Tensor logp) {
      return ratio.mul(advantage);
    }
  }

  /// PPO's clipped objective `min(r·Â, clamp(r, 1 - low, 1 + high)·Â)` (Schulman et al. 2017,
  /// arXiv:1707.06347, equation 7; with low and high apart: DAPO, arXiv:2503.14476). An element
  /// counts as beyond a limit where that limit takes its gradient: r < 1 - low with Â < 0, r > 1 +
  /// high with Â > 0.
  ///
  /// @param low how far below 1 the ratio counts, at least 0
  /// @param high how far above 1 the ratio counts, at least 0
  record Clip(double low, double high) implements Surrogate {
    /// Checks the ranges.
    ///
    /// @throws IllegalArgumentException if one is below 0
    public Clip {
      notNegative("low", low);
      notNegative("high", high);
    }

    @Override
    public Tensor of(Tensor ratio, Tensor advantage, Tensor logp) {
      return ratio.mul(advantage).min(ratio.clamp(from(), to()).mul(advantage));
    }

    @Override
    public int limit(float ratio, float advantage) {
      if (advantage < 0 && ratio < from()) {
        return -1;
      }
      return advantage > 0 && ratio > to() ? 1 : 0;
    }

    private float from() {
      return (float) (1 - low);
    }

    private float to() {
      return (float) (1 + high);
    }
  }

  /// [Clip] with a floor of `c·Â` where Â < 0, so that a great ratio cannot push without bound (Ye
  /// et al. 2020, arXiv:1912.09729, equation 5). Computed as the clipped objective of `min(r, c)`,
  /// which is the same as c ≥ 1 + high.
  ///
  /// @param low how far below 1 the ratio counts, at least 0
  /// @param high how far above 1 the ratio counts, at least 0
  /// @param c the greatest ratio that counts where Â < 0, above 1 and at least 1 + high
  record DualClip(double low, double high, double c) implements Surrogate {
    /// Checks the ranges.
    ///
    /// @throws IllegalArgumentException if one is out of its range
    public DualClip {
      notNegative("low", low);
      notNegative("high", high);
      if (!(c > 1 && c >= 1 + high)) {
        throw new IllegalArgumentException(
            "c: must be above 1 and at least 1 + high = %s, got %s (3 is usual)"
                .formatted(1 + high, c));
      }
    }

    @Override
    public Tensor of(Tensor ratio, Tensor advantage, Tensor logp) {
      return new Clip(low, high).of(ratio.clamp(0f, (float) c), advantage, logp);
    }

    @Override
    public int limit(float ratio, float advantage) {
      return advantage < 0 && ratio > (float) c ? 1 : new Clip(low, high).limit(ratio, advantage);
    }
  }

  /// CISPO's `sg[clamp(r, 1 - low, 1 + high)]·Â·log π`: the ratio is a bounded weight through which
  /// no gradient flows, so no token ever loses its gradient (MiniMax-M1, arXiv:2506.13585,
  /// equation 4). An element counts as beyond a limit where its weight is bounded.
  ///
  /// **Convention**: the greatest weight is `1 + high`, as in the paper; some libraries give the
  /// greatest weight itself, which is high + 1.
  ///
  /// @param low how far below 1 the weight goes, at least 0; infinite for no lower bound, as in the
  ///   paper's runs
  /// @param high how far above 1 the weight goes, at least 0
  record Cispo(double low, double high) implements Surrogate {
    /// Checks the ranges.
    ///
    /// @throws IllegalArgumentException if one is below 0
    public Cispo {
      notNegative("low", low);
      notNegative("high", high);
    }

    @Override
    public Tensor of(Tensor ratio, Tensor advantage, Tensor logp) {
      return ratio.detach().clamp(from(), to()).mul(advantage).mul(logp);
    }

    @Override
    public int limit(float ratio, float advantage) {
      if (ratio < from()) {
        return -1;
      }
      return ratio > to() ? 1 : 0;
    }

    @Override
    public boolean ofTokens() {
      return true;
    }

    private float from() {
      return (float) Math.max(0, 1 - low);
    }

    private float to() {
      return (float) (1 + high);
    }
  }

  private static void notNegative(String name, double value) {
    if (!(value >= 0)) {
      throw new IllegalArgumentException(name + ": must be at least 0, got " + value);
    }
  }
}
