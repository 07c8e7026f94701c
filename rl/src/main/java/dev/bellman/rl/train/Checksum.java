package dev.bellman.rl.train;

import dev.bellman.tensor.State;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32C;

/// CRC-32C over arrays with their names, types and shapes and over metadata: a flipped bit anywhere
/// in a checkpoint changes it.
final class Checksum {
  private static final int CHUNK = 8192;

  private final CRC32C sum = new CRC32C();
  private final ByteBuffer buffer = ByteBuffer.allocate(CHUNK * Long.BYTES);

  private Checksum() {}

  static String of(State state, Map<String, String> metadata) {
    var checksum = new Checksum();
    new TreeMap<>(metadata)
        .forEach(
            (name, value) -> {
              checksum.text(name);
              checksum.text(value);
            });
    for (String name : new TreeSet<>(state.names())) {
      State.Entry entry = state.entry(name);
      checksum.text(name);
      checksum.text(entry.values().getClass().getSimpleName() + Arrays.toString(entry.shape()));
      checksum.values(entry.values());
    }
    return "%08x".formatted(checksum.sum.getValue());
  }

  private void text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    buffer.clear().putInt(bytes.length);
    sum.update(buffer.flip());
    sum.update(bytes);
  }

  private void values(Object values) {
    if (values instanceof byte[] bytes) {
      sum.update(bytes);
      return;
    }
    int length = java.lang.reflect.Array.getLength(values);
    for (int at = 0; at < length; at += CHUNK) {
      int n = Math.min(CHUNK, length - at);
      int width =
          switch (values) {
            case float[] a -> {
              buffer.clear().asFloatBuffer().put(a, at, n);
              yield Float.BYTES;
            }
            case int[] a -> {
              buffer.clear().asIntBuffer().put(a, at, n);
              yield Integer.BYTES;
            }
            case double[] a -> {
              buffer.clear().asDoubleBuffer().put(a, at, n);
              yield Double.BYTES;
            }
            default -> {
              buffer.clear().asLongBuffer().put((long[]) values, at, n);
              yield Long.BYTES;
            }
          };
      sum.update(buffer.limit(n * width));
    }
  }
}
