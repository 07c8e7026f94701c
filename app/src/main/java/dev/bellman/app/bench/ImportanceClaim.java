package dev.bellman.app.bench;

import dev.bellman.app.chart.Band;
import dev.bellman.app.chart.Figure;
import dev.bellman.tensor.Rng;
import java.util.ArrayList;
import java.util.List;

/// The variance of importance sampling: the mean of x under p = N(0, 1), estimated with draws from
/// q = N(m, 1) and weights p/q. Exactly it is `exp(m²)·(1 + m²)` for a draw: 1, 1.605, 5.437 and
/// 272.99 for m = 0, 0.5, 1 and 2. What samples show of it is less, for the large weights are rare.
final class ImportanceClaim {
  private static final double[] MEANS = {0, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2};
  private static final int DRAWS = 200_000;

  private ImportanceClaim() {}

  static List<Measurement> run(Pictures pictures, int seeds) {
    var results = new ArrayList<Measurement>();
    var exact = new double[MEANS.length];
    var measured = new double[MEANS.length][seeds];
    var effective = new double[MEANS.length][seeds];
    for (int k = 0; k < MEANS.length; k++) {
      exact[k] = variance(MEANS[k]);
      for (int seed = 1; seed <= seeds; seed++) {
        measure(MEANS[k], seed, measured[k], effective[k]);
      }
      String what = "importance sampling, q = N(%s, 1)".formatted(MEANS[k]);
      results.add(Measurement.of(what + ", exactly", exact[k], "variance", 1));
      results.addAll(ClaimsBench.interval(what, measured[k], "variance"));
      results.addAll(ClaimsBench.interval(what, effective[k], "effective share"));
    }
    pictures.draw(
        "importance-sampling",
        Figure.of(
                "variance of one weighted draw, p = N(0, 1), q = N(m, 1), f(x) = x",
                "m",
                "variance")
            .logarithmicY()
            .line("exp(m^2) (1 + m^2)", MEANS, exact)
            .banded("of %,d draws, %d seeds".formatted(DRAWS, seeds), Band.of(MEANS, measured)));
    return results;
  }

  /// The exact variance of one weighted draw.
  static double variance(double mean) {
    double square = mean * mean;
    return StrictMath.exp(square) * (1 + square);
  }

  private static void measure(double mean, int seed, double[] variance, double[] effective) {
    Rng rng = Rng.stream(seed, "importance", 0);
    double sum = 0;
    double squares = 0;
    double weights = 0;
    double squaredWeights = 0;
    for (int i = 0; i < DRAWS; i++) {
      double x = mean + rng.nextGaussian();
      double weight = StrictMath.exp(mean * (mean / 2 - x)); // p(x) / q(x)
      sum += weight * x;
      squares += weight * x * weight * x;
      weights += weight;
      squaredWeights += weight * weight;
    }
    double average = sum / DRAWS;
    variance[seed - 1] = squares / DRAWS - average * average;
    effective[seed - 1] = weights * weights / squaredWeights / DRAWS;
  }
}
