package dev.bellman.app.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private long now;

  private Progress progress(Screen screen, long first, long total) {
    var out = new PrintWriter(bytes, false, StandardCharsets.UTF_8);
    return new Progress(out, screen, () -> now, first, total);
  }

  private String written() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theBarShowsStepsSpeedReturnAndTimeLeft() {
    var snapshot = new Snapshot(250_000, 1_000_000, 125_000, 487.34);
    assertThat(snapshot.bar(100, true))
        .isEqualTo(
            "███████░░░░░░░░░░░░░░░░░░░░░░░  25 %  250k/1M  125k steps/s  return 487.3  0:06 left");
    assertThat(snapshot.bar(80, false))
        .isEqualTo(
            "[#####------------------]  25 %  250k/1M  125k steps/s  return 487.3  0:06 left");
    assertThat(snapshot.bar(60, true))
        .isEqualTo("25 %  250k/1M  125k steps/s  return 487.3  0:06 left");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10, 40, 57, 58, 59, 60, 80, 200})
  void theBarIsNarrowerThanTheTerminal(int columns) {
    var snapshot = new Snapshot(250_000, 1_000_000, 125_000, 487.34);
    assertThat(snapshot.bar(columns, true).length()).isLessThan(columns);
  }

  @Test
  void whatIsNotKnownIsADash() {
    assertThat(new Snapshot(0, 1000, Double.NaN, Double.NaN).plain())
        .isEqualTo("0 of 1k steps (0 %), - steps/s, mean return -, - left");
  }

  @Test
  void overshootingTheTotalStaysAtAHundredPerCent() {
    assertThat(new Snapshot(1100, 1000, 100, 5).plain())
        .isEqualTo("1.1k of 1k steps (100 %), 100 steps/s, mean return 5.0, 0:00 left");
  }

  @Test
  void aTerminalIsDrawnAtMostTenTimesASecond() {
    try (var progress = progress(new Screen(true, 70, true), 0, 1000)) {
      for (int i = 1; i <= 100; i++) {
        now += 10_000_000;
        progress.update(i, 1);
      }
    }
    assertThat(written().split("\r", -1)).hasSizeBetween(10, 12);
    assertThat(written()).endsWith(System.lineSeparator());
  }

  @Test
  void theLastStateIsAlwaysDrawn() {
    try (var progress = progress(new Screen(true, 70, true), 0, 10)) {
      progress.update(5, 1);
      now += 1000;
      progress.update(10, 1);
    }
    assertThat(written()).contains("100 %  10/10");
  }

  @Test
  void elsewhereLinesArePlainAndFew() {
    try (var progress = progress(Screen.NONE, 0, 1000)) {
      for (int i = 1; i <= 1000; i++) {
        now += 20_000_000;
        progress.update(i, i);
      }
    }
    assertThat(written()).doesNotContain("\r", "\u001b").isNotEmpty();
    assertThat(written().lines())
        .hasSize(10)
        .startsWith("100 of 1k steps (10 %), 50 steps/s, mean return 100.0, 0:18 left");
  }

  @Test
  void elsewhereASlowRunIsHeardOfEveryHalfMinute() {
    try (var progress = progress(Screen.NONE, 0, 1_000_000)) {
      for (int i = 1; i <= 60; i++) {
        now += 1_000_000_000;
        progress.update(i, Double.NaN);
      }
    }
    assertThat(written().lines()).hasSize(2);
  }

  @Test
  void theSpeedOfAResumedRunIsItsOwn() {
    try (var progress = progress(Screen.NONE, 500, 1000)) {
      now += 2_000_000_000L;
      progress.update(600, 1);
    }
    assertThat(written()).startsWith("600 of 1k steps (60 %), 50 steps/s, ").contains("0:08 left");
  }

  @Test
  void messagesStandOnLinesOfTheirOwn() {
    try (var progress = progress(new Screen(true, 70, false), 0, 100)) {
      progress.message("first");
      progress.update(1, 1);
      progress.message("second");
    }
    assertThat(written().lines().map(line -> line.replaceAll("^.*\u001b\\[K", "")))
        .contains("first", "second");
  }
}
