package dev.bellman.rl.env.minatar;

import static dev.bellman.rl.env.minatar.SeaquestState.ABOARD;
import static dev.bellman.rl.env.minatar.SeaquestState.AT_SURFACE;
import static dev.bellman.rl.env.minatar.SeaquestState.DIVERS;
import static dev.bellman.rl.env.minatar.SeaquestState.DIVER_INTERVAL;
import static dev.bellman.rl.env.minatar.SeaquestState.DIVER_TIMER;
import static dev.bellman.rl.env.minatar.SeaquestState.EDGE;
import static dev.bellman.rl.env.minatar.SeaquestState.ENEMIES;
import static dev.bellman.rl.env.minatar.SeaquestState.ENEMY_INTERVAL;
import static dev.bellman.rl.env.minatar.SeaquestState.ENEMY_SHOTS;
import static dev.bellman.rl.env.minatar.SeaquestState.ENEMY_SHOT_INTERVAL;
import static dev.bellman.rl.env.minatar.SeaquestState.ENEMY_TIMER;
import static dev.bellman.rl.env.minatar.SeaquestState.FACES_RIGHT;
import static dev.bellman.rl.env.minatar.SeaquestState.FISH;
import static dev.bellman.rl.env.minatar.SeaquestState.FLOOR;
import static dev.bellman.rl.env.minatar.SeaquestState.GOES_RIGHT;
import static dev.bellman.rl.env.minatar.SeaquestState.LAST_RAMP;
import static dev.bellman.rl.env.minatar.SeaquestState.MAX_ABOARD;
import static dev.bellman.rl.env.minatar.SeaquestState.MAX_OXYGEN;
import static dev.bellman.rl.env.minatar.SeaquestState.MOVE_INTERVAL;
import static dev.bellman.rl.env.minatar.SeaquestState.MOVE_TIMER;
import static dev.bellman.rl.env.minatar.SeaquestState.OXYGEN;
import static dev.bellman.rl.env.minatar.SeaquestState.RAMP;
import static dev.bellman.rl.env.minatar.SeaquestState.SHOOT_TIMER;
import static dev.bellman.rl.env.minatar.SeaquestState.SHOTS;
import static dev.bellman.rl.env.minatar.SeaquestState.SHOT_INTERVAL;
import static dev.bellman.rl.env.minatar.SeaquestState.SHOT_TIMER;
import static dev.bellman.rl.env.minatar.SeaquestState.SUB_X;
import static dev.bellman.rl.env.minatar.SeaquestState.SUB_Y;
import static dev.bellman.rl.env.minatar.SeaquestState.direction;

import dev.bellman.tensor.Rng;
import java.util.List;

/// A submarine shoots fish and enemy submarines, takes up divers and has to surface for oxygen.
///
/// Each enemy shot gives 1. Enemies and their shots at the submarine, oxygen that has run out and
/// surfacing without a diver end the episode. Surfacing fills the oxygen and costs one diver; with
/// six it costs all and gives 1 for each full cell of the oxygen gauge's ten. The published game
/// then takes one more, so that the count goes on from -1, with which surfacing is possible: kept.
/// With a ramp, each surfacing makes enemies come one frame earlier (20 to 1) and every second one
/// makes them move one frame earlier (5 to 2).
///
/// @param ramping whether it gets harder
record Seaquest(boolean ramping) implements Game {
  private static final int LEAST_MOVE_INTERVAL = 2;
  private static final int DIVER_MOVE_INTERVAL = 5;

  @Override
  public String title() {
    return "Seaquest";
  }

  @Override
  public String doc() {
    return "Shoot what swims, take up divers, and surface before the oxygen runs out.";
  }

  @Override
  public int[] minimalActions() {
    return new int[] {0, LEFT, UP, RIGHT, DOWN, FIRE};
  }

  @Override
  public List<Look> looks() {
    return SeaquestState.LOOKS;
  }

  @Override
  public StateLayout layout() {
    return SeaquestState.LAYOUT;
  }

  @Override
  public void check(int[] s) {
    int back = SeaquestState.back(s, 0);
    if (!Game.isInside(back)) {
      throw new IllegalArgumentException(
          "start: the submarine's back must be in columns 0..9, got column " + back);
    }
  }

  @Override
  public void start(int[] s, int at, Rng rng) {
    SeaquestState.start(s, at);
  }

  private static int moveInterval(int ramp) {
    return Math.max(LEAST_MOVE_INTERVAL, MOVE_INTERVAL - ramp / 2);
  }

