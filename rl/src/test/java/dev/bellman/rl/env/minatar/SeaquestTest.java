package dev.bellman.rl.env.minatar;

import static dev.bellman.rl.env.minatar.Play.of;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellman.tensor.Rng;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeaquestTest {
  private static final int OXYGEN = 4;
  private static final int ABOARD = 5;
  private static final int RAMP = 10;
  private static final int LISTS = 11;

  /// A submarine that faces right, under water; nothing comes within the next frames.
  private static double[] submarine(int x, int y, int oxygen, int aboard) {
    return of(0, x, y, 1, oxygen, aboard, 0, 0, 20, 30, 0);
  }

  /// Shots, enemy shots, fish, enemy submarines and divers, each with its number before it.
  private static double[] none() {
    return new double[5];
  }

  private static double[] fish(double... row) {
    return of(0, 0, 1, row[0], row[1], row[2], row[3], 0, 0);
  }

  private static double[] enemy(double... row) {
    return of(0, 0, 0, 1, row[0], row[1], row[2], row[3], row[4], 0);
  }

  private static double[] diver(double... row) {
    return of(0, 0, 0, 0, 1, row[0], row[1], row[2], row[3]);
  }

  private static Play play(double[] submarine, double[] lists) {
    return new Play(MinAtarGame.seaquest(1, Play.FIRM), submarine, lists);
  }

  @Test
  void anEpisodeStartsAtTheSurface() {
    Play play = new Play(MinAtarGame.seaquest(1, Play.FIRM));
    assertThat(play.stateFrom(0))
        .containsExactly(0, 5, 0, 0, 200, 0, 1, 0, 20, 30, 0, 0, 0, 0, 0, 0);
    assertThat(play.lines().getFirst()).isEqualTo(".....Ss...");
    assertThat(play.lines().getLast()).isEqualTo("oooooooooo");
    play.idle(5);
    assertThat(play.state(OXYGEN)).isEqualTo(200);
    play.take(Game.DOWN);
    assertThat(play.state(OXYGEN)).isEqualTo(199);
    assertThat(play.lines().getLast()).isEqualTo("ooooooooo.");
    play.take(Game.UP);
    assertThat(play.isOver()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"200, 10", "199, 9", "100, 5", "20, 1", "19, 0"})
  void sixDiversGiveTheOxygenLeftAndTheCountGoesOnFromMinusOne(int oxygen, double reward) {
    Play play = play(submarine(5, 1, oxygen, 6), none());
    assertThat(play.lines().getLast().substring(3, 9)).isEqualTo("dddddd");
    assertThat(play.take(Game.UP)).isEqualTo(reward);
    assertThat(play.isOver()).isFalse();
    assertThat(play.state(OXYGEN, RAMP + 1)).containsExactly(200, -1, 1, 0, 19, 29, 1);
    assertThat(play.lines().getLast()).isEqualTo("oooooooooo");
    play.take(Game.DOWN);
    assertThat(play.take(Game.UP)).isZero();
    assertThat(play.isOver()).isFalse();
    assertThat(play.state(ABOARD)).isEqualTo(-2);
  }

  @Test
  void surfacingCostsOneDiverAndFillsTheOxygen() {
    Play play = play(submarine(5, 1, 80, 2), none());
    assertThat(play.take(Game.UP)).isZero();
    assertThat(play.state(OXYGEN, ABOARD + 1)).containsExactly(200, 1);
    play.idle(3);
    assertThat(play.state(ABOARD)).as("once for each time").isEqualTo(1);
    Play without = play(submarine(5, 1, 80, 0), none());
    without.take(Game.UP);
    assertThat(without.isOver()).isTrue();
  }

  @Test
  void theEpisodeEndsOneFrameAfterTheOxygenIsGone() {
    Play play = play(submarine(5, 4, 1, 0), none());
    play.idle(1);
    assertThat(play.state(OXYGEN)).isZero();
    assertThat(play.isOver()).isFalse();
    assertThat(play.lines().getLast()).isEqualTo("..........");
    play.idle(1);
    assertThat(play.isOver()).isTrue();
  }

  @Test
  void surfacingMakesEnemiesComeSoonerAndMoveSooner() {
    int[][] intervals = {{20, 5}, {19, 5}, {18, 4}, {17, 4}, {16, 3}, {15, 3}, {14, 2}, {13, 2}};
    for (int ramp = 0; ramp < intervals.length; ramp++) {
      Play play = play(of(0, 5, 4, 1, 200, 0, 0, 0, 0, 30, ramp), fish(2, 1, 1, 0));
      play.idle(1);
      assertThat(play.state(8)).isEqualTo(intervals[ramp][0] - 1);
      assertThat(play.state(14, 18)).containsExactly(3, 1, 1, intervals[ramp][1]);
    }
    Play last = play(of(0, 5, 1, 1, 200, 1, 0, 0, 20, 30, 19), none());
    last.take(Game.UP);
    assertThat(last.state(RAMP)).isEqualTo(19);
    MinAtarGame constant = MinAtarGame.seaquest(1, new MinAtarOptions(false, 0, false));
    Play same = new Play(constant, submarine(5, 1, 200, 1), none());
    same.take(Game.UP);
    assertThat(same.state(RAMP)).isZero();
  }

  @Test
  void diversAreTakenUpWhileThereIsRoom() {
    Play swum = play(submarine(5, 4, 100, 0), diver(6, 4, 0, 0));
    assertThat(swum.lines().get(4)).isEqualTo("....sSD-..");
    swum.idle(1);
    assertThat(swum.state(ABOARD)).isEqualTo(1);
    assertThat(swum.stateFrom(LISTS)).containsExactly(none());
    Play met = play(submarine(5, 4, 100, 5), diver(6, 4, 0, 3));
    met.take(Game.RIGHT);
    assertThat(met.state(ABOARD)).isEqualTo(6);
    Play full = play(submarine(5, 4, 100, 6), diver(5, 4, 0, 0));
    full.idle(1);
    assertThat(full.state(ABOARD)).isEqualTo(6);
    assertThat(full.stateFrom(LISTS)).containsExactly(diver(4, 4, 0, 5));
  }

  @Test
  void aShotLeavesTheFrontAndTakesAFish() {
    Play play = play(submarine(5, 4, 100, 0), fish(7, 4, 0, 5));
    assertThat(play.take(Game.FIRE)).isZero();
    assertThat(play.lines().get(4)).isEqualTo("....sS*F-.");
    assertThat(play.idle(1)).isEqualTo(1);
    assertThat(play.stateFrom(LISTS)).containsExactly(none());
  }

  @Test
  void theSubmarineFiresEveryFifthFrame() {
    Play play = play(submarine(1, 4, 100, 0), none());
    play.take(Game.FIRE, Game.FIRE, Game.FIRE, Game.FIRE, Game.FIRE);
    assertThat(play.stateFrom(LISTS)).containsExactly(1, 6, 4, 1, 0, 0, 0, 0);
    play.take(Game.FIRE);
    assertThat(play.stateFrom(LISTS)).containsExactly(2, 7, 4, 1, 2, 4, 1, 0, 0, 0, 0);
    play.idle(3);
    assertThat(play.stateFrom(LISTS)).as("off the grid").containsExactly(1, 5, 4, 1, 0, 0, 0, 0);
  }

  @Test
  void anEnemyThatSwimsIntoAShotIsTaken() {
    double[] lists = of(1, 6, 4, 1, 0, 1, 8, 4, 0, 0, 0, 0);
    Play play = play(submarine(2, 4, 100, 0), lists);
    assertThat(play.idle(1)).isEqualTo(1);
    assertThat(play.stateFrom(LISTS)).containsExactly(none());
  }

  @Test
  void enemiesAtTheSubmarineEndTheEpisode() {
    Play swum = play(submarine(5, 4, 100, 0), fish(6, 4, 0, 0));
    swum.idle(1);
    assertThat(swum.isOver()).isTrue();
    Play met = play(submarine(5, 4, 100, 0), enemy(6, 4, 0, 3, 5));
    met.take(Game.RIGHT);
    assertThat(met.isOver()).isTrue();
    Play shot = play(submarine(5, 4, 100, 0), of(0, 1, 6, 4, 0, 0, 0, 0));
    shot.idle(1);
    assertThat(shot.isOver()).isTrue();
  }

  @Test
  void anEnemySubmarineFiresEvery11Frames() {
    Play play = play(submarine(5, 4, 100, 0), enemy(0, 2, 1, 5, 0));
    assertThat(play.lines().get(2)).isEqualTo("E.........");
    play.idle(1);
    assertThat(play.stateFrom(LISTS)).containsExactly(0, 1, 1, 2, 1, 0, 1, 0, 2, 1, 4, 10, 0);
    assertThat(play.lines().get(2)).isEqualTo("E!........");
    play.idle(10);
    assertThat(play.stateFrom(LISTS)).containsExactly(0, 0, 0, 1, 1, 2, 1, 0, 0, 0);
    play.idle(1);
    assertThat(play.stateFrom(LISTS)).containsExactly(0, 1, 3, 2, 1, 0, 1, 2, 2, 1, 5, 10, 0);
  }

  @Test
  void aSubmarineThatIsShotStillFiresInThatFrame() {
    double[] lists = of(1, 6, 4, 1, 0, 0, 1, 8, 4, 1, 0, 0, 0);
    Play away = play(submarine(2, 4, 100, 0), lists);
    assertThat(away.idle(1)).as("it swims away from the shot").isZero();
    double[] towards = of(1, 6, 4, 1, 0, 0, 1, 8, 4, 0, 0, 0, 0);
    Play play = play(submarine(2, 4, 100, 0), towards);
    assertThat(play.idle(1)).isEqualTo(1);
    assertThat(play.stateFrom(LISTS)).containsExactly(0, 1, 6, 4, 0, 0, 0, 0);
  }

  @Test
  void theBackMustBeOnTheGrid() {
    assertThatThrownBy(() -> play(submarine(0, 4, 100, 0), none()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("start: the submarine's back must be in columns 0..9, got column -1");
  }

  @Test
  void thereIsRoomForWhatJoinsAFullStartState() {
    double[] state = new double[11 + 5 + 12 * (3 + 3 + 4 + 5 + 4)];
    System.arraycopy(of(0, 5, 0, 1, 200, 0, 1, 0, 0, 0, 19), 0, state, 0, 11);
    int at = 11;
    for (int width : new int[] {3, 3, 4, 5, 4}) {
      state[at++] = 12;
      for (int k = 0; k < 12; k++) {
        state[at + 1] = 8;
        state[at + 2] = 1;
        state[at + 3] = width > 3 ? 5 : 0;
        at += width;
      }
    }
    var game = new Seaquest(true);
    int[] s = game.layout().read(state);
    Rng rng = Rng.ofSeed(0);
    int most = 0;
    for (int t = 0; t < 500; t++) {
      game.advance(s, 0, rng.nextInt(2) * Game.FIRE, rng);
      int enemies = SeaquestState.FISH.count(s, 0) + SeaquestState.ENEMIES.count(s, 0);
      most = Math.max(most, enemies);
    }
    assertThat(most).isBetween(24, 24 + 33);
  }
}
