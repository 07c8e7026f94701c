package dev.bellman.rl.env.wrappers;

import dev.bellman.rl.env.Space;
import dev.bellman.tensor.State;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// Pays a sum of named parts, each times its weight, in place of the reward. The weighted parts are
/// the terms, see [RewardMap#terms], so that a log shows what an agent earns with what.
///
/// @param parts what is paid, at least one part
/// @param <O> the type of observations
/// @param <A> the type of actions
public record WeightedReward<O, A>(List<Part<O, A>> parts) implements RewardWrapper<O, A> {
  /// One of the parts.
  ///
  /// @param name what logs call it
  /// @param weight what its amount is multiplied with
  /// @param amount how much a step earns; called on several threads
  /// @param <O> the type of observations
  /// @param <A> the type of actions
  public record Part<O, A>(String name, double weight, ToDoubleFunction<Transition<O, A>> amount) {
    /// Checks the weight.
    ///
    /// @throws IllegalArgumentException if it is not finite
    public Part {
      Need.finite("WeightedReward." + name, weight);
    }
  }

  /// Checks the parts.
  ///
  /// @throws IllegalArgumentException if there are none or two have the same name
  public WeightedReward {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("WeightedReward: must have a part, got none");
    }
    var names = new HashSet<String>();
    for (Part<O, A> part : parts) {
      if (!names.add(part.name)) {
        throw new IllegalArgumentException(
            "WeightedReward: parts must have names of their own, got '%s' twice"
                .formatted(part.name));
      }
    }
  }

  @Override
  @SuppressWarnings("unchecked") // the environment shows and takes what the parts look at
  public RewardMap map(Space<?> observationSpace, Space<?> actionSpace, int n) {
    return new Sum<>(parts, (Space<O>) observationSpace, (Space<A>) actionSpace, n);
  }

  private static final class Sum<O, A> implements RewardMap {
    private final List<Part<O, A>> parts;
    private final Space<O> observationSpace;
    private final Space<A> actionSpace;
    private final ObservationRows previous;
    private final double[][] amounts;
    private final Map<String, double[]> terms;

    Sum(List<Part<O, A>> parts, Space<O> observationSpace, Space<A> actionSpace, int n) {
      this.parts = parts;
      this.observationSpace = observationSpace;
      this.actionSpace = actionSpace;
      previous = ObservationRows.of(observationSpace, n);
      amounts = new double[parts.size()][n];
      var byName = new LinkedHashMap<String, double[]>();
      for (int k = 0; k < amounts.length; k++) {
        byName.put(parts.get(k).name, amounts[k]);
      }
      terms = Collections.unmodifiableMap(byName);
    }

    @Override
    public void start(int i, ObservationRows first) {
      previous.copy(i, first);
    }

    @Override
    public double reward(int i, Outcome outcome) {
      ObservationRows next = outcome.next(i);
      var transition =
          new Transition<>(
              previous.get(i, observationSpace),
              outcome.actions().get(i, actionSpace),
              outcome.reward(i),
              next.get(i, observationSpace),
              outcome.terminated(i),
              outcome.step().truncated()[i]);
      previous.copy(i, next);
      double sum = 0;
      for (int k = 0; k < amounts.length; k++) {
        Part<O, A> part = parts.get(k);
        amounts[k][i] = part.weight * part.amount.applyAsDouble(transition);
        sum += amounts[k][i];
      }
      return sum;
    }

    @Override
    public Map<String, double[]> terms() {
      return terms;
    }

    @Override
    public void save(State out) {
      Saved.put(out, "previous", previous);
    }

    @Override
    public void load(State in) {
      Saved.rows(in, "previous", previous);
    }
  }
}
