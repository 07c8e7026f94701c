package dev.bellman.app.learning;

import dev.bellman.app.UserError;
import dev.bellman.app.chart.Curve;
import dev.bellman.app.chart.LearningCurve;
import dev.bellman.app.run.Reason;
import dev.bellman.app.run.RunFolder;
import dev.bellman.app.terminal.Quantity;
import dev.bellman.app.train.Algorithms;
import dev.bellman.app.train.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The line of policy gradients, from REINFORCE to PPO, on CartPole: what each needs until the mean
/// return of its last 100 training episodes reaches the registry's 475.
public final class LineBench {
  private static final String ENVIRONMENT = "CartPole-v1";

  /// The line, in the order in which it was found.
  private static final List<String> LINE =
      List.of("reinforce", "actor-critic", "a3c", "a2c", "trpo", "ppo");

  private static final String HEAD =
      """
      | | seeds that reach 475 | env steps to 475, median (least to most) | seconds to 475, median | budget | final return, IQM | 95 % interval |
      | --- | --- | --- | --- | --- | --- | --- |
      """;

  private LineBench() {}

  /// The presets of the line that there are.
  ///
  /// @return the pairs
  public static List<Pair> pairs() {
    return LINE.stream()
        .flatMap(name -> Algorithms.ALL.stream().filter(spec -> spec.name().equals(name)))
        .flatMap(spec -> Pair.preset(spec, ENVIRONMENT).stream())
        .toList();
  }

  /// Measures what is not measured yet and draws the curves into `line.svg` of the plan's folder.
  ///
  /// @param plan how
  /// @return the rows
  public static Rows run(Plan plan) {
    List<Pair> pairs = pairs();
    List<Cell> cells = Cells.run(plan, pairs, _ -> {});
    var rows = new Rows(Summary.of(pairs, cells));
    Path file = plan.folder().resolve("line.svg");
    try {
      draw(plan, rows.summaries, file);
    } catch (IOException e) {
      throw new UserError("%s: must be writable, got %s".formatted(file, Reason.of(e)), e);
    }
    return rows;
  }

  private static void draw(Plan plan, List<Summary> summaries, Path file) throws IOException {
    Map<String, List<Curve>> groups = new LinkedHashMap<>();
    for (Summary summary : summaries) {
      var curves = new ArrayList<Curve>();
      for (Cell cell : summary.cells()) {
        curves.add(Trainer.curve(new RunFolder(plan.run(summary.pair(), cell.seed()))));
      }
      groups.put(summary.pair().config().algorithm().name(), curves);
    }
    if (!groups.isEmpty()) {
      LearningCurve.compare(file, "the line of policy gradients on " + ENVIRONMENT, groups);
    }
  }

  /// What was measured, a row for each algorithm.
  ///
  /// @param summaries the algorithms
  public record Rows(List<Summary> summaries) {
    /// The rows as JSON.
    ///
    /// @return an object for each
    public List<Map<String, @Nullable Object>> json() {
      return summaries.stream().map(Summary::json).toList();
    }

    /// The rows as a table.
    ///
    /// @return Markdown
    public String markdown() {
      var text = new StringBuilder(HEAD);
      for (Summary summary : summaries) {
        text.append("| ").append(String.join(" | ", cells(summary))).append(" |\n");
      }
      return text.toString();
    }

    private static List<String> cells(Summary summary) {
      double[] steps = summary.cells().stream().mapToDouble(Summary::stepsToThreshold).toArray();
      double least = Arrays.stream(steps).min().orElse(Double.NaN);
      double most = Arrays.stream(steps).max().orElse(Double.NaN);
      return List.of(
          summary.pair().config().algorithm().name(),
          "%d of %d".formatted(summary.reached(), summary.cells().size()),
          "%s (%s to %s)"
              .formatted(
                  Quantity.count(summary.median(Summary::stepsToThreshold)),
                  Quantity.count(least),
                  Quantity.count(most)),
          seconds(summary.median(Summary::secondsToThreshold)),
          String.format(Locale.ROOT, "%,d", summary.cells().getFirst().envSteps()),
          Quantity.score(summary.iqm()),
          "[%s, %s]"
              .formatted(
                  Quantity.score(summary.interval().low()),
                  Quantity.score(summary.interval().high())));
    }

    private static String seconds(double seconds) {
      return Double.isFinite(seconds) ? String.format(Locale.ROOT, "%.1f", seconds) : "-";
    }
  }
}
