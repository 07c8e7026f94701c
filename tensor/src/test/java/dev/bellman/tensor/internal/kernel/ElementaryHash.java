package dev.bellman.tensor.internal.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;

/// One number for the bits of all functions of both twins, also as a program for a child JVM.
final class ElementaryHash {

  /// Not a multiple of a vector's length.
  private static final int COUNT = 8011;

  private ElementaryHash() {}

  /// Writes the checksum into the file named by the first argument.
  public static void main(String[] arguments) throws IOException {
    Files.writeString(Path.of(arguments[0]), hash() + " " + VectorMath.SPECIES.vectorBitSize());
  }

  static String hash() {
    float[] x = inputs();
    var vector = new CRC32();
    var scalar = new CRC32();
    for (Elementary function : Elementary.values()) {
      update(scalar, function.scalar(x));
      update(vector, function.vector(x, VectorMath.SPECIES));
    }
    return "%08x %08x".formatted(scalar.getValue(), vector.getValue());
  }

  /// Bit patterns over all floats in turn with values in (-100, 100).
  private static float[] inputs() {
    float[] x = new float[COUNT];
    for (int i = 0; i < COUNT; i++) {
      int bits = i * 0x9E3779B9;
      x[i] = i % 2 == 0 ? Float.intBitsToFloat(bits) : bits * 0x1p-31f * 100f;
    }
    return x;
  }

  private static void update(CRC32 crc, float[] values) {
    for (float value : values) {
      int bits = Float.floatToIntBits(value);
      for (int shift = 0; shift < 32; shift += 8) {
        crc.update(bits >>> shift);
      }
    }
  }
}
