package dev.bellman.rl;

import dev.bellman.tensor.internal.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/// One case of a golden file, and how to read its numbers.
public record Golden(String name, Map<?, ?> values) {
  /// The cases under a key of a file.
  public static Stream<Golden> cases(String file, String key) {
    String path = "/golden/" + file;
    try (InputStream in = Objects.requireNonNull(Golden.class.getResourceAsStream(path))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      List<?> rows = (List<?>) ((Map<?, ?>) Json.parse(text)).get(key);
      return rows.stream().map(row -> new Golden(key, (Map<?, ?>) row));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A number.
  public double number(String key) {
    return ((Number) values.get(key)).doubleValue();
  }

  /// Whether a number or list is there.
  public boolean has(String key) {
    return values.get(key) != null;
  }

  /// All numbers of nested lists, row by row; true is 1.
  public double[] doubles(String key) {
    return flat(values.get(key)).toArray();
  }

  /// [#doubles] as floats.
  public float[] floats(String key) {
    double[] numbers = doubles(key);
    float[] floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) numbers[i];
    }
    return floats;
  }

  /// [#doubles] as integers.
  public int[] ints(String key) {
    return flat(values.get(key)).mapToInt(x -> (int) x).toArray();
  }

  /// [#doubles] as truth values.
  public boolean[] booleans(String key) {
    double[] numbers = doubles(key);
    boolean[] truths = new boolean[numbers.length];
    for (int i = 0; i < truths.length; i++) {
      truths[i] = numbers[i] != 0;
    }
    return truths;
  }

  /// The number of lists in a list.
  public int rows(String key) {
    return ((List<?>) values.get(key)).size();
  }

  private static DoubleStream flat(Object value) {
    return switch (value) {
      case List<?> list -> list.stream().flatMapToDouble(Golden::flat);
      case Boolean truth -> DoubleStream.of(truth ? 1 : 0);
      case Object number -> DoubleStream.of(((Number) number).doubleValue());
    };
  }

  /// How near a float32 result must be to an expected number.
  public static double tolerance(double expected) {
    return 1e-6 + 1e-4 * Math.abs(expected);
  }

  /// Whether float32 results are near enough to expected numbers.
  public static void check(float[] actual, double[] expected) {
    if (actual.length != expected.length) {
      throw new AssertionError(actual.length + " numbers, expected " + expected.length);
    }
    for (int i = 0; i < expected.length; i++) {
      if (!(Math.abs(actual[i] - expected[i]) <= tolerance(expected[i]))) {
        throw new AssertionError("[%d]: %s, expected %s".formatted(i, actual[i], expected[i]));
      }
    }
  }
}
