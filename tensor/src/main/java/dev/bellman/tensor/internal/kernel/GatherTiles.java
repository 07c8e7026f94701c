package dev.bellman.tensor.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Tiles of `C += A·B` for [VectorKernels] where A's elements are found through two lists of
/// places; see [Kernels#gatherGemm]. Rows of C beyond the last are the last one again: they are
/// computed from the same numbers and written to the same place, so any number of rows is done in
/// whole tiles.
///
/// Written out without loops over rows, as [MatrixTiles] is.
final class GatherTiles {
  /// Rows of a tile.
  static final int ROWS = 8;

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  private GatherTiles() {}

  /// Computes a tile one vector wide: rows i to i + 7 of m, columns from `b[b0]` and `c[cFrom]` on.
  static void tile(
      int i,
      int m,
      int k,
      float[] a,
      int[] rows,
      int[] columns,
      float[] b,
      int b0,
      int bRow,
      float[] c,
      int cFrom,
      int cRow) {
    int i1 = Math.min(i + 1, m - 1);
    int i2 = Math.min(i + 2, m - 1);
    int i3 = Math.min(i + 3, m - 1);
    int i4 = Math.min(i + 4, m - 1);
    int i5 = Math.min(i + 5, m - 1);
    int i6 = Math.min(i + 6, m - 1);
    int i7 = Math.min(i + 7, m - 1);
    int c0 = cFrom + i * cRow;
    int c1 = cFrom + i1 * cRow;
    int c2 = cFrom + i2 * cRow;
    int c3 = cFrom + i3 * cRow;
    int c4 = cFrom + i4 * cRow;
    int c5 = cFrom + i5 * cRow;
    int c6 = cFrom + i6 * cRow;
    int c7 = cFrom + i7 * cRow;
    FloatVector r0 = FloatVector.fromArray(SPECIES, c, c0);
    FloatVector r1 = FloatVector.fromArray(SPECIES, c, c1);
    FloatVector r2 = FloatVector.fromArray(SPECIES, c, c2);
    FloatVector r3 = FloatVector.fromArray(SPECIES, c, c3);
    FloatVector r4 = FloatVector.fromArray(SPECIES, c, c4);
    FloatVector r5 = FloatVector.fromArray(SPECIES, c, c5);
    FloatVector r6 = FloatVector.fromArray(SPECIES, c, c6);
    FloatVector r7 = FloatVector.fromArray(SPECIES, c, c7);
    int a0 = rows[i];
    int a1 = rows[i1];
    int a2 = rows[i2];
    int a3 = rows[i3];
    int a4 = rows[i4];
    int a5 = rows[i5];
    int a6 = rows[i6];
    int a7 = rows[i7];
    for (int p = 0; p < k; p++) {
      int at = columns[p];
      FloatVector bv = FloatVector.fromArray(SPECIES, b, b0 + p * bRow);
      r0 = FloatVector.broadcast(SPECIES, a[a0 + at]).fma(bv, r0);
      r1 = FloatVector.broadcast(SPECIES, a[a1 + at]).fma(bv, r1);
      r2 = FloatVector.broadcast(SPECIES, a[a2 + at]).fma(bv, r2);
      r3 = FloatVector.broadcast(SPECIES, a[a3 + at]).fma(bv, r3);
      r4 = FloatVector.broadcast(SPECIES, a[a4 + at]).fma(bv, r4);
      r5 = FloatVector.broadcast(SPECIES, a[a5 + at]).fma(bv, r5);
      r6 = FloatVector.broadcast(SPECIES, a[a6 + at]).fma(bv, r6);
      r7 = FloatVector.broadcast(SPECIES, a[a7 + at]).fma(bv, r7);
    }
    r0.intoArray(c, c0);
    r1.intoArray(c, c1);
    r2.intoArray(c, c2);
    r3.intoArray(c, c3);
    r4.intoArray(c, c4);
    r5.intoArray(c, c5);
    r6.intoArray(c, c6);
    r7.intoArray(c, c7);
  }
}
