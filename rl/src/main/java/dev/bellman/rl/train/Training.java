package dev.bellman.rl.train;

import dev.bellman.rl.Algorithm;
import dev.bellman.rl.Metrics;
import dev.bellman.rl.TrainingDiverged;
import dev.bellman.rl.env.EpisodeStatistics;
import dev.bellman.rl.math.Ranges;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Runs an algorithm for a budget of environment steps, in whole iterations. Owns the progress.
public final class Training implements Stateful {
  /// Numbers that are finite as long as learning works; others may be NaN for good reasons.
  private static final List<String> VITAL = List.of("grad_norm", "actor_grad_norm", "td_error");

  private final Algorithm algorithm;
  private final long totalEnvSteps;
  private final OptionalDouble threshold;
  private final LongSupplier nanoTime;
  private final List<RunListener> listeners;
  private volatile boolean stopping;
  private long envSteps;
  private long iterations;
  private double seconds;
  private @Nullable Reached reached;

  /// When the mean return of the last [EpisodeStatistics#WINDOW] training episodes first reached a
  /// threshold; looked at after each iteration, once there are so many episodes.
  ///
  /// @param envSteps environment steps taken by then
  /// @param seconds time spent in training by then, over all resumes
  public record Reached(long envSteps, double seconds) {}

  /// A training that has not begun.
  ///
  /// @param algorithm what to run
  /// @param totalEnvSteps the budget over all resumes, at least 1; schedules run over it
  /// @param listeners who hears of what happens, in order
  /// @throws IllegalArgumentException if the budget is below 1, or within it nothing would be
  ///     learned
  public Training(Algorithm algorithm, long totalEnvSteps, RunListener... listeners) {
    this(algorithm, totalEnvSteps, System::nanoTime, listeners);
  }

  /// A training that takes the time from the caller.
  ///
  /// @param algorithm what to run
  /// @param totalEnvSteps the budget over all resumes, at least 1; schedules run over it
  /// @param nanoTime the time in nanoseconds from any origin
  /// @param listeners who hears of what happens, in order
  /// @throws IllegalArgumentException if the budget is below 1, or within it nothing would be
  ///     learned
  public Training(
      Algorithm algorithm, long totalEnvSteps, LongSupplier nanoTime, RunListener... listeners) {
    this(algorithm, totalEnvSteps, OptionalDouble.empty(), nanoTime, listeners);
  }

  /// A training that notes when a threshold is reached.
  ///
  /// @param algorithm what to run
  /// @param totalEnvSteps the budget over all resumes, at least 1; schedules run over it
  /// @param threshold the mean return at which the task counts as solved, or none
  /// @param nanoTime the time in nanoseconds from any origin
  /// @param listeners who hears of what happens, in order
  /// @throws IllegalArgumentException if the budget is below 1, or within it nothing would be
  ///     learned
  public Training(
      Algorithm algorithm,
      long totalEnvSteps,
      OptionalDouble threshold,
      LongSupplier nanoTime,
      RunListener... listeners) {
    Ranges.atLeastOne("steps", totalEnvSteps);
    algorithm.requireBudget(totalEnvSteps);
    this.algorithm = algorithm;
    this.totalEnvSteps = totalEnvSteps;
    this.threshold = threshold;
    this.nanoTime = nanoTime;
    this.listeners = List.of(listeners);
  }

  /// Trains until the budget is spent or [#stop] was called.
  ///
  /// @return how far the run is
  /// @throws TrainingDiverged if the metric `grad_norm`, `actor_grad_norm` or `td_error` becomes
  ///     NaN or infinite
  public Event.Progress run() {
    tell(new Event.Started(progress()));
    while (envSteps < totalEnvSteps && !stopping) {
      iterate();
    }
    tell(new Event.Finished(progress()));
    return progress();
  }

