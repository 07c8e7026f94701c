package dev.bellman.tensor.io;

import java.nio.ByteBuffer;
import java.nio.ShortBuffer;

/// The element types that are read, by their names in the format. Those of half precision become
/// floats; those of one byte, signed or not, stay bytes. Written are the types that are also a Java
/// array's and, for floats, those of half precision.
enum Dtype {
  F64(8),
  F32(4),
  F16(2),
  BF16(2),
  I64(8),
  I32(4),
  I8(1),
  U8(1),
  BOOL(1);

  private final int width;

  Dtype(int width) {
    this.width = width;
  }

  /// Bytes per value.
  int width() {
    return width;
  }

  /// The type as which an array is written.
  static Dtype of(Object array, FloatType floats) {
    return switch (array) {
      case double[] _ -> F64;
      case float[] _ -> floats.dtype();
      case long[] _ -> I64;
      case int[] _ -> I32;
      default -> U8;
    };
  }

  /// A new array for so many values of this type.
  Object array(int length) {
    return switch (this) {
      case F64 -> new double[length];
      case F32, F16, BF16 -> new float[length];
      case I64 -> new long[length];
      case I32 -> new int[length];
      case I8, U8, BOOL -> new byte[length];
    };
  }

  /// Decodes `n` values from a little-endian buffer into `array[at..]`.
  void get(ByteBuffer in, Object array, int at, int n) {
    switch (this) {
      case F64 -> in.asDoubleBuffer().get((double[]) array, at, n);
      case F32 -> in.asFloatBuffer().get((float[]) array, at, n);
      case I64 -> in.asLongBuffer().get((long[]) array, at, n);
      case I32 -> in.asIntBuffer().get((int[]) array, at, n);
      case I8, U8, BOOL -> in.get((byte[]) array, at, n);
      case F16, BF16 -> getHalves(in.asShortBuffer(), (float[]) array, at, n);
    }
  }

  private void getHalves(ShortBuffer in, float[] array, int at, int n) {
    for (int i = at; i < at + n; i++) {
      short bits = in.get();
      array[i] = this == F16 ? Float.float16ToFloat(bits) : Float.intBitsToFloat(bits << 16);
    }
  }

  /// Encodes `n` values of `array[at..]` into a little-endian buffer; the buffer's position stays.
  void put(Object array, int at, int n, ByteBuffer out) {
    switch (array) {
      case double[] values -> out.asDoubleBuffer().put(values, at, n);
      case float[] values -> {
        switch (this) {
          case F16 -> putHalves(values, at, n, FloatType.F16, out.asShortBuffer());
          case BF16 -> putHalves(values, at, n, FloatType.BF16, out.asShortBuffer());
          default -> out.asFloatBuffer().put(values, at, n);
        }
      }
      case long[] values -> out.asLongBuffer().put(values, at, n);
      case int[] values -> out.asIntBuffer().put(values, at, n);
      default -> out.slice().put((byte[]) array, at, n);
    }
  }

  private static void putHalves(float[] values, int at, int n, FloatType type, ShortBuffer out) {
    for (int i = at; i < at + n; i++) {
      out.put(type.half(values[i]));
    }
  }
}
