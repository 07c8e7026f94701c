package dev.bellman.rl.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellman.tensor.Rng;
import org.junit.jupiter.api.Test;

class SpacesTest {
  private static final float INFINITY = Float.POSITIVE_INFINITY;

  @Test
  void boxSamplesEachCoordinateByItsBounds() {
    Box box =
        Box.of(new float[] {-2, 3, -INFINITY, -INFINITY}, new float[] {-1, INFINITY, 5, INFINITY});
    Rng rng = Rng.ofSeed(1);
    double[] sum = new double[4];
    double sumOfSquares = 0;
    int count = 20_000;
    for (int k = 0; k < count; k++) {
      float[] sample = box.sample(rng);
      assertThat(box.contains(sample)).isTrue();
      for (int d = 0; d < 4; d++) {
        sum[d] += sample[d];
      }
      sumOfSquares += (double) sample[3] * sample[3];
    }
    assertThat(sum[0] / count).isBetween(-1.51, -1.49);
    assertThat(sum[1] / count).isBetween(3.97, 4.03);
    assertThat(sum[2] / count).isBetween(3.97, 4.03);
    assertThat(sum[3] / count).isBetween(-0.03, 0.03);
    assertThat(sumOfSquares / count).isBetween(0.96, 1.04);
  }

  @Test
  void boundedBoxSamplesAsNumPyUniform() {
    float[] sample = Box.of(-1, 1, 4).sample(Rng.ofSeed(0));
    assertThat(sample)
        .containsExactly(0.27392337464f, -0.46042657247f, -0.91805295213f, -0.96694472894f);
  }

  @Test
  void boxContainsItsBoundsAndNothingElse() {
    Box box = Box.of(-1, 1, 2);
    assertThat(box.contains(new float[] {-1, 1})).isTrue();
    assertThat(box.contains(new float[] {0, 1.5f})).isFalse();
    assertThat(box.contains(new float[] {0, Float.NaN})).isFalse();
    assertThat(box.contains(new float[] {0})).isFalse();
    assertThat(box.contains(null)).isFalse();
  }

  @Test
  void boxKnowsItsSizeAndShape() {
    assertThat(Box.of(0, 1, 3, 4).flatSize()).isEqualTo(12);
    assertThat(Box.of(0, 1).flatSize()).isEqualTo(1);
    assertThat(Box.of(new float[3], new float[3]).shape()).containsExactly(3);
    assertThat(Box.unbounded(2).isBounded()).isFalse();
    assertThat(Box.of(-1, 1, 2).isBounded()).isTrue();
  }

  @Test
  void equalBoundsAndShapesMakeEqualBoxes() {
    assertThat(Box.of(-1, 1, 2))
        .isEqualTo(Box.of(new float[] {-1, -1}, new float[] {1, 1}))
        .hasSameHashCodeAs(Box.of(-1, 1, 2))
        .isNotEqualTo(Box.of(-1, 1, 2, 1))
        .isNotEqualTo(Box.of(-1, 2, 2))
        .hasToString("Box(-1.0, 1.0, [2])");
  }

  @Test
  void boxCannotBeChangedFromOutside() {
    float[] low = {0};
    Box box = Box.of(low, new float[] {1});
    low[0] = 9;
    box.low()[0] = 9;
    box.shape()[0] = 9;
    assertThat(box).isEqualTo(Box.of(0, 1, 1));
  }

  @Test
  void wrongBoundsAreRefusedByName() {
    assertThatThrownBy(() -> Box.of(2, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Box.low[0]: must be at most high[0] = 1.0, got 2.0");
    assertThatThrownBy(() -> Box.of(Float.NaN, 1, 1))
        .hasMessage("Box.low[0]: must be a number or -infinity, got NaN");
    assertThatThrownBy(() -> Box.of(0, Float.NaN, 1))
        .hasMessage("Box.high[0]: must be a number or +infinity, got NaN");
    assertThatThrownBy(() -> Box.of(0, 1, 2, 0))
        .hasMessage("Box.shape: extents must be at least 1, got [2, 0]");
    assertThatThrownBy(() -> Box.of(new float[2], new float[3]))
        .hasMessage("Box.high: must have 2 values for shape [2], got 3");
  }

  @Test
  void discreteCountsFromItsStart() {
    var space = new Discrete(3, -1);
    Rng rng = Rng.ofSeed(0);
    int[] counts = new int[3];
    for (int k = 0; k < 3000; k++) {
      counts[space.sample(rng) + 1]++;
    }
    assertThat(counts[0]).isBetween(900, 1100);
    assertThat(counts[2]).isBetween(900, 1100);
    assertThat(space.contains(-1)).isTrue();
    assertThat(space.contains(1)).isTrue();
    assertThat(space.contains(2)).isFalse();
    assertThat(space.contains(-2)).isFalse();
    assertThat(space.contains(null)).isFalse();
    assertThat(space.flatSize()).isEqualTo(3);
    assertThat(space).hasToString("Discrete(3, start=-1)");
  }

  @Test
  void maskedSampleDrawsAllowedValuesOnly() {
    var space = new Discrete(4, 10);
    Rng rng = Rng.ofSeed(0);
    int[] counts = new int[4];
    for (int k = 0; k < 2000; k++) {
      counts[space.sample(rng, new byte[] {0, 1, 0, 1}) - 10]++;
    }
    assertThat(counts[0] + counts[2]).isZero();
    assertThat(counts[1]).isBetween(900, 1100);
    assertThatThrownBy(() -> space.sample(rng, new byte[4]))
        .hasMessage("mask: must allow at least one value, got only zeros");
    assertThatThrownBy(() -> space.sample(rng, new byte[3]))
        .hasMessage("mask: must have 4 values, got 3");
  }

  @Test
  void wrongDiscreteSpacesAreRefusedByName() {
    assertThatThrownBy(() -> Discrete.of(0)).hasMessage("Discrete.n: must be at least 1, got 0");
    assertThatThrownBy(() -> new Discrete(2, Integer.MAX_VALUE))
        .hasMessage("Discrete.start: start + n - 1 must be an int, got 2147483647 + 2 - 1");
  }
}
