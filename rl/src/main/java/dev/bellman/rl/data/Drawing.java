package dev.bellman.rl.data;

import dev.bellman.tensor.Rng;
import dev.bellman.tensor.State;
import java.util.Arrays;

/// How rows of a ring are drawn: what a [ReplaySampling] does.
interface Drawing {
  /// Rows came in.
  ///
  /// @param row the first of them
  /// @param next the first of as many that can't be drawn any more
  /// @param count how many
  void added(int row, int next, int count);

  /// Forgets all rows.
  void clear();

  /// Draws rows.
  ///
  /// @param rng the random stream, advanced
  /// @param size how many rows can be drawn
  /// @param progress the share of the total budget that is done
  /// @param rows receives as many as it holds: of all that can be drawn the oldest is 0; modified
  /// @param oldest the row of the oldest
  /// @param all how many rows the ring has
  /// @param weights receives their importance; modified
  void draw(Rng rng, int size, double progress, int oldest, int all, int[] rows, float[] weights);

  /// Learns how wrong the prediction for a row was.
  void learned(int row, float error);

  double bytesPerRow();

  void save(State out, int rows);

  void load(State in, int rows);

  /// All alike.
  record Uniform() implements Drawing {
    @Override
    public void added(int row, int next, int count) {}

    @Override
    public void clear() {}

    @Override
    public void draw(
        Rng rng, int size, double progress, int oldest, int all, int[] rows, float[] weights) {
      rng.fillInts(size, rows);
      for (int i = 0; i < rows.length; i++) {
        int row = rows[i] - (all - oldest);
        rows[i] = row < 0 ? row + all : row;
      }
      Arrays.fill(weights, 1f);
    }

    @Override
    public void learned(int row, float error) {}

    @Override
    public double bytesPerRow() {
      return 0;
    }

    @Override
    public void save(State out, int rows) {}

    @Override
    public void load(State in, int rows) {}
  }
}
