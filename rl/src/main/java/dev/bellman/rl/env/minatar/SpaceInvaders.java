package dev.bellman.rl.env.minatar;

import dev.bellman.rl.env.minatar.StateLayout.Field;
import dev.bellman.rl.env.minatar.StateLayout.Section;
import dev.bellman.tensor.Rng;
import java.util.List;

/// A cannon on the lowest row against 24 aliens that move sideways, and a row down at each edge.
///
/// An alien that is shot gives 1; an alien or its bullet at the cannon ends the episode, and so
/// does a row down from the lowest row. The cannon can fire every 5 frames. The alien nearest to
/// the cannon's column fires every 10 frames, the lowest of its column. Aliens move as often as
/// the smaller of their number and 12 frames says; with a ramp, 12 becomes one less with each
/// wave that is shot down, to 6.
///
/// @param ramping whether it gets harder
record SpaceInvaders(boolean ramping) implements Game {
  private static final int CANNON = 0;
  private static final int ALIEN = 1;
  private static final int ALIEN_LEFT = 2;
  private static final int ALIEN_RIGHT = 3;
  private static final int SHOT = 4;
  private static final int ALIEN_SHOT = 5;
  private static final int CHANNELS = 6;

  private static final int CANNON_X = 2;
  private static final int GOES_RIGHT = 3;
  private static final int SHOT_TIMER = 4;
  private static final int MOVE_TIMER = 5;
  private static final int ALIEN_SHOT_TIMER = 6;
  private static final int RAMP = 7;

  // ten rows of bits each, bit x for column x
  private static final int ALIENS = 8;
  private static final int SHOTS = ALIENS + GRID;
  private static final int ALIEN_SHOTS = SHOTS + GRID;
  private static final int SIZE = ALIEN_SHOTS + GRID;

  private static final int SHOT_INTERVAL = 5;
  private static final int MOVE_INTERVAL = 12;
  private static final int ALIEN_SHOT_INTERVAL = 10;
  private static final int LAST_RAMP = 6;
  private static final int EDGE = GRID - 1;
  private static final int FULL_ROW = (1 << GRID) - 1;
  private static final int WAVE_ROWS = 4;
  private static final int WAVE = 0b00_1111_1100;

  private static final List<Look> LOOKS =
      List.of(
          Look.full(ALIEN, 'A', 0x5A6B7B),
          Look.full(ALIEN_LEFT, '<', 0x7FB685),
          Look.full(ALIEN_RIGHT, '>', 0x4AAFA5),
          Look.small(ALIEN_SHOT, '!', 0xF2545B),
          Look.small(SHOT, '|', 0xF4D35E),
          Look.full(CANNON, 'C', 0x4A9BD9));

  private static final StateLayout LAYOUT =
      StateLayout.of(
          SIZE,
          List.of(
              Field.of("cannon x", 0, EDGE),
              Field.flag("aliens go right"),
              Field.of("frames to the cannon's next shot", 0, SHOT_INTERVAL),
              Field.of("frames to the aliens' next move", 0, MOVE_INTERVAL),
              Field.of("frames to the aliens' next shot", 0, ALIEN_SHOT_INTERVAL),
              Field.of("ramps", 0, LAST_RAMP)),
          Section.of("alien", ALIENS, GRID, Field.of("bits", 0, FULL_ROW)),
          Section.of("cannon shot", SHOTS, GRID, Field.of("bits", 0, FULL_ROW)),
          Section.of("alien shot", ALIEN_SHOTS, GRID, Field.of("bits", 0, FULL_ROW)));

  @Override
  public String title() {
    return "SpaceInvaders";
  }

  @Override
  public String doc() {
    return "Shoot aliens that come down, and keep out of their fire.";
  }

