package dev.bellman.rl.env.classic;

/// Sine and cosine with the same bits in every stage of the compiler and on every machine, within
/// one ulp: Taylor polynomials up to 0.5; up to [#LIMIT] the same with a few more terms, after a
/// whole number of quarter turns is taken off; further out [StrictMath] at less speed.
final class Trig {
  /*
   * Quarter turns are taken off in three parts (Cody and Waite): pi/2 = FIRST + SECOND + THIRD, of
   * which the first two have 33 bits, so that their multiples are exact as long as the number of
   * quarter turns has 20 bits. What is left is kept in two numbers, rest + correction; the second
   * matters where an angle lies close to a multiple of pi/2.
   */

  /// Where angles are reduced no more: below 2^20 quarter turns.
  static final double LIMIT = 1e6;

  private static final double SMALL = 0.5;
  private static final double FIRST = 0x1.921fb54400000p+0;
  private static final double SECOND = 0x1.0b4611a600000p-34;
  private static final double THIRD = 0x1.3198a2e037073p-69;
  private static final double QUARTERS_PER_RADIAN = 0x1.45f306dc9c883p-1;

  private Trig() {}

  static double sin(double x) {
    if (Math.abs(x) <= SMALL) {
      double s = x * x;
      return x + x * s * sinTail(s, 0);
    }
    if (!(Math.abs(x) <= LIMIT)) {
      return StrictMath.sin(x);
    }
    double quarters = Math.rint(x * QUARTERS_PER_RADIAN);
    return sinReduced(x, quarters, (int) quarters);
  }

  static double cos(double x) {
    if (Math.abs(x) <= SMALL) {
      double s = x * x;
      return 1 + s * (cosTail(s, 0) * s - 0.5);
    }
    if (!(Math.abs(x) <= LIMIT)) {
      return StrictMath.cos(x);
    }
    double quarters = Math.rint(x * QUARTERS_PER_RADIAN);
    return sinReduced(x, quarters, (int) quarters + 1);
  }

  /// The sine of what is left of x, moved on by some quarter turns.
  private static double sinReduced(double x, double taken, int quarters) {
    double first = x - taken * FIRST;
    double second = first - taken * SECOND;
    double third = taken * THIRD - ((first - second) - taken * SECOND);
    double rest = second - third;
    double correction = (second - rest) - third;
    double s = rest * rest;
    double value;
    if ((quarters & 1) == 0) {
      double more = s * (1.0 / 355_687_428_096_000.0) - 1.0 / 1_307_674_368_000.0;
      value = rest + (rest * s * sinTail(s, more) + correction * (1 - 0.5 * s));
    } else {
      double more = 1.0 / 20_922_789_888_000.0;
      double half = 0.5 * s;
      double most = 1 - half;
      value = most + ((1 - most) - half + (s * s * cosTail(s, more) - rest * correction));
    }
    return (quarters & 2) == 0 ? value : -value;
  }

  /// `(sin(x) - x) / x^3` as a polynomial in `s = x^2`; `more` are the terms after `x^13`.
  private static double sinTail(double s, double more) {
    double tail = more * s + 1.0 / 6_227_020_800.0;
    tail = tail * s - 1.0 / 39_916_800;
    tail = tail * s + 1.0 / 362_880;
    tail = tail * s - 1.0 / 5040;
    tail = tail * s + 1.0 / 120;
    return tail * s - 1.0 / 6;
  }

  /// `(cos(x) - 1 + x^2/2) / x^4` as a polynomial in `s = x^2`; `more` are the terms after `x^14`.
  private static double cosTail(double s, double more) {
    double tail = more * s - 1.0 / 87_178_291_200.0;
    tail = tail * s + 1.0 / 479_001_600;
    tail = tail * s - 1.0 / 3_628_800;
    tail = tail * s + 1.0 / 40_320;
    tail = tail * s - 1.0 / 720;
    return tail * s + 1.0 / 24;
  }
}