  @Override
  public int advance(int[] s, int at, int action, Rng rng) {
    if (s[at + ENEMY_TIMER] == 0) {
      spawnEnemy(s, at, rng);
      s[at + ENEMY_TIMER] = Math.max(1, ENEMY_INTERVAL - s[at + RAMP]);
    }
    if (s[at + DIVER_TIMER] == 0) {
      spawnDiver(s, at, rng);
      s[at + DIVER_TIMER] = DIVER_INTERVAL;
    }
    act(s, at, action);
    int reward = moveShots(s, at);
    moveDivers(s, at);
    reward += moveEnemies(s, at, ENEMIES);
    moveEnemyShots(s, at);
    reward += moveEnemies(s, at, FISH);
    countDown(s, at + ENEMY_TIMER);
    countDown(s, at + DIVER_TIMER);
    countDown(s, at + SHOT_TIMER);
    return reward + breathe(s, at);
  }

  private static void countDown(int[] s, int timer) {
    s[timer] -= s[timer] > 0 ? 1 : 0;
  }

  private static void spawnEnemy(int[] s, int at, Rng rng) {
    int right = rng.nextDouble() < 1.0 / 2 ? 1 : 0;
    boolean isSubmarine = rng.nextDouble() < 1.0 / 3;
    int y = 1 + rng.nextInt(FLOOR);
    if (meets(s, at, ENEMIES, y, right) || meets(s, at, FISH, y, right)) {
      return;
    }
    int enemy = spawn(s, at, isSubmarine ? ENEMIES : FISH, y, right, moveInterval(s[at + RAMP]));
    if (isSubmarine) {
      s[enemy + SHOOT_TIMER] = ENEMY_SHOT_INTERVAL;
    }
  }

  private static void spawnDiver(int[] s, int at, Rng rng) {
    int right = rng.nextDouble() < 1.0 / 2 ? 1 : 0;
    spawn(s, at, DIVERS, 1 + rng.nextInt(FLOOR), right, DIVER_MOVE_INTERVAL);
  }

  private static int spawn(int[] s, int at, Rows rows, int y, int right, int moveIn) {
    int row = add(s, at, rows, right == 1 ? 0 : EDGE, y, right);
    s[row + MOVE_TIMER] = moveIn;
    return row;
  }

  private static int add(int[] s, int at, Rows rows, int x, int y, int right) {
    int row = rows.add(s, at);
    s[row] = x;
    s[row + 1] = y;
    s[row + GOES_RIGHT] = right;
    return row;
  }

  /// Whether something in that row of the grid goes the other way.
  private static boolean meets(int[] s, int at, Rows rows, int y, int right) {
    for (int k = 0; k < rows.count(s, at); k++) {
      int row = rows.row(at, k);
      if (s[row + 1] == y && s[row + GOES_RIGHT] != right) {
        return true;
      }
    }
    return false;
  }

  private static void act(int[] s, int at, int action) {
    if (action == FIRE && s[at + SHOT_TIMER] == 0) {
      add(s, at, SHOTS, s[at + SUB_X], s[at + SUB_Y], s[at + FACES_RIGHT]);
      s[at + SHOT_TIMER] = SHOT_INTERVAL;
    } else if (action == LEFT || action == RIGHT) {
      s[at + SUB_X] = Game.moved(s[at + SUB_X], action == LEFT, true, 0, EDGE);
      s[at + FACES_RIGHT] = action == RIGHT ? 1 : 0;
    }
    s[at + SUB_Y] = Game.moved(s[at + SUB_Y], action == UP, action == DOWN, 0, FLOOR);
  }

  private static boolean isAtSubmarine(int[] s, int at, int row) {
    return s[row] == s[at + SUB_X] && s[row + 1] == s[at + SUB_Y];
  }

  private static void endIfAtSubmarine(int[] s, int at, int row) {
    if (isAtSubmarine(s, at, row)) {
      s[at + ENDED] = 1;
    }
  }

  private static int moveShots(int[] s, int at) {
    int reward = 0;
    for (int k = SHOTS.count(s, at) - 1; k >= 0; k--) {
      int shot = SHOTS.row(at, k);
      s[shot] += direction(s[shot + GOES_RIGHT]);
      boolean hits = removeAt(s, at, FISH, shot) || removeAt(s, at, ENEMIES, shot);
      reward += hits ? 1 : 0;
      if (hits || !Game.isInside(s[shot])) {
        SHOTS.remove(s, at, k);
      }
    }
    return reward;
  }

