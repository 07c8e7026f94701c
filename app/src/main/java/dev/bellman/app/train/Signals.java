package dev.bellman.app.train;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Stops runs when the process is told to end (Ctrl-C, SIGTERM), and lets it end only when they
/// have written their checkpoints.
public final class Signals implements AutoCloseable {
  /// What can be told to end.
  public interface Stoppable {
    /// Asks for an end as soon as what is under way is done. Called from any thread.
    void stop();

    /// Where it can be gone on with.
    ///
    /// @return how far it is, in words
    String whereStopped();
  }

  private static final long LONGEST_WAIT_SECONDS = 60;

  private final List<Stoppable> running = new CopyOnWriteArrayList<>();
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stopAndWait, "bellman-stop");
  private final Consumer<String> warn;
  private volatile boolean stopped;

  private Signals(Consumer<String> warn) {
    this.warn = warn;
  }

  /// Begins to listen.
  ///
  /// @param warn is told where a run can be gone on with if it did not stop in time
  /// @return what runs are entered in; closed when they have ended
  public static Signals listen(Consumer<String> warn) {
    var signals = new Signals(warn);
    Runtime.getRuntime().addShutdownHook(signals.hook);
    return signals;
  }

  private void stopAndWait() {
    stopped = true;
    running.forEach(Stoppable::stop);
    try {
      if (!done.await(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
        running.forEach(run -> warn.accept("the iteration did not end; " + run.whereStopped()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Enters a run that is about to begin; if the signal has come already, it stops at once.
  ///
  /// @param run the run
  public void add(Stoppable run) {
    running.add(run);
    if (stopped) {
      run.stop();
    }
  }

  /// Whether the process was told to end.
  ///
  /// @return true if so
  public boolean stopped() {
    return stopped;
  }

  @Override
  public void close() {
    done.countDown();
    if (!stopped) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The process began to end between the two lines; the hook has nothing to wait for.
        stopped = true;
      }
    }
  }
}
