package dev.bellman.app.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CurveTest {
  private static Curve curve(double... pairs) {
    var x = new double[pairs.length / 2];
    var y = new double[pairs.length / 2];
    for (int i = 0; i < x.length; i++) {
      x[i] = pairs[2 * i];
      y[i] = pairs[2 * i + 1];
    }
    return new Curve(x, y);
  }

  @Test
  void pointsThatAreNotFiniteAreLeftOut() {
    Curve curve = curve(1, Double.NaN, 2, 5, 3, Double.POSITIVE_INFINITY, 4, 7);
    assertThat(curve.envSteps()).containsExactly(2, 4);
    assertThat(curve.returns()).containsExactly(5, 7);
    assertThat(curve(1, Double.NaN).isEmpty()).isTrue();
  }

  @Test
  void thinningTakesMeansOfNeighbours() {
    Curve thin = curve(1, 10, 2, 20, 3, 30, 4, 40, 5, 90).thinned(2);
    assertThat(thin.envSteps()).containsExactly(1.5, 4);
    assertThat(thin.returns()).containsExactly(15, 160.0 / 3);
  }

  @Test
  void smoothingIsAMovingMeanThatShrinksAtTheEnds() {
    assertThat(curve(1, 2, 2, 4, 3, 9, 4, 2, 5, 1).smoothed(2).returns())
        .containsExactly(2, 5, 3.6, 4, 1);
    assertThat(curve(1, 2, 2, 4).smoothed(0).returns()).containsExactly(2, 4);
  }

  @Test
  void betweenPointsTheCurveIsStraight() {
    Curve curve = curve(0, 0, 10, 5, 20, 25);
    assertThat(curve.at(0)).isZero();
    assertThat(curve.at(4)).isEqualTo(2);
    assertThat(curve.at(15)).isEqualTo(15);
    assertThat(curve.at(20)).isEqualTo(25);
    assertThat(curve(3, 8).at(3)).isEqualTo(8);
  }

  @Test
  void commonStepsLieOnAllCurves() {
    List<Curve> curves = List.of(curve(0, 1, 10, 1), curve(2, 1, 6, 1));
    assertThat(Curve.commonSteps(curves, 3)).containsExactly(2, 4, 6);
    assertThat(Curve.commonSteps(List.of(curve(5, 1), curve(5, 2)), 3)).containsExactly(5);
    assertThat(Curve.commonSteps(List.of(curve(5, 1), curve(6, 2)), 3)).isEmpty();
  }

  @Test
  void wrongPointsAreRefused() {
    assertThatThrownBy(() -> new Curve(new double[1], new double[2]))
        .hasMessage("returns: must be 1 values, got 2");
    assertThatThrownBy(() -> curve(2, 1, 1, 1)).hasMessage("envSteps: must not decrease, got 1.0");
  }
}
