package dev.bellman.tensor.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FloatMathTest {

  /// A prime near 2¹², so that the sweep meets all exponents and, in turn, all low bits.
  private static final int STRIDE = 4001;

  @ParameterizedTest
  @EnumSource
  void errorStaysWithinTheDocumentedBound(Elementary function) {
    double worst = 0;
    float worstAt = 0;
    for (long bits = Integer.MIN_VALUE; bits <= Integer.MAX_VALUE; bits += STRIDE) {
      float x = Float.intBitsToFloat((int) bits);
      double error = ulps(function.scalar.apply(x), function.reference.applyAsDouble(x));
      if (!(error <= worst)) {
        worst = error;
        worstAt = x;
      }
    }
    assertThat(worst).as("largest error, at %s", worstAt).isLessThanOrEqualTo(function.maxUlp);
  }

  /// Error in units of the last place of the exact result; results below the normal floats may be
  /// flushed to zero, non-finite ones must agree.
  private static double ulps(float actual, double exact) {
    if (Double.isNaN(exact) || Float.isInfinite((float) exact)) {
      return Float.compare(actual, (float) exact) == 0 ? 0 : Double.POSITIVE_INFINITY;
    }
    if (Math.abs(exact) < Float.MIN_NORMAL) {
      return Math.abs(actual) <= Float.MIN_NORMAL ? 0 : Double.POSITIVE_INFINITY;
    }
    return Math.abs(actual - exact) / Math.scalb(1.0, Math.getExponent(exact) - 23);
  }

  @ParameterizedTest
  @CsvSource({
    "EXP, 0, 1",
    "EXP, -0.0, 1",
    "EXP, 1, 2.7182817",
    "EXP, -1, 0.36787945",
    "EXP, 88.72283, 3.4027985e38",
    "EXP, 88.72284, Infinity",
    "EXP, Infinity, Infinity",
    "EXP, -87.33654, 1.1754997E-38",
    "EXP, -87.33655, 0",
    "EXP, -Infinity, 0",
    "EXP, NaN, NaN",
    "LOG, 1, 0",
    "LOG, 2, 0.6931472",
    "LOG, 10, 2.3025851",
    "LOG, 0.5, -0.6931472",
    "LOG, 1.4e-45, -103.27893",
    "LOG, 3.4028235e38, 88.72284",
    "LOG, Infinity, Infinity",
    "LOG, 0, -Infinity",
    "LOG, -0.0, -Infinity",
    "LOG, -1, NaN",
    "LOG, -1.4e-45, NaN",
    "LOG, -Infinity, NaN",
    "LOG, NaN, NaN",
    "TANH, 0, 0",
    "TANH, -0.0, -0.0",
    "TANH, 1.4e-45, 1.4e-45",
    "TANH, -1e-20, -1e-20",
    "TANH, 0.5, 0.46211717",
    "TANH, 8.200001, 1",
    "TANH, -8.200001, -1",
    "TANH, 3.4028235e38, 1",
    "TANH, Infinity, 1",
    "TANH, -Infinity, -1",
    "TANH, NaN, NaN",
    "SIGMOID, 0, 0.5",
    "SIGMOID, -0.0, 0.5",
    "SIGMOID, 20, 1",
    "SIGMOID, -89, 0",
    "SIGMOID, -20, 2.0611537E-9",
    "SIGMOID, Infinity, 1",
    "SIGMOID, -Infinity, 0",
    "SIGMOID, NaN, NaN",
    "SOFTPLUS, 0, 0.6931472",
    "SOFTPLUS, -20, 2.0611537E-9",
    "SOFTPLUS, 17, 17",
    "SOFTPLUS, 1e30, 1e30",
    "SOFTPLUS, Infinity, Infinity",
    "SOFTPLUS, -Infinity, 0",
    "SOFTPLUS, NaN, NaN",
    "SIN, 0, 0",
    "SIN, -0.0, -0.0",
    "SIN, 1.4e-45, 1.4e-45",
    "SIN, 1.5707964, 1",
    "SIN, 3.1415927, -8.742278E-8",
    "SIN, 524288, 0.16761802",
    "SIN, 524288.06, NaN",
    "SIN, Infinity, NaN",
    "SIN, -Infinity, NaN",
    "SIN, NaN, NaN",
    "COS, 0, 1",
    "COS, -0.0, 1",
    "COS, 3.1415927, -1",
    "COS, 1.5707964, -4.371139E-8",
    "COS, 524288.06, NaN",
    "COS, Infinity, NaN",
    "COS, NaN, NaN",
  })
  void specialValuesAreExact(Elementary function, float x, float expected) {
    assertThat(Float.valueOf(function.scalar.apply(x))).isEqualTo(Float.valueOf(expected));
  }

  @Test
  void tanhNeverPassesOneBeforeItSaturates() {
    float largest = 0f;
    for (float x = 7f; x <= 8.2f; x = Math.nextUp(x)) {
      largest = Math.max(largest, FloatMath.tanh(x));
    }
    assertThat(largest).isEqualTo(1f);
  }

  @ParameterizedTest
  @EnumSource(names = {"TANH", "SIN"})
  void oddFunctionsAreOddToTheBit(Elementary function) {
    for (float x = 1e-30f; x < 5e5f; x *= 1.01f) {
      assertThat(function.scalar.apply(-x)).isEqualTo(-function.scalar.apply(x));
    }
  }

  @Test
  void logarithmOfPowersOfTwoIsCorrectlyRounded() {
    for (int power = -126; power <= 127; power++) {
      float x = Math.scalb(1f, power);
      assertThat(FloatMath.log(x)).isEqualTo((float) (power * StrictMath.log(2)));
    }
  }
}
