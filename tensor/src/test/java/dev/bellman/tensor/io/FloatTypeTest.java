package dev.bellman.tensor.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellman.tensor.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FloatTypeTest {
  @TempDir Path folder;

  @Test
  void bfloatsAreTheNearestAndTheEvenOneOfTwo() {
    assertThat(FloatType.BF16.nearest(0x1.00p0f)).isEqualTo(0x1.00p0f);
    assertThat(FloatType.BF16.nearest(0x1.01p0f)).isEqualTo(0x1.00p0f);
    assertThat(FloatType.BF16.nearest(0x1.010002p0f)).isEqualTo(0x1.02p0f);
    assertThat(FloatType.BF16.nearest(0x1.03p0f)).isEqualTo(0x1.04p0f);
    assertThat(FloatType.BF16.nearest(-0x1.02fffep0f)).isEqualTo(-0x1.02p0f);
    assertThat(FloatType.BF16.nearest(Float.MAX_VALUE)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(FloatType.BF16.nearest(Float.NEGATIVE_INFINITY)).isEqualTo(Float.NEGATIVE_INFINITY);
  }

  @Test
  void halvesAreTheNearestAndTheEvenOneOfTwo() {
    assertThat(FloatType.F16.nearest(0x1.002p0f)).isEqualTo(0x1p0f);
    assertThat(FloatType.F16.nearest(0x1.006p0f)).isEqualTo(0x1.008p0f);
    assertThat(FloatType.F16.nearest(0x1.0022p0f)).isEqualTo(0x1.004p0f);
    assertThat(FloatType.F16.nearest(65_519)).isEqualTo(65_504);
    assertThat(FloatType.F16.nearest(65_520)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(FloatType.F16.nearest(0x1.8p-25f)).isEqualTo(0x1p-24f);
  }

  @Test
  void nanStaysNanWhateverItsBits() {
    for (int bits : new int[] {0x7F800001, 0x7FC00000, 0xFFFFFFFF, 0xFF800001, 0x7F80FFFF}) {
      for (FloatType type : FloatType.values()) {
        assertThat(type.nearest(Float.intBitsToFloat(bits))).isNaN();
      }
    }
  }

  @Test
  void everyNumberOfAShorterTypeIsItsOwnNearest() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float half = Float.float16ToFloat((short) bits);
      assertThat(FloatType.F16.nearest(half)).isEqualTo(Float.valueOf(half));
      float upper = Float.intBitsToFloat(bits << 16);
      assertThat(FloatType.BF16.nearest(upper)).isEqualTo(Float.valueOf(upper));
    }
  }

  @Test
  void noOtherNumberOfTheTypeIsNearer() {
    for (int i = 0; i < 2_000; i++) {
      int bits = (i * 0x9E3779B1) & 0x3FFFFFFF;
      float value = Float.intBitsToFloat(bits);
      int upper = bits >>> 16;
      double below = value - (double) Float.intBitsToFloat(upper << 16);
      double above = Float.intBitsToFloat((upper + 1) << 16) - (double) value;
      double distance = Math.abs(FloatType.BF16.nearest(value) - (double) value);
      assertThat(distance).isEqualTo(Math.min(below, above));
    }
  }

  @Test
  void filesInAShorterTypeComeBackAsTheNearestNumbers() throws IOException {
    var state = new State();
    state.put("ints", new int[] {1, 2, 3});
    float[] values = new float[70_001];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i - 35_000) / 7.0f;
    }
    values[5] = Float.NaN;
    state.put("floats", values, values.length, 1);
    for (FloatType type : FloatType.values()) {
      Path file = folder.resolve(type + ".safetensors");
      Safetensors.write(file, state, Map.of("format", "pt"), type);
      State read = Safetensors.read(file).arrays();
      assertThat(read.ints("ints", 3)).containsExactly(1, 2, 3);
      assertThat(read.entry("floats").shape()).containsExactly(70_001, 1);
      float[] floats = read.floats("floats", values.length);
      for (int i = 0; i < values.length; i++) {
        assertThat(floats[i]).isEqualTo(Float.valueOf(type.nearest(values[i])));
      }
    }
    assertThat(Files.size(folder.resolve("BF16.safetensors"))).isLessThan(70_001 * 2 + 300);
  }
}
