package dev.bellman.app.learning;

import dev.bellman.app.stats.Scores;
import dev.bellman.app.train.Evaluations;
import dev.bellman.rl.train.Training;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The seeds of one pair in a few numbers.
///
/// @param pair the pair
/// @param cells one for each seed, at least one
/// @param iqm the interquartile mean of their mean returns
/// @param interval its 95 % interval, a stratified bootstrap
record Summary(Pair pair, List<Cell> cells, double iqm, Scores.Interval interval) {
  private static final double CONFIDENCE = 0.95;
  private static final int RESAMPLES = 50_000;

  static Summary of(Pair pair, List<Cell> cells) {
    double[] scores = cells.stream().mapToDouble(Cell::meanReturn).toArray();
    return new Summary(
        pair,
        List.copyOf(cells),
        Scores.interquartileMean(scores),
        Scores.stratifiedBootstrap(
            new double[][] {scores}, Scores::interquartileMean, CONFIDENCE, RESAMPLES, 0));
  }

  /// The summaries of the pairs that have a cell.
  static List<Summary> of(List<Pair> pairs, List<Cell> cells) {
    return pairs.stream()
        .flatMap(
            pair -> {
              List<Cell> own = cells.stream().filter(c -> c.pair().equals(pair.name())).toList();
              return own.isEmpty() ? Stream.empty() : Stream.of(of(pair, own));
            })
        .toList();
  }

  /// The median of a number of the seeds; infinite where half of them have none.
  double median(ToDoubleFunction<Cell> number) {
    return Scores.median(cells.stream().mapToDouble(number).toArray());
  }

  /// The median of the seeds' mean returns.
  double medianReturn() {
    return median(Cell::meanReturn);
  }

  /// The mean return of the worst seed.
  double worst() {
    return cells.stream().mapToDouble(Cell::meanReturn).min().orElse(Double.NaN);
  }

  /// How many seeds reached the threshold while they trained.
  long reached() {
    return cells.stream().filter(cell -> cell.reached() != null).count();
  }

  /// Environment steps to the threshold, of one seed; infinite if it was not reached.
  static double stepsToThreshold(Cell cell) {
    return cell.atThreshold()
        .map(Training.Reached::envSteps)
        .map(Long::doubleValue)
        .orElse(Double.POSITIVE_INFINITY);
  }

  /// Seconds to the threshold, of one seed; infinite if it was not reached.
  static double secondsToThreshold(Cell cell) {
    return cell.atThreshold().map(Training.Reached::seconds).orElse(Double.POSITIVE_INFINITY);
  }

  /// Whether the interval is not wholly below what is published.
  Optional<Boolean> holds() {
    return pair.published().map(published -> interval.high() >= published.mean());
  }

  Map<String, @Nullable Object> json() {
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put("algorithm", pair.config().algorithm().name());
    object.put("environment", pair.config().environment());
    object.put("seeds", cells.size());
    object.put("env_steps", cells.getFirst().envSteps());
    object.put("iqm", Evaluations.finite(iqm));
    object.put(
        "interval",
        Arrays.asList(Evaluations.finite(interval.low()), Evaluations.finite(interval.high())));
    object.put("median", Evaluations.finite(medianReturn()));
    object.put("worst", Evaluations.finite(worst()));
    object.put("published", pair.published().map(Published::mean).orElse(null));
    object.put("not_wholly_below", holds().orElse(null));
    object.put("seeds_at_threshold", reached());
    object.put("env_steps_to_threshold", Evaluations.finite(median(Summary::stepsToThreshold)));
    object.put("seconds_to_threshold", Evaluations.finite(median(Summary::secondsToThreshold)));
    object.put("seconds", Evaluations.finite(median(Cell::seconds)));
    object.put(
        "returns", cells.stream().map(cell -> Evaluations.finite(cell.meanReturn())).toList());
    return object;
  }
}
