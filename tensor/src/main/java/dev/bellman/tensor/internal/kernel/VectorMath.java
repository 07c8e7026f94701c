package dev.bellman.tensor.internal.kernel;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// The functions of [FloatMath] on vectors: each lane has the bits of the scalar function.
///
/// Any species works; the methods allocate nothing once C2 has inlined them into a loop whose
/// vectors are loaded with the constant [#SPECIES]. Keep to one function, or two short ones, in a
/// loop: beyond that C2 meets its limit (NodeCountInliningCutoff), boxes and runs ten times slower.
/// Method, accuracy, special values and coefficients are those of [FloatMath].
final class VectorMath {

  // Why not lanewise(TANH), EXP, LOG, SIN, COS: until C2 has compiled the loop these call
  // StrictMath or Math lane by lane, afterwards a vector library of the platform, whose last bits
  // differ. A run's numbers would then change when the compiler takes over, from one vector width
  // to the next and from one processor to the next. Addition, multiplication, division and fused
  // multiply-add are correctly rounded everywhere, comparison, blend and integer lanes are exact;
  // so a fixed sequence of them has one result, and the scalar twin repeats that sequence.
  // For the same reason nothing here uses reduceLanes, min or max: the order of a reduction and
  // the treatment of NaN and -0 would be further things to match. The sign of a result is flipped
  // by an integer addition that wraps, the parity of a quadrant is read as the sign of ±1.
  //
  // Constants are broadcast where they stand: C2 keeps them in registers for the whole loop.
  // Constant vectors in static fields would need fewer nodes of the compiler, yet are loaded in
  // every iteration, since stores to a float[] might change them: twice the time for exp.

  /// The species of the platform; a constant, as C2 needs it.
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  private static final int ONE_BITS = 0x3F800000;

  private VectorMath() {}

  /// See [FloatMath#exp(float)].
  static FloatVector exp(FloatVector x) {
    FloatVector t = x.fma(x.broadcast(FloatMath.LOG2_E), x.broadcast(FloatMath.ROUND));
    FloatVector n = t.sub(FloatMath.ROUND);
    FloatVector r = n.fma(n.broadcast(-FloatMath.LN2_HIGH), x);
    r = n.fma(n.broadcast(-FloatMath.LN2_LOW), r);
    FloatVector p = step(r.broadcast(FloatMath.E6), r, FloatMath.E5);
    p = step(p, r, FloatMath.E4);
    p = step(p, r, FloatMath.E3);
    p = step(p, r, FloatMath.E2);
    p = step(p, r, 1f);
    p = step(p, r, 1f);
    IntVector scale = t.reinterpretAsInts().lanewise(LSHL, 23);
    FloatVector y = p.reinterpretAsInts().add(scale).reinterpretAsFloats();
    y = x.add(Float.POSITIVE_INFINITY).blend(y, x.compare(LE, FloatMath.EXP_MAX));
    return y.blend(0f, x.compare(LT, FloatMath.EXP_MIN));
  }

  /// See [FloatMath#log(float)].
  static FloatVector log(FloatVector x) {
    VectorMask<Float> small = x.compare(LT, Float.MIN_NORMAL);
    IntVector bits = x.blend(x.mul(FloatMath.SUBNORMAL_SCALE), small).reinterpretAsInts();
    IntVector exponent = bits.sub(FloatMath.SQRT_HALF_BITS).lanewise(ASHR, 23);
    FloatVector f = bits.sub(exponent.lanewise(LSHL, 23)).reinterpretAsFloats().sub(1f);
    FloatVector e = exponent.add(FloatMath.ROUND_BITS).reinterpretAsFloats();
    e = e.sub(FloatMath.ROUND);
    e = e.blend(e.sub(23f), small);
    FloatVector y = e.fma(e.broadcast(FloatMath.LN2_LOW), f.mul(f).mul(logTail(f))).add(f);
    y = e.fma(e.broadcast(FloatMath.LN2_HIGH), y);
    y = x.blend(y, x.compare(LT, Float.POSITIVE_INFINITY));
    y = y.blend(Float.NEGATIVE_INFINITY, x.compare(EQ, 0f));
    return y.blend(Float.NaN, x.compare(LT, 0f));
  }

