package dev.bellman.rl.env;

import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One action for each of N environments, owned by the caller and filled again for every step.
///
/// An action of a [Discrete] space travels as one index, one of a [MultiDiscrete] or [MultiBinary]
/// space as an index for each of its K components, one of a [Box] as its coordinates. What [Dict]
/// and [Tuple] travel as, [#carried] says.
///
/// @param discrete `[N, K]` indices `0..n-1` (not shifted by the space's start), or empty when
///   actions are continuous
/// @param continuous `[N, A]` coordinates inside the [Box], or empty when actions are discrete
public record Actions(int[] discrete, float[] continuous) {
  /// Allocates actions.
  ///
  /// @param n the number of environments
  /// @param actionSpace the action space of one of them
  /// @return zeros of the fitting shape
  /// @throws IllegalArgumentException if the space mixes discrete and continuous parts
  public static Actions of(int n, Space<?> actionSpace) {
    Space<?> space = carried(actionSpace);
    int size = Math.multiplyExact(n, width(space));
    return space instanceof Box
        ? new Actions(new int[0], new float[size])
        : new Actions(new int[size], new float[0]);
  }

  /// The space that actions travel in. [Dict] and [Tuple] become one [Box] if all their parts are
  /// boxes, or one [MultiDiscrete] space if none is; any other space stays what it is.
  ///
  /// @param actionSpace the action space of an environment
  /// @return a [Box], [Discrete], [MultiDiscrete] or [MultiBinary] space
  /// @throws IllegalArgumentException if the space mixes discrete and continuous parts
  public static Space<?> carried(Space<?> actionSpace) {
    if (!(actionSpace instanceof Dict || actionSpace instanceof Tuple)) {
      return actionSpace;
    }
    var choices = new ArrayList<Integer>();
    boolean continuous = addChoices(actionSpace, choices);
    if (continuous && !choices.isEmpty()) {
      throw new IllegalArgumentException(
          "action space: must be all Box or all discrete, got %s (make the discrete parts coordinates"
                  .formatted(actionSpace)
              + " of a Box and round them in step)");
    }
    return continuous
        ? actionSpace.flattened()
        : MultiDiscrete.of(choices.stream().mapToInt(Integer::intValue).toArray());
  }

  /// Collects the sizes of all discrete components; true if there is a box.
  private static boolean addChoices(Space<?> space, List<Integer> choices) {
    return switch (space) {
      case Box _ -> true;
      case Discrete(int n, int _) -> !choices.add(n);
      case MultiDiscrete s -> {
        for (int k = 0; k < s.size(); k++) {
          choices.add(s.n(k));
        }
        yield false;
      }
      case MultiBinary s -> !choices.addAll(Collections.nCopies(s.flatSize(), 2));
      case Dict(Map<String, Space<?>> parts) -> addChoices(parts.values(), choices);
      case Tuple(List<Space<?>> parts) -> addChoices(parts, choices);
    };
  }

  private static boolean addChoices(Iterable<Space<?>> parts, List<Integer> choices) {
    boolean continuous = false;
    for (Space<?> part : parts) {
      continuous |= addChoices(part, choices);
    }
    return continuous;
  }

