package dev.bellman.app.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "7, 7",
    "999, 999",
    "999.6, 1k",
    "1000, 1k",
    "1234, 1.23k",
    "12500, 12.5k",
    "500000, 500k",
    "999999, 1M",
    "1250000, 1.25M",
    "2.5e9, 2.5G",
    "3e15, 3000T",
    "NaN, -",
    "Infinity, -",
    "0.25, 0.25",
    "-1500, -1.5k"
  })
  void countsHaveThreeDigitsAndAUnit(double value, String text) {
    assertThat(Quantity.count(value)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"487.34, 487.3", "-200, -200.0", "12345.6, 12346", "NaN, -"})
  void scoresHaveOneDigitAfterThePoint(double value, String text) {
    assertThat(Quantity.score(value)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0, 0:00", "7.4, 0:07", "59.6, 1:00", "750, 12:30", "3600, 1:00:00", "Infinity, -"})
  void timesHaveMinutesAndSeconds(double seconds, String text) {
    assertThat(Quantity.time(seconds)).isEqualTo(text);
  }

  @Test
  void rewardsLoseDigitsAsTheyGrow() {
    assertThat(Quantity.amount(1)).isEqualTo("1");
    assertThat(Quantity.amount(-0.104)).isEqualTo("-0.1");
    assertThat(Quantity.amount(142.47)).isEqualTo("142.5");
    assertThat(Quantity.amount(-12345.6)).isEqualTo("-12346");
    assertThat(Quantity.amount(-0.001)).isEqualTo("0");
    assertThat(Quantity.amount(Double.NaN)).isEqualTo("-");
  }
}
