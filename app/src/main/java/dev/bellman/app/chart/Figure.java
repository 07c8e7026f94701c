package dev.bellman.app.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// A chart of several lines, each in a colour of its own, some in a band. Lines are added in order;
/// when the colours are used up they come again, dashed. [#write] makes the file.
public final class Figure {
  private static final List<Color> COLORS =
      List.of(
          new Color(0x1F5FA8),
          new Color(0xD9722A),
          new Color(0x3F8F5F),
          new Color(0x8A3FA0),
          new Color(0xB5352C),
          new Color(0x7A6A4F),
          new Color(0x2A9DA8),
          new Color(0x555555));
  private static final int FAINT = 0x2B;
  private static final float WIDTH = 2.2f;
  private static final float DASH = 7f;

  /// More names than these don't fit side by side below the chart.
  private static final int NAMES_BELOW = 6;

  private final XYChart chart;
  private int lines;

  private Figure(XYChart chart) {
    this.chart = chart;
  }

  /// A chart without lines.
  ///
  /// @param title what is shown
  /// @param xTitle what the horizontal axis is
  /// @param yTitle what the vertical axis is
  /// @return the chart
  public static Figure of(String title, String xTitle, String yTitle) {
    return new Figure(Canvas.chart(title, xTitle, yTitle));
  }

  /// Adds a line in the next colour.
  ///
  /// @param name its name in the legend
  /// @param x the places, not decreasing unless the line is a path
  /// @param y the values
  /// @return this
  public Figure line(String name, double[] x, double[] y) {
    add(name, x, y);
    return this;
  }

  /// Adds a line with a mark at each point, in the next colour.
  ///
  /// @param name its name in the legend
  /// @param x the places
  /// @param y the values
  /// @return this
  public Figure marked(String name, double[] x, double[] y) {
    add(name, x, y).setMarker(SeriesMarkers.CIRCLE);
    return this;
  }

  private XYSeries add(String name, double[] x, double[] y) {
    XYSeries line = Canvas.addLine(chart, name, x, y, COLORS.get(lines % COLORS.size()), WIDTH);
    if (lines >= COLORS.size()) {
      line.setLineStyle(
          new BasicStroke(
              WIDTH,
              BasicStroke.CAP_BUTT,
              BasicStroke.JOIN_ROUND,
              1f,
              new float[] {DASH, DASH},
              0f));
    }
    lines++;
    return line;
  }

  /// Adds a line in a band, in the next colour.
  ///
  /// @param name its name in the legend
  /// @param band the line and what surrounds it
  /// @return this
  public Figure banded(String name, Band band) {
    Color color = COLORS.get(lines % COLORS.size());
    var faint = new Color(color.getRed(), color.getGreen(), color.getBlue(), FAINT);
    Canvas.addBand(chart, name + ", interval", band, faint).setShowInLegend(false);
    return line(name, band.x(), band.mean());
  }

  /// Makes the horizontal axis logarithmic.
  ///
  /// @return this
  public Figure logarithmicX() {
    chart.getStyler().setXAxisLogarithmic(true);
    return this;
  }

  /// Makes the vertical axis logarithmic.
  ///
  /// @return this
  public Figure logarithmicY() {
    chart.getStyler().setYAxisLogarithmic(true);
    return this;
  }

  /// Cuts the horizontal axis.
  ///
  /// @param low its least value
  /// @param high its greatest value
  /// @return this
  public Figure horizontal(double low, double high) {
    chart.getStyler().setXAxisMin(low);
    chart.getStyler().setXAxisMax(high);
    return this;
  }

  /// Cuts the vertical axis.
  ///
  /// @param low its least value
  /// @param high its greatest value
  /// @return this
  public Figure vertical(double low, double high) {
    chart.getStyler().setYAxisMin(low);
    chart.getStyler().setYAxisMax(high);
    return this;
  }

  /// Writes the chart.
  ///
  /// @param file the SVG file; replaced if it is there
  /// @throws IOException if it can't be written
  public void write(Path file) throws IOException {
    if (lines > NAMES_BELOW) {
      chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
      chart.getStyler().setLegendLayout(LegendLayout.Vertical);
    }
    Canvas.paint(chart, file);
  }
}
