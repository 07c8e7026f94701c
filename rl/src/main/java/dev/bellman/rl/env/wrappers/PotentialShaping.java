package dev.bellman.rl.env.wrappers;

import dev.bellman.rl.env.Space;
import dev.bellman.tensor.State;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// Adds `F = γ Φ(s') - Φ(s)` to rewards, which leaves the optimal policies as they are (Ng, Harada
/// and Russell 1999). Φ of a terminal state is 0; where an episode is truncated, s' is its final
/// observation. F is the term `shaping`, see [RewardMap#terms].
///
/// @param gamma γ, the learner's own discount, in [0, 1]
/// @param potential Φ of an observation; called on several threads
/// @param <O> the type of observations
public record PotentialShaping<O>(double gamma, ToDoubleFunction<? super O> potential)
    implements RewardWrapper<O, Object> {
  /// Checks the discount.
  ///
  /// @throws IllegalArgumentException if it is not in [0, 1]
  public PotentialShaping {
    Need.gamma("PotentialShaping.gamma", gamma);
  }

  @Override
  @SuppressWarnings("unchecked") // the environment shows what the potential takes
  public RewardMap map(Space<?> observationSpace, Space<?> actionSpace, int n) {
    return new Shaping<>(this, (Space<O>) observationSpace, n);
  }

  private static final class Shaping<O> implements RewardMap {
    private final PotentialShaping<O> wrapper;
    private final Space<O> space;
    private final double[] potentials;
    private final double[] shaping;

    Shaping(PotentialShaping<O> wrapper, Space<O> space, int n) {
      this.wrapper = wrapper;
      this.space = space;
      potentials = new double[n];
      shaping = new double[n];
    }

    private double potential(int i, ObservationRows rows) {
      return wrapper.potential.applyAsDouble(rows.get(i, space));
    }

    @Override
    public void start(int i, ObservationRows first) {
      potentials[i] = potential(i, first);
    }

    @Override
    public double reward(int i, Outcome outcome) {
      double next = outcome.terminated(i) ? 0 : potential(i, outcome.next(i));
      shaping[i] = wrapper.gamma * next - potentials[i];
      potentials[i] = next;
      return outcome.reward(i) + shaping[i];
    }

    @Override
    public Map<String, double[]> terms() {
      return Map.of("shaping", shaping);
    }

    @Override
    public void save(State out) {
      out.put("potentials", potentials);
    }

    @Override
    public void load(State in) {
      Saved.doubles(in, "potentials", potentials);
    }
  }
}
