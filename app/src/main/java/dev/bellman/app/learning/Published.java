package dev.bellman.app.learning;

import dev.bellman.tensor.internal.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// What others report for a pair of algorithm and environment.
///
/// @param algorithm the algorithm's name
/// @param environment the environment's id
/// @param mean the mean return
/// @param std its standard deviation over episodes
/// @param episodes over how many episodes of one model
public record Published(
    String algorithm, String environment, double mean, double std, long episodes) {
  private static final String FILE = "published.json";

  /// The result that is known for a pair.
  ///
  /// @param algorithm the algorithm's name
  /// @param environment the environment's id
  /// @return the result, or nothing if none is known
  public static Optional<Published> find(String algorithm, String environment) {
    return ((List<?>) Objects.requireNonNull(file().get("results")))
        .stream()
            .map(entry -> of((Map<?, ?>) Objects.requireNonNull(entry)))
            .filter(known -> known.algorithm.equals(algorithm))
            .filter(known -> known.environment.equals(environment))
            .findFirst();
  }

  /// Where the results are from.
  ///
  /// @return project, page and commit
  public static String source() {
    return String.valueOf(file().get("source"));
  }

  private static Published of(Map<?, ?> entry) {
    return new Published(
        String.valueOf(entry.get("algorithm")),
        String.valueOf(entry.get("environment")),
        number(entry, "mean"),
        number(entry, "std"),
        (long) number(entry, "episodes"));
  }

  private static double number(Map<?, ?> entry, String name) {
    return ((Number) Objects.requireNonNull(entry.get(name))).doubleValue();
  }

  private static Map<?, ?> file() {
    try (InputStream in = Objects.requireNonNull(Published.class.getResourceAsStream(FILE))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return (Map<?, ?>) Objects.requireNonNull(Json.parse(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
