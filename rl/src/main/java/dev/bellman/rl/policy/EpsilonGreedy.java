package dev.bellman.rl.policy;

import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Tensor;

/// Actions chosen by their values: any allowed one with probability ε, else the greatest. Each row
/// tosses a coin of its own.
public final class EpsilonGreedy {
  /// What stands where the greatest value is to be taken.
  private static final int GREEDY = -1;

  private EpsilonGreedy() {}

  /// Tosses a coin for each row, and draws an action where it says so.
  ///
  /// @param epsilon ε of the first row, in [0, 1]
  /// @param ladder row i of N takes `ε^(1 + ladder · i / (N - 1))`
  /// @param actions A
  /// @param mask `[N,A]`, 0 where an action is forbidden; empty if none can be
  /// @param rng what to draw from
  /// @param out `[N]` receives drawn actions; modified
  /// @return whether a row is left for [#greedy]
  public static boolean explore(
      double epsilon, double ladder, int actions, float[] mask, Rng rng, int[] out) {
    boolean left = false;
    for (int i = 0; i < out.length; i++) {
      boolean explores = rng.nextDouble() < rung(epsilon, ladder, i, out.length);
      out[i] = explores ? any(actions, mask, i * actions, rng) : GREEDY;
      left |= !explores;
    }
    return left;
  }

  private static double rung(double epsilon, double ladder, int i, int n) {
    return ladder == 0 || i == 0 ? epsilon : StrictMath.pow(epsilon, 1 + ladder * i / (n - 1));
  }

  private static int any(int actions, float[] mask, int from, Rng rng) {
    if (mask.length == 0) {
      return rng.nextInt(actions);
    }
    int allowed = 0;
    for (int a = from; a < from + actions; a++) {
      allowed += mask[a] == 0f ? 0 : 1;
    }
    int left = rng.nextInt(allowed);
    int action = 0;
    while (mask[from + action] == 0f || left-- > 0) {
      action++;
    }
    return action;
  }

  /// Takes the allowed action of the greatest value where [#explore] drew none.
  ///
  /// @param q values, `[N,A]`
  /// @param mask `[N,A]`, 0 where an action is forbidden; empty if none can be
  /// @param out `[N]` actions; modified
  public static void greedy(Tensor q, float[] mask, int[] out) {
    int actions = q.shape().dim(-1);
    for (int i = 0; i < out.length; i++) {
      if (out[i] == GREEDY) {
        out[i] = best(q, mask, i * actions, actions);
      }
    }
  }

  /// The allowed action of the greatest value in each row, the first if there are several.
  ///
  /// @param q values, `[B,A]`
  /// @param mask `[B,A]`, 0 where an action is forbidden; empty if none can be
  /// @param out receives B actions; modified
  public static void best(Tensor q, float[] mask, int[] out) {
    int actions = q.shape().dim(-1);
    for (int i = 0; i < q.shape().dim(0); i++) {
      out[i] = best(q, mask, i * actions, actions);
    }
  }

  private static int best(Tensor q, float[] mask, int from, int actions) {
    int best = -1;
    for (int a = 0; a < actions; a++) {
      boolean allowed = mask.length == 0 || mask[from + a] != 0f;
      if (allowed && (best < 0 || q.get(from + a) > q.get(from + best))) {
        best = a;
      }
    }
    return best;
  }
}
