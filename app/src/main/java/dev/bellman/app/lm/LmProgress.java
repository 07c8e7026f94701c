package dev.bellman.app.lm;

import dev.bellman.app.terminal.Quantity;
import dev.bellman.rl.Metrics;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/// Shows how a run goes, a line every few seconds, and every warning once.
final class LmProgress {
  private static final double EVERY_SECONDS = 2;

  private final PrintWriter err;
  private final boolean quiet;
  private final LongSupplier nanoTime;
  private final Set<String> told = new HashSet<>();
  private long lastNanos;

  LmProgress(PrintWriter err, boolean quiet, LongSupplier nanoTime) {
    this.err = err;
    this.quiet = quiet;
    this.nanoTime = nanoTime;
    this.lastNanos = nanoTime.getAsLong();
  }

  /// Tells a line unless progress is not wanted.
  void say(String line) {
    if (!quiet) {
      message(line);
    }
  }

  /// Tells a line that must be seen.
  void message(String line) {
    err.println(line);
    err.flush();
  }

  /// Tells a warning, each kind once.
  void warn(String line) {
    int colon = line.indexOf(':');
    if (told.add(colon < 0 ? line : line.substring(0, colon))) {
      message("warning: " + line);
    }
  }

  void update(int done, int all, Metrics metrics, double tokensPerSecond) {
    boolean due = (nanoTime.getAsLong() - lastNanos) * 1e-9 >= EVERY_SECONDS;
    if (quiet || (!due && done < all)) {
      return;
    }
    lastNanos = nanoTime.getAsLong();
    var line = new StringBuilder("update %d of %d".formatted(done, all));
    Map<String, Double> values = metrics.asMap();
    add(line, values, "loss", "loss %.3f", 1);
    add(line, values, "accuracy", "accuracy %.1f %%", 100);
    add(line, values, "reward", "reward %.3f", 1);
    add(line, values, "zero_variance_groups", "groups without a difference %.0f %%", 100);
    add(line, values, "ref_kl_k3", "kl to the reference %.3f a token", 1);
    add(line, values, "sequence_kl", "kl to the reference %.3f a completion", 1);
    add(line, values, "approx_kl", "kl of the update %.4f", 1);
    add(line, values, "entropy", "entropy %.3f", 1);
    add(line, values, "clip_fraction", "clipped %.1f %%", 100);
    add(line, values, "length", "length %.1f", 1);
    message(
        line.append(", ").append(Quantity.count(tokensPerSecond)).append(" tokens/s").toString());
  }

  private static void add(
      StringBuilder line, Map<String, Double> values, String name, String form, double factor) {
    Double value = values.get(name);
    if (value != null) {
      line.append(", ").append(String.format(Locale.ROOT, form, factor * value));
    }
  }
}
