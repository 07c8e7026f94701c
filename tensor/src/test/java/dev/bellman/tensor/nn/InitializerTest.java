package dev.bellman.tensor.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.tensor.Rng;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitializerTest {
  @ParameterizedTest
  @CsvSource({"64,64", "4,64", "64,2", "1,1", "3,1", "1,5"})
  void orthogonalColumnsOrRowsAreOrthonormalTimesTheGain(int inputs, int outputs) {
    float[] w = new Initializer.Orthogonal(3).weight(inputs, outputs, Rng.ofSeed(5));
    int vectors = Math.min(inputs, outputs);
    int length = Math.max(inputs, outputs);
    for (int a = 0; a < vectors; a++) {
      for (int b = 0; b < vectors; b++) {
        double dot = 0;
        for (int i = 0; i < length; i++) {
          dot +=
              inputs >= outputs
                  ? (double) w[i * outputs + a] * w[i * outputs + b]
                  : (double) w[a * outputs + i] * w[b * outputs + i];
        }
        assertThat(dot).isCloseTo(a == b ? 9 : 0, within(1e-5));
      }
    }
  }

  @Test
  void orthogonalMatricesAreSpreadOverBothSigns() {
    Rng rng = Rng.ofSeed(1);
    int positive = 0;
    for (int i = 0; i < 1000; i++) {
      positive += new Initializer.Orthogonal(1).weight(1, 1, rng)[0] > 0 ? 1 : 0;
    }
    assertThat(positive).isBetween(440, 560);
  }

  @Test
  void biasesStartAtZeroOrAsTorchStartsThem() {
    assertThat(new Initializer.Orthogonal(1).bias(4, 3, Rng.ofSeed(1))).containsExactly(0, 0, 0);
    assertBounded(new Initializer.TorchDefault().bias(16, 1000, Rng.ofSeed(1)), 0.25f);
  }

  @Test
  void torchDefaultFillsItsBounds() {
    assertBounded(new Initializer.TorchDefault().weight(16, 1000, Rng.ofSeed(2)), 0.25f);
  }

  @Test
  void theSameStreamGivesTheSameBits() {
    for (Initializer initializer :
        new Initializer[] {new Initializer.Orthogonal(1), new Initializer.TorchDefault()}) {
      float[] first = initializer.weight(4, 8, Rng.ofSeed(3));
      assertThat(initializer.weight(4, 8, Rng.ofSeed(3))).isEqualTo(first);
      assertThat(initializer.weight(4, 8, Rng.ofSeed(4))).isNotEqualTo(first);
    }
  }

  private static void assertBounded(float[] values, float bound) {
    float low = 0;
    float high = 0;
    for (float value : values) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    assertThat(low).isBetween(-bound, -0.98f * bound);
    assertThat(high).isBetween(0.98f * bound, bound);
  }
}
