package dev.bellman.tensor.internal.kernel;

/// The arithmetic that plain loops do not reach the machine's speed with. Stateless.
///
/// There are two twins, [ScalarKernels] and the Vector API's. They give the same bits: each result
/// is computed by the same chain of operations, and only independent results are computed side by
/// side.
public interface Kernels {
  /// The lanes of the widest vectors there are (AVX-512).
  int MAX_LANES = 16;

  /// What these kernels are.
  ///
  /// @return a short name
  String name();

  /// `C += A·B` with `A[i,p] = a[i * aRow + p * aColumn]`, `B` and `C` row-major with unit column
  /// stride, all from the start of their arrays; see the form with offsets.
  ///
  /// @param m rows of A and C
  /// @param n columns of B and C
  /// @param k columns of A, rows of B
  /// @param a not modified
  /// @param aRow distance between rows of A
  /// @param aColumn distance between columns of A
  /// @param b not modified
  /// @param bRow distance between rows of B
  /// @param c modified
  /// @param cRow distance between rows of C
  /// @param scratch at least [#scratchSize] floats of any content; modified
  default void gemm(
      int m,
      int n,
      int k,
      float[] a,
      int aRow,
      int aColumn,
      float[] b,
      int bRow,
      float[] c,
      int cRow,
      float[] scratch) {
    gemm(m, n, k, a, 0, aRow, aColumn, b, 0, bRow, c, 0, cRow, scratch);
  }

  /// `C += A·B` with `A[i,p] = a[a0 + i * aRow + p * aColumn]`, `B` and `C` row-major with unit
  /// column stride. Each element of `C` is one chain of fused multiply-adds in the order of p.
  ///
  /// @param m rows of A and C
  /// @param n columns of B and C
  /// @param k columns of A, rows of B
  /// @param a not modified
  /// @param a0 where A starts
  /// @param aRow distance between rows of A
  /// @param aColumn distance between columns of A
  /// @param b not modified
  /// @param b0 where B starts
  /// @param bRow distance between rows of B
  /// @param c modified
  /// @param c0 where C starts
  /// @param cRow distance between rows of C
  /// @param scratch at least [#scratchSize] floats of any content; modified
  void gemm(
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
      float[] scratch);

  /// `C += A·B` with `A[i,p] = a[rows[i] + columns[p]]`, B and C row-major without gaps. Each
  /// element of C is one chain of fused multiply-adds in the order of p. So a convolution reads
  /// its image as it lies: rows are where windows start, columns are the places in a window. With
  /// the two exchanged it is the weight's gradient.
  ///
  /// @param m rows of A and C
  /// @param n columns of B and C
  /// @param k columns of A, rows of B
  /// @param a not modified
  /// @param rows where the rows of A start; not modified
  /// @param columns where its columns are, from there; not modified
  /// @param b not modified
  /// @param c modified
  /// @param scratch at least [#scratchSize] floats of any content; modified
  void gatherGemm(
      int m,
      int n,
      int k,
      float[] a,
      int[] rows,
      int[] columns,
      float[] b,
      float[] c,
      float[] scratch);

  /// How many floats of scratch a product needs.
  ///
  /// @param m rows of A and C
  /// @param n columns of B and C
  /// @param k columns of A, rows of B
  /// @return the number
  static int scratchSize(int m, int n, int k) {
    return n % MAX_LANES == 0 ? 0 : (m + k) * MAX_LANES;
  }

  /// `y = e^x`; see [FloatMath#exp].
  ///
  /// @param x the arguments; not modified unless it is `y`
  /// @param y the results; modified
  /// @param n how many
  void exp(float[] x, float[] y, int n);

  /// `y = log x`; see [FloatMath#log].
  ///
  /// @param x the arguments; not modified unless it is `y`
  /// @param y the results; modified
  /// @param n how many
  void log(float[] x, float[] y, int n);

  /// `y = tanh x`; see [FloatMath#tanh].
  ///
  /// @param x the arguments; not modified unless it is `y`
  /// @param y the results; modified
  /// @param n how many
  void tanh(float[] x, float[] y, int n);

  /// `y = 1 / (1 + e^-x)`; see [FloatMath#sigmoid].
  ///
  /// @param x the arguments; not modified unless it is `y`
  /// @param y the results; modified
  /// @param n how many
  void sigmoid(float[] x, float[] y, int n);

  /// `y = log(1 + e^x)`; see [FloatMath#softplus].
  ///
  /// @param x the arguments; not modified unless it is `y`
  /// @param y the results; modified
  /// @param n how many
  void softplus(float[] x, float[] y, int n);

  /// `y = base + factor ∘ rows·columnsᵀ`, row-major, every product and sum rounded.
  ///
  /// @param base not modified unless it is `y`
  /// @param factor not modified
  /// @param rows a number for each row; not modified
  /// @param columns a number for each column; not modified
  /// @param y the results; modified
  void addOuter(float[] base, float[] factor, float[] rows, float[] columns, float[] y);

