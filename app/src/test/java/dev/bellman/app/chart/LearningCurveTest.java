package dev.bellman.app.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellman.tensor.Rng;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearningCurveTest {
  @TempDir Path folder;

  private static Curve run(long seed, int points, double last) {
    Rng rng = Rng.ofSeed(seed);
    var x = new double[points];
    var y = new double[points];
    double pace = rng.uniform(4, 9);
    for (int i = 0; i < points; i++) {
      double share = (i + 1.0) / points;
      x[i] = share * last;
      double mean = 500 / (1 + Math.exp(-pace * (2.5 * share - 1)));
      y[i] = Math.min(500, Math.max(9, mean + rng.uniform(-60, 60) * (1 - 0.6 * share)));
    }
    return new Curve(x, y);
  }

  private String draw(List<Curve> curves) throws IOException {
    Path file = folder.resolve("curve.svg");
    LearningCurve.write(file, "ppo on CartPole-v1", curves);
    return Files.readString(file);
  }

  @Test
  void oneRunIsALightLineBelowASmoothedOne() throws IOException {
    String svg = draw(List.of(run(1, 300, 1_000_000)));
    assertThat(svg).contains("<svg", "rgb(31,95,168)", "rgb(180,203,230)").endsWith("</svg\n>\n");
    assertThat(svg.length()).isBetween(10_000, 400_000);
  }

  @Test
  void severalRunsAreALineInABand() throws IOException {
    var runs = new ArrayList<Curve>();
    for (int seed = 0; seed < 8; seed++) {
      runs.add(run(seed, 245 + seed, 500_000));
    }
    assertThat(draw(runs)).contains("fill-opacity=\"0.2\"", "rgb(31,95,168)");
  }

  @Test
  void oneFewAndManyPointsAreDrawn() throws IOException {
    assertThat(draw(List.of(new Curve(new double[] {2048}, new double[] {21})))).contains("<svg");
    assertThat(draw(List.of(new Curve(new double[] {1, 2}, new double[] {-3, -3}))))
        .contains("<svg");
    assertThat(draw(List.of(run(3, 50_000, 1e8))).length()).isLessThan(500_000);
  }

  @Test
  void nothingToDrawIsRefused() {
    var empty = new Curve(new double[] {1}, new double[] {Double.NaN});
    assertThatThrownBy(() -> draw(List.of(empty)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("curves: must have a point, got none");
    List<Curve> apart = List.of(run(0, 3, 10), new Curve(new double[] {90}, new double[] {1}));
    assertThatThrownBy(() -> draw(apart))
        .hasMessage("curves: must have environment steps in common");
  }
}
