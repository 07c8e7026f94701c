package dev.bellman.rl.env.minatar;

import dev.bellman.tensor.Rng;
import java.util.List;

/// The rules of one game. The state of a copy is a run of whole numbers in an array that the caller
/// owns; a game has none of its own, so that one object serves all copies on all threads.
///
/// The first two numbers of a state are every game's: [#ENDED] and [#LAST_ACTION].
interface Game {
  /// The rows and columns of the grid.
  int GRID = 10;

  /// Where a state says whether its episode is over, 0 or 1.
  int ENDED = 0;

  /// Where a state holds the action taken last, which a sticky action repeats.
  int LAST_ACTION = 1;

  /// The number of actions: nothing and the five below.
  int ACTIONS = 6;

  int LEFT = 1;
  int UP = 2;
  int RIGHT = 3;
  int DOWN = 4;
  int FIRE = 5;

  /// The name in ids.
  String title();

  /// One line that says what the task is.
  String doc();

  /// The actions that have an effect of their own, ascending; not modified.
  int[] minimalActions();

  /// How each channel looks, what covers others last.
  List<Look> looks();

  /// Where a state keeps what.
  StateLayout layout();

  /// Brings a state to the start of an episode; the first two numbers stay.
  void start(int[] s, int at, Rng rng);

  /// Plays one frame and returns the reward.
  int advance(int[] s, int at, int action, Rng rng);

  /// Writes a 1 for each thing into `[10, 10, channels]` zeros that begin at `to`.
  void observe(int[] s, int at, float[] planes, int to);

  /// Refuses a state whose numbers are each in range but do not go together.
  default void check(int[] s) {}

  /// The number of planes.
  default int channels() {
    return looks().size();
  }

  /// A coordinate after a step to either side, inside the limits.
  static int moved(int coordinate, boolean back, boolean forth, int low, int high) {
    if (back) {
      return Math.max(low, coordinate - 1);
    }
    return forth ? Math.min(high, coordinate + 1) : coordinate;
  }

  /// Whether a column is on the grid.
  static boolean isInside(int x) {
    return x >= 0 && x < GRID;
  }

  /// Writes a 1 into the planes.
  static void mark(float[] planes, int to, int channels, int x, int y, int channel) {
    planes[to + (y * GRID + x) * channels + channel] = 1;
  }

  /// As [#mark], but nothing for a column outside the grid.
  static void markInside(float[] planes, int to, int channels, int x, int y, int channel) {
    if (isInside(x)) {
      mark(planes, to, channels, x, y, channel);
    }
  }

  /// Marks the cells of a row whose bits are set, bit x for column x.
  static void markBits(float[] planes, int to, int channels, int bits, int y, int channel) {
    for (int rest = bits; rest != 0; rest &= rest - 1) {
      mark(planes, to, channels, Integer.numberOfTrailingZeros(rest), y, channel);
    }
  }
}
