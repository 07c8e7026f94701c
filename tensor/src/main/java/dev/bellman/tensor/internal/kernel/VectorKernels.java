package dev.bellman.tensor.internal.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Kernels on the Vector API.
///
/// Matrix product: a tile of C is held in registers while p runs over all of A's columns, so each
/// element is one chain of fused multiply-adds in the order of p whatever the tile's or the
/// vector's size. With 32 registers (AVX-512, Arm) the tile is 6 rows by 4 vectors: 24
/// accumulators, 4 vectors of B and a broadcast element of A are 29. With 16 registers (AVX2) it is
/// 6 rows by 2 vectors, 15 in all. What is left over on the right is done by tiles one vector wide,
/// then half a vector, what is left over below by tiles of 2 rows and 1.
final class VectorKernels implements Kernels {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int L = SPECIES.length();

  /// AVX2 is the one common instruction set with 16 vector registers.
  private static final boolean WIDE = SPECIES.vectorBitSize() != 256;

  private final VectorMaps maps = new VectorMaps();
  private final ScalarKernels scalar = new ScalarKernels();
  private final VectorLoops loops = new VectorLoops();
  private final VectorSoftmax softmax = new VectorSoftmax();
  private final VectorRows byRow = new VectorRows();

  VectorKernels() {}

  @Override
  public String name() {
    return "vector-" + SPECIES.vectorBitSize();
  }

  @Override
  public void gemm(
      int m,
      int n,
      int k,
      float[] a,
      int a0,
      int aRow,
      int aColumn,
      float[] b,
      int b0,
      int bRow,
      float[] c,
      int c0,
      int cRow,
      float[] scratch) {
    int j = wide(m, n, k, a, a0, aRow, aColumn, b, b0, bRow, c, c0, cRow);
    if (j == n) {
      return;
    }
    if (aRow == 1 && m >= L) {
      transposed(m, n - j, k, a, a0, aColumn, b, b0 + j, bRow, c, c0 + j, cRow, scratch);
      return;
    }
    if (n - j >= HalfTiles.LANES) {
      halfVector(m, k, a, a0, aRow, aColumn, b, b0 + j, bRow, c, c0 + j, cRow);
      j += HalfTiles.LANES;
    }
    if (j < n) {
      narrow(m, n - j, k, a, a0, aRow, aColumn, b, b0 + j, bRow, c, c0 + j, cRow, scratch);
    }
  }

  /// All columns that fill whole vectors.
  ///
  /// @return how many columns that are
  private static int wide(
      int m,
      int n,
      int k,
      float[] a,
      int a0,
      int aRow,
      int aColumn,
      float[] b,
      int b0,
      int bRow,
      float[] c,
      int c0,
      int cRow) {
    int j = 0;
    if (WIDE) {
      for (; j <= n - 4 * L; j += 4 * L) {
        int i = 0;
        for (; i <= m - 6; i += 6) {
          MatrixTiles.tile6x4(
              k, a, a0 + i * aRow, aRow, aColumn, b, b0 + j, bRow, c, c0 + i * cRow + j, cRow);
        }
        for (; i <= m - 2; i += 2) {
          MatrixTiles.tile2x4(
              k, a, a0 + i * aRow, aRow, aColumn, b, b0 + j, bRow, c, c0 + i * cRow + j, cRow);
        }
        for (; i < m; i++) {
          MatrixTiles.tile1x4(k, a, a0 + i * aRow, aColumn, b, b0 + j, bRow, c, c0 + i * cRow + j);
        }
      }
    }
    for (; j <= n - 2 * L; j += 2 * L) {
      int i = 0;
      for (; i <= m - 6; i += 6) {
        MatrixTiles.tile6x2(
            k, a, a0 + i * aRow, aRow, aColumn, b, b0 + j, bRow, c, c0 + i * cRow + j, cRow);
      }
      for (; i < m; i++) {
        MatrixTiles.tile1x2(k, a, a0 + i * aRow, aColumn, b, b0 + j, bRow, c, c0 + i * cRow + j);
      }
    }
    for (; j <= n - L; j += L) {
      columns1(m, k, a, a0, aRow, aColumn, b, b0 + j, bRow, c, c0 + j, cRow);
    }
    return j;
  }

  /// One vector of columns.
  private static void columns1(
      int m,
      int k,
      float[] a,
      int a0,
      int aRow,
      int aColumn,
      float[] b,
      int b0,
      int bRow,
      float[] c,
      int c0,
      int cRow) {
    int i = 0;
    for (; i <= m - 6; i += 6) {
      MatrixTiles.tile6x1(k, a, a0 + i * aRow, aRow, aColumn, b, b0, bRow, c, c0 + i * cRow, cRow);
    }
    for (; i < m; i++) {
      MatrixTiles.tile1x1(k, a, a0 + i * aRow, aColumn, b, b0, bRow, c, c0 + i * cRow);
    }
  }

  /// Half a vector of columns.
  private static void halfVector(
      int m,
      int k,
      float[] a,
      int a0,
      int aRow,
      int aColumn,
      float[] b,
      int b0,
      int bRow,
      float[] c,
      int c0,
      int cRow) {
    int i = 0;
    for (; i <= m - 6; i += 6) {
      HalfTiles.tile6(k, a, a0 + i * aRow, aRow, aColumn, b, b0, bRow, c, c0 + i * cRow, cRow);
    }
    for (; i < m; i++) {
      HalfTiles.tile1(k, a, a0 + i * aRow, aColumn, b, b0, bRow, c, c0 + i * cRow);
    }
  }

