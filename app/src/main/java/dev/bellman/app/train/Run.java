package dev.bellman.app.train;

import dev.bellman.app.Bellman;
import dev.bellman.app.RunFailed;
import dev.bellman.app.UserError;
import dev.bellman.app.run.Metrics;
import dev.bellman.app.run.Provenance;
import dev.bellman.app.run.Reason;
import dev.bellman.app.run.RunFolder;
import dev.bellman.rl.TrainingDiverged;
import dev.bellman.rl.env.EnvironmentFailure;
import dev.bellman.rl.env.InfoStatistics;
import dev.bellman.rl.train.Event;
import dev.bellman.rl.train.RunListener;
import dev.bellman.rl.train.Training;
import dev.bellman.tensor.Engine;
import dev.bellman.tensor.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// One run in its folder: training with metrics and checkpoints, then the evaluation of the policy
/// that it ended with. Confined to one thread, but for [#stop].
public final class Run implements Signals.Stoppable, AutoCloseable {
  /// About how many lines the metrics have at most; further iterations are left out evenly.
  private static final long METRICS_LINES = 1000;

  private final Learner learner;
  private final RunFolder folder;
  private final RunListener listener;
  private final OptionalDouble threshold;
  private final Training training;
  private final Checkpoints checkpoints;
  private final Metrics metrics;
  private final long metricsEvery;
  private long envStepsBefore;

  /// A run that has not begun; from here on its learner belongs to it. Writes the resolved
  /// configuration.
  ///
  /// @param learner what is learned
  /// @param folder where it is written
  /// @param checkpointSeconds a checkpoint is written when so many seconds have passed
  /// @param nanoTime the clock
  /// @param listener hears of what happens
  /// @throws IOException if the folder can't be written
  public Run(
      Learner learner,
      RunFolder folder,
      double checkpointSeconds,
      LongSupplier nanoTime,
      RunListener listener)
      throws IOException {
    RunConfig<?> config = learner.config();
    this.learner = learner;
    this.folder = folder;
    this.listener = listener;
    this.threshold = learner.envs().spec(config.environment()).rewardThreshold();
    this.training =
        new Training(learner.algorithm(), config.steps(), threshold, nanoTime, this::on);
    this.checkpoints =
        new Checkpoints(folder, SavedRun.metadata(config), checkpointSeconds, nanoTime);
    folder.writeConfig(
        config.tree(),
        Provenance.current(Bellman.version(), Engine.kernels(), Path.of("").toAbsolutePath()));
    this.metrics = Metrics.append(folder.metrics());
    long iterations = Math.ceilDiv(config.steps(), learner.algorithm().envStepsPerIteration());
    this.metricsEvery = Math.ceilDiv(iterations, METRICS_LINES);
  }

  /// Goes on where a checkpoint was made. The folder must have been cut back to it.
  ///
  /// @param saved the checkpoint
  /// @throws UserError if it does not fit this run
  public void load(SavedRun saved) {
    try {
      training.load(saved.checkpoint().state());
      envStepsBefore = training.progress().envSteps();
    } catch (IllegalArgumentException e) {
      throw new UserError("checkpoint %s: %s".formatted(saved.file(), e.getMessage()), e);
    }
  }

  /// Trains until the budget is spent or [#stop] was called, and writes the last checkpoint.
  ///
  /// @return whether the budget is spent
  /// @throws TrainingDiverged if the loss or a parameter becomes NaN or infinite
  /// @throws RunFailed if the environment, the disk or the program fails
  public boolean train() {
    return guarded(() -> training.run().envSteps() >= learner.config().steps());
  }

  /// Does a part of the run's work; what goes wrong is told with the last checkpoint.
  private <T> T guarded(Supplier<T> work) {
    try {
      return work.get();
    } catch (TrainingDiverged e) {
      var told = new TrainingDiverged("%s; %s".formatted(e.getMessage(), lastCheckpoint()));
      told.initCause(e);
      throw told;
    } catch (EnvironmentFailure | UserError e) {
      throw failed(String.valueOf(e.getMessage()), e);
    } catch (UncheckedIOException e) {
      String reason = Reason.of(Objects.requireNonNull(e.getCause()));
      throw failed(
          "run folder %s: must stay writable, got %s (make room or give access)"
              .formatted(folder.path(), reason),
          e);
    } catch (OutOfMemoryError e) {
      throw failed(
          "memory: must suffice, got '%s' (take fewer environments or runs side by side, a smaller replay.capacity, or raise -Xmx)"
              .formatted(e),
          e);
    } catch (RuntimeException | StackOverflowError e) {
      throw failed("%s (trace with --debug)".formatted(e), e);
    }
  }

