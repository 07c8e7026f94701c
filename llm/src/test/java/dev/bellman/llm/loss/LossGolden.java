package dev.bellman.llm.loss;

import dev.bellman.tensor.internal.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// One case of `language_model_losses.json`: losses and gradients by torch autograd in float64.
record LossGolden(Map<?, ?> values) {
  static Stream<LossGolden> cases(String key) {
    String path = "/golden/language_model_losses.json";
    try (var in = Objects.requireNonNull(LossGolden.class.getResourceAsStream(path))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Map<?, ?> file = (Map<?, ?>) Objects.requireNonNull(Json.parse(text));
      return ((List<?>) Objects.requireNonNull(file.get(key)))
          .stream().map(row -> new LossGolden((Map<?, ?>) row));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String text(String key) {
    return (String) Objects.requireNonNull(values.get(key));
  }

  double number(String key) {
    return ((Number) Objects.requireNonNull(values.get(key))).doubleValue();
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  int rows(String key) {
    return ((List<?>) Objects.requireNonNull(values.get(key))).size();
  }

  /// All numbers of nested lists, row by row.
  double[] doubles(String key) {
    List<Double> flat = new ArrayList<>();
    flatten(values.get(key), flat);
    return flat.stream().mapToDouble(Double::doubleValue).toArray();
  }

  float[] floats(String key) {
    double[] wide = doubles(key);
    float[] narrow = new float[wide.length];
    for (int i = 0; i < wide.length; i++) {
      narrow[i] = (float) wide[i];
    }
    return narrow;
  }

  private static void flatten(Object nested, List<Double> into) {
    if (nested instanceof List<?> list) {
      list.forEach(element -> flatten(element, into));
    } else {
      into.add(((Number) nested).doubleValue());
    }
  }

  @Override
  public String toString() {
    return values.containsKey("kind")
        ? text("kind")
        : "%s %s".formatted(values.get("importance_level"), values.get("aggregation"));
  }
}