  @Override
  public int[] minimalActions() {
    return new int[] {0, LEFT, RIGHT, FIRE};
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
  public void check(int[] s) {
    if (count(s, 0) == 0) {
      throw new IllegalArgumentException("start: must have at least 1 alien, got 0");
    }
  }

  @Override
  public void start(int[] s, int at, Rng rng) {
    s[at + CANNON_X] = 5;
    s[at + GOES_RIGHT] = 0;
    s[at + SHOT_TIMER] = 0;
    s[at + MOVE_TIMER] = MOVE_INTERVAL;
    s[at + ALIEN_SHOT_TIMER] = ALIEN_SHOT_INTERVAL;
    s[at + RAMP] = 0;
    for (int k = at + ALIENS; k < at + SIZE; k++) {
      s[k] = 0;
    }
    sendWave(s, at);
  }

  private static void sendWave(int[] s, int at) {
    for (int y = 0; y < WAVE_ROWS; y++) {
      s[at + ALIENS + y] = WAVE;
    }
  }

  @Override
  public int advance(int[] s, int at, int action, Rng rng) {
    if (action == FIRE && s[at + SHOT_TIMER] == 0) {
      s[at + SHOTS + EDGE] |= 1 << s[at + CANNON_X];
      s[at + SHOT_TIMER] = SHOT_INTERVAL;
    }
    s[at + CANNON_X] = Game.moved(s[at + CANNON_X], action == LEFT, action == RIGHT, 0, EDGE);
    System.arraycopy(s, at + SHOTS + 1, s, at + SHOTS, EDGE);
    s[at + SHOTS + EDGE] = 0;
    System.arraycopy(s, at + ALIEN_SHOTS, s, at + ALIEN_SHOTS + 1, EDGE);
    s[at + ALIEN_SHOTS] = 0;
    endIfHit(s, at, ALIEN_SHOTS);
    endIfHit(s, at, ALIENS);
    if (s[at + MOVE_TIMER] == 0) {
      s[at + MOVE_TIMER] = Math.min(count(s, at), MOVE_INTERVAL - s[at + RAMP]);
      move(s, at);
      endIfHit(s, at, ALIENS);
    }
    if (s[at + ALIEN_SHOT_TIMER] == 0) {
      s[at + ALIEN_SHOT_TIMER] = ALIEN_SHOT_INTERVAL;
      shootBack(s, at);
    }
    int reward = hitAliens(s, at);
    if (s[at + SHOT_TIMER] > 0) {
      s[at + SHOT_TIMER]--;
    }
    s[at + MOVE_TIMER]--;
    s[at + ALIEN_SHOT_TIMER]--;
    if (count(s, at) == 0) {
      if (ramping && s[at + RAMP] < LAST_RAMP) {
        s[at + RAMP]++;
      }
      sendWave(s, at);
    }
    return reward;
  }

  /// Ends the episode if one of the given things is where the cannon is.
  private static void endIfHit(int[] s, int at, int things) {
    if ((s[at + things + EDGE] >> s[at + CANNON_X] & 1) == 1) {
      s[at + ENDED] = 1;
    }
  }

  private static int count(int[] s, int at) {
    int count = 0;
    for (int y = 0; y < GRID; y++) {
      count += Integer.bitCount(s[at + ALIENS + y]);
    }
    return count;
  }

  /// The columns that have aliens.
  private static int columns(int[] s, int at) {
    int columns = 0;
    for (int y = 0; y < GRID; y++) {
      columns |= s[at + ALIENS + y];
    }
    return columns;
  }

  private static void move(int[] s, int at) {
    boolean goesRight = s[at + GOES_RIGHT] == 1;
    int edge = goesRight ? 1 << EDGE : 1;
    if ((columns(s, at) & edge) == 0) {
      for (int k = at + ALIENS; k < at + ALIENS + GRID; k++) {
        s[k] = goesRight ? s[k] << 1 : s[k] >> 1;
      }
      return;
    }
    s[at + GOES_RIGHT] ^= 1;
    int lowest = s[at + ALIENS + EDGE];
    if (lowest != 0) {
      s[at + ENDED] = 1;
    }
    System.arraycopy(s, at + ALIENS, s, at + ALIENS + 1, EDGE);
    s[at + ALIENS] = lowest;
  }

  /// Lets the lowest alien of the column nearest to the cannon fire; of two such columns the left.
  private static void shootBack(int[] s, int at) {
    int x = nearest(columns(s, at), s[at + CANNON_X]);
    int y = EDGE;
    while ((s[at + ALIENS + y] >> x & 1) == 0) {
      y--;
    }
    s[at + ALIEN_SHOTS + y] |= 1 << x;
  }

  private static int nearest(int columns, int x) {
    int distance = 0;
    while (!contains(columns, x - distance) && !contains(columns, x + distance)) {
      distance++;
    }
    return contains(columns, x - distance) ? x - distance : x + distance;
  }

  private static boolean contains(int columns, int x) {
    return x >= 0 && (columns >> x & 1) == 1;
  }

  private static int hitAliens(int[] s, int at) {
    int hits = 0;
    for (int y = 0; y < GRID; y++) {
      int hit = s[at + ALIENS + y] & s[at + SHOTS + y];
      hits += Integer.bitCount(hit);
      s[at + ALIENS + y] ^= hit;
      s[at + SHOTS + y] ^= hit;
    }
    return hits;
  }

  @Override
  public void observe(int[] s, int at, float[] planes, int to) {
    Game.mark(planes, to, CHANNELS, s[at + CANNON_X], EDGE, CANNON);
    int direction = s[at + GOES_RIGHT] == 1 ? ALIEN_RIGHT : ALIEN_LEFT;
    for (int y = 0; y < GRID; y++) {
      Game.markBits(planes, to, CHANNELS, s[at + ALIENS + y], y, ALIEN);
      Game.markBits(planes, to, CHANNELS, s[at + ALIENS + y], y, direction);
      Game.markBits(planes, to, CHANNELS, s[at + SHOTS + y], y, SHOT);
      Game.markBits(planes, to, CHANNELS, s[at + ALIEN_SHOTS + y], y, ALIEN_SHOT);
    }
  }
}
