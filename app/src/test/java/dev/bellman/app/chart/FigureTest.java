package dev.bellman.app.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FigureTest {
  @TempDir Path folder;

  @Test
  void linesHaveColoursAndNamesOfTheirOwn() throws IOException {
    Path file = folder.resolve("a.svg");
    double[] x = {1, 10, 100};
    Figure.of("title", "x", "y")
        .line("first", x, new double[] {1, 2, 3})
        .marked("second", x, new double[] {3, 2, 1})
        .banded("third", Band.of(x, new double[][] {{1, 2, 3, 4}, {2, 2, 2, 2}, {0, 1, 8, 9}}))
        .logarithmicX()
        .vertical(0, 10)
        .write(file);
    String svg = Files.readString(file);
    for (String color : List.of("rgb(31,95,168)", "rgb(217,114,42)", "rgb(63,143,95)")) {
      assertThat(svg.contains(color)).as(color).isTrue();
    }
    assertThat(svg.length()).isLessThan(100_000);
  }

  @Test
  void whenColoursAreUsedUpTheyComeAgainDashed() throws IOException {
    Figure figure = Figure.of("title", "x", "y");
    for (int i = 0; i < 9; i++) {
      figure.line("line " + i, new double[] {0, 1}, new double[] {i, i + 1});
      Path file = folder.resolve(i + ".svg");
      figure.write(file);
      assertThat(Files.readString(file).contains("stroke-dasharray=\"7,7\"")).isEqualTo(i == 8);
    }
  }

  @Test
  void theBandIsTheInterquartileMeanInItsInterval() {
    Band band = Band.of(new double[] {5, 6}, new double[][] {{0, 1, 3, 100}, {7, 7, 7, 7}});
    assertThat(band.mean()).containsExactly(2, 7);
    assertThat(band.interval()[1].low()).isEqualTo(7);
    assertThat(band.outlineX()).containsExactly(5, 6, 6, 5);
    assertThat(band.outlineY()[1]).isEqualTo(7);
  }

  @Test
  void groupsOfRunsAreCompared() throws IOException {
    Path file = folder.resolve("b.svg");
    var short1 = new Curve(new double[] {10, 20, 30}, new double[] {1, 2, 3});
    var short2 = new Curve(new double[] {10, 20, 40}, new double[] {1, 3, 3});
    var empty = new Curve(new double[] {10}, new double[] {Double.NaN});
    LearningCurve.compare(
        file, "both", Map.of("a2c", List.of(short1, short2), "ppo", List.of(short2, empty)));
    assertThat(Files.readString(file).contains("rgb(217,114,42)")).isTrue();
  }
}
