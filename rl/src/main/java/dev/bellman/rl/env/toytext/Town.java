package dev.bellman.rl.env.toytext;

import dev.bellman.rl.env.TransitionModel;
import java.util.stream.IntStream;

/// Where the taxi drives: 5 x 5 cells with a few walls and four places, R, G, Y and B.
final class Town {
  static final int SIDE = 5;
  static final int ACTIONS = 6;

  /// The passenger's place while it rides.
  static final int RIDING = 4;

  private static final int PLACES = 4;
  private static final int SOUTH = 0;
  private static final int NORTH = 1;
  private static final int EAST = 2;
  private static final int WEST = 3;
  private static final int PICK_UP = 4;
  private static final int DROP_OFF = 5;
  private static final int STATES = SIDE * SIDE * (PLACES + 1) * PLACES;

  /// Each cell's letter, and at its right a bar where a wall stands.
  private static final String[] MAP = {
    "R: | : :G", " : | : : ", " : : : : ", " | : | : ", "Y| : |B: "
  };

  private static final String LETTERS = "RGYB";

  private Town() {}

  /// Builds the table.
  ///
  /// @param straight how likely a move goes where it should, the rest being shared by left and
  ///   right; 1 in dry weather
  static TransitionTable table(double straight) {
    double toEachSide = (1.0 - straight) / 2.0;
    int[] starts =
        IntStream.range(0, STATES)
            .filter(s -> passenger(s) < PLACES && passenger(s) != destination(s))
            .toArray();
    return new TransitionTable(
        STATES,
        ACTIONS,
        starts,
        Town::isDelivered,
        (state, action, out) -> {
          switch (action) {
            case PICK_UP -> pickUp(state, out);
            case DROP_OFF -> dropOff(state, out);
            default -> {
              boolean blocked = !canMove(cell(state), action);
              out.add(straight, moved(state, action), -1, false);
              out.add(toEachSide, blocked ? state : moved(state, left(action)), -1, false);
              out.add(toEachSide, blocked ? state : moved(state, right(action)), -1, false);
            }
          }
        });
  }

  private static void pickUp(int state, TransitionModel.Outcomes out) {
    boolean isThere = canPickUp(state);
    int next = isThere ? state(cell(state), RIDING, destination(state)) : state;
    out.add(1, next, isThere ? -1 : -10, false);
  }

  private static void dropOff(int state, TransitionModel.Outcomes out) {
    if (!canDropOff(state)) {
      out.add(1, state, -10, false);
      return;
    }
    int place = place(cell(state));
    boolean isGoal = place == destination(state);
    out.add(1, state(cell(state), place, destination(state)), isGoal ? 20 : -1, isGoal);
  }

  private static boolean canPickUp(int state) {
    return passenger(state) < PLACES && place(cell(state)) == passenger(state);
  }

  private static boolean canDropOff(int state) {
    return passenger(state) == RIDING && place(cell(state)) >= 0;
  }

  private static boolean isDelivered(int state) {
    return passenger(state) == destination(state) && place(cell(state)) == destination(state);
  }

  /// {@return which actions change a state, `[S, 6]` with 1 for those}
  static byte[] masks() {
    byte[] masks = new byte[STATES * ACTIONS];
    for (int pair = 0; pair < masks.length; pair++) {
      int state = pair / ACTIONS;
      boolean changes =
          switch (pair % ACTIONS) {
            case PICK_UP -> canPickUp(state);
            case DROP_OFF -> canDropOff(state);
            default -> canMove(cell(state), pair % ACTIONS);
          };
      masks[pair] = (byte) (changes ? 1 : 0);
    }
    return masks;
  }

  private static int left(int action) {
    return switch (action) {
      case SOUTH -> EAST;
      case EAST -> NORTH;
      case NORTH -> WEST;
      default -> SOUTH;
    };
  }

  private static int right(int action) {
    return left(left(left(action)));
  }

  private static boolean canMove(int cell, int action) {
    return switch (action) {
      case SOUTH -> cell / SIDE < SIDE - 1;
      case NORTH -> cell / SIDE > 0;
      case EAST -> cell % SIDE < SIDE - 1 && !hasWallEast(cell);
      default -> cell % SIDE > 0 && !hasWallEast(cell - 1);
    };
  }

  private static int moved(int state, int action) {
    int cell = cell(state);
    if (!canMove(cell, action)) {
      return state;
    }
    int next =
        switch (action) {
          case SOUTH -> cell + SIDE;
          case NORTH -> cell - SIDE;
          case EAST -> cell + 1;
          default -> cell - 1;
        };
    return state(next, passenger(state), destination(state));
  }

  /// {@return the state of its parts}
  ///
  /// @param cell row * 5 + column
  /// @param passenger a place or [#RIDING]
  /// @param destination a place
  static int state(int cell, int passenger, int destination) {
    return (cell * (PLACES + 1) + passenger) * PLACES + destination;
  }

  /// {@return the taxi's cell in a state, row * 5 + column}
  ///
  /// @param state the state
  static int cell(int state) {
    return state / (PLACES * (PLACES + 1));
  }

  /// {@return the passenger's place in a state, or [#RIDING]}
  ///
  /// @param state the state
  static int passenger(int state) {
    return state / PLACES % (PLACES + 1);
  }

  /// {@return where the passenger wants to go in a state}
  ///
  /// @param state the state
  static int destination(int state) {
    return state % PLACES;
  }

  /// {@return the place at a cell, or -1}
  ///
  /// @param cell row * 5 + column
  static int place(int cell) {
    return LETTERS.indexOf(letter(cell));
  }

  /// {@return a cell's letter, or a blank}
  ///
  /// @param cell row * 5 + column
  static char letter(int cell) {
    return MAP[cell / SIDE].charAt(cell % SIDE * 2);
  }

  /// {@return what a place is called}
  ///
  /// @param place the place
  static char letterOfPlace(int place) {
    return LETTERS.charAt(place);
  }

  /// {@return whether a wall inside the town stands at a cell's right}
  ///
  /// @param cell row * 5 + column
  static boolean hasWallEast(int cell) {
    return cell % SIDE < SIDE - 1 && MAP[cell / SIDE].charAt(cell % SIDE * 2 + 1) == '|';
  }
}
