package dev.bellman.app.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.loss.KlCoefficient;
import dev.bellman.rl.loss.KlDirection;
import dev.bellman.rl.loss.PolicyObjective;
import dev.bellman.rl.policy.Categorical;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.Tensor;
import dev.bellman.tensor.optim.Schedule;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// The pictures of PPO's objectives against the ratio: one of two actions, which had probability
/// 1/2. Drawn into `target/figures`; those of docs/images come from there.
class ObjectiveFigureTest {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 380;
  private static final PolicyObjective CPI = new PolicyObjective.Cpi();
  private static final PolicyObjective CLIP = PolicyObjective.Clip.of(0.2);
  private static final PolicyObjective PENALTY =
      new PolicyObjective.KlPenalty(
          CPI, new KlCoefficient.Fixed(Schedule.constant(1)), KlDirection.OLD_TO_NEW);

  private static double[] ratios() {
    double[] ratios = new double[171];
    Arrays.setAll(ratios, i -> 0.15 + 0.01 * i);
    return ratios;
  }

  /// The shipped objective at each ratio.
  private static double[] objective(PolicyObjective objective, double[] ratios, float advantage) {
    int n = ratios.length;
    float[] logits = new float[2 * n];
    for (int i = 0; i < n; i++) {
      logits[2 * i] = (float) Math.log(0.5 * ratios[i]);
      logits[2 * i + 1] = (float) Math.log(1 - 0.5 * ratios[i]);
    }
    var actions = new Actions(new int[n], new float[0]);
    try (Scope scope = Scope.inference()) {
      Categorical policy = Categorical.of(scope.constant(logits, n, 2));
      Tensor logp = policy.logProb(actions);
      Tensor ratio = logp.exp().mul(2f);
      Tensor old = scope.full(0, n, 2);
      var terms =
          new PolicyObjective.Terms(policy, old, actions, logp, ratio, scope.full(advantage, n), 0);
      float[] values = objective.of(terms).toArray();
      double[] wide = new double[n];
      Arrays.setAll(wide, i -> values[i]);
      return wide;
    }
  }

  @Test
  void drawsTheObjectivesAgainstTheRatio() throws IOException {
    Path folder = Files.createDirectories(Path.of("target", "figures"));
    for (float advantage : new float[] {1, -1}) {
      String name = advantage > 0 ? "gain" : "loss";
      Path file = folder.resolve("ppo-objectives-%s.svg".formatted(name));
      paint(chart(advantage), file);
      assertThat(file).isNotEmptyFile();
    }
  }

  @Test
  void thePicturesShowWhatTheTextSays() {
    double[] ratios = {0.5, 1, 1.5};
    // KL of (1/2, 1/2) to (1/4, 3/4), and to (3/4, 1/4): ½ ln(4/3)
    double kl = 0.143841;
    assertThat(objective(CPI, ratios, 1)).containsExactly(new double[] {0.5, 1, 1.5}, close());
    assertThat(objective(CLIP, ratios, 1)).containsExactly(new double[] {0.5, 1, 1.2}, close());
    assertThat(objective(CLIP, ratios, -1)).containsExactly(new double[] {-0.8, -1, -1.5}, close());
    assertThat(objective(PENALTY, ratios, 1))
        .containsExactly(new double[] {0.5 - kl, 1, 1.5 - kl}, close());
  }

  private static org.assertj.core.data.Offset<Double> close() {
    return within(1e-5);
  }

  private static XYChart chart(float advantage) {
    System.setProperty("java.awt.headless", "true");
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title("advantage %+.0f".formatted(advantage))
            .xAxisTitle("ratio")
            .yAxisTitle("objective")
            .build();
    var style = chart.getStyler();
    style.setChartBackgroundColor(Color.WHITE);
    style.setPlotBorderVisible(false);
    style.setPlotGridLinesColor(new Color(0xE4E4E4));
    style.setLegendPosition(LegendPosition.OutsideS);
    style.setLegendLayout(LegendLayout.Horizontal);
    style.setLegendBorderColor(Color.WHITE);
    style.setChartTitleBoxVisible(false);
    style.setLocale(Locale.ROOT);
    style.setXAxisMin(0.0);
    style.setXAxisMax(2.0);
    add(chart, "surrogate r·Â", CPI, advantage, new Color(0x999999));
    add(chart, "clip, ε = 0.2", CLIP, advantage, new Color(0x1F5FA8));
    add(chart, "KL penalty, β = 1", PENALTY, advantage, new Color(0xC2571A));
    return chart;
  }

  private static void add(
      XYChart chart, String name, PolicyObjective objective, float advantage, Color color) {
    double[] ratios = ratios();
    XYSeries line = chart.addSeries(name, ratios, objective(objective, ratios, advantage));
    line.setMarker(SeriesMarkers.NONE);
    line.setLineColor(color);
    line.setLineStyle(new BasicStroke(2.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
  }

  private static void paint(XYChart chart, Path file) throws IOException {
    SVGGeneratorContext context = SVGGeneratorContext.createDefault(document());
    context.setComment(null);
    context.setPrecision(2);
    var graphics = new SVGGraphics2D(context, true);
    chart.paint(graphics, WIDTH, HEIGHT);
    graphics.setSVGCanvasSize(new Dimension(WIDTH, HEIGHT));
    try (Writer out = Files.newBufferedWriter(file)) {
      graphics.stream(out, false);
    }
  }

  private static org.w3c.dom.Document document() {
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
