package dev.bellman.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class WorkersTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void everyTaskRunsOnceInEachOfManyQuickBursts(int threads) {
    try (Workers workers = new Workers(threads)) {
      assertThat(workers.threads()).isEqualTo(threads);
      for (int burst = 0; burst < 2000; burst++) {
        int count = burst % 9;
        AtomicIntegerArray runs = new AtomicIntegerArray(9);
        workers.run(count, runs::incrementAndGet);
        for (int i = 0; i < 9; i++) {
          assertThat(runs.get(i)).isEqualTo(i < count ? 1 : 0);
        }
      }
    }
  }

  @Test
  void tasksRunAtTheSameTime() {
    try (Workers workers = new Workers(3)) {
      CountDownLatch all = new CountDownLatch(3);
      Set<Thread> threads = ConcurrentHashMap.newKeySet();
      workers.run(
          3,
          task -> {
            threads.add(Thread.currentThread());
            all.countDown();
            await(all);
          });
      assertThat(threads).hasSize(3).contains(Thread.currentThread());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void whatATaskThrowsReachesTheCallerAndThePoolStaysUsable(int threads) {
    try (Workers workers = new Workers(threads)) {
      for (int repetition = 0; repetition < 100; repetition++) {
        int bad = repetition % 8;
        assertThatThrownBy(() -> workers.run(8, task -> failAt(task, bad)))
            .isInstanceOf(ArithmeticException.class)
            .hasMessage("task " + bad);
        AtomicIntegerArray runs = new AtomicIntegerArray(8);
        workers.run(8, runs::incrementAndGet);
        assertThat(runs).hasToString("[1, 1, 1, 1, 1, 1, 1, 1]");
      }
      assertThatThrownBy(
              () ->
                  workers.run(
                      4,
                      task -> {
                        throw new StackOverflowError("error");
                      }))
          .isInstanceOf(StackOverflowError.class);
    }
  }

  @Test
  void parkedThreadsWakeUp() throws InterruptedException {
    try (Workers workers = new Workers(2)) {
      for (int i = 0; i < 5; i++) {
        Thread.sleep(3);
        AtomicIntegerArray runs = new AtomicIntegerArray(2);
        workers.run(2, runs::incrementAndGet);
        assertThat(runs).hasToString("[1, 1]");
      }
    }
  }

  @Test
  void theCallerWaitsForALongTask() {
    try (Workers workers = new Workers(2)) {
      AtomicIntegerArray runs = new AtomicIntegerArray(2);
      workers.run(
          2,
          task -> {
            sleep(task * 20);
            runs.incrementAndGet(task);
          });
      assertThat(runs).hasToString("[1, 1]");
    }
  }

  @Test
  void aClosedPoolIsRefusedAndItsThreadsEnd() throws InterruptedException {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    Workers workers = new Workers(2);
    CountDownLatch both = new CountDownLatch(2);
    workers.run(
        2,
        task -> {
          threads.add(Thread.currentThread());
          both.countDown();
          await(both);
        });
    workers.close();
    workers.close();
    threads.remove(Thread.currentThread());
    for (Thread thread : threads) {
      thread.join(5000);
      assertThat(thread.isAlive()).isFalse();
    }
    assertThatThrownBy(() -> workers.run(2, task -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("workers: must be open, got a closed pool");
    assertThatThrownBy(() -> new Workers(0)).hasMessage("threads: must be at least 1, got 0");
  }

  private static void failAt(int task, int bad) {
    if (task == bad) {
      throw new ArithmeticException("task " + task);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void sleep(int milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
