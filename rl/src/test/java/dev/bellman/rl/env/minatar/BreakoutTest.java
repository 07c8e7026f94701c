package dev.bellman.rl.env.minatar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import org.junit.jupiter.api.Test;

class BreakoutTest {
  private static final double[] BRICKS = {1023, 1023, 1023};
  private static final double[] NO_BRICKS = {0, 0, 0};

  private static Play play(double[] ball, double[] bricks) {
    return new Play(MinAtarGame.breakout(1, Play.FIRM), ball, bricks);
  }

  /// Paddle, then the ball's place and whether it goes right and down.
  private static double[] ball(int paddle, int x, int y, int right, int down) {
    return new double[] {0, paddle, x, y, right, down, x, y, 0};
  }

  @Test
  void theBallStartsAtEitherSideUnderTheBricks() {
    var env = MinAtarGame.breakout(1, Play.FIRM).env();
    var starts = new HashSet<String>();
    for (int seed = 0; seed < 20; seed++) {
      env.reset(seed);
      starts.add(env.text());
    }
    String rest = "..........\n".repeat(5) + "....P.....";
    assertThat(starts)
        .containsExactlyInAnyOrder(
            "..........\nBBBBBBBBBB\nBBBBBBBBBB\nOBBBBBBBBB\n" + rest,
            "..........\nBBBBBBBBBB\nBBBBBBBBBB\nBBBBBBBBBO\n" + rest);
  }

  @Test
  void aBallBesideThePaddleIsLost() {
    Play play = play(ball(4, 0, 3, 1, 1), BRICKS);
    assertThat(play.idle(5)).isZero();
    assertThat(play.isOver()).isFalse();
    assertThat(play.lines().get(8)).isEqualTo(".....O....");
    assertThat(play.lines().get(7)).isEqualTo("....-.....");
    play.idle(1);
    assertThat(play.isOver()).isTrue();
    assertThat(play.lines().get(9)).isEqualTo("....P.O...");
  }

  @Test
  void aBallAboveThePaddleGoesOnUpwardsAndBreaksABrick() {
    Play play = play(ball(5, 5, 8, 1, 1), BRICKS);
    play.idle(1);
    assertThat(play.state(2, 6)).containsExactly(6, 8, 1, 0);
    play.idle(3);
    assertThat(play.state(2, 6)).containsExactly(9, 5, 1, 0);
    assertThat(play.idle(1)).isZero();
    assertThat(play.state(2, 6)).as("off the wall").containsExactly(9, 4, 0, 0);
    assertThat(play.idle(1)).isEqualTo(1);
    assertThat(play.state(2, 6)).as("off the brick").containsExactly(8, 4, 0, 1);
    assertThat(play.stateFrom(9)).containsExactly(1023, 1023, 1023 - 256);
  }

  @Test
  void aBallThatComesToThePaddleFromTheSideGoesBack() {
    Play play = play(ball(5, 5, 8, 1, 1), BRICKS);
    play.take(Game.RIGHT);
    assertThat(play.state(2, 6)).containsExactly(6, 8, 0, 0);
  }

  @Test
  void noSecondBrickBreaksWhileTheBallIsAmongBricks() {
    Play play = play(new double[] {0, 4, 3, 2, 1, 0, 2, 3, 1}, BRICKS);
    assertThat(play.idle(1)).isZero();
    assertThat(play.state(2, 6)).containsExactly(4, 1, 1, 0);
    assertThat(play.state(8)).isEqualTo(1);
    assertThat(play.idle(1)).isZero();
    assertThat(play.state(2, 6)).as("above them").containsExactly(5, 0, 1, 0);
    assertThat(play.state(8)).isZero();
    play.idle(1);
    assertThat(play.state(2, 6)).as("off the top").containsExactly(6, 0, 1, 1);
    assertThat(play.idle(1)).isEqualTo(1);
    assertThat(play.stateFrom(9)).containsExactly(1023 - 128, 1023, 1023);
  }

  @Test
  void bricksComeBackWhenNoneIsLeftAndTheBallIsDown() {
    Play play = play(ball(5, 4, 7, 1, 1), NO_BRICKS);
    play.idle(1);
    assertThat(play.stateFrom(9)).containsExactly(0, 0, 0);
    play.idle(1);
    assertThat(play.stateFrom(9)).containsExactly(1023, 1023, 1023);
    assertThat(play.isOver()).isFalse();
    Play last = play(ball(5, 4, 7, 1, 1), new double[] {0, 0, 512});
    last.idle(2);
    assertThat(last.stateFrom(9)).containsExactly(0, 0, 512);
  }

  @Test
  void thePaddleStaysOnTheGrid() {
    Play play = play(ball(1, 5, 4, 1, 0), BRICKS);
    play.take(Game.LEFT, Game.LEFT);
    assertThat(play.state(1)).isZero();
    play.take(Game.UP, Game.DOWN, Game.FIRE);
    assertThat(play.state(1)).isZero();
  }
}
