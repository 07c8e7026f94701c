package dev.bellman.app.chart;

import dev.bellman.app.stats.Scores;
import java.util.List;

/// Several runs as one line in a band: the interquartile mean at each point and the interval of a
/// stratified bootstrap over the runs.
///
/// @param x the points, ascending
/// @param mean the interquartile mean at each
/// @param interval its 95 % interval at each
public record Band(double[] x, double[] mean, Scores.Interval[] interval) {
  private static final int GRID_POINTS = 150;
  private static final int SMOOTHED_SHARE = 40;
  private static final double CONFIDENCE = 0.95;
  private static final int RESAMPLES = 1000;

  /// The band of smoothed learning curves, on the steps that they have in common.
  ///
  /// @param runs the curves, none of them empty
  /// @return the band
  /// @throws IllegalArgumentException if the curves have no steps in common
  static Band ofCurves(List<Curve> runs) {
    List<Curve> smooth =
        runs.stream().map(run -> run.smoothed(run.envSteps().length / SMOOTHED_SHARE)).toList();
    double[] steps = Curve.commonSteps(smooth, GRID_POINTS);
    if (steps.length == 0) {
      throw new IllegalArgumentException("curves: must have environment steps in common");
    }
    var scores = new double[steps.length][];
    for (int i = 0; i < steps.length; i++) {
      double at = steps[i];
      scores[i] = smooth.stream().mapToDouble(run -> run.at(at)).toArray();
    }
    return of(steps, scores);
  }

  /// The band of scores.
  ///
  /// @param x the points, ascending
  /// @param scores the runs' scores at each point, `[point][run]`
  /// @return the band
  public static Band of(double[] x, double[][] scores) {
    var mean = new double[x.length];
    var interval = new Scores.Interval[x.length];
    for (int i = 0; i < x.length; i++) {
      mean[i] = Scores.interquartileMean(scores[i]);
      interval[i] =
          Scores.stratifiedBootstrap(
              new double[][] {scores[i]}, Scores::interquartileMean, CONFIDENCE, RESAMPLES, 0);
    }
    return new Band(x, mean, interval);
  }

  /// The outline's horizontal coordinates: along the upper end and back along the lower one.
  double[] outlineX() {
    int n = x.length;
    var outline = new double[2 * n];
    for (int i = 0; i < n; i++) {
      outline[i] = x[i];
      outline[2 * n - 1 - i] = x[i];
    }
    return outline;
  }

  /// The outline's vertical coordinates, as [#outlineX].
  double[] outlineY() {
    int n = x.length;
    var outline = new double[2 * n];
    for (int i = 0; i < n; i++) {
      outline[i] = interval[i].high();
      outline[2 * n - 1 - i] = interval[i].low();
    }
    return outline;
  }
}
