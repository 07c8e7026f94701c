package dev.bellman.rl.env.minatar;

import dev.bellman.rl.env.minatar.StateLayout.Field;
import dev.bellman.rl.env.minatar.StateLayout.Section;
import dev.bellman.tensor.Rng;
import java.util.List;

/// A ball that moves along diagonals, a paddle on the lowest row, three rows of bricks.
///
/// A brick that is hit gives 1, goes, and turns the ball back up or down; the ball does not break a
/// second brick while it is still among bricks. A ball that comes straight down on the paddle's
/// column goes up again in the same direction; one that reaches the paddle's column only in the
/// lowest row goes back where it came from; any other is lost. Bricks come back when none is left
/// and the ball comes down to the lowest row.
record Breakout() implements Game {
  private static final int PADDLE = 0;
  private static final int BALL = 1;
  private static final int TRAIL = 2;
  private static final int BRICK = 3;
  private static final int CHANNELS = 4;

  private static final int PADDLE_X = 2;
  private static final int BALL_X = 3;
  static final int BALL_Y = 4;
  private static final int RIGHT_FLAG = 5;
  static final int DOWN_FLAG = 6;
  private static final int LAST_X = 7;
  private static final int LAST_Y = 8;
  private static final int STRIKE = 9;
  private static final int BRICKS = 10;
  private static final int BRICK_ROWS = 3;
  private static final int SIZE = BRICKS + BRICK_ROWS;
  private static final int FULL_ROW = (1 << GRID) - 1;
  private static final int BOTTOM = GRID - 1;

  private static final List<Look> LOOKS =
      List.of(
          Look.full(BRICK, 'B', 0xC8553D),
          Look.small(TRAIL, '-', 0x8D99AE),
          Look.full(PADDLE, 'P', 0x4A9BD9),
          Look.full(BALL, 'O', 0xF4D35E));

  private static final StateLayout LAYOUT =
      StateLayout.of(
          SIZE,
          List.of(
              Field.of("paddle x", 0, BOTTOM),
              Field.of("ball x", 0, BOTTOM),
              Field.of("ball y", 0, BOTTOM - 1),
              Field.flag("ball goes right"),
              Field.flag("ball goes down"),
              Field.of("last ball x", 0, BOTTOM),
              Field.of("last ball y", 0, BOTTOM - 1),
              Field.flag("ball is among bricks")),
          Section.of("brick", BRICKS, BRICK_ROWS, Field.of("bits", 0, FULL_ROW)));

  @Override
  public String title() {
    return "Breakout";
  }

  @Override
  public String doc() {
    return "Keep a ball in play with a paddle and break the bricks above.";
  }

  @Override
  public int[] minimalActions() {
    return new int[] {0, LEFT, RIGHT};
  }

  @Override
  public List<Look> looks() {
    return LOOKS;
  }

  @Override
  public StateLayout layout() {
    return LAYOUT;
  }

  @Override
  public void start(int[] s, int at, Rng rng) {
    boolean fromLeft = rng.nextInt(2) == 0;
    s[at + PADDLE_X] = 4;
    s[at + BALL_X] = fromLeft ? 0 : BOTTOM;
    s[at + BALL_Y] = 3;
    s[at + RIGHT_FLAG] = fromLeft ? 1 : 0;
    s[at + DOWN_FLAG] = 1;
    s[at + LAST_X] = s[at + BALL_X];
    s[at + LAST_Y] = s[at + BALL_Y];
    s[at + STRIKE] = 0;
    fill(s, at);
  }

  private static void fill(int[] s, int at) {
    for (int k = 0; k < BRICK_ROWS; k++) {
      s[at + BRICKS + k] = FULL_ROW;
    }
  }

  @Override
  public int advance(int[] s, int at, int action, Rng rng) {
    s[at + PADDLE_X] = Game.moved(s[at + PADDLE_X], action == LEFT, action == RIGHT, 0, BOTTOM);
    int x = s[at + BALL_X];
    int y = s[at + BALL_Y];
    s[at + LAST_X] = x;
    s[at + LAST_Y] = y;

    int nextX = x + (s[at + RIGHT_FLAG] == 1 ? 1 : -1);
    int nextY = y + (s[at + DOWN_FLAG] == 1 ? 1 : -1);
    if (!Game.isInside(nextX)) {
      nextX = x;
      s[at + RIGHT_FLAG] ^= 1;
    }
    int reward = 0;
    int strike = 0;
    if (nextY < 0) {
      nextY = 0;
      s[at + DOWN_FLAG] ^= 1;
    } else if (isBrick(s, at, nextX, nextY)) {
      strike = 1;
      if (s[at + STRIKE] == 0) {
        reward = 1;
        s[at + BRICKS + nextY - 1] &= ~(1 << nextX);
        s[at + DOWN_FLAG] ^= 1;
        nextY = y;
      }
    } else if (nextY == BOTTOM) {
      nextY = bounce(s, at, x, nextX);
    }
    s[at + STRIKE] = strike;
    s[at + BALL_X] = nextX;
    s[at + BALL_Y] = nextY;
    return reward;
  }

  private static boolean isBrick(int[] s, int at, int x, int y) {
    return y >= 1 && y <= BRICK_ROWS && (s[at + BRICKS + y - 1] >> x & 1) == 1;
  }

  /// What happens to a ball on its way from column x into the lowest row; returns its row.
  private static int bounce(int[] s, int at, int x, int nextX) {
    int bricks = 0;
    for (int k = 0; k < BRICK_ROWS; k++) {
      bricks |= s[at + BRICKS + k];
    }
    if (bricks == 0) {
      fill(s, at);
    }
    int paddle = s[at + PADDLE_X];
    if (x == paddle) {
      s[at + DOWN_FLAG] ^= 1;
    } else if (nextX == paddle) {
      s[at + DOWN_FLAG] ^= 1;
      s[at + RIGHT_FLAG] ^= 1;
    } else {
      s[at + ENDED] = 1;
      return BOTTOM;
    }
    return BOTTOM - 1;
  }

  @Override
  public void observe(int[] s, int at, float[] planes, int to) {
    Game.mark(planes, to, CHANNELS, s[at + BALL_X], s[at + BALL_Y], BALL);
    Game.mark(planes, to, CHANNELS, s[at + PADDLE_X], BOTTOM, PADDLE);
    Game.mark(planes, to, CHANNELS, s[at + LAST_X], s[at + LAST_Y], TRAIL);
    for (int k = 0; k < BRICK_ROWS; k++) {
      Game.markBits(planes, to, CHANNELS, s[at + BRICKS + k], k + 1, BRICK);
    }
  }
}
