package dev.bellman.app.train;

import dev.bellman.rl.train.Event;
import dev.bellman.rl.train.RunListener;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Tells when a run has been silent for long, and where its thread stands: an environment that
/// hangs looks like slow training otherwise. Each warning waits twice as long as the one before.
/// The run goes on.
final class Watchdog implements RunListener, AutoCloseable {
  private static final long LOOK_MILLIS = 250;
  private static final String POOL = "dev.bellman.tensor.Workers";
  private static final String POOL_THREAD = "bellman-worker-";

  private final Thread watched;
  private final double stallSeconds;
  private final LongSupplier nanoTime;
  private final Consumer<String> warn;
  private String since = "the start";
  private long lastNanos;
  private double nextSeconds;
  private @Nullable Thread looking;

  /// A watchdog that looks only when [#look] is called.
  ///
  /// @param watched the thread that trains
  /// @param stallSeconds how long it may be silent
  /// @param nanoTime the clock
  /// @param warn takes warnings
  Watchdog(Thread watched, double stallSeconds, LongSupplier nanoTime, Consumer<String> warn) {
    this.watched = watched;
    this.stallSeconds = stallSeconds;
    this.nanoTime = nanoTime;
    this.warn = warn;
    restart();
  }

  /// A watchdog of the calling thread, with a thread of its own; it ends when it is closed.
  static Watchdog start(double stallSeconds, LongSupplier nanoTime, Consumer<String> warn) {
    var watchdog = new Watchdog(Thread.currentThread(), stallSeconds, nanoTime, warn);
    watchdog.looking =
        Thread.ofPlatform().daemon().name("bellman-watchdog").start(watchdog::lookOn);
    return watchdog;
  }

  private void lookOn() {
    try {
      while (true) {
        Thread.sleep(LOOK_MILLIS);
        look();
      }
    } catch (InterruptedException e) {
      return;
    }
  }

  @Override
  public synchronized void on(Event event) {
    if (event instanceof Event.Iterated iterated) {
      Event.Progress progress = iterated.progress();
      since = "iteration %d (%d steps)".formatted(progress.iterations(), progress.envSteps());
    }
    restart();
  }

  private synchronized void restart() {
    lastNanos = nanoTime.getAsLong();
    nextSeconds = stallSeconds;
  }

  /// Hears of events first and hands them on.
  RunListener before(RunListener next) {
    return event -> {
      on(event);
      next.on(event);
    };
  }

  /// Warns if it is time to.
  void look() {
    String warning;
    synchronized (this) {
      double silent = (nanoTime.getAsLong() - lastNanos) * 1e-9;
      if (silent < nextSeconds) {
        return;
      }
      nextSeconds = 2 * silent;
      warning =
          "warning: no progress for %.0f s, since %s; the run is in %s and goes on"
              .formatted(silent, since, place());
    }
    warn.accept(warning);
  }

  /// Where the run stands: where a thread of the pool does if the watched one waits for it.
  private String place() {
    StackTraceElement[] own = watched.getStackTrace();
    return top(own)
        .or(() -> poolThreads().flatMap(stack -> top(stack).stream()).findFirst())
        .map(StackTraceElement::toString)
        .orElse("the Java run-time library");
  }

  private static Stream<StackTraceElement[]> poolThreads() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(thread -> thread.getKey().getName().startsWith(POOL_THREAD))
        .map(Map.Entry::getValue);
  }

  /// The innermost frame outside the JDK; nothing if that one only waits for work or for workers.
  private static Optional<StackTraceElement> top(StackTraceElement[] stack) {
    return Stream.of(stack)
        .filter(frame -> !isOfTheJdk(frame))
        .findFirst()
        .filter(frame -> !frame.getClassName().equals(POOL));
  }

  private static boolean isOfTheJdk(StackTraceElement frame) {
    String module = frame.getModuleName();
    return module != null && (module.startsWith("java.") || module.startsWith("jdk."));
  }

  @Override
  public void close() {
    if (looking != null) {
      looking.interrupt();
    }
  }
}
