package dev.bellman.rl.env;

import dev.bellman.tensor.Scope;
import java.util.Arrays;

/// One action for each of N environments, owned by the caller and filled again for every step.
///
/// @param discrete `[N]` indices `0..n-1` (not shifted by [Discrete#start]), or empty when actions
///   are continuous
/// @param continuous `[N, A]` coordinates inside the [Box], or empty when actions are discrete
public record Actions(int[] discrete, float[] continuous) {
  /// Allocates actions.
  ///
  /// @param n the number of environments
  /// @param actionSpace the action space of one of them
  /// @return zeros of the fitting shape
  public static Actions of(int n, Space<?> actionSpace) {
    return switch (actionSpace) {
      case Discrete _ -> new Actions(new int[n], new float[0]);
      case Box box -> new Actions(new int[0], new float[Math.multiplyExact(n, box.flatSize())]);
    };
  }

  /// Writes the action of one environment.
  ///
  /// A [Box] takes any finite coordinates here, also outside its bounds: what they mean is the
  /// environment's affair, and Gymnasium's clip some and charge for others.
  ///
  /// @param i the environment
  /// @param action the action; not modified
  /// @param actionSpace the action space
  /// @param <A> the type of actions
  /// @throws IllegalArgumentException if the action is not in the space
  public <A> void set(int i, A action, Space<A> actionSpace) {
    switch (actionSpace) {
      case Discrete space -> {
        if (!(action instanceof Integer value) || !space.contains(value)) {
          throw new IllegalArgumentException(
              "action: must be in %d..%d, got %s"
                  .formatted(space.start(), space.start() + space.n() - 1, action));
        }
        discrete[i] = value - space.start();
      }
      case Box box -> {
        int size = box.flatSize();
        if (!(action instanceof float[] values) || values.length != size) {
          throw new IllegalArgumentException(
              "action: must have %d values, got %s"
                  .formatted(size, action instanceof float[] v ? v.length : action));
        }
        for (int d = 0; d < size; d++) {
          if (!Float.isFinite(values[d])) {
            throw new IllegalArgumentException(
                "action[%d]: must be finite, got %s".formatted(d, values[d]));
          }
          continuous[i * size + d] = values[d];
        }
      }
    }
  }

  /// The action of one environment, as a member of the space.
  ///
  /// @param i the environment
  /// @param actionSpace the action space
  /// @return an [Integer] for [Discrete], a new array for [Box]
  public Object get(int i, Space<?> actionSpace) {
    return switch (actionSpace) {
      case Discrete space -> space.start() + discrete[i];
      case Box box -> Arrays.copyOfRange(continuous, i * box.flatSize(), (i + 1) * box.flatSize());
    };
  }

  /// Refuses indices out of range and coordinates that are not finite.
  ///
  /// @param name what messages call the environments
  /// @param actionSpace the action space
  /// @param from the first environment
  /// @param to the one after the last
  /// @throws IllegalArgumentException if an action cannot be taken
  public void check(String name, Space<?> actionSpace, int from, int to) {
    switch (actionSpace) {
      case Discrete(int n, int _) -> {
        for (int i = from; i < to; i++) {
          if (discrete[i] < 0 || discrete[i] >= n) {
            throw new IllegalArgumentException(
                "environment '%s': action[%d] must be an index in 0..%d, got %d"
                    .formatted(name, i, n - 1, discrete[i]));
          }
        }
      }
      case Box box -> {
        for (int i = from; i < to; i++) {
          check(name, box, i);
        }
      }
    }
  }

  private void check(String name, Box box, int i) {
    int size = box.flatSize();
    for (int d = 0; d < size; d++) {
      if (!Float.isFinite(continuous[i * size + d])) {
        throw new IllegalArgumentException(
            "environment '%s': action[%d][%d] must be finite, got %s"
                .formatted(name, i, d, continuous[i * size + d]));
      }
    }
  }

  /// Some of these actions, copied side by side into arrays that a scope lends.
  ///
  /// @param scope how long they live
  /// @param rows which ones; not modified
  /// @param from the place of the first one in `rows`
  /// @param to the place after the last one
  /// @param actionSpace the action space of one environment
  /// @param last returned again if it holds the same arrays, so that a steady state makes none
  /// @return at least `to - from` actions, of which the first ones were chosen
  public Actions select(
      Scope scope, int[] rows, int from, int to, Space<?> actionSpace, Actions last) {
    return switch (actionSpace) {
      case Discrete _ -> {
        int[] chosen = scope.ints(to - from);
        for (int i = from; i < to; i++) {
          chosen[i - from] = discrete[rows[i]];
        }
        yield last.discrete == chosen ? last : new Actions(chosen, continuous);
      }
      case Box box -> {
        int a = box.flatSize();
        float[] chosen = scope.floats((to - from) * a);
        for (int i = from; i < to; i++) {
          System.arraycopy(continuous, rows[i] * a, chosen, (i - from) * a, a);
        }
        yield last.continuous == chosen ? last : new Actions(discrete, chosen);
      }
    };
  }

  /// Copies all of another set to a place in this one.
  ///
  /// @param source the other actions; not modified
  /// @param row where the first one goes
  /// @param actionSpace the action space of one environment
  public void put(Actions source, int row, Space<?> actionSpace) {
    switch (actionSpace) {
      case Discrete _ ->
          System.arraycopy(source.discrete, 0, discrete, row, source.discrete.length);
      case Box box ->
          System.arraycopy(
              source.continuous, 0, continuous, row * box.flatSize(), source.continuous.length);
    }
  }
}
