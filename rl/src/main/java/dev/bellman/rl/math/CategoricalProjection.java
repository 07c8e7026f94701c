package dev.bellman.rl.math;

import java.util.Arrays;

/// The Bellman backup of a distribution over K equally spaced atoms, brought back onto the atoms
/// (Bellemare et al. 2017, arXiv:1707.06887, algorithm 1). Atom i is at `z_i = low + i · Δ` with `Δ
/// = (high - low) / (K - 1)`.
///
/// Each atom's mass goes to `Tz = clamp(return + discount · z_i, low, high)` and is shared by the
/// two atoms beside it, the nearer one taking more. The mean is kept where nothing is clamped.
///
/// @param low the place of the first atom
/// @param high the place of the last atom
/// @param atoms K, at least 2
public record CategoricalProjection(double low, double high, int atoms) {
  /// Backs up one distribution.
  ///
  /// @param next the masses of Z', `[K]` from `from`; not modified
  /// @param from the place of the first mass, in both arrays
  /// @param discountedReturn the rewards before Z', discounted
  /// @param discount what Z' is multiplied with; 0 where the episode terminated
  /// @param out receives the masses of the backup; modified
  public void project(
      float[] next, int from, double discountedReturn, double discount, float[] out) {
    double spacing = (high - low) / (atoms - 1);
    Arrays.fill(out, from, from + atoms, 0f);
    for (int i = 0; i < atoms; i++) {
      double moved = discountedReturn + discount * (low + i * spacing);
      double place = (Math.clamp(moved, low, high) - low) / spacing;
      int below = Math.min((int) place, atoms - 2);
      double share = Math.min(1, place - below); // the last place may round to a little more
      out[from + below] += (float) (next[from + i] * (1 - share));
      out[from + below + 1] += (float) (next[from + i] * share);
    }
  }
}
