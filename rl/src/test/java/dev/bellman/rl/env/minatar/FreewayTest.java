package dev.bellman.rl.env.minatar;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FreewayTest {
  /// Cars of speed 5 that stand in column 8, but one.
  private static double[] car(int lane, int x, int right, int speed, int timer) {
    double[] cars = new double[32];
    for (int k = 0; k < 8; k++) {
      cars[4 * k] = 8;
      cars[4 * k + 2] = 5;
      cars[4 * k + 3] = 5;
    }
    cars[4 * lane - 4] = x;
    cars[4 * lane - 3] = right;
    cars[4 * lane - 2] = speed;
    cars[4 * lane - 1] = timer;
    return cars;
  }

  private static Play play(int y, int timer, int framesLeft, double[] cars) {
    return new Play(MinAtarGame.freeway(1, Play.FIRM), Play.of(0, y, timer, framesLeft), cars);
  }

  @Test
  void arrivingGivesOneAndDrawsTheCarsAnew() {
    Play play = play(1, 0, 100, car(1, 8, 0, 5, 5));
    assertThat(play.take(Game.UP)).isEqualTo(1);
    assertThat(play.state(1, 4)).containsExactly(9, 2, 99);
    double[] cars = play.stateFrom(4);
    int changed = 0;
    for (int k = 0; k < 32; k += 4) {
      assertThat(cars[k]).isEqualTo(8);
      assertThat(cars[k + 3]).isEqualTo(cars[k + 2] - 1);
      changed += cars[k + 2] != 5 ? 1 : 0;
    }
    assertThat(changed).isPositive();
  }

  @Test
  void aCarBringsTheChickenBack() {
    Play moved = play(5, 0, 100, car(5, 3, 1, 2, 0));
    moved.idle(1);
    assertThat(moved.state(1)).isEqualTo(9);
    assertThat(moved.state(20, 24)).containsExactly(4, 1, 2, 2);
    Play walked = play(5, 0, 100, car(4, 4, 0, 3, 2));
    assertThat(walked.lines().get(4)).isEqualTo("....C3....");
    walked.take(Game.UP);
    assertThat(walked.state(1)).isEqualTo(9);
  }

  @Test
  void theChickenMovesEveryThirdFrame() {
    Play play = new Play(MinAtarGame.freeway(1, Play.FIRM));
    play.take(Game.UP, Game.UP, Game.UP);
    assertThat(play.state(1)).isEqualTo(9);
    play.take(Game.UP);
    assertThat(play.state(1)).isEqualTo(8);
    play.take(Game.DOWN, Game.DOWN);
    assertThat(play.state(1)).isEqualTo(8);
    play.take(Game.DOWN);
    assertThat(play.state(1)).isEqualTo(9);
  }

  @Test
  void aCarOfSpeedTwoMovesEveryThirdFrameAndComesInAtTheOtherSide() {
    Play play = play(9, 0, 100, car(3, 1, 0, 2, 2));
    assertThat(play.lines().get(3)).isEqualTo(".C2.......");
    play.idle(2);
    assertThat(play.state(12, 16)).containsExactly(1, 0, 2, 0);
    play.idle(1);
    assertThat(play.state(12, 16)).containsExactly(0, 0, 2, 2);
    play.idle(3);
    assertThat(play.lines().get(3)).isEqualTo("2........C");
  }

  @Test
  void anEpisodeHas2501Frames() {
    Play play = new Play(MinAtarGame.freeway(1, Play.FIRM));
    assertThat(play.idle(2500)).isZero();
    assertThat(play.isOver()).isFalse();
    play.idle(1);
    assertThat(play.isOver()).isTrue();
  }
}
