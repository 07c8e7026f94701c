package dev.bellman.app.bench;

import java.util.List;

/// What a bench found.
///
/// @param json the numbers as JSON
/// @param text the numbers for people
public record Findings(List<?> json, String text) {
  static Findings of(List<Measurement> measurements, String text) {
    return new Findings(measurements.stream().map(Measurement::json).toList(), text);
  }

  static Findings of(List<Measurement> measurements) {
    return of(measurements, Measurement.table(measurements));
  }
}
