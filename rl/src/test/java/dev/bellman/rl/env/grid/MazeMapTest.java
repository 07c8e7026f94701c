package dev.bellman.rl.env.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MazeMapTest {
  @Test
  void rowsAreSeparatedByLineBreaksOrCommas() {
    String expected = "S..\n.#.\n..G";
    assertThat(MazeMap.parse("S..,.#.,..G")).hasToString(expected);
    assertThat(MazeMap.parse("S..\n.#.\n..G\n")).hasToString(expected);
    assertThat(MazeMap.parse("S..\r\n.#.\r\n..G\r\n")).hasToString(expected);
    assertThat(MazeMap.parse("S  \n # \n  G")).hasToString(expected);
  }

  @Test
  void cellsAreNumberedRowByRow() {
    MazeMap map = MazeMap.parse("S.#,#.G");
    assertThat(map.width()).isEqualTo(3);
    assertThat(map.height()).isEqualTo(2);
    assertThat(map.starts()).containsExactly(0);
    assertThat(map.isFree(2)).isFalse();
    assertThat(map.isFree(4)).isTrue();
    assertThat(map.isGoal(5)).isTrue();
    assertThat(map.isStart(0)).isTrue();
    assertThat(map.isStart(1)).isFalse();
  }

  @Test
  void wallsAndTheEdgeAreInTheWay() {
    MazeMap map = MazeMap.parse("S.#,#.G");
    assertThat(map.move(0, 0)).isEqualTo(0);
    assertThat(map.move(0, 1)).isEqualTo(1);
    assertThat(map.move(0, 2)).isEqualTo(0);
    assertThat(map.move(0, 3)).isEqualTo(0);
    assertThat(map.move(1, 1)).isEqualTo(1);
    assertThat(map.move(1, 2)).isEqualTo(4);
    assertThat(map.move(4, 0)).isEqualTo(1);
    assertThat(map.move(4, 1)).isEqualTo(5);
    assertThat(map.move(5, 3)).isEqualTo(4);
    assertThat(map.move(5, 1)).isEqualTo(5);
  }

  @Test
  void distancesLeadToTheNearestGoal() {
    MazeMap map = MazeMap.parse("S...G,#.##.,G..#.");
    assertThat(map.distances()).containsExactly(4, 3, 2, 1, 0, -1, 2, -1, -1, 1, 0, 1, 2, -1, 2);
  }

  @Test
  void cellsCutOffFromEveryGoalAreNotConnected() {
    MazeMap map = MazeMap.parse("SG#.");
    assertThat(map.isConnected(0)).isTrue();
    assertThat(map.isConnected(1)).isTrue();
    assertThat(map.isConnected(2)).isFalse();
    assertThat(map.isConnected(3)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          S.x,..G | row 1, column 3 must be # (wall), . or a space (free), S (start) or G (goal), got 'x'
          S..,..  | row 2 must have 3 cells as row 1 has, got 2 (fill up with # or .)
          S..,..G. | row 2 must have 3 cells as row 1 has, got 4 (fill up with # or .)
          S..,...  | must have a goal, got none (mark a cell with G)
          S#G      | the start in row 1, column 1 must have a way to a goal, got none (open a wall)
          S.G,##.,S#. | the start in row 3, column 1 must have a way to a goal, got none (open a wall)
          ,,       | must have cells, got an empty text (for example S..,.#.,..G)
          """)
  void badMapsAreRefusedInOneLine(String map, String problem) {
    assertThatThrownBy(() -> MazeMap.parse(map))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("environment.map: " + problem);
  }

  @Test
  void mapsBeyondTheLimitAreRefused() {
    assertThatThrownBy(() -> MazeMap.parse("S" + ".".repeat(1999) + "G"))
        .hasMessage("environment.map: must be at most 2000 x 2000, got 2001 x 1");
    assertThatThrownBy(() -> MazeMap.parse("SG\n".repeat(2001)))
        .hasMessage("environment.map: must be at most 2000 x 2000, got 2 x 2001");
    assertThat(MazeMap.parse("S" + ".".repeat(1998) + "G").size()).isEqualTo(2000);
  }

  @Test
  void theSeedMakesTheMaze() {
    assertThat(MazeMap.generate(13, 9, 3, 0.1))
        .hasToString(
            """
            #############
            #S........#.#
            #.#######.#.#
            #.#.......#.#
            #.#.#######.#
            #...#.......#
            #.#.#.#####.#
            #.....#....G#
            #############\
            """);
    assertThat(MazeMap.generate(13, 9, 3, 0.1))
        .hasToString(MazeMap.generate(13, 9, 3, 0.1).toString());
    assertThat(MazeMap.generate(13, 9, 4, 0.1).toString())
        .isNotEqualTo(MazeMap.generate(13, 9, 3, 0.1).toString());
  }

  @ParameterizedTest
  @CsvSource({"5, 5, 3", "11, 11, 24", "6, 8, 5", "101, 31, 749"})
  void oneWayLeadsBetweenAnyTwoRooms(int width, int height, int walls) {
    for (int seed = 0; seed < 20; seed++) {
      MazeMap map = MazeMap.generate(width, height, seed, 0);
      assertThat(map.starts()).containsExactly(width + 1);
      assertThat(openings(map)).isEqualTo(walls);
      assertConnected(map);
    }
  }

  private static int openings(MazeMap map) {
    int openings = 0;
    for (int cell = 0; cell < map.size(); cell++) {
      boolean room = cell / map.width() % 2 == 1 && cell % map.width() % 2 == 1;
      openings += map.isFree(cell) && !room ? 1 : 0;
    }
    return openings;
  }

  private static void assertConnected(MazeMap map) {
    for (int cell = 0; cell < map.size(); cell++) {
      assertThat(map.isConnected(cell)).isEqualTo(map.isFree(cell));
      int row = cell / map.width();
      int column = cell % map.width();
      if (row == 0 || column == 0 || row == map.height() - 1 || column == map.width() - 1) {
        assertThat(map.isFree(cell)).isFalse();
      }
    }
  }

  @Test
  void loopsOpenTheirShareOfTheWallsThatAreLeft() {
    // 50 x 50 rooms: 2499 of 4900 walls are opened by the walk, 2401 are left.
    assertThat(openings(MazeMap.generate(101, 101, 0, 0))).isEqualTo(2499);
    assertThat(openings(MazeMap.generate(101, 101, 0, 1))).isEqualTo(4900);
    assertThat(openings(MazeMap.generate(101, 101, 0, 0.25))).isBetween(3000, 3200);
    assertConnected(MazeMap.generate(101, 101, 0, 0.25));
  }

  @Test
  void theLargestMazeIsSolvable() {
    MazeMap map = MazeMap.generate(2000, 2000, 1, 0.01);
    assertThat(map.size()).isEqualTo(4_000_000);
    int[] distances = map.distances();
    assertThat(distances[map.starts()[0]]).isGreaterThan(3994);
    assertThat(Arrays.stream(distances).filter(distance -> distance == 0).count()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "4, 9, 0, 0, 'environment.width: must be in 5..2000, got 4'",
    "9, 2001, 0, 0, 'environment.height: must be in 5..2000, got 2001'",
    "9, 9, -1, 0, 'environment.maze_seed: must be at least 0, got -1'",
    "9, 9, 0, 1.1, 'environment.loops: must be in [0, 1], got 1.1'",
  })
  void numbersOutOfRangeAreRefused(
      long width, long height, long seed, double loops, String message) {
    assertThatThrownBy(() -> MazeMap.generate(width, height, seed, loops))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
