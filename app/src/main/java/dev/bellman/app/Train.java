package dev.bellman.app;

import dev.bellman.app.config.Overlay;
import dev.bellman.app.config.Tree;
import dev.bellman.app.config.Yaml;
import dev.bellman.app.run.RunFolder;
import dev.bellman.app.stats.Scores;
import dev.bellman.app.terminal.Quantity;
import dev.bellman.app.terminal.Screen;
import dev.bellman.app.train.AlgorithmSpec;
import dev.bellman.app.train.Algorithms;
import dev.bellman.app.train.Board;
import dev.bellman.app.train.Evaluations;
import dev.bellman.app.train.Learner;
import dev.bellman.app.train.Outcome;
import dev.bellman.app.train.Presets;
import dev.bellman.app.train.RunConfig;
import dev.bellman.app.train.SavedRun;
import dev.bellman.app.train.Trainer;
import dev.bellman.rl.env.Envs;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Trains a policy.
@Command(name = "train", description = "Train a policy, or go on with a run.")
final class Train implements Callable<Integer> {
  private static final double CONFIDENCE = 0.95;
  private static final int RESAMPLES = 50_000;
  private static final int MOST_SEEDS = 10_000;
  private static final int MOST_THREADS = 1024;

  private final Context context;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "<algorithm>",
      description = "One of: bellman algorithms.")
  private @Nullable String algorithm;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "<environment>",
      description = "One of: bellman envs.")
  private @Nullable String environment;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Environment steps in all (default: the preset's, or 100000).")
  private @Nullable String steps;

  @Option(names = "--seed", paramLabel = "S", description = "The run's seed (default: 1).")
  private @Nullable String seed;

  @Option(
      names = "--seeds",
      paramLabel = "K",
      description = "Train K runs with seeds S, S+1, ... side by side, each with one thread.")
  private @Nullable Integer seeds;

  @Option(names = "--envs", paramLabel = "N", description = "Environments side by side.")
  private @Nullable String envs;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads (default: the number of cores); they change no result.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description = "A preset for any environment in place of the pair's own; none for no preset.")
  private @Nullable String preset;

  @Option(
      names = "--set",
      paramLabel = "path=value",
      description = "Set a hyper-parameter, or an option as environment.NAME=value.")
  private List<String> settings = List.of();

  @Option(
      names = "--run-dir",
      paramLabel = "DIR",
      description = "The run folder, absent or empty (default: a new one below runs/).")
  private @Nullable Path runDir;

  @Option(
      names = "--resume",
      paramLabel = "CHECKPOINT",
      description = "Go on with a run from a checkpoint, or from its folder's newest.")
  private @Nullable Path resume;

  @Option(
      names = "--eval-episodes",
      paramLabel = "N",
      description = "Episodes of the final evaluation (default: ${DEFAULT-VALUE}).")
  private int evalEpisodes = 100;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "SECONDS",
      description =
          "Seconds between checkpoints, 0 for each iteration (default: ${DEFAULT-VALUE}).")
  private double checkpointEvery = 5;

  @Option(names = "--profile", description = "Say where the time of training went.")
  private boolean profile;

  @Option(
      names = "--stall-seconds",
      paramLabel = "SECONDS",
      description = "Warn when no iteration ends for so long (default: ${DEFAULT-VALUE}).")
  private double stallSeconds = 60;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Option(names = "--quiet", description = "Show no progress.")
  private boolean quiet;

  @Mixin private final ClassPath classPath = new ClassPath();

  Train(Context context) {
    this.context = context;
  }

  private Envs known() {
    return classPath.envs(context);
  }

  @Override
  public Integer call() {
    check(threads >= 1 && threads <= MOST_THREADS, "--threads", "in [1, 1024]", threads);
    check(evalEpisodes >= 1, "--eval-episodes", "at least 1", evalEpisodes);
    check(checkpointEvery >= 0, "--checkpoint-every", "at least 0", checkpointEvery);
    check(stallSeconds > 0, "--stall-seconds", "above 0", stallSeconds);
    var trainer =
        new Trainer(
            known(), threads, evalEpisodes, checkpointEvery, stallSeconds, System::nanoTime);
    if (resume != null) {
      return resumed(SavedRun.open(resume, known()), trainer);
    }
    RunConfig<?> config = fresh();
    return seeds == null ? one(config, trainer) : several(config, seeds, trainer);
  }

  private static void check(boolean fits, String option, String range, Object got) {
    if (!fits) {
      throw new UserError("%s: must be %s, got %s".formatted(option, range, got));
    }
  }

  private RunConfig<?> fresh() {
    if (algorithm == null || environment == null) {
      throw new UserError(
          "must name an algorithm and an environment, or --resume"
              + " (for example: bellman train ppo CartPole-v1)");
    }
    AlgorithmSpec<?> spec = Algorithms.find(algorithm);
    String id = SavedRun.environment(known(), environment);
    var layers = new ArrayList<Tree.Mapping>();
    if (preset == null) {
      Presets.find(spec.name(), id).ifPresent(layers::add);
    } else {
      layers.add(Presets.named(spec.name(), preset));
    }
    layers.addAll(options());
    return RunConfig.of(spec, id, layers);
  }

  private List<Tree.Mapping> options() {
    var layers = new ArrayList<Tree.Mapping>();
    for (String setting : settings) {
      layers.add(Overlay.setting(setting));
    }
    add(layers, "steps", steps);
    add(layers, "seed", seed);
    add(layers, "envs", envs);
    return layers;
  }

  private static void add(List<Tree.Mapping> layers, String name, @Nullable String value) {
    if (value != null) {
      layers.add(Tree.Mapping.of(name, Yaml.parseValue(value, "--" + name)));
    }
  }

  private int one(RunConfig<?> config, Trainer trainer) {
    try (Learner learner = Learner.of(config, known(), threads);
        Board board = board(1, config.steps())) {
      return tell(trainer.start(learner, folder(config), board), board);
    }
  }

  private RunFolder folder(RunConfig<?> config) {
    return runDir == null
        ? RunFolder.createIn(
            Path.of("runs"),
            config.environment(),
            config.algorithm().name(),
            LocalDateTime.now(ZoneId.systemDefault()))
        : RunFolder.create(runDir);
  }

  private Board board(int runs, long steps) {
    return new Board(context.err(), quiet, Screen.ofStandardError(), System::nanoTime, runs, steps);
  }

  private int tell(Optional<Outcome> outcome, Board board) {
    board.end();
    outcome.ifPresent(done -> context.print(json, json(done), () -> text(done)));
    return outcome.isPresent() ? ExitStatus.DONE : ExitStatus.INTERRUPTED;
  }

  private Map<String, @Nullable Object> json(Outcome outcome) {
    Map<String, @Nullable Object> object = outcome.json();
    if (profile) {
      object.put("profile", outcome.profile().json());
    }
    return object;
  }

  private String text(Outcome outcome) {
    return profile ? outcome.text() + outcome.profile().text() : outcome.text();
  }

  private int resumed(SavedRun saved, Trainer trainer) {
    refuseContradictions(saved);
    RunConfig<?> config = saved.config();
    try (Learner learner = Learner.of(config, known(), threads);
        Board board = board(1, config.steps())) {
      learner.load(saved);
      return tell(trainer.resume(learner, saved, board), board);
    }
  }

  private void refuseContradictions(SavedRun saved) {
    if (seeds != null) {
      throw new UserError("--seeds: can't be given with --resume (resume each run by itself)");
    }
    if (preset != null) {
      throw new UserError("--preset: can't be given with --resume (the run keeps its values)");
    }
    if (runDir != null && !runDir.normalize().equals(saved.folder().path().normalize())) {
      throw new UserError(
          "--run-dir: the run goes on in %s, got %s".formatted(saved.folder().path(), runDir));
    }
    RunConfig<?> config = saved.config();
    refuseOther("algorithm", config.algorithm().name(), algorithm);
    refuseOther(
        "environment",
        config.environment(),
        environment == null ? null : SavedRun.environment(known(), environment));
    var layers = new ArrayList<Tree.Mapping>();
    layers.add(config.tree());
    layers.addAll(options());
    RunConfig.of(config.algorithm(), config.environment(), layers)
        .differenceFrom(config)
        .ifPresent(
            difference -> {
              throw new UserError(
                  "--resume: in the checkpoint %s (schedules and numbers would not go on as they"
                          .formatted(difference)
                      + " were; start a new run instead)");
            });
  }

  private static void refuseOther(String name, String expected, @Nullable String got) {
    if (got != null && !got.equals(expected)) {
      throw new UserError(
          "--resume: in the checkpoint %s is %s, got %s".formatted(name, expected, got));
    }
  }

  private int several(RunConfig<?> config, int runs, Trainer trainer) {
    check(runs >= 1 && runs <= MOST_SEEDS, "--seeds", "in [1, 10000]", runs);
    check(
        config.seed() <= Long.MAX_VALUE - runs,
        "--seed",
        "at most 2^63 - 1 - K with --seeds K",
        config.seed());
    check(config.steps() <= Long.MAX_VALUE / runs, "--steps", "less with --seeds", config.steps());
    Learner.of(config, known(), 1).close();
    List<? extends RunConfig<?>> configs =
        LongStream.range(0, runs).mapToObj(i -> config.withSeed(config.seed() + i)).toList();
    try (Board board = board(runs, config.steps())) {
      RunFolder parent = folder(config);
      Optional<List<Outcome>> outcomes = trainer.startAll(configs, parent, board);
      board.end();
      outcomes.ifPresent(done -> print(done, parent));
      return outcomes.isPresent() ? ExitStatus.DONE : ExitStatus.INTERRUPTED;
    }
  }

  private void print(List<Outcome> outcomes, RunFolder parent) {
    double[] scores =
        outcomes.stream()
            .mapToDouble(outcome -> outcome.evaluation().result().meanReturn())
            .toArray();
    double iqm = Scores.interquartileMean(scores);
    Scores.Interval interval =
        Scores.stratifiedBootstrap(
            new double[][] {scores}, Scores::interquartileMean, CONFIDENCE, RESAMPLES, 0);
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put("runs", outcomes.stream().map(this::json).toList());
    object.put("iqm", Evaluations.finite(iqm));
    object.put("interval", ends(interval));
    context.print(json, object, () -> text(outcomes, iqm, interval, parent));
  }

  private static List<@Nullable Object> ends(Scores.Interval interval) {
    return Arrays.asList(Evaluations.finite(interval.low()), Evaluations.finite(interval.high()));
  }

  private String text(
      List<Outcome> outcomes, double iqm, Scores.Interval interval, RunFolder parent) {
    var text = new StringBuilder();
    for (Outcome outcome : outcomes) {
      text.append(outcome.line()).append(profile ? outcome.profile().text() : "");
    }
    return text.append(
            String.format(
                Locale.ROOT,
                "interquartile mean %s, 95 %% interval [%s, %s], %d runs in %s%n",
                Quantity.score(iqm),
                Quantity.score(interval.low()),
                Quantity.score(interval.high()),
                outcomes.size(),
                parent.path()))
        .toString();
  }
}
