package dev.bellman.llm.train;

import dev.bellman.rl.Metrics;
import java.util.Optional;

/// Says when the policy moves further in an update than its clipping lets it learn from.
public final class ClipFraction {
  private static final double MOST = 0.5;

  private ClipFraction() {}

  /// Looks at the gradient steps of an update behind the first, in which every ratio is 1 and
  /// nothing can be clipped.
  ///
  /// @param metrics the means over all gradient steps of the update
  /// @param steps how many there were
  /// @param range where the clipping range stands in the configuration, for the message
  /// @return one line if more than half was clipped
  public static Optional<String> warning(Metrics metrics, int steps, String range) {
    if (steps < 2) {
      return Optional.empty();
    }
    double fraction = metrics.get("clip_fraction") * steps / (steps - 1);
    if (!(fraction > MOST)) {
      return Optional.empty();
    }
    return Optional.of(
        ("clip_fraction: expected at most 0.5 behind the first gradient step, got %.2f (widen %s or"
                + " lower optimization.learningRate)")
            .formatted(fraction, range));
  }
}