  /// Fewer columns than a vector has lanes, done on copies of B and C that are one vector wide.
  /// Masked loads and stores would need no copies, but C2 gives up inlining a tile of them and
  /// boxes every vector (docs/decisions/0008).
  private static void narrow(
      int m,
      int n,
      int k,
      float[] a,
      int a0,
      int aRow,
      int aColumn,
      float[] b,
      int b0,
      int bRow,
      float[] c,
      int c0,
      int cRow,
      float[] scratch) {
    int copy = k * L;
    Arrays.fill(scratch, 0, copy + m * L, 0f);
    copyColumns(n, k, b, b0, bRow, scratch, 0, L);
    copyColumns(n, m, c, c0, cRow, scratch, copy, L);
    columns1(m, k, a, a0, aRow, aColumn, scratch, 0, L, scratch, copy, L);
    copyColumns(n, m, scratch, copy, L, c, c0, cRow);
  }

  private static void copyColumns(
      int n, int rows, float[] from, int from0, int fromRow, float[] to, int to0, int toRow) {
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < rows; i++) {
        to[to0 + i * toRow + j] = from[from0 + i * fromRow + j];
      }
    }
  }

  /// Few columns, and A's columns lie side by side: computed as `Cᵀ += Bᵀ·Aᵀ`, whose rows are long.
  /// A fused multiply-add does not mind the order of its factors, so the bits are the same.
  private static void transposed(
      int m,
      int n,
      int k,
      float[] a,
      int a0,
      int aColumn,
      float[] b,
      int b0,
      int bRow,
      float[] c,
      int c0,
      int cRow,
      float[] scratch) {
    int width = m - m % L;
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < width; i++) {
        scratch[j * width + i] = c[c0 + i * cRow + j];
      }
    }
    wide(n, width, k, b, b0, 1, bRow, a, a0, aColumn, scratch, 0, width);
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < width; i++) {
        c[c0 + i * cRow + j] = scratch[j * width + i];
      }
    }
    for (int i = width; i < m; i++) {
      for (int j = 0; j < n; j++) {
        float sum = c[c0 + i * cRow + j];
        for (int p = 0; p < k; p++) {
          sum = Math.fma(a[a0 + i + p * aColumn], b[b0 + p * bRow + j], sum);
        }
        c[c0 + i * cRow + j] = sum;
      }
    }
  }

  @Override
  public void gatherGemm(
      int m,
      int n,
      int k,
      float[] a,
      int[] rows,
      int[] columns,
      float[] b,
      float[] c,
      float[] scratch) {
    int j = 0;
    for (; j <= n - L; j += L) {
      for (int i = 0; i < m; i += GatherTiles.ROWS) {
        GatherTiles.tile(i, m, k, a, rows, columns, b, j, n, c, j, n);
      }
    }
    if (j < n) {
      int copy = k * L;
      Arrays.fill(scratch, 0, copy + m * L, 0f);
      copyColumns(n - j, k, b, j, n, scratch, 0, L);
      copyColumns(n - j, m, c, j, n, scratch, copy, L);
      for (int i = 0; i < m; i += GatherTiles.ROWS) {
        GatherTiles.tile(i, m, k, a, rows, columns, scratch, 0, L, scratch, copy, L);
      }
      copyColumns(n - j, m, scratch, copy, L, c, j, n);
    }
  }

  @Override
  public void exp(float[] x, float[] y, int n) {
    maps.call(VectorMaps.EXP, x, y, n);
  }

  @Override
  public void log(float[] x, float[] y, int n) {
    maps.call(VectorMaps.LOG, x, y, n);
  }

  @Override
  public void tanh(float[] x, float[] y, int n) {
    maps.call(VectorMaps.TANH, x, y, n);
  }

  @Override
  public void sigmoid(float[] x, float[] y, int n) {
    maps.call(VectorMaps.SIGMOID, x, y, n);
  }

  @Override
  public void softplus(float[] x, float[] y, int n) {
    maps.call(VectorMaps.SOFTPLUS, x, y, n);
  }

  @Override
  public void causalSoftmax(float[] x, int blocks, int rows, int width, int first, float scale) {
    softmax.causal(maps, x, blocks, rows, width, first, scale);
  }

  @Override
  public void softmaxGradient(float[] p, float[] dp, int blocks, int rows, int width, float scale) {
    softmax.gradient(p, dp, blocks, rows, width, scale);
  }

  @Override
  public void rmsNorm(float[] x, float[] w, float epsilon, float[] y, int rows, int width) {
    byRow.rmsNorm(x, w, epsilon, y, rows, width);
  }

  @Override
  public void rmsNormGradient(
      float[] x,
      float[] dy,
      float[] w,
      float epsilon,
      float[] dw,
      float[] dx,
      int rows,
      int width) {
    byRow.rmsNormGradient(x, dy, w, epsilon, dw, dx, rows, width);
  }

  @Override
  public void turn(
      float[] x,
      int[] positions,
      int first,
      int rows,
      int width,
      float[] cosines,
      float[] sines,
      int half,
      float[] y) {
    if (!byRow.turn(false, x, positions, first, rows, width, cosines, sines, half, y)) {
      scalar.turn(x, positions, first, rows, width, cosines, sines, half, y);
    }
  }

  @Override
  public void addTurnedBack(
      float[] dy,
      int[] positions,
      int first,
      int rows,
      int width,
      float[] cosines,
      float[] sines,
      int half,
      float[] dx) {
    if (!byRow.turn(true, dy, positions, first, rows, width, cosines, sines, half, dx)) {
      scalar.addTurnedBack(dy, positions, first, rows, width, cosines, sines, half, dx);
    }
  }

  @Override
  public double squares(float[] x, int n) {
    return scalar.squares(x, n);
  }

  @Override
  public void addOuter(float[] base, float[] factor, float[] rows, float[] columns, float[] y) {
    loops.addOuter(base, factor, rows, columns, y);
  }
}
