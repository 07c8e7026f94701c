package dev.bellman.llm.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.llm.data.Completion;
import dev.bellman.tensor.Rng;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class Maze4Test {
  /// The start is walled in but for the way down, along and up again:
  /// `S # G .` over `. # . .` over `. . . .`.
  private static final String MAZE = "BOS S # G . . # . . . . . . # # # # ;";

  private final Maze4 task = new Maze4();

  @Test
  void scoresTheFewestMovesPerMove() {
    assertThat(score("D D R R U U EOS")).isEqualTo(1);
    assertThat(score("D D R R R U U L EOS")).isEqualTo(0.75);
    assertThat(score("D U D D R R U U EOS")).isEqualTo(0.75);
    assertThat(score("D U D U D D R R U U D U EOS")).isEqualTo(0.5);
  }

  @Test
  void onlyLegalMovesThatEndAtTheGoalCount() {
    assertThat(score("R R EOS")).isZero();
    assertThat(score("U D D R R U U EOS")).isZero();
    assertThat(score("D D R R U EOS")).isZero();
    assertThat(score("D D R R U U R EOS")).isZero();
    assertThat(score("D U D U D U D D R R U U D U EOS")).isZero();
    assertThat(score("D D R R U U . EOS")).isZero();
    assertThat(score("D D R R U U spare1 EOS")).isZero();
    assertThat(score("EOS")).isZero();
  }

  private double score(String answer) {
    return task.score(Answers.of(task, MAZE, answer));
  }

  @Test
  void fewestMovesAgreeWithTryingAllWays() {
    Rng rng = Rng.ofSeed(11);
    for (int i = 0; i < 2_000; i++) {
      Maze maze = Maze.draw(rng);
      int[] moves = new int[Maze.CELLS];
      Arrays.fill(moves, Integer.MAX_VALUE);
      tryAllWays(maze, maze.start(), 0, moves);
      int fewest = moves[maze.goal()];
      assertThat(maze.shortest()).isEqualTo(fewest == Integer.MAX_VALUE ? -1 : fewest);
    }
  }

  private static void tryAllWays(Maze maze, int cell, int made, int[] fewest) {
    if (cell < 0 || made >= fewest[cell]) {
      return;
    }
    fewest[cell] = made;
    for (int move = 0; move < Maze.MOVES; move++) {
      tryAllWays(maze, maze.to(cell, move), made + 1, fewest);
    }
  }

  @Test
  void aboutOneReachableMazeInFiveIsHard() {
    Rng rng = Rng.ofSeed(12);
    int reachable = 0;
    int hard = 0;
    double moves = 0;
    int most = 0;
    for (int i = 0; i < 50_000; i++) {
      Maze maze = Maze.draw(rng);
      reachable += maze.shortest() >= 2 ? 1 : 0;
      if (maze.isHard()) {
        hard++;
        moves += maze.shortest();
        most = Math.max(most, maze.shortest());
      }
    }
    assertThat(hard / (double) reachable).isCloseTo(0.187, within(0.01));
    assertThat(moves / hard).isCloseTo(4.99, within(0.1));
    assertThat(most).isEqualTo(10);
  }

  @Test
  void noWayWithOneCornerSolvesAHardMaze() {
    Rng rng = Rng.ofSeed(13);
    for (int i = 0; i < 500; i++) {
      int[] prompt = task.prompt(rng);
      List<Integer> cells = Arrays.stream(prompt).boxed().toList();
      int start = cells.indexOf(5) - 1;
      int goal = cells.indexOf(6) - 1;
      int right = goal % 4 - start % 4;
      int down = goal / 4 - start / 4;
      String across = (right > 0 ? "R " : "L ").repeat(Math.abs(right));
      String along = (down > 0 ? "D " : "U ").repeat(Math.abs(down));
      for (String answer : List.of(across + along + "EOS", along + across + "EOS")) {
        Completion blind = Answers.of(task, prompt, task.vocabulary().tokens(answer));
        assertThat(task.wellFormed(blind)).isTrue();
        assertThat(task.score(blind)).isZero();
      }
    }
  }

  @Test
  void demonstrationsSolveTheMazeWithDetours() {
    Rng rng = Rng.ofSeed(14);
    double sum = 0;
    for (int i = 0; i < 20_000; i++) {
      int[] prompt = task.prompt(rng);
      double score = task.score(Answers.of(task, prompt, task.demonstration(prompt, rng)));
      assertThat(score).isPositive();
      sum += score;
    }
    assertThat(sum / 20_000).isCloseTo(0.751, within(0.01));
  }

  @Test
  void walksReachTheGoalMoreOftenThanNot() {
    Rng rng = Rng.ofSeed(15);
    int solved = 0;
    double score = 0;
    int walks = 0;
    while (walks < 20_000) {
      Maze maze = Maze.draw(rng);
      if (maze.isHard()) {
        int[] walk = maze.walk(12, rng);
        walks++;
        solved += maze.solvedBy(walk) ? 1 : 0;
        score += maze.solvedBy(walk) ? maze.shortest() / (double) walk.length : 0;
      }
    }
    assertThat(solved / 20_000.0).isCloseTo(0.612, within(0.015));
    assertThat(score / 20_000).isCloseTo(0.472, within(0.015));
  }

  @Test
  void aCorridorLeavesAPairOfTheWayAndItsBeginning() {
    int[] corridor = task.vocabulary().tokens("BOS S # G # . # . # . . . # # # # # ;");
    var pair = task.pair(corridor, Rng.ofSeed(1));
    assertThat(task.vocabulary().text(pair.chosen())).isEqualTo("D D R R U U EOS");
    assertThat(task.vocabulary().text(pair.rejected())).isEqualTo("D D R R U EOS");
  }
}
