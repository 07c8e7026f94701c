package dev.bellman.rl.dp;

import dev.bellman.rl.Golden;
import dev.bellman.rl.env.TransitionModel;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Gymnasium's toy text tables with their optimal values and those of the random policy.
///
/// @param name the environment with its options
/// @param model its table
/// @param golden the numbers beside it
record GoldenTable(String name, TransitionModel model, Golden golden) {
  static Stream<GoldenTable> all() {
    return Golden.cases("toy_text.json", "tables").map(GoldenTable::of);
  }

  private static GoldenTable of(Golden golden) {
    List<?> transitions = (List<?>) golden.values().get("transitions");
    int[] terminal = golden.ints("terminal_states");
    TransitionModel model =
        Models.of(
            transitions.size(),
            (int) golden.number("actions"),
            state -> Arrays.binarySearch(terminal, state) >= 0,
            (state, action, out) -> {
              for (Object outcome : (List<?>) ((List<?>) transitions.get(state)).get(action)) {
                List<?> way = (List<?>) outcome;
                out.add(
                    number(way.get(0)),
                    (int) number(way.get(1)),
                    number(way.get(2)),
                    (Boolean) way.get(3));
              }
            });
    String name = golden.values().get("env") + " " + golden.values().get("options");
    return new GoldenTable(name, model, golden);
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }

  double gamma() {
    return golden.number("gamma");
  }

  @Override
  public String toString() {
    return name;
  }
}
