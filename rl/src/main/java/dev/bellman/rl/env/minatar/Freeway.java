package dev.bellman.rl.env.minatar;

import dev.bellman.rl.env.minatar.StateLayout.Field;
import dev.bellman.rl.env.minatar.StateLayout.Section;
import dev.bellman.tensor.Rng;
import java.util.List;

/// A chicken crosses eight lanes of cars from the lowest row to the highest.
///
/// Arriving gives 1, puts the chicken back at the start and draws the speeds and directions of all
/// cars anew; a car puts it back at the start. The chicken can move every third frame. A car of
/// speed v, 1 to 5, moves every v + 1 frames and comes in again at the other side. An episode has
/// 2501 frames: the published one counts down from 2500 and ends below 0.
record Freeway() implements Game {
  private static final int CHICKEN = 0;
  private static final int CAR = 1;
  private static final int FIRST_TRAIL = 2;
  private static final int CHANNELS = 7;

  private static final int CHICKEN_Y = 2;
  private static final int MOVE_TIMER = 3;
  private static final int FRAMES_LEFT = 4;

  /// `[8, 4]`: column, whether it goes right, speed, frames to its next move.
  private static final int CARS = 5;

  private static final int LANES = 8;
  private static final int WIDTH = 4;
  private static final int GOES_RIGHT = 1;
  private static final int SPEED = 2;
  private static final int TIMER = 3;
  private static final int SIZE = CARS + LANES * WIDTH;

  private static final int MOVE_INTERVAL = 3;
  private static final int FRAMES = 2500;
  private static final int SPEEDS = 5;
  private static final int EDGE = GRID - 1;
  private static final int CROSSING = 4;

  private static final List<Look> LOOKS =
      List.of(
          Look.small(FIRST_TRAIL, '1', 0xF2545B),
          Look.small(FIRST_TRAIL + 1, '2', 0xF29559),
          Look.small(FIRST_TRAIL + 2, '3', 0xF2D0A4),
          Look.small(FIRST_TRAIL + 3, '4', 0x7FB685),
          Look.small(FIRST_TRAIL + 4, '5', 0x4A8FE7),
          Look.full(CAR, 'C', 0x9AA5B1),
          Look.full(CHICKEN, 'K', 0xF4D35E));

  private static final StateLayout LAYOUT =
      StateLayout.of(
          SIZE,
          List.of(
              Field.of("chicken y", 1, EDGE),
              Field.of("frames to the chicken's next move", 0, MOVE_INTERVAL),
              Field.of("frames left", 0, FRAMES)),
          Section.of(
              "car",
              CARS,
              LANES,
              Field.of("x", 0, EDGE),
              Field.flag("goes right"),
              Field.of("speed", 1, SPEEDS),
              Field.of("frames to the next move", 0, SPEEDS)));

  @Override
  public String title() {
    return "Freeway";
  }

  @Override
  public String doc() {
    return "Bring a chicken across eight lanes of cars as often as possible.";
  }

  @Override
  public int[] minimalActions() {
    return new int[] {0, UP, DOWN};
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
    s[at + CHICKEN_Y] = EDGE;
    s[at + MOVE_TIMER] = MOVE_INTERVAL;
    s[at + FRAMES_LEFT] = FRAMES;
    for (int k = 0; k < LANES; k++) {
      s[at + CARS + k * WIDTH] = 0;
    }
    drawCars(s, at, rng);
  }

  private static void drawCars(int[] s, int at, Rng rng) {
    for (int k = 0; k < LANES; k++) {
      int car = at + CARS + k * WIDTH;
      s[car + SPEED] = 1 + rng.nextInt(SPEEDS);
      s[car + TIMER] = s[car + SPEED];
    }
    for (int k = 0; k < LANES; k++) {
      s[at + CARS + k * WIDTH + GOES_RIGHT] = rng.nextDouble() < 0.5 ? 0 : 1;
    }
  }

  @Override
  public int advance(int[] s, int at, int action, Rng rng) {
    if ((action == UP || action == DOWN) && s[at + MOVE_TIMER] == 0) {
      s[at + MOVE_TIMER] = MOVE_INTERVAL;
      s[at + CHICKEN_Y] = Game.moved(s[at + CHICKEN_Y], action == UP, true, 0, EDGE);
    }
    int reward = 0;
    if (s[at + CHICKEN_Y] == 0) {
      reward = 1;
      drawCars(s, at, rng);
      s[at + CHICKEN_Y] = EDGE;
    }
    for (int k = 0; k < LANES; k++) {
      drive(s, at, k);
    }
    if (s[at + MOVE_TIMER] > 0) {
      s[at + MOVE_TIMER]--;
    }
    if (--s[at + FRAMES_LEFT] < 0) {
      s[at + ENDED] = 1;
    }
    return reward;
  }

  private static void drive(int[] s, int at, int lane) {
    int car = at + CARS + lane * WIDTH;
    hit(s, at, car, lane);
    if (s[car + TIMER] > 0) {
      s[car + TIMER]--;
      return;
    }
    s[car + TIMER] = s[car + SPEED];
    s[car] = wrap(s[car] + (s[car + GOES_RIGHT] == 1 ? 1 : -1));
    hit(s, at, car, lane);
  }

  private static void hit(int[] s, int at, int car, int lane) {
    if (s[car] == CROSSING && s[at + CHICKEN_Y] == lane + 1) {
      s[at + CHICKEN_Y] = EDGE;
    }
  }

  private static int wrap(int x) {
    if (x < 0) {
      return EDGE;
    }
    return x > EDGE ? 0 : x;
  }

  @Override
  public void observe(int[] s, int at, float[] planes, int to) {
    Game.mark(planes, to, CHANNELS, CROSSING, s[at + CHICKEN_Y], CHICKEN);
    for (int k = 0; k < LANES; k++) {
      int car = at + CARS + k * WIDTH;
      int behind = wrap(s[car] + (s[car + GOES_RIGHT] == 1 ? -1 : 1));
      Game.mark(planes, to, CHANNELS, s[car], k + 1, CAR);
      Game.mark(planes, to, CHANNELS, behind, k + 1, FIRST_TRAIL + s[car + SPEED] - 1);
    }
  }
}
