package dev.bellman.rl.tabular;

import dev.bellman.rl.Metrics;
import dev.bellman.rl.math.Ranges;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.optim.Schedule;

/// A policy made from action values: how the behaviour explores, or what a target follows.
public interface Exploration {
  /// Draws an action; ties between greatest values are broken at random.
  ///
  /// @param q the values
  /// @param state the state
  /// @param progress the share of the total budget that is done, in [0, 1]
  /// @param rng what to draw from
  /// @return an allowed action
  int choose(ActionValues q, int state, double progress, Rng rng);

  /// The probabilities of [#choose].
  ///
  /// @param q the values
  /// @param state the state
  /// @param progress the share of the total budget that is done, in [0, 1]
  /// @param out `[A]` π(a|s), which sum to 1; modified
  void probabilities(ActionValues q, int state, double progress, double[] out);

  /// Tells what follows a schedule.
  ///
  /// @param progress the share of the total budget that is done, in [0, 1]
  /// @param out receives the number that says how much is explored, if there is one; modified
  default void tell(double progress, Metrics out) {}

  /// The greatest value always.
  record Greedy() implements Exploration {
    @Override
    public int choose(ActionValues q, int state, double progress, Rng rng) {
      return q.greedy(state, rng);
    }

    @Override
    public void probabilities(ActionValues q, int state, double progress, double[] out) {
      double max = q.max(state);
      int ties = 0;
      for (int a = 0; a < out.length; a++) {
        boolean best = q.allows(state, a) && q.at(state, a) == max;
        out[a] = best ? 1 : 0;
        ties += best ? 1 : 0;
      }
      for (int a = 0; a < out.length; a++) {
        out[a] /= ties;
      }
    }
  }

  /// Any action with probability ε, else the greatest value (Sutton and Barto 2018, section 2.2).
  ///
  /// @param epsilon ε, in [0, 1]
  record EpsilonGreedy(Schedule epsilon) implements Exploration {
    private static final Greedy GREEDY = new Greedy();

    /// Checks the range.
    ///
    /// @throws IllegalArgumentException if ε is not in [0, 1]
    public EpsilonGreedy {
      Schedule.requireRange("epsilon", epsilon, 0, 1);
    }

    @Override
    public int choose(ActionValues q, int state, double progress, Rng rng) {
      return rng.nextDouble() < epsilon.at(progress) ? q.any(state, rng) : q.greedy(state, rng);
    }

    @Override
    public void probabilities(ActionValues q, int state, double progress, double[] out) {
      GREEDY.probabilities(q, state, progress, out);
      double e = epsilon.at(progress);
      int allowed = 0;
      for (int a = 0; a < out.length; a++) {
        allowed += q.allows(state, a) ? 1 : 0;
      }
      for (int a = 0; a < out.length; a++) {
        out[a] = (1 - e) * out[a] + (q.allows(state, a) ? e / allowed : 0);
      }
    }

    @Override
    public void tell(double progress, Metrics out) {
      out.put("epsilon", epsilon.at(progress));
    }
  }

  /// Probabilities proportional to `exp(Q(s, a) / τ)` (Sutton and Barto 2018, section 2.8).
  ///
  /// @param temperature τ, above 0
  record Boltzmann(Schedule temperature) implements Exploration {
    /// Checks the range.
    ///
    /// @throws IllegalArgumentException if τ is not above 0 at the start or at the end
    public Boltzmann {
      Ranges.aboveZero("temperature", Math.min(temperature.at(0), temperature.at(1)));
    }

    @Override
    public int choose(ActionValues q, int state, double progress, Rng rng) {
      double tau = temperature.at(progress);
      double max = q.max(state);
      double total = 0;
      for (int a = 0; a < q.actions(); a++) {
        total += weight(q, state, a, max, tau);
      }
      double left = rng.nextDouble() * total;
      int last = 0;
      for (int a = 0; a < q.actions(); a++) {
        double weight = weight(q, state, a, max, tau);
        if (weight > 0) {
          last = a;
          left -= weight;
          if (left < 0) {
            return a;
          }
        }
      }
      return last;
    }

    @Override
    public void probabilities(ActionValues q, int state, double progress, double[] out) {
      double tau = temperature.at(progress);
      double max = q.max(state);
      double total = 0;
      for (int a = 0; a < out.length; a++) {
        out[a] = weight(q, state, a, max, tau);
        total += out[a];
      }
      for (int a = 0; a < out.length; a++) {
        out[a] /= total;
      }
    }

    private static double weight(ActionValues q, int state, int action, double max, double tau) {
      return q.allows(state, action) ? StrictMath.exp((q.at(state, action) - max) / tau) : 0;
    }

    @Override
    public void tell(double progress, Metrics out) {
      out.put("temperature", temperature.at(progress));
    }
  }

  /// The greatest upper confidence bound `Q(s, a) + c √(ln N(s) / N(s, a))`; what was never tried
  /// comes first (Sutton and Barto 2018, section 2.7).
  ///
  /// @param c how much uncertainty counts, at least 0
  record Ucb(double c) implements Exploration {
    /// Checks the range.
    ///
    /// @throws IllegalArgumentException if c is below 0
    public Ucb {
      Ranges.notNegative("c", c);
    }

    @Override
    public int choose(ActionValues q, int state, double progress, Rng rng) {
      double logVisits = logVisits(q, state);
      double best = Double.NEGATIVE_INFINITY;
      int ties = 0;
      int chosen = 0;
      for (int a = 0; a < q.actions(); a++) {
        double bound = bound(q, state, a, logVisits);
        if (bound > best) {
          best = bound;
          ties = 1;
          chosen = a;
        } else if (bound == best && q.allows(state, a) && rng.nextInt(++ties) == 0) {
          chosen = a;
        }
      }
      return chosen;
    }

    @Override
    public void probabilities(ActionValues q, int state, double progress, double[] out) {
      double logVisits = logVisits(q, state);
      double best = Double.NEGATIVE_INFINITY;
      for (int a = 0; a < out.length; a++) {
        best = Math.max(best, bound(q, state, a, logVisits));
      }
      int ties = 0;
      for (int a = 0; a < out.length; a++) {
        out[a] = q.allows(state, a) && bound(q, state, a, logVisits) == best ? 1 : 0;
        ties += (int) out[a];
      }
      for (int a = 0; a < out.length; a++) {
        out[a] /= ties;
      }
    }

    private static double logVisits(ActionValues q, int state) {
      return StrictMath.log(Math.max(1, q.visits(state)));
    }

    private double bound(ActionValues q, int state, int action, double logVisits) {
      if (!q.allows(state, action)) {
        return Double.NEGATIVE_INFINITY;
      }
      int visits = q.visits(state, action);
      return visits == 0
          ? Double.POSITIVE_INFINITY
          : q.at(state, action) + c * Math.sqrt(logVisits / visits);
    }
  }

  /// Every allowed action alike: the random policy.
  record Uniform() implements Exploration {
    @Override
    public int choose(ActionValues q, int state, double progress, Rng rng) {
      return q.any(state, rng);
    }

    @Override
    public void probabilities(ActionValues q, int state, double progress, double[] out) {
      int allowed = 0;
      for (int a = 0; a < out.length; a++) {
        allowed += q.allows(state, a) ? 1 : 0;
      }
      for (int a = 0; a < out.length; a++) {
        out[a] = q.allows(state, a) ? 1.0 / allowed : 0;
      }
    }
  }
}
