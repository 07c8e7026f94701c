package dev.bellman.app.chart;

import dev.bellman.app.stats.Scores;
import dev.bellman.app.terminal.Quantity;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.w3c.dom.Document;

/// Draws mean episode return over environment steps.
///
/// One run is a light line of its points below a smoothed one; several runs are their interquartile
/// mean in the 95 % interval of a bootstrap over the runs.
public final class LearningCurve {
  private static final int WIDTH = 860;
  private static final int HEIGHT = 500;
  private static final int MOST_POINTS = 400;
  private static final int GRID_POINTS = 150;
  private static final int SMOOTHED_SHARE = 40;
  private static final double CONFIDENCE = 0.95;
  private static final int RESAMPLES = 1000;

  private static final double NEAR_ZERO = 0.3;
  private static final double SHORTENED_FROM = 10_000;

  private static final Color LINE = new Color(0x1F5FA8);
  private static final Color LIGHT = new Color(0xB4CBE6);
  private static final Color BAND = new Color(0x1F, 0x5F, 0xA8, 0x33);
  private static final Color TEXT = new Color(0x222222);
  private static final Color MUTED = new Color(0x555555);
  private static final Color GRID = new Color(0xE4E4E4);

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
    XYChart chart = chart(title, runs.stream().mapToDouble(Curve::last).max().orElse(0));
    if (runs.size() == 1) {
      addRun(chart, runs.getFirst());
    } else {
      addRuns(chart, runs);
    }
    showZeroIfNear(chart, runs);
    paint(chart, file);
  }

  private static XYChart chart(String title, double lastStep) {
    System.setProperty("java.awt.headless", "true");
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle("environment steps")
            .yAxisTitle("mean episode return")
            .build();
    XYStyler style = chart.getStyler();
    style.setChartBackgroundColor(Color.WHITE);
    style.setPlotBackgroundColor(Color.WHITE);
    style.setChartFontColor(TEXT);
    style.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 18));
    style.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
    style.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    style.setAxisTickLabelsColor(MUTED);
    style.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    style.setChartTitleBoxVisible(false);
    style.setPlotBorderVisible(false);
    style.setPlotGridLinesColor(GRID);
    style.setPlotGridLinesStroke(new BasicStroke(1));
    style.setAxisTicksLineVisible(false);
    style.setAxisTicksMarksVisible(false);
    style.setPlotContentSize(0.96);
    style.setPlotMargin(6);
    style.setChartPadding(14);
    style.setLegendPosition(LegendPosition.OutsideS);
    style.setLegendLayout(LegendLayout.Horizontal);
    style.setLegendBorderColor(Color.WHITE);
    style.setLegendPadding(14);
    style.setXAxisTickMarkSpacingHint(90);
    style.setYAxisTickMarkSpacingHint(50);
    style.setLocale(Locale.ROOT);
    // XChart ticks equally spaced data at the data; a minimum off their grid gives round numbers.
    style.setXAxisMin(-lastStep / 500);
    style.setXAxisTickLabelsFormattingFunction(Quantity::count);
    style.setYAxisTickLabelsFormattingFunction(LearningCurve::scale);
    return chart;
  }

  private static String scale(double value) {
    return Math.abs(value) < SHORTENED_FROM
        ? new BigDecimal(value).round(new MathContext(5)).stripTrailingZeros().toPlainString()
        : Quantity.count(value);
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
    addLine(chart, "as measured", points.envSteps(), points.returns(), LIGHT, 1.2f);
    Curve smooth = points.smoothed(points.envSteps().length / SMOOTHED_SHARE);
    addLine(chart, "smoothed", smooth.envSteps(), smooth.returns(), LINE, 2.4f);
  }

  private static void addRuns(XYChart chart, List<Curve> runs) {
    List<Curve> smooth =
        runs.stream().map(run -> run.smoothed(run.envSteps().length / SMOOTHED_SHARE)).toList();
    double[] steps = Curve.commonSteps(smooth, GRID_POINTS);
    if (steps.length == 0) {
      throw new IllegalArgumentException("curves: must have environment steps in common");
    }
    int count = steps.length;
    var mean = new double[count];
    var outlineSteps = new double[2 * count];
    var outline = new double[2 * count];
    for (int i = 0; i < count; i++) {
      double at = steps[i];
      double[] scores = smooth.stream().mapToDouble(run -> run.at(at)).toArray();
      mean[i] = Scores.interquartileMean(scores);
      Scores.Interval interval =
          Scores.stratifiedBootstrap(
              new double[][] {scores}, Scores::interquartileMean, CONFIDENCE, RESAMPLES, 0);
      outlineSteps[i] = at;
      outline[i] = interval.high();
      outlineSteps[2 * count - 1 - i] = at;
      outline[2 * count - 1 - i] = interval.low();
    }
    XYSeries band = chart.addSeries("95 % interval", outlineSteps, outline);
    band.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.PolygonArea);
    band.setMarker(SeriesMarkers.NONE);
    band.setFillColor(BAND);
    band.setLineColor(new Color(0, true));
    band.setLineStyle(new BasicStroke(0));
    addLine(chart, "interquartile mean of %d runs".formatted(runs.size()), steps, mean, LINE, 2.4f);
  }

  private static void addLine(
      XYChart chart, String name, double[] x, double[] y, Color color, float width) {
    XYSeries line = chart.addSeries(name, x, y);
    line.setMarker(x.length == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
    line.setMarkerColor(color);
    line.setLineColor(color);
    line.setLineStyle(new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
  }

  private static void paint(XYChart chart, Path file) throws IOException {
    SVGGeneratorContext context = SVGGeneratorContext.createDefault(document());
    context.setComment(null);
    context.setPrecision(2);
    var graphics = new SVGGraphics2D(context, false);
    chart.paint(graphics, WIDTH, HEIGHT);
    graphics.setSVGCanvasSize(new Dimension(WIDTH, HEIGHT));
    try (Writer out = Files.newBufferedWriter(file)) {
      graphics.stream(out, false);
    }
  }

  private static Document document() {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument("http://www.w3.org/2000/svg", "svg", null);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("the JDK's XML parser must be there", e);
    }
  }
}