  /// `(log(1 + f) - f) / f²`.
  private static FloatVector logTail(FloatVector f) {
    FloatVector q = step(f.broadcast(FloatMath.L10), f, FloatMath.L9);
    q = step(q, f, FloatMath.L8);
    q = step(q, f, FloatMath.L7);
    q = step(q, f, FloatMath.L6);
    q = step(q, f, FloatMath.L5);
    q = step(q, f, FloatMath.L4);
    q = step(q, f, FloatMath.L3);
    return step(q, f, FloatMath.L2);
  }

  /// See [FloatMath#tanh(float)].
  static FloatVector tanh(FloatVector x) {
    FloatVector z = x.mul(x);
    FloatVector p = step(z.broadcast(FloatMath.P4), z, FloatMath.P3);
    p = step(p, z, FloatMath.P2);
    p = step(p, z, FloatMath.P1);
    p = step(p, z, 1f);
    FloatVector q = step(z.broadcast(FloatMath.Q4), z, FloatMath.Q3);
    q = step(q, z, FloatMath.Q2);
    q = step(q, z, FloatMath.Q1);
    q = step(q, z, 1f);
    FloatVector y = x.mul(p.div(q));
    y = y.blend(1f, x.compare(GT, FloatMath.TANH_MAX));
    return y.blend(-1f, x.compare(LT, -FloatMath.TANH_MAX));
  }

  /// See [FloatMath#sigmoid(float)].
  static FloatVector sigmoid(FloatVector x) {
    return x.broadcast(1f).div(exp(x.neg()).add(1f));
  }

  /// See [FloatMath#softplus(float)].
  static FloatVector softplus(FloatVector x) {
    VectorMask<Float> positive = x.compare(GT, 0f);
    FloatVector u = exp(x.blend(x.neg(), positive));
    FloatVector s = u.div(u.add(2f));
    FloatVector z = s.mul(s);
    FloatVector p = step(z.broadcast(FloatMath.A9), z, FloatMath.A7);
    p = step(step(p, z, FloatMath.A5), z, FloatMath.A3);
    FloatVector log1p = p.mul(z).fma(s, s.add(s));
    return log1p.add(x.broadcast(0f).blend(x, positive));
  }

  /// See [FloatMath#sin(float)].
  static FloatVector sin(FloatVector x) {
    return sine(x, 0).blend(x, x.compare(EQ, 0f));
  }

  /// See [FloatMath#cos(float)].
  static FloatVector cos(FloatVector x) {
    return sine(x, 1);
  }

  private static FloatVector sine(FloatVector x, int quarters) {
    FloatVector t = x.fma(x.broadcast(FloatMath.TWO_OVER_PI), x.broadcast(FloatMath.ROUND));
    FloatVector n = t.sub(FloatMath.ROUND);
    FloatVector r = n.fma(n.broadcast(-FloatMath.HALF_PI_A), x);
    r = n.fma(n.broadcast(-FloatMath.HALF_PI_B), r);
    r = n.fma(n.broadcast(-FloatMath.HALF_PI_C), r);
    FloatVector z = r.mul(r);
    FloatVector s = step(step(z.broadcast(FloatMath.S7), z, FloatMath.S5), z, FloatMath.S3);
    s = s.mul(z).fma(r, r);
    FloatVector c = step(step(z.broadcast(FloatMath.C8), z, FloatMath.C6), z, FloatMath.C4);
    c = step(step(c, z, -0.5f), z, 1f);
    IntVector quadrant = t.reinterpretAsInts().add(quarters);
    IntVector parity = quadrant.lanewise(LSHL, 31).add(ONE_BITS);
    IntVector sign = quadrant.lanewise(ASHR, 1).lanewise(LSHL, 31);
    FloatVector value = s.blend(c, parity.reinterpretAsFloats().compare(LT, 0f));
    FloatVector y = value.reinterpretAsInts().add(sign).reinterpretAsFloats();
    return y.broadcast(Float.NaN).blend(y, x.mul(x).compare(LE, FloatMath.TRIG_MAX_SQUARED));
  }

  /// One step of Horner's rule, `p·x + c` rounded once.
  private static FloatVector step(FloatVector p, FloatVector x, float c) {
    return p.fma(x, p.broadcast(c));
  }
}
