package dev.bellman.rl.tabular;

/// The cells of [Bins] numbered row-major, the first coordinate slowest. The grid may be shifted by
/// a part of a cell; then each coordinate has one more cell.
final class Tiling implements StateIndex {
  private final int[] counts;
  private final double[] low;
  private final double[] width;
  private final double[] shift;
  private final int size;

  /// A grid.
  ///
  /// @param bins bins with limits
  /// @param shift the part of a cell that each coordinate is shifted by, in [0, 1), or empty if the
  ///   grid is not shifted
  Tiling(Bins bins, double[] shift) {
    int coordinates = bins.counts().size();
    this.counts = new int[coordinates];
    this.low = new double[coordinates];
    this.width = new double[coordinates];
    this.shift = shift.length == 0 ? new double[coordinates] : shift;
    int cells = 1;
    for (int d = 0; d < coordinates; d++) {
      int count = bins.counts().get(d);
      low[d] = bins.low().get(d);
      width[d] = (bins.high().get(d) - low[d]) / count;
      counts[d] = shift.length == 0 ? count : count + 1;
      cells = Math.multiplyExact(cells, counts[d]);
    }
    this.size = cells;
  }

  int size() {
    return size;
  }

  @Override
  public int of(float[] observations, int[] states, int i) {
    int index = 0;
    int offset = i * counts.length;
    for (int d = 0; d < counts.length; d++) {
      double cell = (observations[offset + d] - low[d]) / width[d] + shift[d];
      index = index * counts[d] + (int) Math.min(Math.max(cell, 0), counts[d] - 1.0);
    }
    return index;
  }
}
