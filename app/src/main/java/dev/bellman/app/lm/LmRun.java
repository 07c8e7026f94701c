package dev.bellman.app.lm;

import dev.bellman.app.Bellman;
import dev.bellman.app.RunFailed;
import dev.bellman.app.config.Yaml;
import dev.bellman.app.run.Metrics;
import dev.bellman.app.run.Provenance;
import dev.bellman.app.run.Reason;
import dev.bellman.app.run.RunFolder;
import dev.bellman.app.train.Signals;
import dev.bellman.llm.train.TaskEvaluation;
import dev.bellman.llm.train.Trainer;
import dev.bellman.rl.TrainingDiverged;
import dev.bellman.rl.train.Checkpoint;
import dev.bellman.tensor.Engine;
import dev.bellman.tensor.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/// One run of a trainer in its folder. Confined to one thread, but for [#stop].
final class LmRun implements Signals.Stoppable, AutoCloseable {
  /// The metric of greedy accuracy on held-out prompts, which not every line has.
  static final String ACCURACY = "greedy_accuracy";

  private static final int KEPT = 3;
  private static final String PROGRESS = "progress";
  private static final String TRAINER = "trainer";

  /// What the names of parameters begin with.
  private static final List<String> LEARNED = List.of(TRAINER + ".model.", TRAINER + ".value.");

  /// Numbers that are finite as long as learning works.
  private static final List<String> VITAL = List.of("grad_norm", "value_grad_norm");

  private final LmLearner learner;
  private final RunFolder folder;
  private final LmProgress progress;
  private final double checkpointSeconds;
  private final LongSupplier nanoTime;
  private final Metrics metrics;
  private final List<Long> saved;
  private TaskEvaluation start;
  private double seconds;
  private volatile boolean stopping;

  /// A run that has not begun. Writes the resolved configuration.
  ///
  /// @param learner what learns
  /// @param folder where it is written
  /// @param start how good the model was at the beginning
  /// @param progress shows how it goes
  /// @param checkpointSeconds a checkpoint is written when so many seconds have passed
  /// @param nanoTime the clock
  LmRun(
      LmLearner learner,
      RunFolder folder,
      TaskEvaluation start,
      LmProgress progress,
      double checkpointSeconds,
      LongSupplier nanoTime)
      throws IOException {
    this.learner = learner;
    this.folder = folder;
    this.start = start;
    this.progress = progress;
    this.checkpointSeconds = checkpointSeconds;
    this.nanoTime = nanoTime;
    this.saved = new ArrayList<>(folder.checkpoints());
    folder.writeConfig(
        learner.config().tree(),
        Provenance.current(Bellman.version(), Engine.kernels(), Path.of("").toAbsolutePath()));
    this.metrics = Metrics.append(folder.metrics(), Metrics.UPDATES);
  }

  /// Goes on where a checkpoint was made.
  void load(State state) {
    learner.trainer().load(state.at(TRAINER));
    seconds = state.doubles(PROGRESS, 1)[0];
    start = Evaluated.load(state);
  }

  /// Trains until the budget is spent or [#stop] was called, and writes the last checkpoint.
  ///
  /// @return whether the budget is spent
  boolean train() {
    Trainer trainer = learner.trainer();
    int budget = learner.config().header().updates();
    try {
      long lastSave = nanoTime.getAsLong();
      while (trainer.updates() < budget && !stopping) {
        long before = nanoTime.getAsLong();
        long tokens = trainer.tokens();
        var numbers = trainer.update((trainer.updates() + 1.0) / budget);
        double spent = (nanoTime.getAsLong() - before) * 1e-9;
        seconds += spent;
        refuseDivergence(numbers);
        double speed = (trainer.tokens() - tokens) / spent;
        write(numbers, speed);
        trainer.warnings().forEach(progress::warn);
        progress.update(trainer.updates(), budget, numbers, speed);
        if ((nanoTime.getAsLong() - lastSave) * 1e-9 >= checkpointSeconds) {
          save();
          lastSave = nanoTime.getAsLong();
        }
      }
      save();
      return trainer.updates() >= budget;
    } catch (IOException e) {
      throw new RunFailed(
          "run folder %s: must stay writable, got %s; the run ended after update %d, %s"
              .formatted(folder.path(), Reason.of(e), trainer.updates(), lastCheckpoint()),
          e);
    }
  }

