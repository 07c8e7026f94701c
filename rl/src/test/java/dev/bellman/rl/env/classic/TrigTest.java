package dev.bellman.rl.env.classic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellman.tensor.Rng;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TrigTest {
  private static double ulps(double actual, double expected) {
    return Math.abs(actual - expected) / Math.ulp(expected);
  }

  private static double worst(double x) {
    return Math.max(ulps(Trig.sin(x), StrictMath.sin(x)), ulps(Trig.cos(x), StrictMath.cos(x)));
  }

  @Test
  void denseAnglesAreWithinOneUlpOfStrictMath() {
    double worst = 0;
    for (int k = -512 * 1024; k <= 512 * 1024; k++) {
      worst = Math.max(worst, worst(k / 1024.0));
    }
    assertThat(worst).isLessThanOrEqualTo(1);
  }

  @Test
  void randomAnglesAreWithinOneUlpOfStrictMath() {
    Rng rng = Rng.ofSeed(1);
    double worst = 0;
    for (double range : new double[] {0.5, 4, 400, Trig.LIMIT}) {
      for (int k = 0; k < 200_000; k++) {
        worst = Math.max(worst, worst(rng.uniform(-range, range)));
      }
    }
    assertThat(worst).isLessThanOrEqualTo(1);
  }

  @Test
  void neighboursOfQuarterTurnsAreWithinOneUlpOfStrictMath() {
    double worst = 0;
    for (int quarters = -636_619; quarters <= 636_619; quarters++) {
      double x = quarters * (Math.PI / 2);
      worst = Math.max(worst, worst(x));
      worst = Math.max(worst, worst(Math.nextUp(x)));
    }
    assertThat(worst).isLessThanOrEqualTo(1);
  }

  @Test
  void knownValues() {
    assertThat(Trig.sin(0)).isZero();
    assertThat(Trig.cos(0)).isEqualTo(1);
    assertThat(Trig.sin(-0.0)).isEqualTo(-0.0);
    assertThat(Trig.sin(Math.PI)).isEqualTo(1.2246467991473532e-16);
    assertThat(Trig.cos(Math.PI / 2)).isEqualTo(6.123233995736766e-17);
    assertThat(Trig.cos(Math.PI)).isEqualTo(-1);
    assertThat(Trig.sin(0.5)).isEqualTo(0.479425538604203);
    assertThat(Trig.sin(1)).isEqualTo(0.8414709848078965);
    assertThat(Trig.cos(1)).isEqualTo(0.5403023058681398);
  }

  @Test
  void farOutAndBeyondNumbersStrictMathAnswers() {
    assertThat(Trig.sin(1e22)).isEqualTo(StrictMath.sin(1e22));
    assertThat(Trig.cos(-1.5e6)).isEqualTo(StrictMath.cos(-1.5e6));
    assertThat(Trig.sin(Double.POSITIVE_INFINITY)).isNaN();
    assertThat(Trig.cos(Double.NaN)).isNaN();
  }

  @Test
  void everyJitStageGivesTheseBits() {
    Rng rng = Rng.ofSeed(2);
    long[] bits = new long[40_000];
    for (int k = 0; k < bits.length; k += 2) {
      double x = rng.uniform(-40, 40);
      bits[k] = Double.doubleToRawLongBits(Trig.sin(x));
      bits[k + 1] = Double.doubleToRawLongBits(Trig.cos(x));
    }
    assertThat(Arrays.hashCode(bits)).isEqualTo(1378607339);
  }
}
