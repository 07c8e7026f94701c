package dev.bellman.rl.data;

import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.Space;
import dev.bellman.tensor.State;
import java.util.function.IntConsumer;

/// Rows of observations of one space, in as few bytes as hold them exactly.
final class ObservationRows {
  private final boolean discrete;
  private final PackedRows values;
  private final IndexRows states;

  /// Room for rows.
  ///
  /// @param space what is observed
  /// @param rows how many
  /// @param widening is told the bytes of a row before all rows take so many
  ObservationRows(Space<?> space, int rows, IntConsumer widening) {
    this.discrete = space instanceof Discrete;
    int n = space instanceof Discrete d ? d.n() : 1;
    PackedRows.Form form = discrete ? PackedRows.Form.BITS : PackedRows.form(space.flattened());
    int width = discrete ? 1 : space.flatSize();
    this.values = new PackedRows(discrete ? 1 : rows, width, form, widening);
    this.states = new IndexRows(discrete ? rows : 1, 1, n);
  }

  /// Copies one observation in.
  ///
  /// @param observations those of several environments, empty if they are discrete; not modified
  /// @param indices those of several environments, empty unless they are discrete; not modified
  /// @param env which environment's
  /// @param row where it goes
  void put(float[] observations, int[] indices, int env, int row) {
    if (discrete) {
      states.put(indices, env, row);
    } else {
      values.put(observations, env * values.width(), row);
    }
  }

  /// Copies a row of the same space, through room for it.
  void put(ObservationRows from, int fromRow, float[] room, int row) {
    if (discrete) {
      states.put(from.states.get(fromRow, 0), row, 0);
    } else {
      from.values.get(fromRow, room, 0);
      values.put(room, 0, row);
    }
  }

  /// Copies an observation out.
  void get(int row, float[] out, int to) {
    values.get(row, out, to);
  }

  /// The index of a discrete observation.
  int state(int row) {
    return states.get(row, 0);
  }

  int bytesPerRow() {
    return discrete ? states.bytesPerRow() : values.bytesPerRow();
  }

  void save(State out, int rows) {
    if (discrete) {
      states.save(out, rows);
    } else {
      values.save(out, rows);
    }
  }

  void load(State in, int rows) {
    if (discrete) {
      states.load(in, rows);
    } else {
      values.load(in, rows);
    }
  }
}
