package dev.bellman.rl.math;

/// Generalised advantage estimation (Schulman et al. 2016, arXiv:1506.02438, equation 16), cut at
/// the ends of episodes: `δ[t] = r[t] + γ·V'[t]·(1 - terminated[t]) - V[t]`, `Â[t] = δ[t] + γλ·(1 -
/// (terminated[t] ∨ truncated[t]))·Â[t+1]`. V' is the value of the true successor: of the final
/// observation where an episode was cut by a time limit. So a time limit cuts the trace and keeps
/// the bootstrap.
///
/// @param gamma γ, the discount, in [0, 1]
/// @param lambda λ, in [0, 1]: 0 gives δ, 1 the return minus V
public record Gae(double gamma, double lambda) {
  /// The usual values.
  public static final Gae DEFAULTS = new Gae(0.99, 0.95);

  /// Checks the ranges.
  ///
  /// @throws IllegalArgumentException if γ or λ is not in [0, 1]
  public Gae {
    Ranges.unit("gamma", gamma);
    Ranges.unit("lambda", lambda);
  }

  /// What a rollout of T steps in N environments says about values; all arrays are `[T,N]`.
  ///
  /// @param rewards r
  /// @param values V of the observation acted on
  /// @param nextValues V' of the true successor; ignored where terminated
  /// @param terminated whether the successor is a terminal state
  /// @param truncated whether the episode was cut after the step
  public record Steps(
      float[] rewards,
      float[] values,
      float[] nextValues,
      boolean[] terminated,
      boolean[] truncated) {
    /// The value of what follows a step: V' or, after a termination, 0.
    ///
    /// @param row the step
    /// @return the value
    public float bootstrap(int row) {
      return terminated[row] ? 0f : nextValues[row];
    }

    /// Whether the next row of the same environment is no continuation of a step: its episode ended
    /// or the rollout does.
    ///
    /// @param row the step
    /// @param n N, the number of environments
    /// @return true if it is the last of its piece
    public boolean lastOfPiece(int row, int n) {
      return terminated[row] || truncated[row] || row + n >= rewards.length;
    }
  }

  /// Estimates advantages; what V should become is for [ValueTarget] to say.
  ///
  /// @param steps the rollout; not modified
  /// @param n N, the number of environments
  /// @param advantages Â, `[T,N]`; modified
  public void estimate(Steps steps, int n, float[] advantages) {
    float discount = (float) gamma;
    float decay = (float) (gamma * lambda);
    for (int i = steps.rewards.length - 1; i >= 0; i--) {
      float delta = steps.rewards[i] + discount * steps.bootstrap(i) - steps.values[i];
      advantages[i] = steps.lastOfPiece(i, n) ? delta : delta + decay * advantages[i + n];
    }
  }

  /// What is done to the advantages that are learned from together.
  public enum Scaling {
    /// They are taken as they are.
    NONE,
    /// `(Â - mean) / (std + 1e-8)`, with the sample standard deviation (n - 1); one alone is
    /// taken as it is.
    STANDARDISED;

    private static final double EPSILON = 1e-8;

    /// Scales some advantages.
    ///
    /// @param advantages Â; not modified
    /// @param order the places of those that are learned from together; not modified
    /// @param from the place of the first one in `order`
    /// @param to the place after the last one
    /// @param scaled receives them, each at its place; modified
    public void apply(float[] advantages, int[] order, int from, int to, float[] scaled) {
      int n = to - from;
      double sum = 0;
      for (int i = from; i < to; i++) {
        sum += advantages[order[i]];
      }
      boolean standardised = this == STANDARDISED && n > 1;
      double mean = standardised ? sum / n : 0;
      double squares = 0;
      for (int i = from; i < to; i++) {
        double deviation = advantages[order[i]] - mean;
        squares += deviation * deviation;
      }
      float factor = standardised ? 1f / (float) (Math.sqrt(squares / (n - 1)) + EPSILON) : 1f;
      for (int i = from; i < to; i++) {
        scaled[order[i]] = (advantages[order[i]] - (float) mean) * factor;
      }
    }
  }
}
