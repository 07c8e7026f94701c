package dev.bellman.app.train;

import dev.bellman.app.UserError;
import dev.bellman.app.config.Tree;
import dev.bellman.app.config.Yaml;
import dev.bellman.app.run.Reason;
import dev.bellman.app.run.RunFolder;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.train.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A checkpoint and the configuration of the run that wrote it.
///
/// @param file where it is
/// @param checkpoint what it holds
/// @param config the run's configuration, which the checkpoint's metadata hold
/// @param passedOver what is wrong with newer checkpoints of the folder, a line for each
public record SavedRun(
    Path file, Checkpoint checkpoint, RunConfig<?> config, List<String> passedOver) {
  private static final String ALGORITHM = "algorithm";
  private static final String ENVIRONMENT = "environment";
  private static final String SEED = "seed";
  private static final String CONFIG = "config";

  /// Reads a checkpoint.
  ///
  /// @param path a checkpoint, or a run folder, which means its newest sound checkpoint
  /// @param envs the environments that can be named
  /// @return the saved run
  /// @throws UserError if there is none, it is broken, or of another version
  public static SavedRun open(Path path, Envs envs) {
    var broken = new ArrayList<String>();
    Path file = Files.isDirectory(path) ? newest(path, broken) : path;
    Checkpoint checkpoint = read(file);
    RunConfig<?> config = config(file, checkpoint.metadata(), envs);
    return new SavedRun(file, checkpoint, config, List.copyOf(broken));
  }

  private static Path newest(Path folder, List<String> broken) {
    return newestSound(folder, broken)
        .orElseThrow(
            () ->
                broken.isEmpty()
                    ? new UserError(
                        "%s: must be a checkpoint or hold one, got a folder without"
                            .formatted(folder))
                    : new UserError(
                        "run folder %s: must hold a whole checkpoint, got %d broken: %s"
                            .formatted(folder, broken.size(), broken.getFirst())));
  }

  private static Optional<Path> newestSound(Path folder, List<String> broken) {
    return new RunFolder(folder)
        .newestCheckpoint(
            file -> {
              try {
                Checkpoint.read(file);
                return true;
              } catch (IOException e) {
                broken.add(detail(file, e));
                return false;
              }
            });
  }

  private static String detail(Path file, IOException e) {
    String message = String.valueOf(e.getMessage());
    return message.startsWith(file + ": ") ? message : file + ": " + Reason.of(e);
  }

  private static Checkpoint read(Path file) {
    try {
      return Checkpoint.read(file);
    } catch (NoSuchFileException e) {
      throw new UserError("checkpoint %s: no such file".formatted(file), e);
    } catch (IOException e) {
      Path folder = file.toAbsolutePath().getParent();
      String whole =
          Optional.ofNullable(folder)
              .flatMap(parent -> newestSound(parent, new ArrayList<>()))
              .map("; the newest whole one there is %s"::formatted)
              .orElse("");
      throw new UserError("checkpoint " + detail(file, e) + whole, e);
    }
  }

  private static RunConfig<?> config(Path file, Map<String, String> metadata, Envs envs) {
    String name = value(file, metadata, ALGORITHM);
    String id = value(file, metadata, ENVIRONMENT);
    String text = value(file, metadata, CONFIG);
    try {
      AlgorithmSpec<?> algorithm = Algorithms.find(name);
      String environment = environment(envs, id);
      if (Yaml.parse(text, "config") instanceof Tree.Mapping layer) {
        return RunConfig.of(algorithm, environment, List.of(layer));
      }
    } catch (UserError e) {
      throw new UserError("checkpoint %s: %s".formatted(file, e.getMessage()), e);
    }
    throw new UserError("checkpoint %s: config must be a mapping".formatted(file));
  }

  private static String value(Path file, Map<String, String> metadata, String name) {
    String value = metadata.get(name);
    if (value == null) {
      throw new UserError(
          "checkpoint %s: metadata must name '%s', got %s"
              .formatted(file, name, new TreeMap<>(metadata).keySet()));
    }
    return value;
  }

  /// How far the run was.
  ///
  /// @return the environment steps
  /// @throws UserError if the checkpoint does not say
  public long envSteps() {
    try {
      return checkpoint.state().longValue("progress.envSteps");
    } catch (IllegalArgumentException e) {
      throw new UserError("checkpoint %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /// The folder that the run goes on in.
  ///
  /// @return the folder that the checkpoint is in
  public RunFolder folder() {
    Path parent = file.getParent();
    return new RunFolder(parent == null ? Path.of("") : parent);
  }

  /// The kernels that computed it.
  ///
  /// @return their name, or an empty string if the checkpoint does not say
  public String kernels() {
    return checkpoint.metadata().getOrDefault("kernels", "");
  }

  /// The full id of an environment.
  ///
  /// @param envs the environments that can be named
  /// @param name an id, or one without its version, which means the highest
  /// @return the id
  /// @throws UserError if there is none of that name
  public static String environment(Envs envs, String name) {
    try {
      return envs.spec(name).id();
    } catch (IllegalArgumentException e) {
      throw new UserError(String.valueOf(e.getMessage()), e);
    }
  }

  /// What a run's checkpoints say of their run.
  ///
  /// @param config the run's configuration
  /// @return the metadata, which [#open] reads
  static Map<String, String> metadata(RunConfig<?> config) {
    return Map.of(
        ALGORITHM, config.algorithm().name(),
        ENVIRONMENT, config.environment(),
        SEED, Long.toString(config.seed()),
        CONFIG, Yaml.write(config.tree()));
  }
}