  private String lastCheckpoint() {
    return saved.isEmpty()
        ? "no checkpoint yet"
        : "last checkpoint %s (%s)".formatted(folder.checkpoint(saved.getLast()), goOn());
  }

  private String goOn() {
    return "go on with: %s lm %s --resume %s"
        .formatted(
            System.getProperty("bellman.command", "bellman"),
            learner.config().algorithm().name(),
            folder.path());
  }

  private void refuseDivergence(dev.bellman.rl.Metrics numbers) {
    for (String norm : VITAL) {
      if (!Double.isFinite(numbers.asMap().getOrDefault(norm, 0.0))) {
        throw diverged("loss: became NaN or infinite");
      }
    }
  }

  /// Refuses to save parameters that are not finite.
  private void refuseInfinite(State state) {
    for (String name : state.names()) {
      boolean learned = LEARNED.stream().anyMatch(name::startsWith);
      if (learned && !state.entry(name).isFinite()) {
        throw diverged("parameter '%s': became NaN or infinite".formatted(name));
      }
    }
  }

  private TrainingDiverged diverged(String what) {
    return new TrainingDiverged(
        "%s at update %d (try a lower optimization.learningRate); %s"
            .formatted(what, learner.trainer().updates(), lastCheckpoint()));
  }

  private void write(dev.bellman.rl.Metrics numbers, double speed) throws IOException {
    var line = new LinkedHashMap<String, Object>();
    line.put("gradient_steps", learner.trainer().gradientSteps());
    line.put("tokens", learner.trainer().tokens());
    line.put("seconds", seconds);
    line.put("tokens_per_second", speed);
    line.putAll(numbers.asMap());
    int every = learner.config().header().evaluateEvery();
    if (every > 0 && learner.trainer().updates() % every == 0) {
      line.put(ACCURACY, learner.greedyAccuracy());
    }
    metrics.write(learner.trainer().updates(), line);
  }

  private void save() throws IOException {
    long updates = learner.trainer().updates();
    if (saved.contains(updates)) {
      return;
    }
    State state = new State();
    learner.trainer().save(state.at(TRAINER));
    refuseInfinite(state);
    state.put(PROGRESS, new double[] {seconds});
    Evaluated.save(start, state);
    Map<String, String> metadata = new TreeMap<>();
    metadata.put("schema", Checkpoint.SCHEMA);
    metadata.put("kernels", Engine.kernels());
    metadata.put("algorithm", "lm " + learner.config().algorithm().name());
    metadata.put("config", Yaml.write(learner.config().tree()));
    new Checkpoint(state, metadata).write(folder.checkpoint(updates));
    saved.add(updates);
    while (saved.size() > KEPT) {
      Files.deleteIfExists(folder.checkpoint(saved.removeFirst()));
    }
  }

  /// Evaluates the model as it is, writes it beside the checkpoints, and sums the run up.
  LmOutcome finish() {
    try {
      Models.save(learner, folder.path().resolve(Models.FOLDER));
    } catch (IOException e) {
      throw new RunFailed(
          "run folder %s: must stay writable, got %s; %s"
              .formatted(folder.path(), Reason.of(e), lastCheckpoint()),
          e);
    }
    return new LmOutcome(
        learner.config(),
        learner.trainer(),
        seconds,
        start,
        learner.evaluate(),
        folder.path(),
        folder.checkpoint(learner.trainer().updates()));
  }

  @Override
  public void stop() {
    stopping = true;
  }

  @Override
  public String whereStopped() {
    return "stopped at update %d of %d%s"
        .formatted(
            learner.trainer().updates(),
            learner.config().header().updates(),
            saved.isEmpty() ? "; no checkpoint yet" : "; " + goOn());
  }

  @Override
  public void close() {
    metrics.close();
  }
}
