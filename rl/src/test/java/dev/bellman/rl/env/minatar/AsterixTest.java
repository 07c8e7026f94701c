package dev.bellman.rl.env.minatar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AsterixTest {
  /// Eight empty rows but for one thing.
  private static double[] thing(int y, int x, int right, int treasure) {
    double[] things = new double[24];
    for (int k = 0; k < 8; k++) {
      things[3 * k] = -1;
    }
    things[3 * y - 3] = x;
    things[3 * y - 2] = right;
    things[3 * y - 1] = treasure;
    return things;
  }

  /// The player at (5, 5), timers and ramp as given.
  private static double[] head(int spawn, int move, int rampTimer, int ramp) {
    return Play.of(0, 5, 5, spawn, move, rampTimer, ramp);
  }

  private static Play play(double[] head, double[] things) {
    return new Play(MinAtarGame.asterix(1, Play.FIRM), head, things);
  }

  @Test
  void aTreasureGivesOneAndGoes() {
    Play play = play(head(5, 5, 100, 0), thing(5, 6, 0, 1));
    assertThat(play.lines().get(5)).isEqualTo(".....PG-..");
    assertThat(play.take(Game.RIGHT)).isEqualTo(1);
    assertThat(play.isOver()).isFalse();
    assertThat(play.lines().get(5)).isEqualTo("......P...");
  }

  @Test
  void anEnemyEndsTheEpisode() {
    Play play = play(head(5, 5, 100, 0), thing(5, 6, 0, 0));
    assertThat(play.take(Game.RIGHT)).isZero();
    assertThat(play.isOver()).isTrue();
  }

  @Test
  void thingsMoveOntoThePlayerWhenTheirTimeHasCome() {
    Play enemy = play(head(9, 1, 100, 0), thing(5, 4, 1, 0));
    enemy.idle(1);
    assertThat(enemy.isOver()).isFalse();
    enemy.idle(1);
    assertThat(enemy.isOver()).isTrue();
    Play treasure = play(head(9, 0, 100, 0), thing(5, 6, 0, 1));
    assertThat(treasure.idle(1)).isEqualTo(1);
    assertThat(treasure.isOver()).isFalse();
    assertThat(treasure.state(4)).as("frames to the next move").isEqualTo(4);
  }

  @Test
  void thingsLeaveTheGridAtTheSides() {
    Play play = play(head(9, 0, 100, 0), thing(2, 9, 1, 0));
    assertThat(play.lines().get(2)).isEqualTo("........-E");
    play.idle(1);
    assertThat(play.stateFrom(7)).containsExactly(thing(2, -1, 1, 0));
  }

  @Test
  void aThingComesAtASideWhenItsTimeHasCome() {
    Play play = play(head(0, 5, 100, 0), thing(1, 3, 1, 1));
    play.idle(1);
    assertThat(play.state(3)).as("frames to the next thing").isEqualTo(9);
    double[] things = play.stateFrom(7);
    int count = 0;
    for (int k = 3; k < 24; k += 3) {
      if (things[k] >= 0) {
        count++;
        assertThat(things[k]).isEqualTo(things[k + 1] == 1 ? 0 : 9);
      }
    }
    assertThat(count).isEqualTo(1);
    play.idle(8);
    assertThat(play.state(3)).isEqualTo(1);
  }

  @Test
  void nothingComesWhenEveryRowHasAThing() {
    double[] full = new double[24];
    for (int k = 0; k < 8; k++) {
      full[3 * k] = 2;
    }
    Play play = play(head(0, 5, 100, 0), full);
    play.idle(1);
    assertThat(play.stateFrom(7)).containsExactly(full);
    assertThat(play.state(3)).isEqualTo(9);
  }

  @Test
  void aRampComesInTheFrameAfterItsTimerWentBelowZero() {
    Play play = play(head(10, 5, 2, 0), thing(1, -1, 0, 0));
    play.idle(3);
    assertThat(play.state(5, 7)).containsExactly(-1, 0);
    play.idle(1);
    assertThat(play.state(5, 7)).as("102 frames to the next").containsExactly(100, 1);
  }

  @Test
  void rampsShortenTheTimeToTheNextThingAndEverySecondTheTimeToTheNextMove() {
    double[] nothing = thing(1, -1, 0, 0);
    int[][] next = {
      {10, 5}, {9, 5}, {8, 4}, {7, 4}, {6, 3}, {5, 3}, {4, 2}, {3, 2}, {2, 1}, {1, 1}
    };
    for (int ramp = 0; ramp <= 9; ramp++) {
      Play play = play(head(0, 0, 50, ramp), nothing);
      play.idle(1);
      assertThat(play.state(3)).isEqualTo(next[ramp][0] - 1);
      assertThat(play.state(4)).isEqualTo(next[ramp][1] - 1);
    }
    Play last = play(head(9, 5, -1, 9), nothing);
    last.idle(1);
    assertThat(last.state(5, 7)).as("no ramp after the ninth").containsExactly(-1, 9);
    Play constant =
        new Play(
            MinAtarGame.asterix(1, new MinAtarOptions(false, 0, false)),
            head(9, 5, -1, 0),
            nothing);
    constant.idle(1);
    assertThat(constant.state(5, 7)).containsExactly(-1, 0);
  }

  @Test
  void thePlayerKeepsToTheEightInnerRows() {
    double[] nothing = thing(1, -1, 0, 0);
    Play play = play(head(10, 5, 100, 0), nothing);
    int[] down = new int[5];
    Arrays.fill(down, Game.DOWN);
    play.take(down);
    assertThat(play.state(1, 3)).containsExactly(5, 8);
    Play up = play(head(10, 5, 100, 0), nothing);
    up.take(Game.UP, Game.UP, Game.UP, Game.UP, Game.UP);
    assertThat(up.state(1, 3)).containsExactly(5, 1);
  }
}
