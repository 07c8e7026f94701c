package dev.bellman.tensor;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// A pool of threads for work that comes in short bursts. Owned by whoever made it and passed to
/// who needs it.
///
/// The caller works too, so one thread means no other. Which thread runs which task is left open; a
/// task must depend on its number alone. Who waits spins for some tens of microseconds and then
/// parks.
public final class Workers implements AutoCloseable {
  /// Work on one of several numbered tasks.
  @FunctionalInterface
  public interface Task {
    /// Does the task.
    ///
    /// @param task the task's number
    /// @param worker the number of the thread that does it, from 0, for scratch that belongs to a
    ///   thread; nothing else may depend on it
    void run(int task, int worker);
  }

  private static final long SPIN_NANOS = 50_000;

  private final Thread[] threads;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger unfinished = new AtomicInteger();
  private final AtomicInteger burst = new AtomicInteger();
  private volatile boolean closed;
  private volatile int tasks;
  private volatile Task work = (task, worker) -> {};
  private volatile @Nullable Throwable failure;
  private volatile @Nullable Thread caller;

  /// A pool.
  ///
  /// @param threads how many threads work at once, the caller's among them, at least 1
  /// @throws IllegalArgumentException if fewer than 1
  public Workers(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads: must be at least 1, got " + threads);
    }
    this.threads = new Thread[threads - 1];
    for (int i = 0; i < this.threads.length; i++) {
      int worker = i + 1;
      this.threads[i] =
          Thread.ofPlatform().daemon().name("bellman-worker-" + worker).start(() -> serve(worker));
    }
  }

  /// How many threads work at once.
  ///
  /// @return at least 1
  public int threads() {
    return threads.length + 1;
  }

  /// Runs `task(0)` to `task(count - 1)`, each once, and returns when all are done. Called by one
  /// thread at a time, and not by a task.
  ///
  /// What a task throws is thrown here again, the last of several; some of the other tasks may not
  /// have run then. The pool can be used further.
  ///
  /// @param count how many
  /// @param task what to do with each number
  /// @throws IllegalStateException if the pool is closed
  public void run(int count, IntConsumer task) {
    run(count, (number, worker) -> task.accept(number));
  }

  /// Runs tasks 0 to `count - 1` as the other form does, telling each on which thread it runs.
  ///
  /// @param count how many
  /// @param task what to do with each number
  /// @throws IllegalStateException if the pool is closed
  public void run(int count, Task task) {
    if (closed) {
      throw new IllegalStateException("workers: must be open, got a closed pool");
    }
    if (threads.length == 0 || count <= 1) {
      for (int i = 0; i < count; i++) {
        task.run(i, 0);
      }
      return;
    }
    failure = null;
    work = task;
    tasks = count;
    unfinished.set(threads.length);
    next.set(0);
    caller = Thread.currentThread();
    burst.incrementAndGet();
    for (Thread thread : threads) {
      LockSupport.unpark(thread);
    }
    take(0);
    long start = System.nanoTime();
    while (unfinished.get() > 0) {
      if (System.nanoTime() - start < SPIN_NANOS) {
        Thread.onSpinWait();
      } else {
        LockSupport.park(this);
      }
    }
    Throwable thrown = failure;
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof RuntimeException exception) {
      throw exception;
    }
    if (thrown != null) {
      throw new IllegalStateException("workers: a task threw a checked exception", thrown);
    }
  }

  private void take(int worker) {
    int count = tasks;
    Task task = work;
    try {
      for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
        task.run(i, worker);
      }
    } catch (Throwable e) {
      failure = e;
    }
  }

  private void serve(int worker) {
    int seen = 0;
    while (true) {
      long start = System.nanoTime();
      while (burst.get() == seen && !closed) {
        if (System.nanoTime() - start < SPIN_NANOS) {
          Thread.onSpinWait();
        } else {
          LockSupport.park(this);
        }
      }
      if (closed) {
        return;
      }
      seen = burst.get();
      take(worker);
      if (unfinished.decrementAndGet() == 0) {
        LockSupport.unpark(caller);
      }
    }
  }

  /// Ends the threads. A pool that is closed must not be used again.
  @Override
  public void close() {
    closed = true;
    for (Thread thread : threads) {
      LockSupport.unpark(thread);
    }
  }
}
