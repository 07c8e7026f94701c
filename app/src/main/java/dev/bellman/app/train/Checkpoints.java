package dev.bellman.app.train;

import dev.bellman.app.run.RunFolder;
import dev.bellman.rl.train.Checkpoint;
import dev.bellman.rl.train.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Writes a run's checkpoints between its iterations: one every few seconds and one at its end. The
/// newest [#KEPT] stay.
final class Checkpoints {
  /// How many are kept, so that a broken disk block does not cost the run.
  static final int KEPT = 3;

  private final RunFolder folder;
  private final Map<String, String> metadata;
  private final double everySeconds;
  private final LongSupplier nanoTime;
  private final List<Long> saved;
  private long lastNanos;
  private volatile @Nullable Path last;

  Checkpoints(
      RunFolder folder, Map<String, String> metadata, double everySeconds, LongSupplier nanoTime)
      throws IOException {
    this.folder = folder;
    this.metadata = metadata;
    this.everySeconds = everySeconds;
    this.nanoTime = nanoTime;
    this.saved = new ArrayList<>(folder.checkpoints());
    this.last = saved.isEmpty() ? null : folder.checkpoint(saved.getLast());
    this.lastNanos = nanoTime.getAsLong();
  }

  boolean isDue() {
    return (nanoTime.getAsLong() - lastNanos) * 1e-9 >= everySeconds;
  }

  /// Writes one, unless one of so many steps is there.
  Path save(Training training) throws IOException {
    long envSteps = training.progress().envSteps();
    Path file = folder.checkpoint(envSteps);
    if (!saved.contains(envSteps)) {
      Checkpoint.of(training, metadata).write(file);
      saved.add(envSteps);
      last = file;
      while (saved.size() > KEPT) {
        Files.deleteIfExists(folder.checkpoint(saved.removeFirst()));
      }
    }
    lastNanos = nanoTime.getAsLong();
    return file;
  }

  /// The newest; may be asked for from any thread.
  Optional<Path> last() {
    return Optional.ofNullable(last);
  }
}
