package dev.bellman.app.lm;

import dev.bellman.app.UserError;
import dev.bellman.app.config.Overlay;
import dev.bellman.app.config.Tree;
import dev.bellman.app.config.Yaml;
import dev.bellman.app.run.RunFolder;
import dev.bellman.app.train.Presets;
import dev.bellman.app.train.Signals;
import dev.bellman.llm.group.GroupRelativeConfig;
import dev.bellman.llm.train.TaskEvaluation;
import dev.bellman.rl.train.Checkpoint;
import dev.bellman.tensor.Engine;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Starts runs and goes on with them.
///
/// @param algorithm the trainer
/// @param threads how many threads work at once
/// @param checkpointSeconds a checkpoint is written when so many seconds have passed
/// @param quiet whether no progress is shown
/// @param err takes progress and warnings
/// @param nanoTime the clock
public record LmTrainer(
    LmAlgorithm<?> algorithm,
    int threads,
    double checkpointSeconds,
    boolean quiet,
    PrintWriter err,
    LongSupplier nanoTime) {

  /// Trains from the beginning.
  ///
  /// @param task the task's name
  /// @param options what is set, each over the ones before it
  /// @param runDir the run folder; null for a new one
  /// @return the outcome, or nothing if a signal stopped it
  public Optional<LmOutcome> start(String task, List<Tree.Mapping> options, @Nullable Path runDir) {
    LmConfig<?> config = config(task, options);
    config.task();
    RunFolder folder =
        runDir == null
            ? RunFolder.createIn(
                Path.of("runs"), task, algorithm.name(), LocalDateTime.now(ZoneId.systemDefault()))
            : RunFolder.create(runDir);
    var progress = new LmProgress(err, quiet, nanoTime);
    try (LmLearner learner = LmLearner.begin(config, threads, progress::say)) {
      TaskEvaluation start = learner.evaluate();
      progress.say(
          "start: greedy accuracy %.1f %%, pass@8 %.1f %%"
              .formatted(100 * start.greedyAccuracy(), 100 * start.passAt8()));
      return run(learner, folder, start, progress, null);
    }
  }

  /// The configuration of a run: the trainer's defaults, the task's preset, that of group-relative
  /// trainers, that of the pair, and options, each over the ones before it.
  LmConfig<?> config(String task, List<Tree.Mapping> options) {
    var layers = new ArrayList<Tree.Mapping>();
    Presets.find("lm", task).ifPresent(layers::add);
    if (algorithm.defaults() instanceof GroupRelativeConfig) {
      Presets.find("lm-group", task).ifPresent(layers::add);
    }
    Presets.find("lm-" + algorithm.name(), task).ifPresent(layers::add);
    layers.add(Tree.Mapping.of("task", new Tree.Scalar(task, true, "")));
    layers.add(Tree.Mapping.of("algorithm", new Tree.Scalar(algorithm.name(), true, "")));
    layers.addAll(options);
    return LmConfig.of(algorithm, layers);
  }

  /// Settings as layers.
  ///
  /// @param settings each as `path=value`
  /// @param seed the run's seed
  static List<Tree.Mapping> layers(List<String> settings, long seed) {
    var layers = new ArrayList<Tree.Mapping>();
    settings.forEach(setting -> layers.add(Overlay.setting(setting)));
    layers.add(Tree.Mapping.of("seed", new Tree.Scalar(Long.toString(seed), false, "")));
    return layers;
  }

  /// Goes on where a checkpoint was made, in the same folder.
  ///
  /// @param path a checkpoint, or a run folder, which means its newest
  /// @return the outcome, or nothing if a signal stopped it
  public Optional<LmOutcome> resume(Path path) {
    var progress = new LmProgress(err, quiet, nanoTime);
    Path file = Files.isDirectory(path) ? newest(path, progress) : path;
    Checkpoint checkpoint = read(file);
    LmConfig<?> config = config(file, checkpoint);
    Path parent = file.toAbsolutePath().getParent();
    RunFolder folder = new RunFolder(parent == null ? Path.of("") : parent);
    folder.cutBack(RunFolder.envSteps(file).orElse(0));
    if (!Engine.kernels().equals(checkpoint.metadata().get("kernels"))) {
      progress.warn(
          "the checkpoint was computed with kernels %s, this process uses %s"
              .formatted(checkpoint.metadata().get("kernels"), Engine.kernels()));
    }
    try (LmLearner learner = LmLearner.resumed(config, threads)) {
      return run(learner, folder, Evaluated.load(checkpoint.state()), progress, checkpoint);
    } catch (IllegalArgumentException e) {
      throw new UserError("checkpoint %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private LmConfig<?> config(Path file, Checkpoint checkpoint) {
    String name = checkpoint.metadata().getOrDefault("algorithm", "none");
    if (!name.equals("lm " + algorithm.name())) {
      throw new UserError(
          "checkpoint %s: must be of lm %s, got %s".formatted(file, algorithm.name(), name));
    }
    String text = checkpoint.metadata().getOrDefault("config", "");
    if (Yaml.parse(text, "config") instanceof Tree.Mapping layer) {
      return LmConfig.of(algorithm, List.of(layer));
    }
    throw new UserError("checkpoint %s: config must be a mapping".formatted(file));
  }

  private static Path newest(Path folder, LmProgress progress) {
    return new RunFolder(folder)
        .newestCheckpoint(
            file -> {
              try {
                Checkpoint.read(file);
                return true;
              } catch (IOException e) {
                progress.warn("passed over checkpoint " + e.getMessage());
                return false;
              }
            })
        .orElseThrow(
            () -> new UserError("%s: must hold a whole checkpoint, got none".formatted(folder)));
  }

  private static Checkpoint read(Path file) {
    try {
      return Checkpoint.read(file);
    } catch (IOException e) {
      throw new UserError("checkpoint " + e.getMessage(), e);
    }
  }

  private Optional<LmOutcome> run(
      LmLearner learner,
      RunFolder folder,
      TaskEvaluation start,
      LmProgress progress,
      @Nullable Checkpoint from) {
    try (Signals signals = Signals.listen(progress::message);
        LmRun run = new LmRun(learner, folder, start, progress, checkpointSeconds, nanoTime)) {
      if (from != null) {
        run.load(from.state());
      }
      signals.add(run);
      if (!run.train()) {
        progress.message(run.whereStopped());
        return Optional.empty();
      }
      return Optional.of(run.finish());
    } catch (IOException e) {
      throw new UserError(
          "run folder %s: must be writable, got %s".formatted(folder.path(), e.getMessage()), e);
    }
  }
}
