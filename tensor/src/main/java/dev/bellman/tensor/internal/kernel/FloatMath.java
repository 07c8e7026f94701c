package dev.bellman.tensor.internal.kernel;

/// Elementary functions of one float whose bits depend on the argument alone.
///
/// Every function is a fixed sequence of `+ - × /`, [Math#fma(float, float, float)], comparisons
/// and integer shifts and adds, each of which Java defines to the bit. So the interpreter, both
/// compilers and every processor agree, and [VectorMath] gives the same bits in each lane. NaN
/// arguments give NaN. Errors below are in units in the last place (ulp) of the exact result, and
/// are the largest found over a dense sweep of all floats.
///
/// **Source** of the argument reductions: W. J. Cody and W. Waite, Software Manual for the
/// Elementary Functions, 1980; J.-M. Muller, Elementary Functions, 3rd edition, 2016, chapters 3
/// and 11 (multi-part constants with a fused multiply-add). The coefficients are our own: minimax
/// by iteratively reweighted least squares (C. L. Lawson, 1961) in double precision, rounded to
/// float from the lowest order up with the rest fitted again after each rounding; the rational
/// function with the linearisation of C. K. Sanathanan and J. Koerner, 1963. Each group of
/// constants states its interval and the largest error of the rounded set before float arithmetic.
///
/// Stateless; allocates nothing.
public final class FloatMath {

  // Why not Math.exp, Math.tanh and so on: their results may differ between the interpreter, the
  // compilers and processors (an intrinsic replaces the method once it is hot), and StrictMath is
  // several times slower. Why Horner form everywhere: the twin must repeat the order of
  // the operations, and in a loop over an array independent elements hide the latency.
  // The constants are shared with VectorMath, so that the twins can not drift apart.

  /// 1.5 · 2²³: adding it rounds to the nearest integer, which then sits in the low bits.
  static final float ROUND = 0x1.8p23f;

  static final int ROUND_BITS = 0x4B400000;

  static final float LOG2_E = 0x1.715476p0f;
  // ln 2 = LN2_HIGH + LN2_LOW, error 2⁻⁵³
  static final float LN2_HIGH = 0x1.62e43p-1f;
  static final float LN2_LOW = -0x1.05c61p-29f;

  /// The largest argument whose exponential is finite.
  static final float EXP_MAX = 0x1.62e42ep6f;

  /// The smallest argument whose exponential is a normal float.
  static final float EXP_MIN = -0x1.5d589ep6f;

  // e^r = 1 + r + E2·r² + … + E6·r⁶ on |r| <= 0.34668 (ln 2 / 2), relative error 3.2e-9
  static final float E2 = 0x1.fffffcp-2f;
  static final float E3 = 0x1.555492p-3f;
  static final float E4 = 0x1.5558acp-5f;
  static final float E5 = 0x1.123976p-7f;
  static final float E6 = 0x1.6a5052p-10f;

  static final int SQRT_HALF_BITS = 0x3F3504F3;
  static final float SUBNORMAL_SCALE = 0x1p23f;

  // log(1 + f) = f + L2·f² + … + L10·f¹⁰ on [√½ - 1, √2 - 1], relative error 4.2e-9
  static final float L2 = -0x1.fffff8p-2f;
  static final float L3 = 0x1.55555p-2f;
  static final float L4 = -0x1.000438p-2f;
  static final float L5 = 0x1.99a428p-3f;
  static final float L6 = -0x1.542422p-3f;
  static final float L7 = 0x1.226b32p-3f;
  static final float L8 = -0x1.0f4cacp-3f;
  static final float L9 = 0x1.087db4p-3f;
  static final float L10 = -0x1.38519p-4f;

  // log(1 + u) = 2 artanh s, s = u / (2 + u): 2·s + A3·s³ + … + A9·s⁹ on [0, 1/3], relative error
  // 4.5e-9
  static final float A3 = 0x1.555502p-1f;
  static final float A5 = 0x1.99d1ccp-2f;
  static final float A7 = 0x1.1ec042p-2f;
  static final float A9 = 0x1.1eca06p-2f;

  /// From here on tanh is 1; the true value is 1 - 1.51e-7.
  static final float TANH_MAX = 8.2f;

