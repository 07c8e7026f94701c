package dev.bellman.tensor.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Tiles of `C += A·B` for [VectorKernels]: R rows by V vectors of C are held in registers while p
/// runs over all of A's columns. The tile starts at `a[a0]`, `b[b0]` and `c[c0]`; strides as in
/// [Kernels#gemm].
///
/// Written out without loops over rows or vectors: local variables become registers, elements of an
/// array of vectors would not.
final class MatrixTiles {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int L = SPECIES.length();

  private MatrixTiles() {}

  static void tile6x4(
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
    FloatVector r0v1 = FloatVector.fromArray(SPECIES, c, c0 + L);
    FloatVector r0v2 = FloatVector.fromArray(SPECIES, c, c0 + 2 * L);
    FloatVector r0v3 = FloatVector.fromArray(SPECIES, c, c0 + 3 * L);
    FloatVector r1v0 = FloatVector.fromArray(SPECIES, c, c1);
    FloatVector r1v1 = FloatVector.fromArray(SPECIES, c, c1 + L);
    FloatVector r1v2 = FloatVector.fromArray(SPECIES, c, c1 + 2 * L);
    FloatVector r1v3 = FloatVector.fromArray(SPECIES, c, c1 + 3 * L);
    FloatVector r2v0 = FloatVector.fromArray(SPECIES, c, c2);
    FloatVector r2v1 = FloatVector.fromArray(SPECIES, c, c2 + L);
    FloatVector r2v2 = FloatVector.fromArray(SPECIES, c, c2 + 2 * L);
    FloatVector r2v3 = FloatVector.fromArray(SPECIES, c, c2 + 3 * L);
    FloatVector r3v0 = FloatVector.fromArray(SPECIES, c, c3);
    FloatVector r3v1 = FloatVector.fromArray(SPECIES, c, c3 + L);
    FloatVector r3v2 = FloatVector.fromArray(SPECIES, c, c3 + 2 * L);
    FloatVector r3v3 = FloatVector.fromArray(SPECIES, c, c3 + 3 * L);
    FloatVector r4v0 = FloatVector.fromArray(SPECIES, c, c4);
    FloatVector r4v1 = FloatVector.fromArray(SPECIES, c, c4 + L);
    FloatVector r4v2 = FloatVector.fromArray(SPECIES, c, c4 + 2 * L);
    FloatVector r4v3 = FloatVector.fromArray(SPECIES, c, c4 + 3 * L);
    FloatVector r5v0 = FloatVector.fromArray(SPECIES, c, c5);
    FloatVector r5v1 = FloatVector.fromArray(SPECIES, c, c5 + L);
    FloatVector r5v2 = FloatVector.fromArray(SPECIES, c, c5 + 2 * L);
    FloatVector r5v3 = FloatVector.fromArray(SPECIES, c, c5 + 3 * L);
    int a1 = a0 + aRow;
    int a2 = a1 + aRow;
    int a3 = a2 + aRow;
    int a4 = a3 + aRow;
    int a5 = a4 + aRow;
    for (int p = 0; p < k; p++) {
      int ap = p * aColumn;
      int bp = b0 + p * bRow;
      FloatVector bv0 = FloatVector.fromArray(SPECIES, b, bp);
      FloatVector bv1 = FloatVector.fromArray(SPECIES, b, bp + L);
      FloatVector bv2 = FloatVector.fromArray(SPECIES, b, bp + 2 * L);
      FloatVector bv3 = FloatVector.fromArray(SPECIES, b, bp + 3 * L);
      FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + ap]);
      r0v0 = x.fma(bv0, r0v0);
      r0v1 = x.fma(bv1, r0v1);
      r0v2 = x.fma(bv2, r0v2);
      r0v3 = x.fma(bv3, r0v3);
      x = FloatVector.broadcast(SPECIES, a[a1 + ap]);
      r1v0 = x.fma(bv0, r1v0);
      r1v1 = x.fma(bv1, r1v1);
      r1v2 = x.fma(bv2, r1v2);
      r1v3 = x.fma(bv3, r1v3);
      x = FloatVector.broadcast(SPECIES, a[a2 + ap]);
      r2v0 = x.fma(bv0, r2v0);
      r2v1 = x.fma(bv1, r2v1);
      r2v2 = x.fma(bv2, r2v2);
      r2v3 = x.fma(bv3, r2v3);
      x = FloatVector.broadcast(SPECIES, a[a3 + ap]);
      r3v0 = x.fma(bv0, r3v0);
      r3v1 = x.fma(bv1, r3v1);
      r3v2 = x.fma(bv2, r3v2);
      r3v3 = x.fma(bv3, r3v3);
      x = FloatVector.broadcast(SPECIES, a[a4 + ap]);
      r4v0 = x.fma(bv0, r4v0);
      r4v1 = x.fma(bv1, r4v1);
      r4v2 = x.fma(bv2, r4v2);
      r4v3 = x.fma(bv3, r4v3);
      x = FloatVector.broadcast(SPECIES, a[a5 + ap]);
      r5v0 = x.fma(bv0, r5v0);
      r5v1 = x.fma(bv1, r5v1);
      r5v2 = x.fma(bv2, r5v2);
      r5v3 = x.fma(bv3, r5v3);
    }
    r0v0.intoArray(c, c0);
    r0v1.intoArray(c, c0 + L);
    r0v2.intoArray(c, c0 + 2 * L);
    r0v3.intoArray(c, c0 + 3 * L);
    r1v0.intoArray(c, c1);
    r1v1.intoArray(c, c1 + L);
    r1v2.intoArray(c, c1 + 2 * L);
    r1v3.intoArray(c, c1 + 3 * L);
    r2v0.intoArray(c, c2);
    r2v1.intoArray(c, c2 + L);
    r2v2.intoArray(c, c2 + 2 * L);
    r2v3.intoArray(c, c2 + 3 * L);
    r3v0.intoArray(c, c3);
    r3v1.intoArray(c, c3 + L);
    r3v2.intoArray(c, c3 + 2 * L);
    r3v3.intoArray(c, c3 + 3 * L);
    r4v0.intoArray(c, c4);
    r4v1.intoArray(c, c4 + L);
    r4v2.intoArray(c, c4 + 2 * L);
    r4v3.intoArray(c, c4 + 3 * L);
    r5v0.intoArray(c, c5);
    r5v1.intoArray(c, c5 + L);
    r5v2.intoArray(c, c5 + 2 * L);
    r5v3.intoArray(c, c5 + 3 * L);
  }

  static void tile2x4(
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
    FloatVector r0v0 = FloatVector.fromArray(SPECIES, c, c0);
    FloatVector r0v1 = FloatVector.fromArray(SPECIES, c, c0 + L);
    FloatVector r0v2 = FloatVector.fromArray(SPECIES, c, c0 + 2 * L);
    FloatVector r0v3 = FloatVector.fromArray(SPECIES, c, c0 + 3 * L);
    FloatVector r1v0 = FloatVector.fromArray(SPECIES, c, c1);
    FloatVector r1v1 = FloatVector.fromArray(SPECIES, c, c1 + L);
    FloatVector r1v2 = FloatVector.fromArray(SPECIES, c, c1 + 2 * L);
    FloatVector r1v3 = FloatVector.fromArray(SPECIES, c, c1 + 3 * L);
    int a1 = a0 + aRow;
    for (int p = 0; p < k; p++) {
      int ap = p * aColumn;
      int bp = b0 + p * bRow;
      FloatVector bv0 = FloatVector.fromArray(SPECIES, b, bp);
      FloatVector bv1 = FloatVector.fromArray(SPECIES, b, bp + L);
      FloatVector bv2 = FloatVector.fromArray(SPECIES, b, bp + 2 * L);
      FloatVector bv3 = FloatVector.fromArray(SPECIES, b, bp + 3 * L);
      FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + ap]);
      r0v0 = x.fma(bv0, r0v0);
      r0v1 = x.fma(bv1, r0v1);
      r0v2 = x.fma(bv2, r0v2);
      r0v3 = x.fma(bv3, r0v3);
      x = FloatVector.broadcast(SPECIES, a[a1 + ap]);
      r1v0 = x.fma(bv0, r1v0);
      r1v1 = x.fma(bv1, r1v1);
      r1v2 = x.fma(bv2, r1v2);
      r1v3 = x.fma(bv3, r1v3);
    }
    r0v0.intoArray(c, c0);
    r0v1.intoArray(c, c0 + L);
    r0v2.intoArray(c, c0 + 2 * L);
    r0v3.intoArray(c, c0 + 3 * L);
    r1v0.intoArray(c, c1);
    r1v1.intoArray(c, c1 + L);
    r1v2.intoArray(c, c1 + 2 * L);
    r1v3.intoArray(c, c1 + 3 * L);
  }

  static void tile1x4(
      int k, float[] a, int a0, int aColumn, float[] b, int b0, int bRow, float[] c, int c0) {
    FloatVector r0v0 = FloatVector.fromArray(SPECIES, c, c0);
    FloatVector r0v1 = FloatVector.fromArray(SPECIES, c, c0 + L);
    FloatVector r0v2 = FloatVector.fromArray(SPECIES, c, c0 + 2 * L);
    FloatVector r0v3 = FloatVector.fromArray(SPECIES, c, c0 + 3 * L);
    for (int p = 0; p < k; p++) {
      int ap = p * aColumn;
      int bp = b0 + p * bRow;
      FloatVector bv0 = FloatVector.fromArray(SPECIES, b, bp);
      FloatVector bv1 = FloatVector.fromArray(SPECIES, b, bp + L);
      FloatVector bv2 = FloatVector.fromArray(SPECIES, b, bp + 2 * L);
      FloatVector bv3 = FloatVector.fromArray(SPECIES, b, bp + 3 * L);
      FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + ap]);
      r0v0 = x.fma(bv0, r0v0);
      r0v1 = x.fma(bv1, r0v1);
      r0v2 = x.fma(bv2, r0v2);
      r0v3 = x.fma(bv3, r0v3);
    }
    r0v0.intoArray(c, c0);
    r0v1.intoArray(c, c0 + L);
    r0v2.intoArray(c, c0 + 2 * L);
    r0v3.intoArray(c, c0 + 3 * L);
  }

  static void tile6x2(
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
    FloatVector r0v1 = FloatVector.fromArray(SPECIES, c, c0 + L);
    FloatVector r1v0 = FloatVector.fromArray(SPECIES, c, c1);
    FloatVector r1v1 = FloatVector.fromArray(SPECIES, c, c1 + L);
    FloatVector r2v0 = FloatVector.fromArray(SPECIES, c, c2);
    FloatVector r2v1 = FloatVector.fromArray(SPECIES, c, c2 + L);
    FloatVector r3v0 = FloatVector.fromArray(SPECIES, c, c3);
    FloatVector r3v1 = FloatVector.fromArray(SPECIES, c, c3 + L);
    FloatVector r4v0 = FloatVector.fromArray(SPECIES, c, c4);
    FloatVector r4v1 = FloatVector.fromArray(SPECIES, c, c4 + L);
    FloatVector r5v0 = FloatVector.fromArray(SPECIES, c, c5);
    FloatVector r5v1 = FloatVector.fromArray(SPECIES, c, c5 + L);
    int a1 = a0 + aRow;
    int a2 = a1 + aRow;
    int a3 = a2 + aRow;
    int a4 = a3 + aRow;
    int a5 = a4 + aRow;
    for (int p = 0; p < k; p++) {
      int ap = p * aColumn;
      int bp = b0 + p * bRow;
      FloatVector bv0 = FloatVector.fromArray(SPECIES, b, bp);
      FloatVector bv1 = FloatVector.fromArray(SPECIES, b, bp + L);
      FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + ap]);
      r0v0 = x.fma(bv0, r0v0);
      r0v1 = x.fma(bv1, r0v1);
      x = FloatVector.broadcast(SPECIES, a[a1 + ap]);
      r1v0 = x.fma(bv0, r1v0);
      r1v1 = x.fma(bv1, r1v1);
      x = FloatVector.broadcast(SPECIES, a[a2 + ap]);
      r2v0 = x.fma(bv0, r2v0);
      r2v1 = x.fma(bv1, r2v1);
      x = FloatVector.broadcast(SPECIES, a[a3 + ap]);
      r3v0 = x.fma(bv0, r3v0);
      r3v1 = x.fma(bv1, r3v1);
      x = FloatVector.broadcast(SPECIES, a[a4 + ap]);
      r4v0 = x.fma(bv0, r4v0);
      r4v1 = x.fma(bv1, r4v1);
      x = FloatVector.broadcast(SPECIES, a[a5 + ap]);
      r5v0 = x.fma(bv0, r5v0);
      r5v1 = x.fma(bv1, r5v1);
    }
    r0v0.intoArray(c, c0);
    r0v1.intoArray(c, c0 + L);
    r1v0.intoArray(c, c1);
    r1v1.intoArray(c, c1 + L);
    r2v0.intoArray(c, c2);
    r2v1.intoArray(c, c2 + L);
    r3v0.intoArray(c, c3);
    r3v1.intoArray(c, c3 + L);
    r4v0.intoArray(c, c4);
    r4v1.intoArray(c, c4 + L);
    r5v0.intoArray(c, c5);
    r5v1.intoArray(c, c5 + L);
  }

  static void tile1x2(
      int k, float[] a, int a0, int aColumn, float[] b, int b0, int bRow, float[] c, int c0) {
    FloatVector r0v0 = FloatVector.fromArray(SPECIES, c, c0);
    FloatVector r0v1 = FloatVector.fromArray(SPECIES, c, c0 + L);
    for (int p = 0; p < k; p++) {
      int ap = p * aColumn;
      int bp = b0 + p * bRow;
      FloatVector bv0 = FloatVector.fromArray(SPECIES, b, bp);
      FloatVector bv1 = FloatVector.fromArray(SPECIES, b, bp + L);
      FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + ap]);
      r0v0 = x.fma(bv0, r0v0);
      r0v1 = x.fma(bv1, r0v1);
    }
    r0v0.intoArray(c, c0);
    r0v1.intoArray(c, c0 + L);
  }

  static void tile6x1(
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

  static void tile1x1(
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