  /// Takes out the first thing that is where the given one is; false if there is none.
  private static boolean removeAt(int[] s, int at, Rows rows, int row) {
    int found = rows.find(s, at, s[row], s[row + 1]);
    if (found >= 0) {
      rows.remove(s, at, found);
    }
    return found >= 0;
  }

  private static void moveDivers(int[] s, int at) {
    for (int k = DIVERS.count(s, at) - 1; k >= 0; k--) {
      int diver = DIVERS.row(at, k);
      boolean isTaken = takeAboard(s, at, diver);
      if (!isTaken && isDue(s, diver, DIVER_MOVE_INTERVAL)) {
        isTaken = takeAboard(s, at, diver);
      }
      if (isTaken || !Game.isInside(s[diver])) {
        DIVERS.remove(s, at, k);
      }
    }
  }

  private static boolean takeAboard(int[] s, int at, int diver) {
    if (s[at + ABOARD] == MAX_ABOARD || !isAtSubmarine(s, at, diver)) {
      return false;
    }
    s[at + ABOARD]++;
    return true;
  }

  /// Moves a thing if it is time to; false if it is not.
  private static boolean isDue(int[] s, int row, int interval) {
    if (s[row + MOVE_TIMER] > 0) {
      s[row + MOVE_TIMER]--;
      return false;
    }
    s[row + MOVE_TIMER] = interval;
    s[row] += direction(s[row + GOES_RIGHT]);
    return true;
  }

  private static int moveEnemies(int[] s, int at, Rows rows) {
    int reward = 0;
    for (int k = rows.count(s, at) - 1; k >= 0; k--) {
      int enemy = rows.row(at, k);
      boolean isGone = false;
      endIfAtSubmarine(s, at, enemy);
      if (isDue(s, enemy, moveInterval(s[at + RAMP]))) {
        endIfAtSubmarine(s, at, enemy);
        boolean isShot = !isAtSubmarine(s, at, enemy) && removeAt(s, at, SHOTS, enemy);
        reward += isShot ? 1 : 0;
        isGone = isShot || !Game.isInside(s[enemy]);
      }
      if (rows.width() > SHOOT_TIMER) {
        shootBack(s, at, enemy);
      }
      if (isGone) {
        rows.remove(s, at, k);
      }
    }
    return reward;
  }

  /// Lets an enemy submarine fire if it is time to, also one that was shot in this frame.
  private static void shootBack(int[] s, int at, int enemy) {
    if (s[enemy + SHOOT_TIMER] > 0) {
      s[enemy + SHOOT_TIMER]--;
      return;
    }
    s[enemy + SHOOT_TIMER] = ENEMY_SHOT_INTERVAL;
    add(s, at, ENEMY_SHOTS, s[enemy], s[enemy + 1], s[enemy + GOES_RIGHT]);
  }

  private static void moveEnemyShots(int[] s, int at) {
    for (int k = ENEMY_SHOTS.count(s, at) - 1; k >= 0; k--) {
      int shot = ENEMY_SHOTS.row(at, k);
      endIfAtSubmarine(s, at, shot);
      s[shot] += direction(s[shot + GOES_RIGHT]);
      endIfAtSubmarine(s, at, shot);
      if (!Game.isInside(s[shot])) {
        ENEMY_SHOTS.remove(s, at, k);
      }
    }
  }

  private int breathe(int[] s, int at) {
    if (s[at + OXYGEN] <= 0) {
      s[at + ENDED] = 1;
    }
    if (s[at + SUB_Y] > 0) {
      s[at + OXYGEN]--;
      s[at + AT_SURFACE] = 0;
    } else if (s[at + AT_SURFACE] == 0) {
      if (s[at + ABOARD] != 0) {
        return surface(s, at);
      }
      s[at + ENDED] = 1;
    }
    return 0;
  }

  private int surface(int[] s, int at) {
    int reward = 0;
    s[at + AT_SURFACE] = 1;
    if (s[at + ABOARD] == MAX_ABOARD) {
      s[at + ABOARD] = 0;
      reward = SeaquestState.cells(s[at + OXYGEN]);
    }
    s[at + OXYGEN] = MAX_OXYGEN;
    s[at + ABOARD]--;
    if (ramping && s[at + RAMP] < LAST_RAMP) {
      s[at + RAMP]++;
    }
    return reward;
  }

  @Override
  public void observe(int[] s, int at, float[] planes, int to) {
    SeaquestState.observe(s, at, planes, to);
  }
}
