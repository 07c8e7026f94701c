package dev.bellman.rl.env;

import java.util.Arrays;
import java.util.Optional;

/// What a finite environment does, known exactly: Gymnasium's `env.unwrapped.P`, sparse.
///
/// States are `0..states()-1` and actions `0..actions()-1`, as in the environment's own [Discrete]
/// spaces. Immutable, so that threads may share it.
public interface TransitionModel {
  /// The number of states.
  ///
  /// @return S, at least 1
  int states();

  /// The number of actions.
  ///
  /// @return A, at least 1
  int actions();

  /// Lists where an action may lead.
  ///
  /// @param state the state
  /// @param action the action
  /// @param out receives the outcomes, in place of those it held; several may share a next state
  void outcomes(int state, int action, Outcomes out);

  /// Where episodes start.
  ///
  /// @return `[S]` probabilities that sum to 1; a new array
  double[] initial();

  /// Whether an episode is over in a state, so that its value is 0 whatever its outcomes say.
  ///
  /// @param state the state
  /// @return true for goals, holes and the like
  boolean terminal(int state);

  /// How the states lie on a grid.
  ///
  /// @return the shape, or none if they do not
  default Optional<GridShape> grid() {
    return Optional.empty();
  }

  /// The outcomes of one action in one state, in arrays that are filled again and again.
  final class Outcomes {
    private int size;
    private double[] probability = new double[4];
    private int[] next = new int[4];
    private double[] reward = new double[4];
    private boolean[] terminated = new boolean[4];

    /// An empty list.
    public Outcomes() {}

    /// Forgets all outcomes.
    public void clear() {
      size = 0;
    }

    /// Adds an outcome.
    ///
    /// @param probability how likely, in (0, 1]
    /// @param next the next state
    /// @param reward the expected reward on this way
    /// @param terminated whether the episode ends there
    public void add(double probability, int next, double reward, boolean terminated) {
      if (size == this.next.length) {
        this.probability = Arrays.copyOf(this.probability, 2 * size);
        this.next = Arrays.copyOf(this.next, 2 * size);
        this.reward = Arrays.copyOf(this.reward, 2 * size);
        this.terminated = Arrays.copyOf(this.terminated, 2 * size);
      }
      this.probability[size] = probability;
      this.next[size] = next;
      this.reward[size] = reward;
      this.terminated[size] = terminated;
      size++;
    }

    /// {@return the number of outcomes}
    public int size() {
      return size;
    }

    /// {@return the probability of an outcome}
    ///
    /// @param k which outcome
    public double probability(int k) {
      return probability[k];
    }

    /// {@return the next state of an outcome}
    ///
    /// @param k which outcome
    public int next(int k) {
      return next[k];
    }

    /// {@return the reward of an outcome}
    ///
    /// @param k which outcome
    public double reward(int k) {
      return reward[k];
    }

    /// {@return whether an outcome ends the episode}
    ///
    /// @param k which outcome
    public boolean terminated(int k) {
      return terminated[k];
    }
  }
}
