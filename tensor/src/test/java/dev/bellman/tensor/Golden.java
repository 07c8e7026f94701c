package dev.bellman.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.tensor.internal.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Numbers computed by other people's software, in `src/test/resources/golden`.
public final class Golden {
  private Golden() {}

  /// The content of a file.
  @SuppressWarnings("unchecked")
  public static Map<String, Object> read(String file) {
    try (var in = Objects.requireNonNull(Golden.class.getResourceAsStream("/golden/" + file))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return (Map<String, Object>) Objects.requireNonNull(Json.parse(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A list of objects.
  @SuppressWarnings("unchecked")
  public static List<Map<String, Object>> objects(Object list) {
    return (List<Map<String, Object>>) list;
  }

  /// All numbers of nested lists in row-major order.
  public static double[] numbers(Object nested) {
    List<Double> flat = new ArrayList<>();
    flatten(nested, flat);
    return flat.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /// All numbers of nested lists in row-major order.
  public static float[] floats(Object nested) {
    double[] wide = numbers(nested);
    float[] values = new float[wide.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) wide[i];
    }
    return values;
  }

  /// Fails unless `|a - b| <= 1e-6 + 1e-4 |b|`, the tolerance of the golden numbers for float32.
  public static void close(String what, float[] actual, double[] expected) {
    assertThat(actual).as(what).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat((double) actual[i])
          .as("%s [%d]", what, i)
          .isCloseTo(expected[i], within(1e-6 + 1e-4 * Math.abs(expected[i])));
    }
  }

  private static void flatten(Object nested, List<Double> into) {
    if (nested instanceof List<?> list) {
      list.forEach(element -> flatten(element, into));
    } else {
      into.add(((Number) nested).doubleValue());
    }
  }
}