  // tanh x = x·P(x²) / Q(x²), P(z) = 1 + P1·z + … + P4·z⁴, Q(z) = 1 + Q1·z + … + Q4·z⁴, on
  // |x| <= 8.2, fitted to tanh x · (1 - 3e-8·(x/8.2)²) so that rounding never passes 1; relative
  // error against that target 8.8e-9. No coefficient is negative, so no term cancels another.
  static final float P1 = 0x1.1323bp-3f;
  static final float P2 = 0x1.d28dfp-9f;
  static final float P3 = 0x1.6bc7fcp-16f;
  static final float P4 = 0x1.0006fp-26f;
  static final float Q1 = 0x1.dee72ap-2f;
  static final float Q2 = 0x1.abefcep-6f;
  static final float Q3 = 0x1.63939ap-12f;
  static final float Q4 = 0x1.c2c59cp-21f;

  /// The square of the largest argument of sin and cos, 2¹⁹.
  static final float TRIG_MAX_SQUARED = 0x1p38f;

  static final float TWO_OVER_PI = 0x1.45f306p-1f;
  // π/2 = HALF_PI_A + HALF_PI_B + HALF_PI_C, error 2⁻⁷⁶
  static final float HALF_PI_A = 0x1.921fb6p0f;
  static final float HALF_PI_B = -0x1.777a5cp-25f;
  static final float HALF_PI_C = -0x1.ee59dap-50f;

  // sin r = r·(1 + S3·r² + S5·r⁴ + S7·r⁶), cos r = 1 - r²/2 + C4·r⁴ + C6·r⁶ + C8·r⁸ on
  // |r| <= 0.82 (π/4 and room for the rounding of the quadrant), relative errors 5.5e-9, 2.0e-10
  static final float S3 = -0x1.55554p-3f;
  static final float S5 = 0x1.11054p-7f;
  static final float S7 = -0x1.989cb6p-13f;
  static final float C4 = 0x1.555546p-5f;
  static final float C6 = -0x1.6c09cep-10f;
  static final float C8 = 0x1.9941eep-16f;

  private FloatMath() {}

