package dev.bellman.rl.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellman.rl.env.GridShape.Direction;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GridShapeTest {
  private static TransitionModel model(String id, Map<String, ?> options) {
    return Envs.builtIn().make(id, options).unwrapped().model().orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          FrozenLake-v1   | 4  | .....H.H...HH..G
          CliffWalking-v1 | 12 | .....................................CCCCCCCCCCG
          Corridor-v0     | 4  | ...G
          """)
  void cellsAreOpenOrSayWhatTheyAre(String id, int columns, String cells) {
    GridShape grid = model(id, Map.of()).grid().orElseThrow();
    assertThat(grid.columns()).isEqualTo(columns);
    assertThat(grid.cells()).isEqualTo(cells);
    assertThat(grid.rows()).isEqualTo(cells.length() / columns);
  }

  @Test
  void aMazeHasWallsAndCellsThatAreCutOff() {
    GridShape grid = model("Maze-v0", Map.of("map", "S.#.,.G##")).grid().orElseThrow();
    assertThat(grid.cells()).isEqualTo("..# .G##");
    assertThat(grid.open(1)).isTrue();
    assertThat(grid.open(3)).isFalse();
  }

  @Test
  void aGoalThatPaysByOneMoreStepIsOpen() {
    assertThat(model("Corridor-v0", Map.of("reward", "state")).grid().orElseThrow().cells())
        .isEqualTo("....");
  }

  @Test
  void otherModelsLieOnNoGrid() {
    assertThat(model("Taxi-v4", Map.of()).grid()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"FrozenLake-v1", "CliffWalking-v1", "Corridor-v0", "Maze-v0"})
  void actionsLeadWhereTheyPoint(String id) {
    TransitionModel model = model(id, Map.of());
    GridShape grid = model.grid().orElseThrow();
    assertThat(grid.cells()).hasSize(model.states());
    assertThat(grid.directions()).hasSize(model.actions());
    var out = new TransitionModel.Outcomes();
    for (int state = 0; state < model.states(); state++) {
      assertThat(grid.open(state)).isEqualTo(!model.terminal(state) && !cliff(grid, state));
      for (int action = 0; action < model.actions(); action++) {
        int beside = beside(grid, state, grid.directions().get(action));
        if (grid.open(state) && beside >= 0 && grid.open(beside)) {
          out.clear();
          model.outcomes(state, action, out);
          assertThat(nexts(out)).contains(beside);
        }
      }
    }
  }

  private static boolean cliff(GridShape grid, int state) {
    return grid.cells().charAt(state) == 'C';
  }

  private static int beside(GridShape grid, int state, Direction direction) {
    int column = state % grid.columns();
    int row = state / grid.columns();
    return switch (direction) {
      case UP -> row > 0 ? state - grid.columns() : -1;
      case DOWN -> row < grid.rows() - 1 ? state + grid.columns() : -1;
      case LEFT -> column > 0 ? state - 1 : -1;
      case RIGHT -> column < grid.columns() - 1 ? state + 1 : -1;
    };
  }

  private static List<Integer> nexts(TransitionModel.Outcomes out) {
    return java.util.stream.IntStream.range(0, out.size()).mapToObj(out::next).toList();
  }

  @Test
  void cellsMustFillTheirRows() {
    assertThatThrownBy(() -> new GridShape(3, "....", List.of()))
        .hasMessage("GridShape.cells: must be whole rows of 3, got 4 cells");
  }

  @Test
  void directionsHaveArrowsWithAndWithoutUnicode() {
    assertThat(Direction.values()).extracting(Direction::arrow).containsExactly('↑', '→', '↓', '←');
    assertThat(Direction.values()).extracting(Direction::ascii).containsExactly('^', '>', 'v', '<');
  }
}
