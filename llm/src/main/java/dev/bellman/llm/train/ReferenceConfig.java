package dev.bellman.llm.train;

/// The frozen model that a KL penalty keeps the policy near.
///
/// @param everyUpdates after how many updates it moves towards the policy; 0 for never
/// @param share how far it moves then: 0 stays, 1 becomes the policy
public record ReferenceConfig(int everyUpdates, double share) {
  /// The start model for the whole run.
  public static final ReferenceConfig DEFAULTS = new ReferenceConfig(0, 1);

  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException if one is out of its range
  public ReferenceConfig {
    if (everyUpdates < 0) {
      throw new IllegalArgumentException("everyUpdates: must be at least 0, got " + everyUpdates);
    }
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share: must be in [0, 1], got " + share);
    }
  }
}
