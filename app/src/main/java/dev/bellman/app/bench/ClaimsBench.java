package dev.bellman.app.bench;

import dev.bellman.app.UserError;
import dev.bellman.app.chart.Band;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// What learners are known for, see [GradientClaim], [ImportanceClaim], [UpdateClaim] and
/// [ReplayClaim].
final class ClaimsBench {
  /// What is measured together.
  ///
  /// @param name what it is called
  /// @param run measures it
  private record Claim(String name, BiFunction<Pictures, Integer, List<Measurement>> run) {}

  private static final List<Claim> ALL =
      List.of(
          new Claim("gradient", GradientClaim::run),
          new Claim("importance", ImportanceClaim::run),
          new Claim("update", UpdateClaim::run),
          new Claim("replay", ReplayClaim::run));

  private ClaimsBench() {}

  /// Measures claims.
  ///
  /// @param out where pictures go; null for none
  /// @param only how the names begin of those that are measured
  /// @param seeds how many seeds
  /// @throws UserError if no claim's name begins so
  static List<Measurement> run(@Nullable Path out, String only, int seeds) {
    List<Claim> chosen = ALL.stream().filter(claim -> claim.name.startsWith(only)).toList();
    if (chosen.isEmpty()) {
      throw new UserError(
          "--only: must begin a claim's name, one of %s, got '%s'"
              .formatted(ALL.stream().map(Claim::name).toList(), only));
    }
    var pictures = Pictures.in(out);
    return chosen.stream().flatMap(claim -> claim.run.apply(pictures, seeds).stream()).toList();
  }

  /// The interquartile mean of the seeds and the ends of its interval.
  static List<Measurement> interval(String name, double[] seeds, String unit) {
    var band = Band.of(new double[] {0}, new double[][] {seeds.clone()});
    return List.of(
        Measurement.of(name, band.mean()[0], unit, 1),
        Measurement.of(name + ", 95 % from", band.interval()[0].low(), unit, 1),
        Measurement.of(name + ", to", band.interval()[0].high(), unit, 1));
  }
}