  /// The causal softmax of attention, over blocks `[rows,width]` of scores that lie one after the
  /// other: element (u, c) belongs to key u and to the query at position `first + c`, which attends
  /// to the keys u up to its own position. Down each column, `x = e^(scale·(x - max)) · (1 / Σ)`,
  /// and
  /// 0 for the keys that are not attended to. The sum is over 8 lanes, u modulo 8, which are added
  /// pairwise.
  ///
  /// @param x the scores, then the probabilities; modified
  /// @param blocks how many blocks
  /// @param rows keys of a block
  /// @param width queries of a block, a multiple of [#MAX_LANES]
  /// @param first the position of the first query, less than `rows`
  /// @param scale the factor, positive
  void causalSoftmax(float[] x, int blocks, int rows, int width, int first, float scale);

  /// Backwards through a softmax down columns: `dx = p · (dp - Σ p·dp) · scale`, where the sum is
  /// one chain of fused multiply-adds in the order of rows.
  ///
  /// @param p the probabilities; not modified
  /// @param dp the gradient with respect to them, then with respect to the scores; modified
  /// @param blocks how many blocks
  /// @param rows rows of a block
  /// @param width columns of a block, a multiple of [#MAX_LANES]
  /// @param scale the factor
  void softmaxGradient(float[] p, float[] dp, int blocks, int rows, int width, float scale);

  /// Root mean square norms of rows: `y = x·r·w` with `r = 1 / √(Σ x² / width + ε)`. The sum is
  /// over 8 lanes, j modulo 8, each a chain of fused multiply-adds, which are added pairwise.
  ///
  /// @param x the rows; not modified
  /// @param w a weight for each column; not modified
  /// @param epsilon ε
  /// @param y the results; modified
  /// @param rows how many rows
  /// @param width their length
  void rmsNorm(float[] x, float[] w, float epsilon, float[] y, int rows, int width);

  /// Backwards through [#rmsNorm], row after row: `dw += dy·(x·r)` and `dx += r·(w·dy - x·(s·(r·r /
  /// width)))` with `s = Σ x·(w·dy)`, a sum as there.
  ///
  /// @param x the rows; not modified
  /// @param dy the gradient with respect to the results; not modified
  /// @param w a weight for each column; not modified
  /// @param epsilon ε
  /// @param dw the gradient with respect to the weight; modified
  /// @param dx the gradient with respect to the rows; modified
  /// @param rows how many rows
  /// @param width their length
  void rmsNormGradient(
      float[] x, float[] dy, float[] w, float epsilon, float[] dw, float[] dx, int rows, int width);

  /// Turns the halves of each head of rows: `y₁ = x₁·cos - x₂·sin`, `y₂ = x₂·cos + x₁·sin`, every
  /// product and sum rounded.
  ///
  /// @param x the rows; not modified
  /// @param positions the position of row i at `first + i`; not modified
  /// @param first the place of the first row's position
  /// @param rows how many rows
  /// @param width their length, a multiple of `2·half`
  /// @param cosines of each position, `[positions,half]`; not modified
  /// @param sines of each position; not modified
  /// @param half the numbers of half a head
  /// @param y the results; modified
  void turn(
      float[] x,
      int[] positions,
      int first,
      int rows,
      int width,
      float[] cosines,
      float[] sines,
      int half,
      float[] y);

  /// Backwards through [#turn]: `dx₁ += dy₁·cos + dy₂·sin`, `dx₂ += dy₂·cos - dy₁·sin`.
  ///
  /// @param dy the gradient with respect to the results; not modified
  /// @param positions the position of row i at `first + i`; not modified
  /// @param first the place of the first row's position
  /// @param rows how many rows
  /// @param width their length, a multiple of `2·half`
  /// @param cosines of each position, `[positions,half]`; not modified
  /// @param sines of each position; not modified
  /// @param half the numbers of half a head
  /// @param dx the gradient with respect to the rows; modified
  void addTurnedBack(
      float[] dy,
      int[] positions,
      int first,
      int rows,
      int width,
      float[] cosines,
      float[] sines,
      int half,
      float[] dx);

  /// The sum of squares, in double, over 8 lanes in a fixed order: lane j adds up the elements
  /// whose index is j modulo 8, lane 0 also what follows the last whole 8; then the lanes are added
  /// pairwise.
  ///
  /// @param x the numbers; not modified
  /// @param n how many
  /// @return the sum
  double squares(float[] x, int n);

  /// Adds the lanes of a sum.
  ///
  /// @param s0 lane 0
  /// @param s1 lane 1
  /// @param s2 lane 2
  /// @param s3 lane 3
  /// @param s4 lane 4
  /// @param s5 lane 5
  /// @param s6 lane 6
  /// @param s7 lane 7
  /// @return `((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7))`
  static double pairwise(
      double s0, double s1, double s2, double s3, double s4, double s5, double s6, double s7) {
    return ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7));
  }
}
