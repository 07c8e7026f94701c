package dev.bellman.rl.env.minatar;

import static dev.bellman.rl.env.minatar.Play.rows;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpaceInvadersTest {
  private static final int ALIENS = 7;
  private static final int SHOTS = 17;
  private static final int ALIEN_SHOTS = 27;

  /// The cannon in column 5, no shot within the next frames, the ramp at its start.
  private static double[] head(int right, int move) {
    return Play.of(0, 5, right, 0, move, 10, 0);
  }

  private static Play play(double[] head, double[] aliens, double[] alienShots) {
    return new Play(MinAtarGame.spaceInvaders(1, Play.FIRM), head, aliens, rows(), alienShots);
  }

  @Test
  void aWaveHas24AliensThatFirstMoveInFrame13() {
    Play play = new Play(MinAtarGame.spaceInvaders(1, Play.FIRM));
    assertThat(play.lines())
        .containsExactly(
            "..<<<<<<..",
            "..<<<<<<..",
            "..<<<<<<..",
            "..<<<<<<..",
            "..........",
            "..........",
            "..........",
            "..........",
            "..........",
            ".....C....");
    play.idle(12);
    assertThat(play.lines().getFirst()).isEqualTo("..<<<<<<..");
    play.idle(1);
    assertThat(play.lines().getFirst()).isEqualTo(".<<<<<<...");
  }

  @Test
  void aShotFliesUpARowAFrameAndTakesAnAlien() {
    Play play = play(head(0, 12), rows(0, 2, 7, 32), rows());
    assertThat(play.take(Game.FIRE)).isZero();
    assertThat(play.state(SHOTS + 8)).isEqualTo(32);
    assertThat(play.idle(1)).isEqualTo(1);
    assertThat(play.state(ALIENS, SHOTS)).containsExactly(rows(0, 2));
    assertThat(play.state(SHOTS, ALIEN_SHOTS)).containsExactly(rows());
  }

  @Test
  void theCannonFiresEveryFifthFrame() {
    Play play = play(head(0, 12), rows(0, 1), rows());
    play.take(Game.FIRE, Game.FIRE, Game.FIRE, Game.FIRE, Game.FIRE);
    assertThat(play.state(SHOTS, ALIEN_SHOTS)).containsExactly(rows(4, 32));
    play.take(Game.FIRE);
    assertThat(play.state(SHOTS, ALIEN_SHOTS)).containsExactly(rows(3, 32, 8, 32));
  }

  @Test
  void oneAlienMovesEveryFrameAndComesDownAtTheEdge() {
    Play play = play(head(0, 0), rows(2, 4), rows());
    play.idle(1);
    assertThat(play.lines().get(2)).isEqualTo(".<........");
    play.idle(1);
    assertThat(play.lines().get(2)).isEqualTo("<.........");
    play.idle(1);
    assertThat(play.lines().get(2)).isEqualTo("..........");
    assertThat(play.lines().get(3)).isEqualTo(">.........");
    play.idle(1);
    assertThat(play.lines().get(3)).isEqualTo(".>........");
  }

  @Test
  void asManyFramesPassBetweenMovesAsThereAreAliens() {
    Play three = play(head(1, 0), rows(0, 0b111), rows());
    three.idle(1);
    assertThat(three.state(4)).isEqualTo(2);
    assertThat(three.lines().getFirst()).isEqualTo(".>>>......");
    Play ramped = play(Play.of(0, 5, 1, 0, 0, 10, 6), rows(0, 255, 1, 255), rows());
    ramped.idle(1);
    assertThat(ramped.state(4)).as("12 - 6, less this frame").isEqualTo(5);
  }

  @Test
  void theNextWaveComesWhenTheLastAlienIsShotAndIsFaster() {
    Play play = play(head(1, 12), rows(7, 32), rows());
    assertThat(play.take(Game.FIRE, 0)).isEqualTo(1);
    assertThat(play.state(ALIENS, SHOTS)).containsExactly(rows(0, 252, 1, 252, 2, 252, 3, 252));
    assertThat(play.state(6)).isEqualTo(1);
    assertThat(play.state(2)).as("direction").isEqualTo(1);
    Play last = play(Play.of(0, 5, 1, 0, 12, 10, 6), rows(7, 32), rows());
    last.take(Game.FIRE, 0);
    assertThat(last.state(6)).isEqualTo(6);
    MinAtarGame constant = MinAtarGame.spaceInvaders(1, new MinAtarOptions(false, 0, false));
    Play same = new Play(constant, head(1, 12), rows(7, 32), rows(), rows());
    same.take(Game.FIRE, 0);
    assertThat(same.state(6)).isZero();
  }

  @Test
  void anAlienShotAtTheCannonEndsTheEpisode() {
    Play hit = play(head(0, 12), rows(0, 2), rows(8, 32));
    assertThat(hit.lines().get(8)).isEqualTo(".....!....");
    hit.idle(1);
    assertThat(hit.isOver()).isTrue();
    Play away = play(head(0, 12), rows(0, 2), rows(8, 32));
    away.take(Game.LEFT);
    assertThat(away.isOver()).isFalse();
    away.idle(1);
    assertThat(away.state(ALIEN_SHOTS, 37)).containsExactly(rows());
  }

  @Test
  void theLowestAlienOfTheNearestColumnFires() {
    double[] now = {0, 5, 0, 0, 12, 0, 0};
    Play tie = play(now, rows(0, 1 << 3 | 1 << 7, 1, 1 << 3), rows());
    tie.idle(1);
    assertThat(tie.state(ALIEN_SHOTS, 37)).as("the left of two").containsExactly(rows(1, 1 << 3));
    assertThat(tie.state(5)).isEqualTo(9);
    Play right = play(now, rows(0, 1 | 1 << 7, 4, 1 << 7), rows());
    right.idle(1);
    assertThat(right.state(ALIEN_SHOTS, 37)).containsExactly(rows(4, 1 << 7));
    right.idle(9);
    assertThat(right.state(ALIEN_SHOTS, 37)).containsExactly(rows());
  }

  @Test
  void aliensAtTheCannonAndBelowTheLowestRowEndTheEpisode() {
    Play meets = play(head(1, 0), rows(9, 1 << 4), rows());
    meets.idle(1);
    assertThat(meets.isOver()).isTrue();
    Play below = play(head(1, 0), rows(9, 1 << 9), rows());
    below.idle(1);
    assertThat(below.isOver()).isTrue();
    assertThat(below.state(ALIENS, SHOTS)).as("as published").containsExactly(rows(0, 1 << 9));
  }
}
