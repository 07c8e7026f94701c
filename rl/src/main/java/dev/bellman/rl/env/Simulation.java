package dev.bellman.rl.env;

import dev.bellman.tensor.Rng;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import java.awt.Graphics2D;
import java.util.Arrays;
import java.util.Optional;

/// N independent copies of one environment in flat arrays: what a built-in environment writes once.
///
/// [SimulatedEnv] shows copy 0 as an [Env], [SimulatedVec] all of them as a [VecEnv]; both give the
/// same numbers because both stand on this. Copy i depends on its seed and its actions alone, so
/// disjoint copies may be advanced on different threads. Episodes, time limits and checks of
/// discrete actions are the callers' work.
///
/// @param <O> the type of observations, see [Space]
/// @param <A> the type of actions, see [Space]
public interface Simulation<O, A> extends Stateful {
  /// What messages call the environment.
  ///
  /// @return the name without a version
  default String name() {
    return getClass().getSimpleName();
  }

  /// The number of copies.
  ///
  /// @return N, at least 1
  int count();

  /// The space of observations.
  ///
  /// @return the space, always the same
  Space<O> observationSpace();

  /// The space of actions.
  ///
  /// @return the space, always the same
  Space<A> actionSpace();

  /// Gives a copy a new random stream; without this call the seed is 0.
  ///
  /// @param i the copy
  /// @param seed the stream's seed, at least 0
  void seed(int i, long seed);

  /// Puts a copy at the start of an episode, drawn from its stream.
  ///
  /// @param i the copy
  void start(int i);

  /// Takes a copy's action.
  ///
  /// @param i the copy
  /// @param actions the actions of all copies; discrete ones are indices in range, continuous ones
  ///   finite; not modified
  /// @return the reward
  double advance(int i, Actions actions);

  /// Whether a copy is at the end of its task.
  ///
  /// @param i the copy
  /// @return true if the last [#advance] ended it
  boolean terminated(int i);

  /// Writes what a copy shows into row i.
  ///
  /// @param i the copy
  /// @param observations `[N, D]` flattened observations, unless the space is [Discrete]
  /// @param states `[N]` indices for a [Discrete] space
  void observe(int i, float[] observations, int[] states);

  /// Whether [#mask] writes anything.
  ///
  /// @return true if actions can be forbidden
  default boolean masksActions() {
    return false;
  }

  /// Writes which actions a copy allows into row i.
  ///
  /// @param i the copy
  /// @param masks `[N, A]`, 0 where an action is forbidden, else 1
  default void mask(int i, byte[] masks) {}

  /// What a copy can tell beyond observation and reward.
  ///
  /// @param i the copy
  /// @return values under Gymnasium's names
  default Info info(int i) {
    return Info.NONE;
  }

  /// Puts a copy at an internal state, the random stream untouched.
  ///
  /// @param i the copy
  /// @param state the state; not modified
  /// @throws IllegalArgumentException if the length is wrong or a value is not allowed; the message
  ///   begins with `start`
  void set(int i, double[] state);

  /// The internal state of a copy.
  ///
  /// @param i the copy
  /// @return a new array
  double[] get(int i);

  /// The environment's own model, for planning.
  ///
  /// @return the model, or none if it is not known
  default Optional<TransitionModel> model() {
    return Optional.empty();
  }

  /// The size of a picture.
  ///
  /// @return width and height in pixels
  Drawable.Size pictureSize();

  /// Draws a copy's state.
  ///
  /// @param i the copy
  /// @param g where to, of [#pictureSize], background white
  @SuppressWarnings("exports") // as in Drawable
  void draw(int i, Graphics2D g);

  /// How many states a second look right, see [Drawable#framesPerSecond].
  ///
  /// @return the rate
  default int framesPerSecond() {
    return text(0).isEmpty() ? 30 : 8;
  }

  /// A copy's state as lines of text.
  ///
  /// @param i the copy
  /// @return the lines, empty where text can't show it
  default String text(int i) {
    return "";
  }

  /// Makes the random streams of n copies, with seed 0.
  ///
  /// @param name what messages call the environment
  /// @param n the number of copies
  /// @return one stream for each
  /// @throws IllegalArgumentException if n is less than 1
  static Rng[] streams(String name, int n) {
    if (n < 1) {
      throw new IllegalArgumentException(
          "environment '%s': count must be at least 1, got %d".formatted(name, n));
    }
    var rng = new Rng[n];
    Arrays.setAll(rng, _ -> Rng.ofSeed(0));
    return rng;
  }

  /// Refuses a start state that has the wrong length or a value that is not finite.
  ///
  /// @param state the given state; not modified
  /// @param names what its values are
  /// @throws IllegalArgumentException if it can't be one
  static void checkStart(double[] state, String... names) {
    if (state.length != names.length) {
      throw new IllegalArgumentException(
          "start: must have %d values (%s), got %d"
              .formatted(names.length, String.join(", ", names), state.length));
    }
    for (int d = 0; d < state.length; d++) {
      if (!Double.isFinite(state[d])) {
        throw new IllegalArgumentException(
            "start[%d]: must be finite, got %s".formatted(d, state[d]));
      }
    }
  }

  /// Writes the random streams of all copies.
  ///
  /// @param rng one stream for each
  /// @param out where to
  static void save(Rng[] rng, State out) {
    for (int i = 0; i < rng.length; i++) {
      rng[i].save(out.at("rng." + i));
    }
  }

  /// Reads back what [#save(Rng\[\], State)] wrote.
  ///
  /// @param rng one stream for each; modified
  /// @param in where from
  static void load(Rng[] rng, State in) {
    for (int i = 0; i < rng.length; i++) {
      rng[i].load(in.at("rng." + i));
    }
  }
}
