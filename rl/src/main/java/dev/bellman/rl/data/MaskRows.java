package dev.bellman.rl.data;

import dev.bellman.tensor.Scope;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Rows of action masks, a bit for each action; nothing at all where no environment masks.
final class MaskRows {
  private final int width;
  private final PackedRows allowed;
  private final float[] one;

  MaskRows(int width, int rows) {
    this.width = width;
    this.allowed =
        new PackedRows(width == 0 ? 1 : rows, Math.max(1, width), PackedRows.Form.BITS, _ -> {});
    this.one = new float[width];
  }

  /// Copies masks in.
  ///
  /// @param masks 0 where an action is forbidden; null if none can be; not modified
  /// @param n how many
  /// @param row where the first one goes
  void put(byte @Nullable [] masks, int n, int row) {
    for (int i = 0; masks != null && i < n; i++) {
      for (int a = 0; a < width; a++) {
        one[a] = masks[i * width + a] == 0 ? 0f : 1f;
      }
      allowed.put(one, 0, row + i);
    }
  }

  /// Chosen masks; where the row is below 0 all is allowed.
  @Nullable Tensor tensor(Scope scope, int[] rows, int from, int to) {
    if (width == 0) {
      return null;
    }
    int count = to - from;
    float[] values = scope.floats(count * width);
    for (int i = 0; i < count; i++) {
      int row = rows[from + i];
      if (row < 0) {
        Arrays.fill(values, i * width, (i + 1) * width, 1f);
      } else {
        allowed.get(row, values, i * width);
      }
    }
    return scope.constant(values, count, width);
  }

  int bytesPerRow() {
    return width == 0 ? 0 : allowed.bytesPerRow();
  }

  void save(State out, int rows) {
    if (width > 0) {
      allowed.save(out, rows);
    }
  }

  void load(State in, int rows) {
    if (width > 0) {
      allowed.load(in, rows);
    }
  }
}
