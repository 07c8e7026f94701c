package dev.bellman.app.solve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellman.rl.env.GridShape;
import dev.bellman.rl.env.GridShape.Direction;
import java.util.List;
import org.junit.jupiter.api.Test;

class MapTextTest {
  private static final GridShape GRID =
      new GridShape(
          3, "..#.HG", List.of(Direction.LEFT, Direction.DOWN, Direction.RIGHT, Direction.UP));

  @Test
  void valuesStandInOpenCells() {
    assertThat(new MapText(GRID, true).values(new double[] {-0.5, 1, 0, 12.25, 0, 0}).lines())
        .containsExactly(" -0.50  1.00 #####", " 12.25   H     G  ");
  }

  @Test
  void arrowsPointWhereActionsDo() {
    int[] policy = {2, 1, 0, 3, 0, 0};
    assertThat(new MapText(GRID, true).policy(policy).lines()).containsExactly(" → ↓ #", " ↑ H G");
    assertThat(new MapText(GRID, false).policy(policy).lines()).containsExactly(" > v #", " ^ H G");
  }

  @Test
  void aMapThatIsTooLargeIsNotPrinted() {
    var large = new GridShape(100, ".".repeat(1000), GRID.directions());
    assertThat(new MapText(large, false).policy(new int[1000]).lines())
        .containsExactly("100 x 10 cells are too many to print (draw them with --out, or --json)");
  }

  @Test
  void digitsTellValuesApart() {
    assertThat(Digits.of(new double[] {0.5, -9}).text(-9)).isEqualTo("-9.000");
    assertThat(Digits.of(new double[] {0.5, -99}).text(0.5)).isEqualTo("0.50");
    assertThat(Digits.of(new double[] {0.5, 9999}).text(0.5)).isEqualTo("0.5");
    assertThat(Digits.of(new double[] {12345}).text(12345)).isEqualTo("12345");
  }
}
