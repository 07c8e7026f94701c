package dev.bellman.rl.policy;

import dev.bellman.rl.math.Ranges;
import dev.bellman.tensor.Rng;

/// What is added to the actions of a policy that does not explore by itself, in the units of
/// [BoxUnits]. A variant is another value. [NoiseProcess] owns what it remembers.
@FunctionalInterface
public interface ActionNoise {
  /// The noise of one coordinate.
  ///
  /// @param last the one of the step before, 0 at an episode's first step
  /// @param rng what to draw from
  /// @return the noise
  double next(double last, Rng rng);

  /// Nothing is added.
  record None() implements ActionNoise {
    @Override
    public double next(double last, Rng rng) {
      return 0;
    }
  }

  /// `σ·ε` with ε ~ N(0, 1), drawn anew at each step.
  ///
  /// @param sigma σ, at least 0, usually 0.1
  record Normal(double sigma) implements ActionNoise {
    /// Checks the range.
    ///
    /// @throws IllegalArgumentException if it is below 0 or infinite
    public Normal {
      Ranges.notNegative("sigma", sigma);
      Ranges.finite("sigma", sigma);
    }

    @Override
    public double next(double last, Rng rng) {
      return sigma * rng.nextGaussian();
    }
  }

  /// Noise that drifts, of Ornstein and Uhlenbeck: `x ← x - θ·x·dt + σ·√dt·ε`. In the long run its
  /// standard deviation is about `σ / √(2θ)`, and it forgets in `1 / (θ·dt)` steps.
  ///
  /// @param sigma σ, at least 0, usually 0.1 to 0.5
  /// @param theta θ, how strongly it is drawn back to 0, at least 0 and at most 1 / dt
  /// @param dt the time of a step, above 0
  record OrnsteinUhlenbeck(double sigma, double theta, double dt) implements ActionNoise {
    /// The constants of Stable-Baselines3, with the σ of the paper on DDPG (Lillicrap et al. 2016,
    /// arXiv:1509.02971, section 7).
    public static final OrnsteinUhlenbeck DEFAULTS = new OrnsteinUhlenbeck(0.2, 0.15, 1e-2);

    /// Checks the ranges.
    ///
    /// @throws IllegalArgumentException if a number is out of its range
    public OrnsteinUhlenbeck {
      Ranges.notNegative("sigma", sigma);
      Ranges.notNegative("theta", theta);
      Ranges.aboveZero("dt", dt);
      Ranges.finite("sigma", sigma);
      if (!(theta * dt <= 1)) { // beyond it jumps over 0, beyond 2 further and further
        throw new IllegalArgumentException(
            "theta: must be at most 1 / dt = %s, got %s".formatted(1 / dt, theta));
      }
    }

    @Override
    public double next(double last, Rng rng) {
      return last - theta * last * dt + sigma * Math.sqrt(dt) * rng.nextGaussian();
    }
  }
}