  /// The number of places that one action takes in [#discrete] or [#continuous].
  private static int width(Space<?> space) {
    return switch (space) {
      case Discrete _ -> 1;
      case MultiDiscrete s -> s.size();
      case Box _, MultiBinary _ -> space.flatSize();
      case Dict(Map<String, Space<?>> parts) ->
          parts.values().stream().mapToInt(Actions::width).sum();
      case Tuple(List<Space<?>> parts) -> parts.stream().mapToInt(Actions::width).sum();
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
    write(i * width(actionSpace), "action", action, actionSpace);
  }

  /// Writes an action or a part of one; the place after it.
  private int write(int at, String name, @Nullable Object action, Space<?> actionSpace) {
    return switch (actionSpace) {
      case Discrete s -> write(at, name, action, s);
      case Box s -> write(at, name, action, s);
      case MultiDiscrete s when action instanceof int[] v && s.contains(v) -> {
        for (int k = 0; k < s.size(); k++) {
          discrete[at + k] = v[k] - s.start(k);
        }
        yield at + s.size();
      }
      case MultiBinary s when action instanceof byte[] v && s.contains(v) -> {
        for (int k = 0; k < v.length; k++) {
          discrete[at + k] = v[k];
        }
        yield at + v.length;
      }
      case Tuple(List<Space<?>> parts)
          when action instanceof List<?> v && v.size() == parts.size() -> {
        int next = at;
        for (int k = 0; k < parts.size(); k++) {
          next = write(next, "%s[%d]".formatted(name, k), v.get(k), parts.get(k));
        }
        yield next;
      }
      case Dict(Map<String, Space<?>> parts)
          when action instanceof Map<?, ?> v && v.keySet().equals(parts.keySet()) -> {
        int next = at;
        for (Map.Entry<String, Space<?>> part : parts.entrySet()) {
          String key = part.getKey();
          next = write(next, name + "." + key, v.get(key), part.getValue());
        }
        yield next;
      }
      case MultiDiscrete _, MultiBinary _, Tuple _, Dict _ ->
          throw new IllegalArgumentException(
              "%s: must lie in %s, got %s".formatted(name, actionSpace, Members.text(action)));
    };
  }

  private int write(int at, String name, @Nullable Object action, Discrete space) {
    if (!(action instanceof Integer value) || !space.contains(value)) {
      throw new IllegalArgumentException(
          "%s: must be in %d..%d, got %s"
              .formatted(name, space.start(), space.start() + space.n() - 1, action));
    }
    discrete[at] = value - space.start();
    return at + 1;
  }

  private int write(int at, String name, @Nullable Object action, Box box) {
    int size = box.flatSize();
    if (!(action instanceof float[] values) || values.length != size) {
      throw new IllegalArgumentException(
          "%s: must have %d values, got %s"
              .formatted(name, size, action instanceof float[] v ? v.length : action));
    }
    for (int d = 0; d < size; d++) {
      if (!Float.isFinite(values[d])) {
        throw new IllegalArgumentException(
            "%s[%d]: must be finite, got %s".formatted(name, d, values[d]));
      }
      continuous[at + d] = values[d];
    }
    return at + size;
  }

  /// The action of one environment.
  ///
  /// @param i the environment
  /// @param actionSpace the action space
  /// @param <A> the type of actions
  /// @return a new member of the space; of a [Box] it may lie outside the bounds
  @SuppressWarnings("unchecked") // read makes members of the space
  public <A> A get(int i, Space<A> actionSpace) {
    return (A) read(i * width(actionSpace), actionSpace);
  }

  private Object read(int at, Space<?> actionSpace) {
    return switch (actionSpace) {
      case Discrete space -> space.start() + discrete[at];
      case Box box -> Arrays.copyOfRange(continuous, at, at + box.flatSize());
      case MultiDiscrete space -> {
        int[] value = Arrays.copyOfRange(discrete, at, at + space.size());
        for (int k = 0; k < value.length; k++) {
          value[k] += space.start(k);
        }
        yield value;
      }
      case MultiBinary space -> {
        var value = new byte[space.flatSize()];
        for (int k = 0; k < value.length; k++) {
          value[k] = (byte) discrete[at + k];
        }
        yield value;
      }
      case Tuple(List<Space<?>> parts) -> {
        var value = new ArrayList<Object>();
        int next = at;
        for (Space<?> part : parts) {
          value.add(read(next, part));
          next += width(part);
        }
        yield List.copyOf(value);
      }
      case Dict(Map<String, Space<?>> parts) -> {
        var value = new LinkedHashMap<String, Object>();
        int next = at;
        for (Map.Entry<String, Space<?>> part : parts.entrySet()) {
          value.put(part.getKey(), read(next, part.getValue()));
          next += width(part.getValue());
        }
        yield Collections.unmodifiableMap(value);
      }
    };
  }

  /// Copies the action of one environment.
  ///
  /// @param i the environment, in both
  /// @param source where its action is; not modified
  /// @param actionSpace the action space
  public void copy(int i, Actions source, Space<?> actionSpace) {
    int width = width(actionSpace);
    if (discrete.length == 0) {
      System.arraycopy(source.continuous, i * width, continuous, i * width, width);
    } else {
      System.arraycopy(source.discrete, i * width, discrete, i * width, width);
    }
  }

  /// Whether masks allow the action of one environment.
  ///
  /// @param i the environment
  /// @param masks `[N, flatSize]` masks of all environments, or null if all actions are allowed;
  ///     not modified
  /// @param actionSpace the action space
  /// @return true if they do
  public boolean allowedBy(byte @Nullable [] masks, int i, Space<?> actionSpace) {
    if (masks == null) {
      return true;
    }
    int at = i * actionSpace.flatSize();
    if (actionSpace instanceof MultiDiscrete space) {
      for (int k = 0; k < space.size(); k++) {
        if (masks[at + discrete[i * space.size() + k]] == 0) {
          return false;
        }
        at += space.n(k);
      }
      return true;
    }
    return masks[at + discrete[i]] != 0;
  }

  /// Draws the action of one environment.
  ///
  /// @param i the environment
  /// @param actionSpace the action space
  /// @param masks `[N, flatSize]` masks of all environments, or null if all actions are allowed
  /// @param rng the random stream, advanced
  /// @param <A> the type of actions
  public <A> void sample(int i, Space<A> actionSpace, byte @Nullable [] masks, Rng rng) {
    A action;
    if (masks == null) {
      action = actionSpace.sample(rng);
    } else {
      int size = actionSpace.flatSize();
      action = actionSpace.sample(rng, Arrays.copyOfRange(masks, i * size, (i + 1) * size));
    }
    set(i, action, actionSpace);
  }

  /// Refuses indices out of range and coordinates that are not finite.
  ///
  /// @param name what messages call the environments
  /// @param actionSpace the action space, one that [#carried] returns
  /// @param from the first environment
  /// @param to the one after the last
  /// @throws IllegalArgumentException if an action cannot be taken
  public void check(String name, Space<?> actionSpace, int from, int to) {
    switch (actionSpace) {
      case Discrete(int n, int _) -> {
        for (int i = from; i < to; i++) {
          if (discrete[i] < 0 || discrete[i] >= n) {
            throw outOfRange(name, "action[%d]".formatted(i), n, discrete[i]);
          }
        }
      }
      case MultiDiscrete space -> {
        for (int at = from * space.size(); at < to * space.size(); at++) {
          checkComponent(name, at, space.size(), space.n(at % space.size()));
        }
      }
      case MultiBinary space -> {
        for (int at = from * space.flatSize(); at < to * space.flatSize(); at++) {
          checkComponent(name, at, space.flatSize(), 2);
        }
      }
      case Box box -> {
        for (int i = from; i < to; i++) {
          check(name, box, i);
        }
      }
      case Dict _, Tuple _ -> check(name, carried(actionSpace), from, to);
    }
  }

  private void checkComponent(String name, int at, int size, int n) {
    if (discrete[at] < 0 || discrete[at] >= n) {
      throw outOfRange(name, "action[%d][%d]".formatted(at / size, at % size), n, discrete[at]);
    }
  }

  private static IllegalArgumentException outOfRange(String name, String where, int n, int index) {
    return new IllegalArgumentException(
        "environment '%s': %s must be an index in 0..%d, got %d"
            .formatted(name, where, n - 1, index));
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
  @SuppressWarnings("ReferenceEquality") // the same arrays are what is looked for
  public Actions select(
      Scope scope, int[] rows, int from, int to, Space<?> actionSpace, Actions last) {
    int width = width(actionSpace);
    if (discrete.length == 0) {
      float[] chosen = scope.floats((to - from) * width);
      for (int i = from; i < to; i++) {
        System.arraycopy(continuous, rows[i] * width, chosen, (i - from) * width, width);
      }
      return last.continuous == chosen ? last : new Actions(discrete, chosen);
    }
    int[] chosen = scope.ints((to - from) * width);
    for (int i = from; i < to; i++) {
      for (int k = 0; k < width; k++) {
        chosen[(i - from) * width + k] = discrete[rows[i] * width + k];
      }
    }
    return last.discrete == chosen ? last : new Actions(chosen, continuous);
  }

  /// Copies all of another set to a place in this one.
  ///
  /// @param source the other actions; not modified
  /// @param row where the first one goes
  /// @param actionSpace the action space of one environment
  public void put(Actions source, int row, Space<?> actionSpace) {
    int at = row * width(actionSpace);
    if (discrete.length == 0) {
      System.arraycopy(source.continuous, 0, continuous, at, source.continuous.length);
    } else {
      System.arraycopy(source.discrete, 0, discrete, at, source.discrete.length);
    }
  }
}
