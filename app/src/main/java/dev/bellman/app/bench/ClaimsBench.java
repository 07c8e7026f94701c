package dev.bellman.app.bench;

import dev.bellman.app.chart.Band;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What policy gradients are known for, see [GradientClaim], [ImportanceClaim], [UpdateClaim] and
/// [ReplayClaim].
final class ClaimsBench {
  private ClaimsBench() {}

  static List<Measurement> run(@Nullable Path out, int seeds) {
    var pictures = Pictures.in(out);
    var results = new ArrayList<Measurement>();
    results.addAll(GradientClaim.run(pictures, seeds));
    results.addAll(ImportanceClaim.run(pictures, seeds));
    results.addAll(UpdateClaim.run(pictures, seeds));
    results.addAll(ReplayClaim.run(pictures, seeds));
    return results;
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
