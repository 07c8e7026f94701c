package dev.bellman.rl.env.minatar;

import dev.bellman.rl.env.minatar.StateLayout.Field;
import java.util.List;

/// Where [Seaquest] keeps what, and how it shows it.
final class SeaquestState {
  static final int SUB_X = 2;
  static final int SUB_Y = 3;
  static final int FACES_RIGHT = 4;
  static final int OXYGEN = 5;
  static final int ABOARD = 6;
  static final int AT_SURFACE = 7;
  static final int SHOT_TIMER = 8;
  static final int ENEMY_TIMER = 9;
  static final int DIVER_TIMER = 10;
  static final int RAMP = 11;

  // columns of the lists' rows, after column and row of the grid
  static final int GOES_RIGHT = 2;
  static final int MOVE_TIMER = 3;
  static final int SHOOT_TIMER = 4;

  // Room for what a given state may hold and what can come while that is there: enemies live for
  // 60 frames while they come every 14 or more, and for 30 while they come every frame; each has
  // one shot on the way; divers live for 60 frames and come every 30.
  private static final int MOST_GIVEN = 12;
  static final Rows SHOTS = new Rows(12, 16, 3);
  static final Rows ENEMY_SHOTS = new Rows(SHOTS.end(), 96, 3);
  static final Rows FISH = new Rows(ENEMY_SHOTS.end(), 48, 4);
  static final Rows ENEMIES = new Rows(FISH.end(), 48, 5);
  static final Rows DIVERS = new Rows(ENEMIES.end(), 16, 4);
  private static final int SIZE = DIVERS.end();

  static final int SHOT_INTERVAL = 5;
  static final int ENEMY_INTERVAL = 20;
  static final int ENEMY_SHOT_INTERVAL = 10;
  static final int MOVE_INTERVAL = 5;
  static final int DIVER_INTERVAL = 30;
  static final int LAST_RAMP = 19;
  static final int MAX_OXYGEN = 200;
  static final int MAX_ABOARD = 6;
  private static final int MIN_ABOARD = -1_000_000;
  static final int EDGE = Game.GRID - 1;
  static final int FLOOR = 8;

  private static final int FRONT = 0;
  private static final int BACK = 1;
  private static final int SHOT = 2;
  private static final int TRAIL = 3;
  private static final int ENEMY_SHOT = 4;
  private static final int SHOAL = 5;
  private static final int ENEMY = 6;
  private static final int OXYGEN_GAUGE = 7;
  private static final int DIVER_GAUGE = 8;
  private static final int DIVER = 9;
  private static final int CHANNELS = 10;

  static final List<Look> LOOKS =
      List.of(
          Look.small(TRAIL, '-', 0x6C7A89),
          Look.full(OXYGEN_GAUGE, 'o', 0x5B8DB8),
          Look.small(DIVER_GAUGE, 'd', 0xFFD8A8),
          Look.full(DIVER, 'D', 0xF4A259),
          Look.full(SHOAL, 'F', 0x7FB685),
          Look.full(ENEMY, 'E', 0xD1495B),
          Look.small(SHOT, '*', 0xFFFFFF),
          Look.small(ENEMY_SHOT, '!', 0xFF8FA3),
          Look.full(BACK, 's', 0xB8A33A),
          Look.full(FRONT, 'S', 0xF4D35E));

  static final StateLayout LAYOUT = layout(Field.of("x", 0, EDGE), Field.of("y", 0, FLOOR));

  private SeaquestState() {}

  private static StateLayout layout(Field x, Field y) {
    Field right = Field.flag("goes right");
    Field move = Field.of("frames to the next move", 0, MOVE_INTERVAL);
    Field shoot = Field.of("frames to the next shot", 0, ENEMY_SHOT_INTERVAL);
    return StateLayout.of(
        SIZE,
        List.of(
            Field.of("submarine x", 0, EDGE),
            Field.of("submarine y", 0, FLOOR),
            Field.flag("submarine faces right"),
            Field.of("oxygen", 0, MAX_OXYGEN),
            Field.of("divers aboard", MIN_ABOARD, MAX_ABOARD),
            Field.flag("at the surface"),
            Field.of("frames to the submarine's next shot", 0, SHOT_INTERVAL),
            Field.of("frames to the next enemy", 0, ENEMY_INTERVAL),
            Field.of("frames to the next diver", 0, DIVER_INTERVAL),
            Field.of("ramps", 0, LAST_RAMP)),
        SHOTS.section("shot", MOST_GIVEN, x, y, right),
        ENEMY_SHOTS.section("enemy shot", MOST_GIVEN, x, y, right),
        FISH.section("fish", MOST_GIVEN, x, y, right, move),
        ENEMIES.section("enemy submarine", MOST_GIVEN, x, y, right, move, shoot),
        DIVERS.section("diver", MOST_GIVEN, x, y, right, move));
  }

  static void start(int[] s, int at) {
    s[at + SUB_X] = 5;
    s[at + SUB_Y] = 0;
    s[at + FACES_RIGHT] = 0;
    s[at + OXYGEN] = MAX_OXYGEN;
    s[at + ABOARD] = 0;
    s[at + AT_SURFACE] = 1;
    s[at + SHOT_TIMER] = 0;
    s[at + ENEMY_TIMER] = ENEMY_INTERVAL;
    s[at + DIVER_TIMER] = DIVER_INTERVAL;
    s[at + RAMP] = 0;
    s[at + SHOTS.at()] = 0;
    s[at + ENEMY_SHOTS.at()] = 0;
    s[at + FISH.at()] = 0;
    s[at + ENEMIES.at()] = 0;
    s[at + DIVERS.at()] = 0;
  }

  /// 1 for what goes right, -1 for what goes left.
  static int direction(int right) {
    return right == 1 ? 1 : -1;
  }

  /// The column of the submarine's back.
  static int back(int[] s, int at) {
    return s[at + SUB_X] - direction(s[at + FACES_RIGHT]);
  }

  /// How many cells of its gauge some oxygen fills.
  static int cells(int oxygen) {
    return Math.max(0, oxygen) * Game.GRID / MAX_OXYGEN;
  }

  static void observe(int[] s, int at, float[] planes, int to) {
    Game.mark(planes, to, CHANNELS, s[at + SUB_X], s[at + SUB_Y], FRONT);
    Game.mark(planes, to, CHANNELS, back(s, at), s[at + SUB_Y], BACK);
    for (int x = 0; x < cells(s[at + OXYGEN]); x++) {
      Game.mark(planes, to, CHANNELS, x, EDGE, OXYGEN_GAUGE);
    }
    for (int x = EDGE - s[at + ABOARD]; x < EDGE; x++) {
      Game.mark(planes, to, CHANNELS, x, EDGE, DIVER_GAUGE);
    }
    show(s, at, SHOTS, planes, to, SHOT);
    show(s, at, ENEMY_SHOTS, planes, to, ENEMY_SHOT);
    show(s, at, FISH, planes, to, SHOAL);
    show(s, at, ENEMIES, planes, to, ENEMY);
    show(s, at, DIVERS, planes, to, DIVER);
  }

  private static void show(int[] s, int at, Rows rows, float[] planes, int to, int channel) {
    boolean hasTrail = rows.width() > MOVE_TIMER;
    for (int k = 0; k < rows.count(s, at); k++) {
      int row = rows.row(at, k);
      Game.mark(planes, to, CHANNELS, s[row], s[row + 1], channel);
      if (hasTrail) {
        int behind = s[row] - direction(s[row + GOES_RIGHT]);
        Game.markInside(planes, to, CHANNELS, behind, s[row + 1], TRAIL);
      }
    }
  }
}
