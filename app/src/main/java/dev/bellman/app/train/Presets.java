package dev.bellman.app.train;

import dev.bellman.app.UserError;
import dev.bellman.app.config.Tree;
import dev.bellman.app.config.Yaml;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Optional;

/// The presets that come with this program: one file for each pair of algorithm and environment.
public final class Presets {
  private Presets() {}

  /// The preset of a pair.
  ///
  /// @param algorithm the algorithm's name
  /// @param environment the environment's id
  /// @return the preset, or nothing if there is none
  public static Optional<Tree.Mapping> find(String algorithm, String environment) {
    return read("%s-%s.yaml".formatted(algorithm, environment.replace('/', '-')));
  }

  /// A preset of an algorithm for any environment, by its name.
  ///
  /// @param algorithm the algorithm's name
  /// @param name the preset's name; `none` is empty
  /// @return the preset
  /// @throws UserError if there is none
  public static Tree.Mapping named(String algorithm, String name) {
    if (name.equals("none")) {
      return new Tree.Mapping(new LinkedHashMap<>(), "");
    }
    return read("%s-%s.yaml".formatted(algorithm, name))
        .orElseThrow(
            () ->
                new UserError(
                    "--preset: '%s' has none named '%s' (known for ppo: textbook; for all: none)"
                        .formatted(algorithm, name)));
  }

  private static Optional<Tree.Mapping> read(String file) {
    try (InputStream in = Presets.class.getResourceAsStream("/dev/bellman/app/presets/" + file)) {
      if (in == null) {
        return Optional.empty();
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      if (Yaml.parse(text, "presets/" + file) instanceof Tree.Mapping preset) {
        return Optional.of(preset);
      }
      throw new UserError("presets/" + file + ": must be a mapping");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