  /// The exponential `e^x = 2^n · e^r` with `n = round(x / ln 2)`, within 0.9 ulp.
  ///
  /// **Deviation**: results below the smallest normal float, `x < -87.33654`, are 0.
  ///
  /// @param x any float
  /// @return `e^x`; +∞ from 88.72284 on
  public static float exp(float x) {
    float t = Math.fma(x, LOG2_E, ROUND);
    float n = t - ROUND;
    float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x));
    float p = Math.fma(E6, r, E5);
    p = Math.fma(p, r, E4);
    p = Math.fma(p, r, E3);
    p = Math.fma(p, r, E2);
    p = Math.fma(p, r, 1f);
    p = Math.fma(p, r, 1f);
    int bits = Float.floatToRawIntBits(p) + (Float.floatToRawIntBits(t) << 23);
    float y = x <= EXP_MAX ? Float.intBitsToFloat(bits) : x + Float.POSITIVE_INFINITY;
    return x < EXP_MIN ? 0f : y;
  }

  /// The natural logarithm `log x = e·ln 2 + log(1 + f)` with `x = 2^e·(1 + f)`, within 0.9 ulp,
  /// subnormal arguments included.
  ///
  /// @param x any float
  /// @return `log x`; -∞ at 0 of either sign, NaN below
  public static float log(float x) {
    boolean small = x < Float.MIN_NORMAL;
    int bits = Float.floatToRawIntBits(small ? x * SUBNORMAL_SCALE : x);
    int exponent = (bits - SQRT_HALF_BITS) >> 23;
    float f = Float.intBitsToFloat(bits - (exponent << 23)) - 1f;
    float e = Float.intBitsToFloat(exponent + ROUND_BITS) - ROUND;
    e = small ? e - 23f : e;
    float y = Math.fma(e, LN2_LOW, f * f * logTail(f)) + f;
    y = Math.fma(e, LN2_HIGH, y);
    y = x < Float.POSITIVE_INFINITY ? y : x;
    y = x == 0f ? Float.NEGATIVE_INFINITY : y;
    return x < 0f ? Float.NaN : y;
  }

  /// `(log(1 + f) - f) / f²`.
  private static float logTail(float f) {
    float q = Math.fma(L10, f, L9);
    q = Math.fma(q, f, L8);
    q = Math.fma(q, f, L7);
    q = Math.fma(q, f, L6);
    q = Math.fma(q, f, L5);
    q = Math.fma(q, f, L4);
    q = Math.fma(q, f, L3);
    return Math.fma(q, f, L2);
  }

  /// The hyperbolic tangent, an odd rational function of degree 9 over 8: within 4.7 ulp
  /// everywhere, within 2.8e-7 absolutely, never beyond ±1.
  ///
  /// **Deviation**: exactly ±1 beyond 8.2, where the true value is within 1.51e-7 of it.
  ///
  /// @param x any float
  /// @return `tanh x`, odd to the bit
  public static float tanh(float x) {
    float z = x * x;
    float p = Math.fma(P4, z, P3);
    p = Math.fma(p, z, P2);
    p = Math.fma(p, z, P1);
    p = Math.fma(p, z, 1f);
    float q = Math.fma(Q4, z, Q3);
    q = Math.fma(q, z, Q2);
    q = Math.fma(q, z, Q1);
    q = Math.fma(q, z, 1f);
    float y = x * (p / q);
    y = x > TANH_MAX ? 1f : y;
    return x < -TANH_MAX ? -1f : y;
  }

  /// The logistic function `1 / (1 + e^-x)`, within 2.5 ulp.
  ///
  /// **Deviation**: 0 below -88.72283.
  ///
  /// @param x any float
  /// @return a value in `[0, 1]`
  public static float sigmoid(float x) {
    return 1f / (1f + exp(-x));
  }

  /// The softplus `log(1 + e^x) = max(x, 0) + log(1 + e^-|x|)`, within 2.7 ulp.
  ///
  /// **Deviation**: 0 below -87.33654, as [#exp(float)].
  ///
  /// @param x any float
  /// @return a value >= 0; `x` itself from 17 on
  public static float softplus(float x) {
    float u = exp(x > 0f ? -x : x);
    float s = u / (u + 2f);
    float z = s * s;
    float p = Math.fma(A9, z, A7);
    p = Math.fma(Math.fma(p, z, A5), z, A3);
    float log1p = Math.fma(p * z, s, s + s);
    return log1p + (x > 0f ? x : 0f);
  }

  /// The sine: reduction to the nearest multiple of π/2, within 1.6 ulp for `|x| <= 524288`.
  ///
  /// **Deviation**: NaN for larger `|x|`.
  ///
  /// @param x an angle in radians
  /// @return `sin x`, odd to the bit
  public static float sin(float x) {
    float y = sine(x, 0);
    return x == 0f ? x : y;
  }

  /// The cosine `sin(x + π/2)`: within 1.6 ulp for `|x| <= 524288`.
  ///
  /// **Deviation**: NaN for larger `|x|`.
  ///
  /// @param x an angle in radians
  /// @return `cos x`, even to the bit
  public static float cos(float x) {
    return sine(x, 1);
  }

  /// `sin(x + quarters·π/2)`: bit 0 of the quadrant selects the polynomial, bit 1 is the sign.
  private static float sine(float x, int quarters) {
    float t = Math.fma(x, TWO_OVER_PI, ROUND);
    float n = t - ROUND;
    float r = Math.fma(n, -HALF_PI_A, x);
    r = Math.fma(n, -HALF_PI_C, Math.fma(n, -HALF_PI_B, r));
    float z = r * r;
    float s = Math.fma(Math.fma(S7, z, S5), z, S3);
    s = Math.fma(s * z, r, r);
    float c = Math.fma(Math.fma(Math.fma(C8, z, C6), z, C4), z, -0.5f);
    c = Math.fma(c, z, 1f);
    int quadrant = Float.floatToRawIntBits(t) + quarters;
    int value = Float.floatToRawIntBits((quadrant & 1) == 1 ? c : s);
    float y = Float.intBitsToFloat(value + (quadrant >> 1 << 31));
    return x * x <= TRIG_MAX_SQUARED ? y : Float.NaN;
  }
}
