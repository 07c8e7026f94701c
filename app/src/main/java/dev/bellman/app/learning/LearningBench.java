package dev.bellman.app.learning;

import dev.bellman.app.UserError;
import dev.bellman.app.run.WholeFile;
import dev.bellman.app.terminal.Quantity;
import dev.bellman.rl.env.Envs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// What presets reach beside what is published of the same pair.
public final class LearningBench {
  private static final String HEAD =
      """
      | | seeds | env steps | IQM | 95 % interval | median | worst seed | published | not wholly below | at the threshold | seconds |
      | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
      """;

  private final Plan plan;
  private final List<Pair> pairs;

  private LearningBench(Plan plan, List<Pair> pairs) {
    this.plan = plan;
    this.pairs = pairs;
  }

  /// The presets to be measured.
  ///
  /// @param envs the environments that can be named
  /// @param only how the names of pairs begin, as `ppo-CartPole`; empty for all presets of which
  ///   something is published
  /// @return the pairs, at least one
  /// @throws UserError if there is none
  public static List<Pair> pairs(Envs envs, String only) {
    List<Pair> pairs =
        Pair.presets(envs).stream()
            .filter(
                pair ->
                    only.isEmpty() ? pair.published().isPresent() : pair.name().startsWith(only))
            .toList();
    if (pairs.isEmpty()) {
      throw new UserError(
          "--only: must begin a preset's name, as ppo-CartPole, got '%s' (list with: bellman"
                  .formatted(only)
              + " algorithms)");
    }
    return pairs;
  }

  /// Measures what is not measured yet, and keeps the table in `results.md` of the plan's folder.
  ///
  /// @param plan how
  /// @param pairs what
  /// @return the rows
  public static Rows run(Plan plan, List<Pair> pairs) {
    var bench = new LearningBench(plan, pairs);
    return bench.rows(Cells.run(plan, pairs, bench::keep));
  }

  private void keep(List<Cell> cells) {
    try {
      WholeFile.write(plan.folder().resolve("results.md"), rows(cells).markdown());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Rows rows(List<Cell> cells) {
    return new Rows(Summary.of(pairs, cells), plan);
  }

  /// What was measured, a row for each pair.
  ///
  /// @param summaries the pairs
  /// @param plan how they were measured
  public record Rows(List<Summary> summaries, Plan plan) {
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
      return text.append("\nPublished: ").append(Published.source()).append(".\n").toString();
    }

    private List<String> cells(Summary summary) {
      var cells = new ArrayList<String>();
      var config = summary.pair().config();
      cells.add("%s on %s".formatted(config.algorithm().name(), config.environment()));
      cells.add(Integer.toString(summary.cells().size()));
      cells.add(String.format(Locale.ROOT, "%,d", summary.cells().getFirst().envSteps()));
      cells.add(Quantity.score(summary.iqm()));
      cells.add(
          "[%s, %s]"
              .formatted(
                  Quantity.score(summary.interval().low()),
                  Quantity.score(summary.interval().high())));
      cells.add(Quantity.score(summary.medianReturn()));
      cells.add(Quantity.score(summary.worst()));
      cells.add(summary.pair().published().map(p -> Quantity.score(p.mean())).orElse("-"));
      cells.add(summary.holds().map(holds -> holds ? "yes" : "**no**").orElse("-"));
      cells.add(threshold(summary));
      cells.add(String.format(Locale.ROOT, "%.1f", summary.median(Cell::seconds)));
      return cells;
    }

    /// How many final policies are at the registry's threshold.
    private String threshold(Summary summary) {
      OptionalDouble threshold =
          plan.envs().spec(summary.pair().config().environment()).rewardThreshold();
      return threshold.isEmpty()
          ? "-"
          : "%d of %d (%s)"
              .formatted(
                  summary.cells().stream()
                      .filter(cell -> cell.meanReturn() >= threshold.getAsDouble())
                      .count(),
                  summary.cells().size(),
                  Quantity.amount(threshold.getAsDouble()));
    }
  }
}
