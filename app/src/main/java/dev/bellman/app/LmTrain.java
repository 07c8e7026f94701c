package dev.bellman.app;

import dev.bellman.app.config.Overlay;
import dev.bellman.app.config.Tree;
import dev.bellman.app.config.Yaml;
import dev.bellman.app.lm.LmAlgorithm;
import dev.bellman.app.lm.LmOutcome;
import dev.bellman.app.lm.LmTrainer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Trains a language model.
@Command
final class LmTrain implements Callable<Integer> {
  private static final int MOST_THREADS = 1024;

  private final Context context;
  private final LmAlgorithm<?> algorithm;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "<task>",
      description = "sum-to, sort-digits or maze-4.")
  private @Nullable String task;

  @Option(names = "--updates", paramLabel = "N", description = "Updates (default: the preset's).")
  private @Nullable String updates;

  @Option(names = "--seed", paramLabel = "S", description = "The run's seed (default: 1).")
  private @Nullable String seed;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads (default: the number of cores); they change no result.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--set",
      paramLabel = "path=value",
      description = "Set a hyper-parameter, as rollout.samples=8.")
  private List<String> settings = List.of();

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "Start with this model: a run folder, or config.json and model.safetensors.")
  private @Nullable Path model;

  @Option(
      names = "--reward-model",
      paramLabel = "DIR",
      description = "Learn from this reward model in place of the task's verifier.")
  private @Nullable Path rewardModel;

  @Option(
      names = "--run-dir",
      paramLabel = "DIR",
      description = "The run folder, absent or empty (default: a new one below runs/).")
  private @Nullable Path runDir;

  @Option(
      names = "--resume",
      paramLabel = "RUN",
      description = "Go on with a run from a checkpoint, or from its folder's newest.")
  private @Nullable Path resume;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "SECONDS",
      description = "Seconds between checkpoints, 0 for each update (default: ${DEFAULT-VALUE}).")
  private double checkpointEvery = 5;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Option(names = "--quiet", description = "Show no progress.")
  private boolean quiet;

  LmTrain(Context context, LmAlgorithm<?> algorithm) {
    this.context = context;
    this.algorithm = algorithm;
  }

  @Override
  public Integer call() {
    if (threads < 1 || threads > MOST_THREADS) {
      throw new UserError("--threads: must be in [1, 1024], got " + threads);
    }
    if (!(checkpointEvery >= 0)) {
      throw new UserError("--checkpoint-every: must be at least 0, got " + checkpointEvery);
    }
    var trainer =
        new LmTrainer(algorithm, threads, checkpointEvery, quiet, context.err(), System::nanoTime);
    Optional<LmOutcome> outcome =
        resume == null ? trainer.start(named(), options(), runDir) : resumed(trainer, resume);
    outcome.ifPresent(done -> context.print(json, done.json(), done::text));
    return outcome.isPresent() ? ExitStatus.DONE : ExitStatus.INTERRUPTED;
  }

  private String named() {
    if (task == null) {
      throw new UserError(
          "task: must be named, or --resume (for example: bellman lm %s sum-to)"
              .formatted(algorithm.name()));
    }
    return task;
  }

  private Optional<LmOutcome> resumed(LmTrainer trainer, Path from) {
    if (task != null || runDir != null || !options().isEmpty()) {
      throw new UserError(
          "--resume: can't be given with a task, --run-dir or settings (the run keeps its values)");
    }
    return trainer.resume(from);
  }

  private List<Tree.Mapping> options() {
    var layers = new ArrayList<Tree.Mapping>();
    for (String setting : settings) {
      layers.add(Overlay.setting(setting));
    }
    add(layers, "updates", "--updates", updates);
    add(layers, "seed", "--seed", seed);
    addText(layers, "given", model);
    addText(layers, "rewardModel", rewardModel);
    return layers;
  }

  private static void add(
      List<Tree.Mapping> layers, String key, String option, @Nullable String value) {
    if (value != null) {
      layers.add(Tree.Mapping.of(key, Yaml.parseValue(value, option)));
    }
  }

  private static void addText(List<Tree.Mapping> layers, String key, @Nullable Path value) {
    if (value != null) {
      String text = value.toAbsolutePath().normalize().toString();
      layers.add(Tree.Mapping.of(key, new Tree.Scalar(text, true, "")));
    }
  }
}
