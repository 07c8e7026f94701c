package dev.bellman.rl.math;

/// What values should become after a rollout. A variant is another value.
///
/// An episode that is cut by a time limit, and one that is under way when the rollout ends, goes on
/// in the value V' of its true successor; one that terminated does not.
@FunctionalInterface
public interface ValueTarget {
  /// Fills in the targets; all arrays are `[T,N]`.
  ///
  /// @param steps the rollout; not modified
  /// @param n N, the number of environments
  /// @param gamma γ, the discount
  /// @param advantages Â of [Gae], not scaled; not modified
  /// @param targets what V should become; modified
  void estimate(Gae.Steps steps, int n, double gamma, float[] advantages, float[] targets);

  /// `Â + V`: the λ-return with the λ of [Gae], from the values as they were when the rollout was
  /// collected.
  record LambdaReturn() implements ValueTarget {
    @Override
    public void estimate(
        Gae.Steps steps, int n, double gamma, float[] advantages, float[] targets) {
      for (int i = 0; i < targets.length; i++) {
        targets[i] = advantages[i] + steps.values()[i];
      }
    }
  }

  /// `G[t] = r[t] + γ·G[t+1]`: what came after, whatever λ the advantages have.
  record RewardToGo() implements ValueTarget {
    @Override
    public void estimate(
        Gae.Steps steps, int n, double gamma, float[] advantages, float[] targets) {
      float discount = (float) gamma;
      for (int i = targets.length - 1; i >= 0; i--) {
        float after = steps.lastOfPiece(i, n) ? steps.bootstrap(i) : targets[i + n];
        targets[i] = steps.rewards()[i] + discount * after;
      }
    }
  }

  /// `r[t] + γ·r[t+1] + … + γⁿ·V[t+n]` (Sutton and Barto 2018, equation 7.1); where an episode or
  /// the rollout ends before, the sum is shorter.
  ///
  /// @param n how many rewards at most, at least 1
  record NStep(int n) implements ValueTarget {
    /// Checks the count.
    ///
    /// @throws IllegalArgumentException if n is below 1
    public NStep {
      Ranges.atLeastOne("n", n);
    }

    @Override
    public void estimate(
        Gae.Steps steps, int envs, double gamma, float[] advantages, float[] targets) {
      float discount = (float) gamma;
      for (int i = 0; i < targets.length; i++) {
        int last = i;
        for (int k = 1; k < n && !steps.lastOfPiece(last, envs); k++) {
          last += envs;
        }
        float target = steps.bootstrap(last);
        for (int j = last; j >= i; j -= envs) {
          target = steps.rewards()[j] + discount * target;
        }
        targets[i] = target;
      }
    }
  }

  /// `r[t] + γ·V[t+1]`.
  record Td() implements ValueTarget {
    @Override
    public void estimate(
        Gae.Steps steps, int n, double gamma, float[] advantages, float[] targets) {
      for (int i = 0; i < targets.length; i++) {
        targets[i] = steps.rewards()[i] + (float) gamma * steps.bootstrap(i);
      }
    }
  }
}