  private RunFailed failed(String what, Throwable cause) {
    Event.Progress progress = training.progress();
    return new RunFailed(
        "%s; the run ended after iteration %d (%d steps), %s"
            .formatted(what, progress.iterations(), progress.envSteps(), lastCheckpoint()),
        cause);
  }

  private String lastCheckpoint() {
    return checkpoints
        .last()
        .flatMap(file -> goOn().map(words -> "last checkpoint %s (%s)".formatted(file, words)))
        .orElse("no checkpoint yet");
  }

  private Optional<String> goOn() {
    return checkpoints
        .last()
        .map(file -> "go on with: %s train --resume %s".formatted(Outcome.command(), file));
  }

  /// Asks for an end after the iteration that is under way. May be called from any thread.
  @Override
  public void stop() {
    training.stop();
  }

  private void on(Event event) {
    try {
      switch (event) {
        case Event.Iterated iterated -> {
          write(iterated);
          if (checkpoints.isDue()) {
            save();
          }
        }
        case Event.Finished _ -> save();
        case Event.Started _, Event.Saved _ -> {}
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    listener.on(event);
  }

  private void write(Event.Iterated iterated) throws IOException {
    Event.Progress progress = iterated.progress();
    boolean last = progress.envSteps() >= progress.totalEnvSteps();
    if (progress.iterations() % metricsEvery != 0 && !last) {
      return;
    }
    var line = new LinkedHashMap<String, Object>();
    line.put("iterations", progress.iterations());
    line.put("gradient_steps", progress.gradientSteps());
    line.put("seconds", progress.seconds());
    line.put("steps_per_second", progress.stepsPerSecond());
    line.put("episodes", iterated.episodes().count());
    line.put("mean_return", iterated.episodes().meanReturn());
    line.put("mean_length", iterated.episodes().meanLength());
    training
        .reached()
        .ifPresent(
            reached -> {
              line.put("env_steps_to_threshold", reached.envSteps());
              line.put("seconds_to_threshold", reached.seconds());
            });
    threshold.ifPresent(
        value -> line.put("success_rate", learner.algorithm().episodes().shareAtLeast(value)));
    learner.info().ifPresent(info -> putInfo(info, line));
    line.putAll(iterated.metrics().asMap());
    metrics.write(progress.envSteps(), line);
  }

  private static void putInfo(InfoStatistics info, Map<String, Object> line) {
    for (int k = 0; k < info.names().size(); k++) {
      String name = "info." + info.names().get(k);
      line.put(name, info.perEpisode(k));
      line.put(name + "_per_1000_steps", info.perThousandSteps(k));
    }
  }

  private void save() throws IOException {
    refuseInfiniteParameters();
    Path file = checkpoints.save(training);
    listener.on(new Event.Saved(training.progress(), file));
  }

  private void refuseInfiniteParameters() {
    State learned = learner.algorithm().learned();
    for (String name : learned.names()) {
      if (!learned.entry(name).isFinite()) {
        throw new TrainingDiverged(
            "parameter '%s': became NaN or infinite by iteration %d (try a lower learning rate)"
                .formatted(name, training.progress().iterations()));
      }
    }
  }

  /// Evaluates the policy as it is and sums the run up.
  ///
  /// @param episodes how many episodes
  /// @return the result
  /// @throws RunFailed if the environment fails
  public Outcome finish(int episodes) {
    Evaluations evaluations = Evaluations.of(episodes, learner.config().seed(), true);
    Evaluated evaluation =
        guarded(
            () -> evaluations.run(learner.config(), learner.envs(), learner.algorithm().policy()));
    return new Outcome(
        learner.config(),
        training.progress(),
        training.reached(),
        learner.algorithm().episodes().episodes(),
        learner.workers().threads(),
        Profile.of(learner.algorithm().phases(), training.progress().envSteps() - envStepsBefore),
        evaluation,
        LearnedMap.of(learner.algorithm(), learner.config(), learner.envs()),
        folder.path(),
        checkpoints.last().orElseThrow());
  }

  /// Where a run that was stopped can be gone on with.
  ///
  /// @return the last checkpoint and how far it is, in words
  @Override
  public String whereStopped() {
    Event.Progress progress = training.progress();
    return "stopped at %d of %d steps; %s"
        .formatted(
            progress.envSteps(), progress.totalEnvSteps(), goOn().orElse("no checkpoint yet"));
  }

  @Override
  public void close() {
    learner.close();
    metrics.close();
  }
}
