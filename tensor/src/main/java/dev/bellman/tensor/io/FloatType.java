package dev.bellman.tensor.io;

/// The types as which floats can be written. The shorter ones take the nearest value, the even one
/// of two as near; NaN stays NaN, and what is too large becomes infinite.
public enum FloatType {
  /// 32 bits: a float as it is.
  F32,

  /// 16 bits, of which 5 are the exponent: IEEE 754 binary16, up to 65504.
  F16,

  /// 16 bits, of which 8 are the exponent: the upper half of a float.
  BF16;

  private static final int NAN = 0x7FC0;

  /// The number that is read again where this one is written.
  ///
  /// @param value the number
  /// @return the nearest number of this type
  public float nearest(float value) {
    return switch (this) {
      case F32 -> value;
      case F16 -> Float.float16ToFloat(half(value));
      case BF16 -> Float.intBitsToFloat(half(value) << 16);
    };
  }

  /// The 16 bits of a number in one of the shorter types.
  short half(float value) {
    return this == F16 ? Float.floatToFloat16(value) : upper(Float.floatToRawIntBits(value));
  }

  private static short upper(int bits) {
    boolean isNan = (bits & 0x7FFFFFFF) > 0x7F800000;
    if (isNan) {
      return (short) (bits >>> 16 | NAN);
    }
    int odd = bits >>> 16 & 1;
    return (short) ((bits + 0x7FFF + odd) >>> 16);
  }

  Dtype dtype() {
    return switch (this) {
      case F32 -> Dtype.F32;
      case F16 -> Dtype.F16;
      case BF16 -> Dtype.BF16;
    };
  }
}
