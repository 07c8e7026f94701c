package dev.bellman.rl.env.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.env.Drawable;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.ModelContract;
import dev.bellman.rl.env.ModelSolver;
import dev.bellman.rl.env.Pictures;
import dev.bellman.rl.env.Step;
import dev.bellman.rl.env.TransitionModel;
import dev.bellman.rl.env.TransitionModel.Outcomes;
import dev.bellman.rl.env.grid.Maze.Rules;
import dev.bellman.tensor.State;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MazeTest {
  private static final MazeMap SMALL = MazeMap.parse("S..,.#.,..G");

  @Test
  void stepsGoUpRightDownAndLeft() {
    var env = Maze.env(SMALL, Rules.DEFAULTS);
    assertThat(env.reset(0).observation()).isZero();
    assertThat(env.step(0)).isEqualTo(Step.of(0, -1, false));
    assertThat(env.step(1)).isEqualTo(Step.of(1, -1, false));
    assertThat(env.step(2)).isEqualTo(Step.of(1, -1, false));
    assertThat(env.step(3)).isEqualTo(Step.of(0, -1, false));
    assertThat(env.step(2)).isEqualTo(Step.of(3, -1, false));
    assertThat(env.step(2)).isEqualTo(Step.of(6, -1, false));
    assertThat(env.step(1)).isEqualTo(Step.of(7, -1, false));
    assertThat(env.step(1)).isEqualTo(Step.of(8, -1, true));
  }

  @Test
  void rewardsAreOptions() {
    @SuppressWarnings("unchecked")
    var env =
        (Env<Integer, Integer>)
            Envs.builtIn()
                .make("Maze-v0", Map.of("map", "S.G", "step_reward", -0.25, "goal_reward", 1));
    env.reset(0);
    assertThat(env.step(1).reward()).isEqualTo(-0.25);
    assertThat(env.step(1)).isEqualTo(Step.of(2, 0.75, true));
  }

  @Test
  void valuesAreMinusTheDistances() {
    MazeMap map = MazeMap.generate(15, 13, 5, 0.2);
    double[] values = ModelSolver.values(new Maze(1, map, Rules.DEFAULTS).model().orElseThrow(), 1);
    int[] distances = map.distances();
    for (int cell = 0; cell < map.size(); cell++) {
      assertThat(values[cell]).isEqualTo(Math.min(-distances[cell], 0));
    }
  }

  @Test
  void slippingCostsWhatTheEquationsSay() {
    // In S.G of one row both sides are walls: a step succeeds with 1 - slip, so 1/(1 - slip) each.
    var rules = new Rules(-1, 0, 0.2, false);
    var maze = new Maze(1, MazeMap.parse("S.G"), rules);
    assertThat(ModelSolver.values(maze.model().orElseThrow(), 1))
        .containsExactly(new double[] {-2.5, -1.25, 0}, within(1e-9));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.3, 1})
  void modelAndSimulationAgree(double slip) {
    var maze = new Maze(1, SMALL, new Rules(-1, 5, slip, false));
    ModelContract.checkProbabilities(maze.model().orElseThrow());
    for (int cell : new int[] {0, 1, 2, 3, 5, 6, 7}) {
      int row = cell / 3;
      ModelContract.checkFrequencies(maze, cell, new double[] {row, cell % 3});
    }
  }

  @Test
  void wallsGoalsAndCutOffCellsAreTerminal() {
    TransitionModel model =
        new Maze(1, MazeMap.parse("SG#."), Rules.DEFAULTS).model().orElseThrow();
    assertThat(model.terminal(0)).isFalse();
    assertThat(model.terminal(1)).isTrue();
    assertThat(model.terminal(2)).isTrue();
    assertThat(model.terminal(3)).isTrue();
  }

  @Test
  void severalStartsAreEquallyLikely() {
    var maze = new Maze(1, MazeMap.parse("S.G,S##"), Rules.DEFAULTS);
    assertThat(maze.model().orElseThrow().initial()).containsExactly(0.5, 0, 0, 0.5, 0, 0);
    var env = Maze.env(MazeMap.parse("S.G,S##"), Rules.DEFAULTS);
    var seen = new TreeSet<Integer>();
    env.reset(0);
    for (int k = 0; k < 50; k++) {
      seen.add(env.reset().observation());
    }
    assertThat(seen).containsExactly(0, 3);
  }

  @Test
  void aMapWithoutAPlaceToStartIsRefused() {
    assertThatThrownBy(() -> Maze.env(MazeMap.parse("..G"), Rules.DEFAULTS))
        .hasMessage(
            "environment.map: must have a start, got none"
                + " (mark a cell with S or set environment.random_start=true)");
    assertThatThrownBy(() -> Maze.env(MazeMap.parse("G#."), new Rules(-1, 0, 0, true)))
        .hasMessage(
            "environment.map: must have a start, got none (leave a free cell beside a goal)");
  }

  @Test
  void randomStartsCoverEveryCellThatHasAWay() {
    var env = Maze.env(MazeMap.parse("..G#.,.####"), new Rules(-1, 0, 0, true));
    var seen = new TreeSet<Integer>();
    env.reset(0);
    for (int k = 0; k < 100; k++) {
      seen.add(env.reset().observation());
    }
    assertThat(seen).containsExactly(0, 1, 5);
  }

  @ParameterizedTest
  @CsvSource({
    "slip_probability, 1.5, 'environment.slip_probability: must be in [0, 1], got 1.5'",
    "slip_probability, -0.5, 'environment.slip_probability: must be in [0, 1], got -0.5'",
    "loops, 2.5, 'environment.loops: must be in [0, 1], got 2.5'",
  })
  void probabilitiesOutsideTheUnitIntervalAreRefused(String option, double value, String message) {
    assertThatThrownBy(() -> Envs.builtIn().make("Maze-v0", Map.of(option, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void sizesOutOfRangeAreRefused() {
    assertThatThrownBy(() -> Envs.builtIn().make("Maze-v0", Map.of("width", 0)))
        .hasMessage("environment.width: must be in 5..2000, got 0");
    assertThatThrownBy(() -> Envs.builtIn().vector("Maze-v0", 2, Map.of("height", Long.MAX_VALUE)))
        .hasMessage("environment.height: must be in 5..2000, got 9223372036854775807");
    assertThatThrownBy(() -> new Rules(Double.NaN, 0, 0, false))
        .hasMessage("environment.step_reward: must be finite, got NaN");
  }

  @Test
  void theTimeLimitGrowsWithTheMap() {
    Envs envs = Envs.builtIn();
    assertThat(envs.spec("Maze-v0").maxEpisodeSteps()).hasValue(1210);
    assertThat(stepsUntilCut(envs.make("Maze-v0", Map.of("map", "S.G")))).isEqualTo(30);
    assertThat(stepsUntilCut(envs.make("Maze-v0", Map.of("width", 5, "height", 7)))).isEqualTo(350);
  }

  @SuppressWarnings("unchecked")
  private static int stepsUntilCut(Env<?, ?> env) {
    var walk = (Env<Integer, Integer>) env;
    walk.reset(0);
    int steps = 1;
    while (!walk.step(0).truncated()) {
      steps++;
    }
    return steps;
  }

  @Test
  void startsAreRowAndColumn() {
    var env = Maze.env(SMALL, Rules.DEFAULTS);
    assertThat(env.startFrom(new double[] {2, 1})).isEqualTo(7);
    assertThat(env.state()).containsExactly(2, 1);
    assertThatThrownBy(() -> env.startFrom(new double[] {1, 1}))
        .hasMessage("start: must be a free cell, got a wall in row 1, column 1");
    assertThatThrownBy(() -> env.startFrom(new double[] {2, 2}))
        .hasMessage("start: must be a free cell, got a goal in row 2, column 2");
    assertThatThrownBy(() -> env.startFrom(new double[] {3, 0}))
        .hasMessage("start[0]: must be a whole number in 0..2, got 3.0");
    assertThatThrownBy(() -> env.startFrom(new double[] {0}))
        .hasMessage("start: must have 2 values (row, column), got 1");
  }

  @Test
  void aPositionInsideAWallIsNotLoaded() {
    var saved = new State();
    var other = new Maze(1, MazeMap.parse("S..,...,..G"), Rules.DEFAULTS);
    other.set(0, new double[] {1, 1});
    other.save(saved);
    assertThatThrownBy(() -> new Maze(1, SMALL, Rules.DEFAULTS).load(saved))
        .hasMessage("Maze: saved position must be a free cell, got 4 (was it another map?)");
  }

  @Test
  void textShowsTheAgentOnTheMap() {
    var env = Maze.env(SMALL, Rules.DEFAULTS);
    env.startFrom(new double[] {0, 2});
    assertThat(env.text()).isEqualTo("S.@\n.#.\n..G");
    var large = Maze.env(MazeMap.generate(301, 301, 0, 0), Rules.DEFAULTS);
    large.reset(0);
    assertThat(large.text().lines()).hasSize(39).allMatch(line -> line.length() == 79);
    assertThat(large.text()).contains("@");
  }

  @Test
  void fourMillionStatesCostNoTable() {
    MazeMap map = MazeMap.generate(2000, 2000, 0, 0);
    TransitionModel model = new Maze(1, map, Rules.DEFAULTS).model().orElseThrow();
    assertThat(model.states()).isEqualTo(4_000_000);
    var outcomes = new Outcomes();
    model.outcomes(2001, 0, outcomes);
    assertThat(outcomes.size()).isEqualTo(1);
    assertThat(outcomes.next(0)).isEqualTo(2001);
    assertThat(model.initial()[2001]).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "5, 5, 240, 240",
    "11, 9, 528, 432",
    "25, 25, 600, 600",
    "300, 200, 600, 400",
    "301, 301, 301, 301",
    "2000, 1000, 600, 300",
    "2000, 5, 600, 24",
  })
  void picturesFitTheScreen(int width, int height, int pixelsWide, int pixelsHigh) {
    var env = Maze.env(MazeMap.generate(width, height, 0, 0), Rules.DEFAULTS);
    env.reset(0);
    assertThat(env.pictureSize()).isEqualTo(new Drawable.Size(pixelsWide, pixelsHigh));
    assertThat(Pictures.colors(env)).contains(0xD9562B);
  }
}
