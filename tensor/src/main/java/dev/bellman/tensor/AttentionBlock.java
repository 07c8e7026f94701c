package dev.bellman.tensor;

import dev.bellman.tensor.internal.kernel.Kernels;
import java.util.Arrays;

/// A block of queries of one sequence and the keys up to the last of them: the products that
/// attention consists of. Of each head a matrix `[keys,width]` is held, with a key in each row and
/// a query in each column; the columns beyond the last query are padding, and nothing is read
/// there.
///
/// Goes from block to block: [#begin], then [#next] until it is false.
final class AttentionBlock {
  /// Queries of a block, at most.
  private static final int MOST = 64;

  /// How many numbers the heads' matrices have together, unless a single one has more.
  private static final int TOGETHER = 4096;

  private final int heads;
  private final int group;
  private final int headSize;
  private final int queryRow;
  private final int keyRow;
  private final float scale;
  private int[] starts = {0};
  private int sequences;

  private int sequence;
  private int start;
  private int row;
  private int count;
  private int keys;
  private int width;

  AttentionBlock(Attention.Heads form) {
    heads = form.heads();
    group = heads / form.keyValueHeads();
    headSize = form.size();
    queryRow = heads * headSize;
    keyRow = form.keyValueHeads() * headSize;
    scale = scale(headSize);
  }

  /// `1 / √D`.
  static float scale(int headSize) {
    return (float) (1 / Math.sqrt(headSize));
  }

  /// Before the first block of some sequences.
  void begin(int[] sequenceStarts, int howMany) {
    starts = sequenceStarts;
    sequences = howMany;
    sequence = -1;
    row = 0;
    count = 0;
  }

  /// Goes on to the next block, if there is one.
  boolean next() {
    row += count;
    while (sequence < 0 || row == starts[sequence + 1]) {
      if (++sequence == sequences) {
        return false;
      }
      start = starts[sequence];
      row = start;
    }
    count = Math.min(MOST, starts[sequence + 1] - row);
    keys = row + count - start;
    width = padded(count);
    return true;
  }

  /// How many heads are done at once.
  int together() {
    return Math.clamp(TOGETHER / (keys * width), 1, heads);
  }

  /// The numbers that [#transpose] needs, in any block.
  int transposedSize() {
    return queryRow * padded(Math.min(MOST, longest()));
  }

  /// The numbers that the matrices of the heads that are done at once need, in any block.
  int matricesSize() {
    int longest = longest();
    return Math.max(TOGETHER, longest * padded(Math.min(MOST, longest)));
  }

  /// The scratch that products need, in any block.
  int scratchSize() {
    int longest = longest();
    return Kernels.scratchSize(longest, headSize, Math.max(MOST, longest));
  }

  private int longest() {
    int longest = 0;
    for (int s = 0; s < sequences; s++) {
      longest = Math.max(longest, starts[s + 1] - starts[s]);
    }
    return longest;
  }

  static int padded(int n) {
    return (n + Kernels.MAX_LANES - 1) / Kernels.MAX_LANES * Kernels.MAX_LANES;
  }

  /// The queries' rows as columns, `[heads·D,width]`, with zeros in the padding.
  void transpose(float[] x, float[] columns) {
    Arrays.fill(columns, 0, queryRow * width, 0f);
    int i = 0;
    for (; i <= count - 4; i += 4) {
      int x0 = (row + i) * queryRow;
      int x1 = x0 + queryRow;
      int x2 = x1 + queryRow;
      int x3 = x2 + queryRow;
      for (int j = 0, to = i; j < queryRow; j++, to += width) {
        columns[to] = x[x0 + j];
        columns[to + 1] = x[x1 + j];
        columns[to + 2] = x[x2 + j];
        columns[to + 3] = x[x3 + j];
      }
    }
    for (; i < count; i++) {
      int from = (row + i) * queryRow;
      for (int j = 0, to = i; j < queryRow; j++, to += width) {
        columns[to] = x[from + j];
      }
    }
  }

  /// Adds to the matrices of heads from `first` on: of the rows of keys or values with columns.
  void addProducts(float[] x, int first, int end, float[] columns, float[] matrices) {
    for (int h = first; h < end; h++) {
      int at = h * headSize * width;
      Engine.KERNELS.gemm(
          keys,
          width,
          headSize,
          x,
          keyPlace(h),
          keyRow,
          1,
          columns,
          at,
          width,
          matrices,
          matrix(h - first),
          width,
          matrices);
    }
  }

  /// Empties the matrices of some heads.
  void clear(int count, float[] matrices) {
    Arrays.fill(matrices, 0, matrix(count), 0f);
  }

  /// Scores become probabilities.
  void softmax(int count, float[] matrices) {
    Engine.KERNELS.causalSoftmax(matrices, count, keys, width, row - start, scale);
  }

  /// Gradients of probabilities become gradients of unscaled products.
  void softmaxGradient(int count, float[] probabilities, float[] matrices) {
    Engine.KERNELS.softmaxGradient(probabilities, matrices, count, keys, width, scale);
  }

  /// `y[query] += Σ_key matrix[key,query] · x[key]` for heads from `first` on.
  void addToQueries(float[] matrices, int first, int end, float[] x, float[] y, float[] scratch) {
    for (int h = first; h < end; h++) {
      Engine.KERNELS.gemm(
          count,
          headSize,
          keys,
          matrices,
          matrix(h - first),
          1,
          width,
          x,
          keyPlace(h),
          keyRow,
          y,
          queryPlace(h),
          queryRow,
          scratch);
    }
  }

  /// `y[key] += Σ_query matrix[key,query] · x[query]` for heads from `first` on.
  void addToKeys(float[] matrices, int first, int end, float[] x, float[] y, float[] scratch) {
    for (int h = first; h < end; h++) {
      Engine.KERNELS.gemm(
          keys,
          headSize,
          count,
          matrices,
          matrix(h - first),
          width,
          1,
          x,
          queryPlace(h),
          queryRow,
          y,
          keyPlace(h),
          keyRow,
          scratch);
    }
  }

  private int matrix(int index) {
    return index * keys * width;
  }

  private int queryPlace(int head) {
    return row * queryRow + head * headSize;
  }

  private int keyPlace(int head) {
    return start * keyRow + head / group * headSize;
  }
}
