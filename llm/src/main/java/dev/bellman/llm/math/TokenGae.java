package dev.bellman.llm.math;

/// Generalised advantage estimation over the tokens of one completion (Schulman et al. 2016,
/// arXiv:1506.02438, equation 16): `δ[t] = r[t] + γ·V[t+1] - V[t]`, `Â[t] = δ[t] + γλ·Â[t+1]`, with
/// V = Â = 0 behind the last token, whether an end token was written or the length limit reached.
/// `V[t]` is the value where token t was still to be written.
///
/// @param gamma γ, the discount, in [0, 1]; 1 is usual
/// @param lambda λ, in [0, 1]; 0.95 is usual
public record TokenGae(double gamma, double lambda) {
  /// The usual values.
  public static final TokenGae DEFAULTS = new TokenGae(1, 0.95);

  /// Checks the ranges.
  ///
  /// @throws IllegalArgumentException if γ or λ is not in [0, 1]
  public TokenGae {
    requireUnit("gamma", gamma);
    requireUnit("lambda", lambda);
  }

  private static void requireUnit(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException("%s: must be in [0, 1], got %s".formatted(name, value));
    }
  }

  /// The advantages of one completion's tokens, and what their values should become.
  ///
  /// @param rewards r; not modified
  /// @param values V; not modified
  /// @param from the completion's first place
  /// @param to the place after its last one; nothing from there on is looked at
  /// @param advantages Â, at the same places; modified
  /// @param returns `Â + V`, at the same places, before any whitening; modified
  public void estimate(
      double[] rewards, double[] values, int from, int to, double[] advantages, double[] returns) {
    double nextValue = 0;
    double nextAdvantage = 0;
    for (int t = to - 1; t >= from; t--) {
      double delta = rewards[t] + gamma * nextValue - values[t];
      nextAdvantage = delta + gamma * lambda * nextAdvantage;
      nextValue = values[t];
      advantages[t] = nextAdvantage;
      returns[t] = nextAdvantage + values[t];
    }
  }
}
