package dev.bellman.rl.loss;

import dev.bellman.rl.math.Ranges;
import dev.bellman.tensor.optim.Schedule;

/// β, the weight of a KL penalty. A variant is another value; one that is controlled is replaced
/// after each iteration, never changed.
public interface KlCoefficient {
  /// The weight now.
  ///
  /// @param progress the share of training that is done, in [0, 1]
  /// @return β, at least 0
  double at(double progress);

  /// What follows an iteration.
  ///
  /// @param kl the mean KL divergence of the whole batch after the last epoch, in nats
  /// @return the weight of the next iteration
  default KlCoefficient next(double kl) {
    return this;
  }

  /// This rule with another weight, such as one that was saved.
  ///
  /// @param beta β
  /// @return the weight; this if it is not controlled
  default KlCoefficient with(double beta) {
    return this;
  }

  /// A weight that the divergence does not change.
  ///
  /// @param beta β, at least 0
  record Fixed(Schedule beta) implements KlCoefficient {
    /// Checks the range.
    ///
    /// @throws IllegalArgumentException if it begins or ends below 0
    public Fixed {
      Schedule.requireRange("beta", beta, 0, Double.MAX_VALUE);
    }

    @Override
    public double at(double progress) {
      return beta.at(progress);
    }
  }

  /// Doubled after a divergence above 1.5 · target, halved after one below target / 1.5 (Schulman
  /// et al. 2017, arXiv:1707.06347, section 4), within [1e-6, 1e6] so that it can come back.
  ///
  /// @param beta β of the next iteration, at least 0
  /// @param target the divergence to keep near, above 0
  record Adaptive(double beta, double target) implements KlCoefficient {
    /// β = 1 and a target of 0.01.
    public static final Adaptive DEFAULTS = new Adaptive(1, 0.01);

    private static final double TOLERANCE = 1.5;

    /// Checks the ranges.
    ///
    /// @throws IllegalArgumentException if a number is out of its range
    public Adaptive {
      Ranges.notNegative("beta", beta);
      Ranges.finite("beta", beta);
      Ranges.aboveZero("target", target);
    }

    @Override
    public double at(double progress) {
      return beta;
    }

    @Override
    public Adaptive next(double kl) {
      return with(Bands.next(beta, kl, target / TOLERANCE, target * TOLERANCE));
    }

    @Override
    public Adaptive with(double other) {
      return new Adaptive(other, target);
    }
  }

  /// Doubled after a divergence above a band, halved after one below it, within [1e-6, 1e6] so that
  /// it can come back.
  ///
  /// @param beta β of the next iteration, at least 0
  /// @param klMin the band's lower end, at least 0
  /// @param klMax the band's upper end, at least the lower one
  record Banded(double beta, double klMin, double klMax) implements KlCoefficient {
    /// β = 1 and a band from 0.003 to 0.03.
    public static final Banded DEFAULTS = new Banded(1, 0.003, 0.03);

    /// Checks the ranges.
    ///
    /// @throws IllegalArgumentException if a number is out of its range
    public Banded {
      Ranges.notNegative("beta", beta);
      Ranges.finite("beta", beta);
      Ranges.notNegative("klMin", klMin);
      if (!(klMax >= klMin)) {
        throw new IllegalArgumentException(
            "klMax: must be at least klMin %s, got %s".formatted(klMin, klMax));
      }
    }

    @Override
    public double at(double progress) {
      return beta;
    }

    @Override
    public Banded next(double kl) {
      return with(Bands.next(beta, kl, klMin, klMax));
    }

    @Override
    public Banded with(double other) {
      return new Banded(other, klMin, klMax);
    }
  }
}
