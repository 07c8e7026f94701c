package dev.bellman.rl;

/// A loss, a parameter or an action became NaN or infinite; going on would learn nothing.
public final class TrainingDiverged extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// A divergence.
  ///
  /// @param message where, which number, and what to do
  public TrainingDiverged(String message) {
    super(message);
  }
}
