package dev.bellman.rl.loss;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.policy.Distribution;
import dev.bellman.tensor.Tensor;
import dev.bellman.tensor.optim.Schedule;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/// What a policy is changed to make greater, row by row. A variant is another value.
@FunctionalInterface
public interface PolicyObjective {
  /// What an objective may look at; every tensor is `[B]` unless it says otherwise.
  ///
  /// @param policy π, the distributions now
  /// @param parametersOld what defines π_old, the distributions that acted, `[B,P]`; constant
  /// @param actions what was done
  /// @param logp log π(a|s)
  /// @param ratio r = π(a|s) / π_old(a|s)
  /// @param advantage Â; constant
  /// @param progress the share of training that is done, in [0, 1]
  record Terms(
      Distribution policy,
      Tensor parametersOld,
      Actions actions,
      Tensor logp,
      Tensor ratio,
      Tensor advantage,
      double progress) {}

  /// The objective of each row.
  ///
  /// @param terms what it may look at
  /// @return shape `[B]`, to be maximised
  Tensor of(Terms terms);

  /// How many ratios lie outside of the range in which the objective follows them; for the metric
  /// `clip_fraction`.
  ///
  /// @param ratio r, `[B]`
  /// @param progress the share of training that is done, in [0, 1]
  /// @return 0 if there is no such range
  default int clipped(Tensor ratio, double progress) {
    return 0;
  }

  /// The weight of this objective's KL penalty.
  ///
  /// @param progress the share of training that is done, in [0, 1]
  /// @return β, or nothing if there is no penalty
  default OptionalDouble klCoefficient(double progress) {
    return OptionalDouble.empty();
  }

  /// This objective with another weight of its KL penalty, such as one that was saved.
  ///
  /// @param beta β
  /// @return the objective; this if the weight is not controlled
  default PolicyObjective withKlCoefficient(double beta) {
    return this;
  }

  /// The objective of the next iteration. An objective is replaced, never changed.
  ///
  /// @param kl measures the mean KL divergence over the whole batch after the last epoch, in nats
  /// @return the objective; this if nothing is controlled
  default PolicyObjective next(ToDoubleFunction<KlDirection> kl) {
    return this;
  }

  /// Conservative policy iteration's surrogate, `r·Â` without any limit (Schulman et al. 2017,
  /// arXiv:1707.06347, equation 6).
  record Cpi() implements PolicyObjective {
    @Override
    public Tensor of(Terms terms) {
      return terms.ratio().mul(terms.advantage());
    }
  }

  /// The clipped surrogate, `min(r·Â, clamp(r, 1 - low, 1 + high)·Â)` (Schulman et al. 2017,
  /// arXiv:1707.06347, equation 7, where low = high = ε). It takes away the reason to move r
  /// further than the range; it does not keep r inside.
  ///
  /// @param low how far below 1 the ratio counts, at least 0
  /// @param high how far above 1 the ratio counts, at least 0
  record Clip(Schedule low, Schedule high) implements PolicyObjective {
    /// Checks the ranges.
    ///
    /// @throws IllegalArgumentException if one begins or ends below 0
    public Clip {
      Schedule.requireRange("low", low, 0, Double.POSITIVE_INFINITY);
      Schedule.requireRange("high", high, 0, Double.POSITIVE_INFINITY);
    }

    /// The same constant range on both sides.
    ///
    /// @param epsilon ε
    /// @return the objective
    public static Clip of(double epsilon) {
      return new Clip(Schedule.constant(epsilon), Schedule.constant(epsilon));
    }

    @Override
    public Tensor of(Terms terms) {
      float from = (float) (1 - low.at(terms.progress()));
      float to = (float) (1 + high.at(terms.progress()));
      Tensor ratio = terms.ratio();
      Tensor advantage = terms.advantage();
      return ratio.mul(advantage).min(ratio.clamp(from, to).mul(advantage));
    }

    @Override
    public int clipped(Tensor ratio, double progress) {
      double from = 1 - low.at(progress);
      double to = 1 + high.at(progress);
      int count = 0;
      for (int i = 0; i < ratio.size(); i++) {
        count += ratio.get(i) < from || ratio.get(i) > to ? 1 : 0;
      }
      return count;
    }
  }

  /// Another objective less a KL penalty, `J - β·KL`, with the exact divergence of each row's
  /// distributions (Schulman et al. 2017, arXiv:1707.06347, equation 8, where J is `r·Â`).
  ///
  /// @param surrogate J, without a penalty of its own
  /// @param coefficient β
  /// @param direction which divergence
  record KlPenalty(PolicyObjective surrogate, KlCoefficient coefficient, KlDirection direction)
      implements PolicyObjective {
    /// `r·Â`, an adaptive β and `KL(old || new)`.
    public static final KlPenalty DEFAULTS =
        new KlPenalty(new Cpi(), KlCoefficient.Adaptive.DEFAULTS, KlDirection.OLD_TO_NEW);

    /// Checks the surrogate.
    ///
    /// @throws IllegalArgumentException if it is a penalty itself
    public KlPenalty {
      if (surrogate instanceof KlPenalty) {
        throw new IllegalArgumentException(
            "surrogate: must have no KL penalty of its own, got one (take one penalty)");
      }
    }

    @Override
    public Tensor of(Terms terms) {
      Tensor objective = surrogate.of(terms);
      float beta = (float) coefficient.at(terms.progress());
      if (beta == 0f) {
        return objective;
      }
      Distribution old = terms.policy().with(terms.parametersOld());
      return objective.sub(direction.of(old, terms.policy()).mul(beta));
    }

    @Override
    public int clipped(Tensor ratio, double progress) {
      return surrogate.clipped(ratio, progress);
    }

    @Override
    public OptionalDouble klCoefficient(double progress) {
      return OptionalDouble.of(coefficient.at(progress));
    }

    @Override
    public KlPenalty withKlCoefficient(double beta) {
      return new KlPenalty(surrogate, coefficient.with(beta), direction);
    }

    @Override
    public KlPenalty next(ToDoubleFunction<KlDirection> kl) {
      return new KlPenalty(surrogate, coefficient.next(kl.applyAsDouble(direction)), direction);
    }
  }
}
