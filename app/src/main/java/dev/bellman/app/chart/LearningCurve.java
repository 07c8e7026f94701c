package dev.bellman.app.chart;

import dev.bellman.app.terminal.Quantity;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.XYChart;

/// Draws mean episode return over environment steps.
///
/// One run is a light line of its points below a smoothed one; several runs are their interquartile
/// mean in the 95 % interval of a bootstrap over the runs.
public final class LearningCurve {
  private static final int MOST_POINTS = 400;
  private static final int SMOOTHED_SHARE = 40;

  private static final double NEAR_ZERO = 0.3;

  private static final Color LINE = new Color(0x1F5FA8);
  private static final Color LIGHT = new Color(0xB4CBE6);
  private static final Color BAND = new Color(0x1F, 0x5F, 0xA8, 0x33);

  private LearningCurve() {}

  /// Draws the runs into an SVG file.
  ///
  /// @param file the picture; replaced if it is there
  /// @param title what was trained, for example `ppo on CartPole-v1`
  /// @param curves the runs, at least one that is not empty
  /// @throws IOException if the file can't be written
  /// @throws IllegalArgumentException if there is nothing to draw
  public static void write(Path file, String title, List<Curve> curves) throws IOException {
    List<Curve> runs = curves.stream().filter(curve -> !curve.isEmpty()).toList();
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("curves: must have a point, got none");
    }
    XYChart chart = Canvas.chart(title, "environment steps", "mean episode return");
    // XChart ticks equally spaced data at the data; a minimum off their grid gives round numbers.
    double last = runs.stream().mapToDouble(Curve::last).max().orElse(0);
    chart.getStyler().setXAxisMin(-last / 500);
    chart.getStyler().setXAxisTickLabelsFormattingFunction(Quantity::count);
    if (runs.size() == 1) {
      addRun(chart, runs.getFirst());
    } else {
      addRuns(chart, runs);
    }
    showZeroIfNear(chart, runs);
    Canvas.paint(chart, file);
  }

  /// Starts the vertical axis at zero where the lowest return is a small part of the highest.
  private static void showZeroIfNear(XYChart chart, List<Curve> runs) {
    DoubleSummaryStatistics returns =
        runs.stream().flatMapToDouble(run -> Arrays.stream(run.returns())).summaryStatistics();
    if (returns.getMin() >= 0 && returns.getMin() < NEAR_ZERO * returns.getMax()) {
      chart.getStyler().setYAxisMin(0.0);
    }
  }

  private static void addRun(XYChart chart, Curve run) {
    Curve points = run.thinned(MOST_POINTS);
    Canvas.addLine(chart, "as measured", points.envSteps(), points.returns(), LIGHT, 1.2f);
    Curve smooth = points.smoothed(points.envSteps().length / SMOOTHED_SHARE);
    Canvas.addLine(chart, "smoothed", smooth.envSteps(), smooth.returns(), LINE, 2.4f);
  }

  private static void addRuns(XYChart chart, List<Curve> runs) {
    Band band = Band.ofCurves(runs);
    Canvas.addBand(chart, "95 % interval", band, BAND);
    String name = "interquartile mean of %d runs".formatted(runs.size());
    Canvas.addLine(chart, name, band.x(), band.mean(), LINE, 2.4f);
  }

  /// Draws groups of runs into one SVG file, each as its interquartile mean in the 95 % interval
  /// over its runs; the axis of steps is logarithmic.
  ///
  /// @param file the picture; replaced if it is there
  /// @param title what was trained
  /// @param groups the runs by the name of their group
  /// @throws IOException if the file can't be written
  public static void compare(Path file, String title, Map<String, List<Curve>> groups)
      throws IOException {
    Figure figure =
        Figure.of(title, "environment steps", "mean return of the last 100 episodes")
            .logarithmicX();
    groups.forEach(
        (name, curves) -> {
          List<Curve> runs = curves.stream().filter(curve -> !curve.isEmpty()).toList();
          if (!runs.isEmpty()) {
            figure.banded(name, Band.ofCurves(runs));
          }
        });
    figure.write(file);
  }
}
