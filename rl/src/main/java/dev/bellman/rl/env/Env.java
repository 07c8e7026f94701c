package dev.bellman.rl.env;

import dev.bellman.tensor.Stateful;
import java.util.Optional;
import java.util.OptionalLong;

/// One environment, with Gymnasium's contract: [#reset(OptionalLong)] starts an episode, [#step]
/// goes on until a step says that it is terminated or truncated, then comes the next reset.
///
/// To be saved in checkpoints, so that a resumed run goes on bit for bit, an implementation also
/// implements [Stateful]. Confined to one thread at a time.
///
/// @param <O> the type of observations: `float[]` for a [Box], [Integer] for a [Discrete], see
///   [Space]
/// @param <A> the type of actions, likewise
public interface Env<O, A> extends AutoCloseable {
  /// The space of observations.
  ///
  /// @return the space, always the same
  Space<O> observationSpace();

  /// The space of actions.
  ///
  /// @return the space, always the same
  Space<A> actionSpace();

  /// Starts an episode.
  ///
  /// @param seed re-creates the environment's random stream; none goes on with the stream it has
  ///   (built-in environments that never saw a seed begin with seed 0)
  /// @return the first observation, not modified later
  Reset<O> reset(OptionalLong seed);

  /// Starts an episode with a new random stream.
  ///
  /// @param seed the stream's seed, at least 0
  /// @return the first observation
  default Reset<O> reset(long seed) {
    return reset(OptionalLong.of(seed));
  }

  /// Starts an episode, going on with the random stream.
  ///
  /// @return the first observation
  default Reset<O> reset() {
    return reset(OptionalLong.empty());
  }

  /// Takes an action.
  ///
  /// @param action a member of [#actionSpace]; not modified
  /// @return what it led to; the observation is not modified later
  /// @throws IllegalStateException if no episode is under way
  /// @throws IllegalArgumentException if the action is not in the action space
  Step<O> step(A action);

  /// Whether resets and steps may carry an action mask.
  ///
  /// @return true if they may; fixed for the life of the environment
  default boolean masksActions() {
    return false;
  }

  /// Whether the environment's state can be saved; wrappers answer for what they wrap.
  ///
  /// @return true if it can, through [Stateful]
  default boolean savesState() {
    return this instanceof Stateful;
  }

  /// The environment's own model, for planning. Wrappers may change what an agent meets and so have
  /// none: ask [#unwrapped].
  ///
  /// @return the model, or none if it is not known
  default Optional<TransitionModel> model() {
    return Optional.empty();
  }

  /// The environment inside all wrappers.
  ///
  /// @return this, unless it is a wrapper
  default Env<?, ?> unwrapped() {
    return this;
  }

  /// Lets go of what the environment holds; a second call does nothing.
  @Override
  default void close() {}
}
