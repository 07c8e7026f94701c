package dev.bellman.tensor.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// The tiles of [MatrixTiles] that are one vector wide, with vectors of half the lanes: attention
/// heads of 8 numbers fill half a vector of AVX-512.
final class HalfTiles {
  private static final VectorSpecies<Float> SPECIES =
      VectorSpecies.of(
          float.class,
          VectorShape.forBitSize(Math.max(64, FloatVector.SPECIES_PREFERRED.vectorBitSize() / 2)));

  /// Columns of a tile.
  static final int LANES = SPECIES.length();

  private HalfTiles() {}

  static void tile6(
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
    int c1 = c0 + cRow;
    int c2 = c1 + cRow;
    int c3 = c2 + cRow;
    int c4 = c3 + cRow;
    int c5 = c4 + cRow;
    FloatVector r0v0 = FloatVector.fromArray(SPECIES, c, c0);
    FloatVector r1v0 = FloatVector.fromArray(SPECIES, c, c1);
    FloatVector r2v0 = FloatVector.fromArray(SPECIES, c, c2);
    FloatVector r3v0 = FloatVector.fromArray(SPECIES, c, c3);
    FloatVector r4v0 = FloatVector.fromArray(SPECIES, c, c4);
    FloatVector r5v0 = FloatVector.fromArray(SPECIES, c, c5);
    int a1 = a0 + aRow;
    int a2 = a1 + aRow;
    int a3 = a2 + aRow;
    int a4 = a3 + aRow;
    int a5 = a4 + aRow;
    for (int p = 0; p < k; p++) {
      int ap = p * aColumn;
      int bp = b0 + p * bRow;
      FloatVector bv0 = FloatVector.fromArray(SPECIES, b, bp);
      FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + ap]);
      r0v0 = x.fma(bv0, r0v0);
      x = FloatVector.broadcast(SPECIES, a[a1 + ap]);
      r1v0 = x.fma(bv0, r1v0);
      x = FloatVector.broadcast(SPECIES, a[a2 + ap]);
      r2v0 = x.fma(bv0, r2v0);
      x = FloatVector.broadcast(SPECIES, a[a3 + ap]);
      r3v0 = x.fma(bv0, r3v0);
      x = FloatVector.broadcast(SPECIES, a[a4 + ap]);
      r4v0 = x.fma(bv0, r4v0);
      x = FloatVector.broadcast(SPECIES, a[a5 + ap]);
      r5v0 = x.fma(bv0, r5v0);
    }
    r0v0.intoArray(c, c0);
    r1v0.intoArray(c, c1);
    r2v0.intoArray(c, c2);
    r3v0.intoArray(c, c3);
    r4v0.intoArray(c, c4);
    r5v0.intoArray(c, c5);
  }

  static void tile1(
      int k, float[] a, int a0, int aColumn, float[] b, int b0, int bRow, float[] c, int c0) {
    FloatVector r0v0 = FloatVector.fromArray(SPECIES, c, c0);
    for (int p = 0; p < k; p++) {
      int ap = p * aColumn;
      int bp = b0 + p * bRow;
      FloatVector bv0 = FloatVector.fromArray(SPECIES, b, bp);
      FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + ap]);
      r0v0 = x.fma(bv0, r0v0);
    }
    r0v0.intoArray(c, c0);
  }
}
