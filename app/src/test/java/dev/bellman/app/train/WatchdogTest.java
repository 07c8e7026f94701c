package dev.bellman.app.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellman.rl.Metrics;
import dev.bellman.rl.train.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WatchdogTest {
  private static final long SECOND = 1_000_000_000;

  private final AtomicLong time = new AtomicLong(77 * SECOND);
  private final List<String> warnings = new ArrayList<>();
  private final Watchdog watchdog =
      new Watchdog(Thread.currentThread(), 60, time::get, warnings::add);

  private void lookAfter(long seconds) {
    time.addAndGet(seconds * SECOND);
    watchdog.look();
  }

  private static Event.Iterated iterated(long iteration) {
    var progress = new Event.Progress(iteration * 128, 10_000, iteration, 1, 1);
    return new Event.Iterated(progress, new Metrics(), new Event.Episodes(0, 0, 0));
  }

  @Test
  void silenceIsToldOfOnceAndThenEverMoreRarely() {
    lookAfter(59);
    assertThat(warnings).isEmpty();
    lookAfter(1);
    assertThat(warnings).hasSize(1);
    assertThat(warnings.getFirst()).startsWith("warning: no progress for 60 s, since the start;");
    lookAfter(59);
    assertThat(warnings).hasSize(1);
    lookAfter(1);
    assertThat(warnings).hasSize(2);
    lookAfter(119);
    assertThat(warnings).hasSize(2);
    lookAfter(1);
    assertThat(warnings).hasSize(3);
    assertThat(warnings.getLast()).startsWith("warning: no progress for 240 s, since the start;");
  }

  @Test
  void anIterationEndsTheSilence() {
    lookAfter(50);
    watchdog.on(iterated(3));
    lookAfter(50);
    assertThat(warnings).isEmpty();
    lookAfter(10);
    assertThat(warnings).hasSize(1);
    assertThat(warnings.getFirst()).contains("no progress for 60 s, since iteration 3 (384 steps)");
  }

  @Test
  void theInnermostPlaceOutsideTheJdkIsNamed() throws InterruptedException {
    var entered = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    Thread sleeping = Thread.ofPlatform().start(() -> simulate(entered, release));
    entered.await();
    var dog = new Watchdog(sleeping, 60, time::get, warnings::add);
    time.addAndGet(61 * SECOND);
    dog.look();
    release.countDown();
    sleeping.join();
    assertThat(warnings)
        .singleElement()
        .asString()
        .contains("the run is in dev.bellman.app.train.WatchdogTest.simulate(WatchdogTest.java:");
  }

  private static void simulate(CountDownLatch entered, CountDownLatch release) {
    try {
      entered.countDown();
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void listenersHearOfEventsToo() {
    var heard = new ArrayList<Event>();
    Event event = iterated(1);
    watchdog.before(heard::add).on(event);
    assertThat(heard).containsExactly(event);
  }
}
