package dev.bellman.rl.env;

import dev.bellman.rl.env.probe.Identity;
import dev.bellman.rl.env.probe.IdentityBox;
import dev.bellman.rl.env.probe.IdentityOneHot;

/// The identities with a time limit: what every algorithm must solve in seconds.
public final class IdentityEnvs {
  private IdentityEnvs() {}

  /// One of `n` indices, truncated after `length` steps.
  public static Env<Integer, Integer> discrete(int n, int length) {
    return new TimeLimit<>(Identity.env(n), length);
  }

  /// As [#discrete] with a one-hot vector as the observation.
  public static Env<float[], Integer> oneHot(int n, int length) {
    return new TimeLimit<>(IdentityOneHot.env(n), length);
  }

  /// A vector in `[-1, 1]`, truncated after `length` steps.
  public static Env<float[], float[]> continuous(int size, int length) {
    return new TimeLimit<>(IdentityBox.env(size), length);
  }
}
