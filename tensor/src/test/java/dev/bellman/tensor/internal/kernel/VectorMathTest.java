package dev.bellman.tensor.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VectorMathTest {

  private static final int STRIDE = 4001;
  private static final int BLOCK = 1021;

  private static final List<VectorSpecies<Float>> ALL_SPECIES =
      List.of(
          FloatVector.SPECIES_64,
          FloatVector.SPECIES_128,
          FloatVector.SPECIES_256,
          FloatVector.SPECIES_512);

  @ParameterizedTest
  @EnumSource
  void everyLaneHasTheBitsOfTheScalarFunction(Elementary function) {
    float[] x = new float[BLOCK];
    int bits = Integer.MIN_VALUE;
    for (long swept = 0; swept < 1L << 32; swept += (long) BLOCK * STRIDE) {
      for (int i = 0; i < BLOCK; i++, bits += STRIDE) {
        x[i] = Float.intBitsToFloat(bits);
      }
      assertSameBits(x, function.vector(x, VectorMath.SPECIES), function);
    }
  }

  @ParameterizedTest
  @EnumSource
  void vectorsOfEveryLengthAgree(Elementary function) {
    for (int length : new int[] {0, 1, 3, 4, 7, 8, 15, 16, 17, 31, 33, 1021}) {
      float[] x = new float[length];
      for (int i = 0; i < length; i++) {
        x[i] = Float.intBitsToFloat(i * 0x9E3779B9 + length);
      }
      for (VectorSpecies<Float> species : ALL_SPECIES) {
        assertSameBits(x, function.vector(x, species), function);
      }
    }
  }

  private static void assertSameBits(float[] x, float[] actual, Elementary function) {
    float[] expected = function.scalar(x);
    int difference = Arrays.mismatch(expected, actual);
    if (difference >= 0) {
      assertThat(Float.valueOf(actual[difference]))
          .as("%s(%s)", function, x[difference])
          .isEqualTo(Float.valueOf(expected[difference]));
    }
    assertThat(difference).isNegative();
  }
}
