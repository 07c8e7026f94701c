package dev.bellman.app.solve;

import dev.bellman.rl.dp.Solution;
import dev.bellman.rl.env.GridShape;
import dev.bellman.rl.env.TransitionModel;
import java.util.Locale;

/// A solution in words, with maps where the states lie on a grid.
public final class Report {
  private Report() {}

  /// The report.
  ///
  /// @param model what was solved
  /// @param solution values and policy
  /// @param seconds how long it took
  /// @return lines of text
  public static String of(TransitionModel model, Solution solution, double seconds) {
    String body =
        model
            .grid()
            .map(grid -> maps(grid, solution))
            .orElseGet(() -> TableText.of(solution.values(), solution.policy()));
    return String.format(
        Locale.ROOT,
        "%d iterations, %.1f sweeps of %d states, %.2f s%n"
            + "residual %.2e%s, value at the start %.6f%n%s",
        solution.iterations(),
        solution.sweeps(),
        model.states(),
        seconds,
        solution.residual(),
        bound(solution),
        atStart(model, solution.values()),
        body);
  }

  private static String bound(Solution solution) {
    return solution.errorBound() > 0 && Double.isFinite(solution.errorBound())
        ? String.format(Locale.ROOT, ", so values are within %.2e", solution.errorBound())
        : "";
  }

  private static double atStart(TransitionModel model, double[] values) {
    double[] initial = model.initial();
    double value = 0;
    for (int state = 0; state < values.length; state++) {
      value += initial[state] * values[state];
    }
    return value;
  }

  private static String maps(GridShape grid, Solution solution) {
    var map = new MapText(grid, MapText.canShowArrows());
    return "values%n%spolicy%n%s"
        .formatted(map.values(solution.values()), map.policy(solution.policy()));
  }
}