  private void iterate() {
    long stepsBefore = algorithm.gradientSteps();
    long before = nanoTime.getAsLong();
    long after = envSteps + algorithm.envStepsPerIteration();
    Metrics metrics = algorithm.iterate(Math.min(1.0, (double) after / totalEnvSteps));
    seconds += (nanoTime.getAsLong() - before) * 1e-9;
    envSteps += algorithm.envStepsOfLastIteration();
    iterations++;
    refuseDivergence(metrics, stepsBefore);
    EpisodeStatistics episodes = algorithm.episodes();
    episodes.drain();
    noteThreshold(episodes);
    tell(
        new Event.Iterated(
            progress(),
            metrics,
            new Event.Episodes(
                episodes.episodes(), episodes.meanTotalReward(), episodes.meanLength())));
  }

  private void noteThreshold(EpisodeStatistics episodes) {
    if (reached == null
        && threshold.isPresent()
        && episodes.episodes() >= EpisodeStatistics.WINDOW
        && episodes.meanTotalReward() >= threshold.getAsDouble()) {
      reached = new Reached(envSteps, seconds);
    }
  }

  /// When the threshold was reached.
  ///
  /// @return the moment, or nothing if it was not reached yet or there is no threshold
  public Optional<Reached> reached() {
    return Optional.ofNullable(reached);
  }

  private void refuseDivergence(Metrics metrics, long stepsBefore) {
    Map<String, Double> values = metrics.asMap();
    if (VITAL.stream().anyMatch(name -> !Double.isFinite(values.getOrDefault(name, 0.0)))) {
      String numbers =
          values.entrySet().stream()
              .filter(metric -> !Double.isFinite(metric.getValue()))
              .map(metric -> metric.getKey() + " " + metric.getValue())
              .collect(Collectors.joining(", "));
      throw new TrainingDiverged(
          "loss: became NaN or infinite at iteration %d%s: %s (%s)"
              .formatted(
                  iterations,
                  gradientSteps(stepsBefore + 1, algorithm.gradientSteps()),
                  numbers,
                  "try a lower learning rate or scale the rewards"));
    }
  }

  private static String gradientSteps(long first, long last) {
    return first > last ? "" : ", in gradient steps %d to %d".formatted(first, last);
  }

  /// Asks for an end after the iteration that is under way. May be called from any thread.
  public void stop() {
    stopping = true;
  }

  /// How far the run is.
  ///
  /// @return the progress
  public Event.Progress progress() {
    return new Event.Progress(
        envSteps, totalEnvSteps, iterations, algorithm.gradientSteps(), seconds);
  }

  private void tell(Event event) {
    for (RunListener listener : listeners) {
      listener.on(event);
    }
  }

  @Override
  public void save(State out) {
    out.put("progress.envSteps", new long[] {envSteps});
    out.put("progress.totalEnvSteps", new long[] {totalEnvSteps});
    out.put("progress.iterations", new long[] {iterations});
    out.put("progress.seconds", new double[] {seconds, reached == null ? 0 : reached.seconds});
    out.put("progress.reached", new long[] {reached == null ? -1 : reached.envSteps});
    algorithm.save(out.at("algorithm"));
  }

  /// Goes back to where [#save] was called.
  ///
  /// @throws IllegalArgumentException if the state is of another algorithm or another budget:
  ///     schedules would not go on as they were
  @Override
  public void load(State in) {
    long total = in.longValue("progress.totalEnvSteps");
    if (total != totalEnvSteps) {
      throw new IllegalArgumentException(
          "steps: the checkpoint's total is %d, got %d (schedules run over the total)"
              .formatted(total, totalEnvSteps));
    }
    long steps = in.longValue("progress.envSteps");
    long done = in.longValue("progress.iterations");
    double[] times = in.doubles("progress.seconds", 2);
    double spent = times[0];
    long reachedSteps = in.longValue("progress.reached");
    if (steps < 0 || done < 0 || !(spent >= 0)) {
      throw new IllegalArgumentException(
          "progress: must be at least 0, got %d steps, %d iterations, %s seconds"
              .formatted(steps, done, spent));
    }
    algorithm.load(in.at("algorithm"));
    envSteps = steps;
    iterations = done;
    seconds = spent;
    reached = reachedSteps < 0 ? null : new Reached(reachedSteps, times[1]);
  }
}
