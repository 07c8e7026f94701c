package dev.bellman.tensor.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Norms and rotary positions have the same bits by scalars and by vectors.
class RowParityTest {
  private static final int[] POSITIONS = {9, 0, 3, 1, 7, 2, 2};

  private final Kernels scalar = new ScalarKernels();
  private final Kernels vector = new VectorKernels();

  @Test
  void normsHaveTheSameBits() {
    for (int width : new int[] {1, 4, 7, 8, 12, 16, 24, 32, 64, 72, 130, 384}) {
      float[] x = values(5 * width, 3);
      float[] weight = values(width, 5);
      float[] expected = values(5 * width, 7);
      float[] actual = expected.clone();
      scalar.rmsNorm(x, weight, 1e-6f, expected, 5, width);
      vector.rmsNorm(x, weight, 1e-6f, actual, 5, width);
      assertThat(actual).as("width %d", width).isEqualTo(expected);
    }
  }

  @Test
  void gradientsOfNormsHaveTheSameBits() {
    for (int width : new int[] {1, 4, 7, 8, 12, 16, 24, 32, 64, 72, 130, 384}) {
      float[] x = values(5 * width, 3);
      float[] slopes = values(5 * width, 11);
      float[] weight = values(width, 5);
      float[] dw = values(width, 13);
      float[] dx = values(5 * width, 17);
      float[] actualDw = dw.clone();
      float[] actualDx = dx.clone();
      scalar.rmsNormGradient(x, slopes, weight, 1e-6f, dw, dx, 5, width);
      vector.rmsNormGradient(x, slopes, weight, 1e-6f, actualDw, actualDx, 5, width);
      assertThat(actualDw).as("width %d", width).isEqualTo(dw);
      assertThat(actualDx).as("width %d", width).isEqualTo(dx);
    }
  }

  @Test
  void normsDivideByTheRootOfTheMeanSquare() {
    float[] y = new float[8];
    vector.rmsNorm(
        new float[] {3, -3, 3, 3, -3, 3, 3, 3}, new float[] {1, 1, 2, 1, 1, 1, 1, 0}, 0, y, 1, 8);
    assertThat(y).containsExactly(1, -1, 2, 1, -1, 1, 1, 0);
  }

  @Test
  void turnedHeadsHaveTheSameBits() {
    for (int half : new int[] {1, 2, 4, 6, 8, 12, 16, 32, 64}) {
      int width = 3 * 2 * half;
      float[] cosines = values(10 * half, 19);
      float[] sines = values(10 * half, 23);
      float[] x = values(5 * width, 29);
      float[] expected = values(5 * width, 31);
      float[] actual = expected.clone();
      scalar.turn(x, POSITIONS, 1, 5, width, cosines, sines, half, expected);
      vector.turn(x, POSITIONS, 1, 5, width, cosines, sines, half, actual);
      assertThat(actual).as("half %d", half).isEqualTo(expected);
      scalar.addTurnedBack(x, POSITIONS, 1, 5, width, cosines, sines, half, expected);
      vector.addTurnedBack(x, POSITIONS, 1, 5, width, cosines, sines, half, actual);
      assertThat(actual).as("half %d, back", half).isEqualTo(expected);
    }
  }

  @Test
  void quarterTurnExchangesTheHalves() {
    float[] y = new float[8];
    float[] x = {1, 2, 3, 4, 5, 6, 7, 8};
    vector.turn(x, new int[1], 0, 1, 8, new float[4], new float[] {1, 1, 1, 1}, 4, y);
    assertThat(y).containsExactly(-5, -6, -7, -8, 1, 2, 3, 4);
    float[] back = new float[8];
    vector.addTurnedBack(y, new int[1], 0, 1, 8, new float[4], new float[] {1, 1, 1, 1}, 4, back);
    assertThat(back).isEqualTo(x);
  }

  /// Numbers of both signs that differ from place to place.
  private static float[] values(int n, int factor) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (i * factor % 37 - 18) / 7f;
    }
    return values;
  }
}
