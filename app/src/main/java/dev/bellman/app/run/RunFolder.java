package dev.bellman.app.run;

import dev.bellman.app.UserError;
import dev.bellman.app.config.Overlay;
import dev.bellman.app.config.Tree;
import dev.bellman.app.config.Yaml;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The folder that holds everything a run makes: the resolved configuration, the metrics, the
/// checkpoints and the learning curve.
///
/// @param path the folder
public record RunFolder(Path path) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);
  private static final Pattern CHECKPOINT = Pattern.compile("checkpoint-(\\d{1,18})\\.safetensors");
  private static final String PROVENANCE = "provenance";

  /// Makes a new folder for a run.
  ///
  /// @param path the folder; absent or empty
  /// @return the folder
  /// @throws UserError if it holds something or can't be made or written
  public static RunFolder create(Path path) {
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw new UserError("run folder %s: must be a folder, got a file".formatted(path));
    }
    try {
      Files.createDirectories(path);
      try (Stream<Path> content = Files.list(path)) {
        Optional<Path> first = content.min(Comparator.naturalOrder());
        if (first.isPresent()) {
          throw new UserError(
              "run folder %s: must be empty, got %s (choose another, or go on with --resume)"
                  .formatted(path, first.get().getFileName()));
        }
      }
      Files.delete(Files.createTempFile(path, "write", ".tmp"));
    } catch (IOException e) {
      throw new UserError(
          "run folder %s: must be writable, got %s".formatted(path, Reason.of(e)), e);
    }
    return new RunFolder(path);
  }

  /// Makes a new folder named after a run, `<environment>-<algorithm>-<time>`, with a number where
  /// that name is taken.
  ///
  /// @param runs the folder of all runs; made if it is absent
  /// @param environment the environment's id
  /// @param algorithm the algorithm's name
  /// @param time when the run starts
  /// @return the folder
  /// @throws UserError if it can't be made
  public static RunFolder createIn(
      Path runs, String environment, String algorithm, LocalDateTime time) {
    String name = (environment + "-" + algorithm + "-").replaceAll("[^A-Za-z0-9._-]+", "-");
    String base = name + TIME.format(time);
    try {
      Files.createDirectories(runs);
      for (int number = 1; ; number++) {
        Path path = runs.resolve(number == 1 ? base : base + "-" + number);
        if (isMade(path)) {
          return create(path);
        }
      }
    } catch (IOException e) {
      throw new UserError(
          "run folder %s: must be writable, got %s".formatted(runs.resolve(base), Reason.of(e)), e);
    }
  }

  private static boolean isMade(Path path) throws IOException {
    try {
      Files.createDirectory(path);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  /// Opens the folder of a run that was made before.
  ///
  /// @param path the folder
  /// @return the folder
  /// @throws UserError if it is no run folder
  public static RunFolder open(Path path) {
    var folder = new RunFolder(path);
    if (!Files.isRegularFile(folder.config())) {
      throw new UserError(
          "run folder %s: must hold config.yaml, got %s"
              .formatted(path, Files.isDirectory(path) ? "a folder without it" : "no folder"));
    }
    return folder;
  }

  /// The resolved configuration.
  ///
  /// @return the path of `config.yaml`
  public Path config() {
    return path.resolve("config.yaml");
  }

  /// The metrics, one JSON object a line.
  ///
  /// @return the path of `metrics.jsonl`
  public Path metrics() {
    return path.resolve("metrics.jsonl");
  }

  /// The picture of the learning curve.
  ///
  /// @return the path of `learning-curve.svg`
  public Path learningCurve() {
    return path.resolve("learning-curve.svg");
  }

  /// The checkpoint of a number of steps.
  ///
  /// @param envSteps the environment steps done
  /// @return its path; `checkpoint-<envSteps>.safetensors`
  public Path checkpoint(long envSteps) {
    return path.resolve("checkpoint-" + envSteps + ".safetensors");
  }

  /// The environment steps that a checkpoint's name tells.
  ///
  /// @param checkpoint any path
  /// @return the steps, or nothing if it is not named like a checkpoint
  public static OptionalLong envSteps(Path checkpoint) {
    Matcher matcher = CHECKPOINT.matcher(String.valueOf(checkpoint.getFileName()));
    return matcher.matches()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }

  /// The steps of the checkpoints that are there, broken ones too.
  ///
  /// @return the environment steps, ascending
  /// @throws IOException if the folder can't be read
  public List<Long> checkpoints() throws IOException {
    try (Stream<Path> content = Files.list(path)) {
      return content.flatMapToLong(file -> envSteps(file).stream()).sorted().boxed().toList();
    }
  }

  /// Goes back to where a checkpoint was made: drops later checkpoints, later metrics and what a
  /// killed process left half written.
  ///
  /// @param envSteps the checkpoint's environment steps
  /// @throws UserError if the folder can't be written
  public void cutBack(long envSteps) {
    try {
      Files.delete(Files.createTempFile(path, "write", ".tmp"));
      deleteHalfWritten();
      Metrics.cutBack(metrics(), envSteps);
      for (long steps : checkpoints()) {
        if (steps > envSteps) {
          Files.delete(checkpoint(steps));
        }
      }
    } catch (IOException e) {
      throw new UserError(
          "run folder %s: must be writable, got %s".formatted(path, Reason.of(e)), e);
    }
  }

  private void deleteHalfWritten() throws IOException {
    try (DirectoryStream<Path> temporaries =
        Files.newDirectoryStream(
            path, "{.*.safetensors.*,.metrics.jsonl,.config.yaml,write*}.tmp")) {
      for (Path temporary : temporaries) {
        Files.deleteIfExists(temporary);
      }
    }
  }

  /// The checkpoint with the most steps. Files with other names, such as temporary ones, are not
  /// considered.
  ///
  /// @param sound tells a whole checkpoint from a broken one
  /// @return the newest sound checkpoint, or nothing if there is none
  /// @throws UserError if the folder can't be read
  public Optional<Path> newestCheckpoint(Predicate<Path> sound) {
    try (Stream<Path> content = Files.list(path)) {
      return content
          .filter(file -> envSteps(file).isPresent() && Files.isRegularFile(file))
          .sorted(Comparator.comparingLong((Path file) -> envSteps(file).orElse(-1)).reversed())
          .filter(sound)
          .findFirst();
    } catch (IOException e) {
      throw new UserError(
          "run folder %s: must be readable, got %s".formatted(path, Reason.of(e)), e);
    }
  }

  /// Writes the resolved configuration and where the run was made.
  ///
  /// @param config the configuration with algorithm, environment and seed
  /// @param provenance what made the run, written below the key `provenance`
  /// @throws IOException if it can't be written
  public void writeConfig(Tree.Mapping config, Provenance provenance) throws IOException {
    var entries = new LinkedHashMap<>(config.entries());
    entries.put(PROVENANCE, provenance.tree());
    String text = Yaml.write(new Tree.Mapping(entries, "")).stripTrailing();
    WholeFile.write(config(), text + "\n");
  }

  /// Reads the resolved configuration back, without where the run was made.
  ///
  /// @return the configuration
  /// @throws UserError if it can't be read
  public Tree.Mapping readConfig() {
    if (!(Overlay.file(config()) instanceof Tree.Mapping mapping)) {
      throw new UserError(config() + ": must be a mapping");
    }
    var entries = new LinkedHashMap<>(mapping.entries());
    entries.remove(PROVENANCE);
    return new Tree.Mapping(entries, mapping.origin());
  }
}
