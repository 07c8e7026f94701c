package dev.bellman.rl.env.minatar;

import dev.bellman.rl.env.minatar.StateLayout.Field;
import dev.bellman.rl.env.minatar.StateLayout.Section;
import dev.bellman.tensor.Rng;
import java.util.List;

/// Enemies and treasures cross the eight inner rows from either side, one to a row; the player
/// moves among them.
///
/// A treasure gives 1 and goes; an enemy ends the episode. A thing comes every 10 frames and all
/// move every 5 frames; with a ramp, every 102 frames the first number falls by one and the second
/// at every other time, down to 1.
///
/// @param ramping whether it gets harder
record Asterix(boolean ramping) implements Game {
  private static final int PLAYER = 0;
  private static final int ENEMY = 1;
  private static final int TRAIL = 2;
  private static final int TREASURE = 3;
  private static final int CHANNELS = 4;

  private static final int PLAYER_X = 2;
  private static final int PLAYER_Y = 3;
  private static final int SPAWN_TIMER = 4;
  private static final int MOVE_TIMER = 5;
  private static final int RAMP_TIMER = 6;
  private static final int RAMP = 7;

  /// `[8, 3]`: column or [#EMPTY], whether it goes right, whether it is a treasure.
  private static final int THINGS = 8;

  private static final int ROWS = 8;
  private static final int WIDTH = 3;
  private static final int GOES_RIGHT = 1;
  private static final int IS_TREASURE = 2;
  private static final int EMPTY = -1;
  private static final int SIZE = THINGS + ROWS * WIDTH;

  private static final int SPAWN_INTERVAL = 10;
  private static final int MOVE_INTERVAL = 5;
  private static final int RAMP_INTERVAL = 100;
  private static final int LAST_RAMP = 9;
  private static final int EDGE = GRID - 1;

  private static final List<Look> LOOKS =
      List.of(
          Look.small(TRAIL, '-', 0x6C7A89),
          Look.full(TREASURE, 'G', 0xF4D35E),
          Look.full(ENEMY, 'E', 0xD1495B),
          Look.full(PLAYER, 'P', 0x4A9BD9));

  private static final StateLayout LAYOUT =
      StateLayout.of(
          SIZE,
          List.of(
              Field.of("player x", 0, EDGE),
              Field.of("player y", 1, ROWS),
              Field.of("frames to the next thing", 0, SPAWN_INTERVAL),
              Field.of("frames to the next move", 0, MOVE_INTERVAL),
              Field.of("frames to the next ramp", -1, RAMP_INTERVAL),
              Field.of("ramps", 0, LAST_RAMP)),
          Section.of(
              "thing",
              THINGS,
              ROWS,
              Field.of("x or -1 for none", EMPTY, EDGE),
              Field.flag("goes right"),
              Field.flag("is treasure")));

  @Override
  public String title() {
    return "Asterix";
  }

  @Override
  public String doc() {
    return "Collect treasures and keep away from enemies.";
  }

  @Override
  public int[] minimalActions() {
    return new int[] {0, LEFT, UP, RIGHT, DOWN};
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
    s[at + PLAYER_X] = 5;
    s[at + PLAYER_Y] = 5;
    s[at + SPAWN_TIMER] = SPAWN_INTERVAL;
    s[at + MOVE_TIMER] = MOVE_INTERVAL;
    s[at + RAMP_TIMER] = RAMP_INTERVAL;
    s[at + RAMP] = 0;
    for (int k = 0; k < ROWS; k++) {
      s[at + THINGS + k * WIDTH] = EMPTY;
    }
  }

  private static int spawnInterval(int ramp) {
    return Math.max(1, SPAWN_INTERVAL - ramp);
  }

  private static int moveInterval(int ramp) {
    return Math.max(1, MOVE_INTERVAL - ramp / 2);
  }

  @Override
  public int advance(int[] s, int at, int action, Rng rng) {
    if (s[at + SPAWN_TIMER] == 0) {
      spawn(s, at, rng);
      s[at + SPAWN_TIMER] = spawnInterval(s[at + RAMP]);
    }
    s[at + PLAYER_X] = Game.moved(s[at + PLAYER_X], action == LEFT, action == RIGHT, 0, EDGE);
    s[at + PLAYER_Y] = Game.moved(s[at + PLAYER_Y], action == UP, action == DOWN, 1, ROWS);
    int reward = touch(s, at);
    if (s[at + MOVE_TIMER] == 0) {
      s[at + MOVE_TIMER] = moveInterval(s[at + RAMP]);
      move(s, at);
      reward += touch(s, at);
    }
    s[at + SPAWN_TIMER]--;
    s[at + MOVE_TIMER]--;
    if (ramping && s[at + RAMP] < LAST_RAMP) {
      ramp(s, at);
    }
    return reward;
  }

  private static void ramp(int[] s, int at) {
    if (s[at + RAMP_TIMER] >= 0) {
      s[at + RAMP_TIMER]--;
    } else {
      s[at + RAMP]++;
      s[at + RAMP_TIMER] = RAMP_INTERVAL;
    }
  }

  private static void spawn(int[] s, int at, Rng rng) {
    boolean goesRight = rng.nextDouble() < 1.0 / 2;
    boolean isTreasure = rng.nextDouble() < 1.0 / 3;
    int free = 0;
    for (int k = 0; k < ROWS; k++) {
      free += s[at + THINGS + k * WIDTH] == EMPTY ? 1 : 0;
    }
    if (free == 0) {
      return;
    }
    int skip = rng.nextInt(free);
    int thing = at + THINGS;
    while (s[thing] != EMPTY || skip-- > 0) {
      thing += WIDTH;
    }
    s[thing] = goesRight ? 0 : EDGE;
    s[thing + GOES_RIGHT] = goesRight ? 1 : 0;
    s[thing + IS_TREASURE] = isTreasure ? 1 : 0;
  }

  /// Lets the player touch what is in the same place.
  private static int touch(int[] s, int at) {
    int thing = at + THINGS + (s[at + PLAYER_Y] - 1) * WIDTH;
    if (s[thing] != s[at + PLAYER_X]) {
      return 0;
    }
    if (s[thing + IS_TREASURE] == 1) {
      s[thing] = EMPTY;
      return 1;
    }
    s[at + ENDED] = 1;
    return 0;
  }

  private static void move(int[] s, int at) {
    for (int k = 0; k < ROWS; k++) {
      int thing = at + THINGS + k * WIDTH;
      if (s[thing] != EMPTY) {
        int x = s[thing] + (s[thing + GOES_RIGHT] == 1 ? 1 : -1);
        s[thing] = Game.isInside(x) ? x : EMPTY;
      }
    }
  }

  @Override
  public void observe(int[] s, int at, float[] planes, int to) {
    Game.mark(planes, to, CHANNELS, s[at + PLAYER_X], s[at + PLAYER_Y], PLAYER);
    for (int k = 0; k < ROWS; k++) {
      int thing = at + THINGS + k * WIDTH;
      int x = s[thing];
      if (x != EMPTY) {
        int channel = s[thing + IS_TREASURE] == 1 ? TREASURE : ENEMY;
        Game.mark(planes, to, CHANNELS, x, k + 1, channel);
        int behind = s[thing + GOES_RIGHT] == 1 ? x - 1 : x + 1;
        Game.markInside(planes, to, CHANNELS, behind, k + 1, TRAIL);
      }
    }
  }
}
