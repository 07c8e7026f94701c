package dev.bellman.app.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One measured number.
///
/// @param name what was measured
/// @param value the number, commonly a median
/// @param unit its unit
/// @param threads how many threads worked
/// @param shareOfPeak the share of the FMA peak of as many threads, measured in the same run; null
///   where it makes no sense
public record Measurement(
    String name, double value, String unit, int threads, @Nullable Double shareOfPeak) {
  static Measurement of(String name, double value, String unit, int threads) {
    return new Measurement(name, value, unit, threads, null);
  }

  /// The number as JSON.
  ///
  /// @return the object
  public Map<String, @Nullable Object> json() {
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put("name", name);
    object.put("value", value);
    object.put("unit", unit);
    object.put("threads", threads);
    object.put("share_of_peak", shareOfPeak);
    return object;
  }

  /// Numbers as a table for people.
  ///
  /// @param measurements the numbers
  /// @return one line each
  public static String table(List<Measurement> measurements) {
    int width = measurements.stream().mapToInt(m -> m.name.length()).max().orElse(0);
    var text = new StringBuilder();
    for (Measurement m : measurements) {
      String share =
          m.shareOfPeak == null
              ? ""
              : String.format(Locale.ROOT, "  %5.1f %% of peak", 100 * m.shareOfPeak);
      text.append(
          String.format(
              Locale.ROOT,
              "%-" + width + "s  %12s %-12s  threads %d%s%n",
              m.name,
              amount(m.value),
              m.unit,
              m.threads,
              share));
    }
    return text.toString();
  }

  private static String amount(double value) {
    return String.format(
        Locale.ROOT, value >= 1000 ? "%,.0f" : value >= 10 ? "%.1f" : "%.3f", value);
  }
}
