package dev.bellman.rl.data;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.MultiDiscrete;
import dev.bellman.rl.env.Space;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.State;

/// Rows of actions of one space: coordinates as floats, choices as bytes where there are few.
final class ActionRows {
  private static final int BINARY = 2;

  private final boolean discrete;
  private final int width;
  private final PackedRows coordinates;
  private final IndexRows choices;

  ActionRows(Space<?> space, int rows) {
    Actions one = Actions.of(1, space);
    this.discrete = one.continuous().length == 0;
    this.width = discrete ? one.discrete().length : one.continuous().length;
    this.coordinates = new PackedRows(discrete ? 1 : rows, width, PackedRows.Form.FLOATS, _ -> {});
    this.choices = new IndexRows(discrete ? rows : 1, width, most(space));
  }

  /// How many choices a part of an action has at most.
  private static int most(Space<?> space) {
    return switch (space) {
      case Discrete d -> d.n();
      case MultiDiscrete parts -> {
        int most = 1;
        for (int k = 0; k < parts.size(); k++) {
          most = Math.max(most, parts.n(k));
        }
        yield most;
      }
      default -> BINARY;
    };
  }

  void put(Actions taken, int env, int row) {
    if (discrete) {
      choices.put(taken.discrete(), env * width, row);
    } else {
      coordinates.put(taken.continuous(), env * width, row);
    }
  }

  /// Copies rows side by side into arrays that a scope lends.
  ///
  /// @param last returned again if it holds the same arrays, so that a steady state makes none
  @SuppressWarnings("ReferenceEquality") // the same arrays are what is looked for
  Actions select(Scope scope, int[] rows, int from, int to, Actions last) {
    int size = (to - from) * width;
    if (discrete) {
      int[] chosen = scope.ints(size);
      for (int i = from; i < to; i++) {
        choices.get(rows[i], chosen, (i - from) * width);
      }
      return last.discrete() == chosen ? last : new Actions(chosen, new float[0]);
    }
    float[] chosen = scope.floats(size);
    for (int i = from; i < to; i++) {
      coordinates.get(rows[i], chosen, (i - from) * width);
    }
    return last.continuous() == chosen ? last : new Actions(new int[0], chosen);
  }

  int bytesPerRow() {
    return discrete ? choices.bytesPerRow() : coordinates.bytesPerRow();
  }

  void save(State out, int rows) {
    if (discrete) {
      choices.save(out, rows);
    } else {
      coordinates.save(out, rows);
    }
  }

  void load(State in, int rows) {
    if (discrete) {
      choices.load(in, rows);
    } else {
      coordinates.load(in, rows);
    }
  }
}
