package dev.bellman.app.terminal;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/// Numbers and times as people read them.
public final class Quantity {
  private static final String[] UNITS = {"", "k", "M", "G", "T"};

  private Quantity() {}

  /// A count with at most three digits and a unit.
  ///
  /// @param value the count
  /// @return for example `999`, `12.5k`, `2M`
  public static String count(double value) {
    if (!Double.isFinite(value)) {
      return "-";
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(3));
    int unit = 0;
    while (unit < UNITS.length - 1 && rounded.abs().compareTo(BigDecimal.valueOf(1000)) >= 0) {
      rounded = rounded.movePointLeft(3);
      unit++;
    }
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString() + UNITS[unit];
  }

  /// A return or another score.
  ///
  /// @param value the score
  /// @return with one digit after the point, with none from ten thousand on; `-` if it is not
  ///   finite
  public static String score(double value) {
    if (!Double.isFinite(value)) {
      return "-";
    }
    return String.format(Locale.ROOT, Math.abs(value) < 10_000 ? "%.1f" : "%.0f", value);
  }

  /// A reward, or a sum of rewards.
  ///
  /// @param value the reward
  /// @return below ten with two digits after the point, below a thousand with one, else with none;
  ///     no zeros at the end; `-` if it is not finite
  public static String amount(double value) {
    if (!Double.isFinite(value)) {
      return "-";
    }
    int digits = Math.abs(value) < 10 ? 2 : Math.abs(value) < 1000 ? 1 : 0;
    BigDecimal rounded = new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }

  /// A span of time.
  ///
  /// @param seconds the span
  /// @return for example `0:07`, `12:30`, `1:00:00`; `-` if it is not finite
  public static String time(double seconds) {
    if (!Double.isFinite(seconds)) {
      return "-";
    }
    long whole = Math.round(seconds);
    return whole < 3600
        ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
  }
}
