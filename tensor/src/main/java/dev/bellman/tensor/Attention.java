package dev.bellman.tensor;

import java.util.Arrays;

/// Causal attention with grouped queries (Vaswani et al. 2017, arXiv:1706.03762, eq. 1; Ainslie et
/// al. 2023, arXiv:2305.13245) over sequences that lie one after the other.
///
/// Nothing that grows with the square of a length is kept: a block of queries has its scores
/// computed, used and forgotten, and computed once more backwards.
public final class Attention {
  private Attention() {}

  /// `y = p·v` with `p = softmax(q·kᵀ / √D)` for each head, over the keys up to the query's own.
  /// With `dp = dy·vᵀ` and `ds = p ∘ (dp - Σ p∘dp) / √D`: `dq = ds·k`, `dk = dsᵀ·q`, `dv = pᵀ·dy`.
  ///
  /// @param block goes through the sequences; made with the record, for it alone
  record Causal(
      Tensor q, Tensor k, Tensor v, int[] starts, int sequences, Heads form, AttentionBlock block)
      implements Op {
    @Override
    public void forward(Tensor y) {
      Arrays.fill(y.data, 0, y.size(), 0f);
      block.begin(starts, sequences);
      float[] columns = Scope.scratch(y, block.transposedSize());
      float[] p = Scope.scratch(y, block.matricesSize());
      float[] scratch = Scope.scratch(y, block.scratchSize());
      while (block.next()) {
        block.transpose(q.data, columns);
        int step = block.together();
        for (int first = 0; first < form.heads(); first += step) {
          int end = Math.min(form.heads(), first + step);
          probabilities(first, end, columns, p);
          block.addToQueries(p, first, end, v.data, y.data, scratch);
        }
      }
    }

    private void probabilities(int first, int end, float[] columns, float[] p) {
      block.clear(end - first, p);
      block.addProducts(k.data, first, end, columns, p);
      block.softmax(end - first, p);
    }

    @Override
    public void backward(Tensor y, float[] dy, Backward pass) {
      float[] dq = pass.into(q);
      float[] dk = pass.into(k);
      float[] dv = pass.into(v);
      block.begin(starts, sequences);
      float[] columns = pass.scratch(block.transposedSize());
      float[] upstream = pass.scratch(block.transposedSize());
      float[] p = pass.scratch(block.matricesSize());
      float[] ds = pass.scratch(block.matricesSize());
      float[] scratch = pass.scratch(block.scratchSize());
      while (block.next()) {
        block.transpose(q.data, columns);
        block.transpose(dy, upstream);
        int step = block.together();
        for (int first = 0; first < form.heads(); first += step) {
          int end = Math.min(form.heads(), first + step);
          probabilities(first, end, columns, p);
          if (dv != null) {
            block.addToKeys(p, first, end, dy, dv, scratch);
          }
          block.clear(end - first, ds);
          block.addProducts(v.data, first, end, upstream, ds);
          block.softmaxGradient(end - first, p, ds);
          if (dq != null) {
            block.addToQueries(ds, first, end, k.data, dq, scratch);
          }
          if (dk != null) {
            block.addToKeys(ds, first, end, q.data, dk, scratch);
          }
        }
      }
    }

    /// Adds `dp·v + p·dv` with `ds = (dq·kᵀ + q·dkᵀ) / √D` and `dp = p ∘ (ds - Σ p∘ds)`.
    void tangent(float[] dq, float[] dk, float[] dv, Tensor dy) {
      block.begin(starts, sequences);
      float[] columns = Scope.scratch(dy, block.transposedSize());
      float[] changes = Scope.scratch(dy, block.transposedSize());
      float[] p = Scope.scratch(dy, block.matricesSize());
      float[] dp = Scope.scratch(dy, block.matricesSize());
      float[] scratch = Scope.scratch(dy, block.scratchSize());
      while (block.next()) {
        block.transpose(q.data, columns);
        block.transpose(dq, changes);
        for (int h = 0; h < form.heads(); h++) {
          probabilities(h, h + 1, columns, p);
          block.clear(1, dp);
          block.addProducts(k.data, h, h + 1, changes, dp);
          block.addProducts(dk, h, h + 1, columns, dp);
          block.softmaxGradient(1, p, dp);
          block.addToQueries(dp, h, h + 1, v.data, dy.data, scratch);
          block.addToQueries(p, h, h + 1, dv, dy.data, scratch);
        }
      }
    }
  }

  /// The heads of attention. Query head h looks at key and value head `h / (heads /
  /// keyValueHeads)`.
  ///
  /// @param heads heads of queries
  /// @param keyValueHeads heads of keys and of values, a divisor of `heads`
  /// @param size the numbers of a head
  public record Heads(int heads, int keyValueHeads, int size) {
    /// Checks the numbers.
    ///
    /// @throws IllegalArgumentException if one is below 1, or the heads cannot be shared out
    public Heads {
      if (heads < 1 || keyValueHeads < 1 || size < 1 || heads % keyValueHeads != 0) {
        throw new IllegalArgumentException(
            "attention: heads must be a multiple of keyValueHeads and size at least 1, got %d, %d, %d"
                .formatted(heads, keyValueHeads, size));
      }
    }
  }

  /// Causal attention.
  ///
  /// @param q queries, shape `[N,heads·size]`
  /// @param k keys, shape `[N,keyValueHeads·size]`
  /// @param v values, of the shape of the keys
  /// @param starts the row at which each sequence starts, and then where the last one ends, N; not
  ///   to be changed before the scope is closed
  /// @param sequences how many sequences there are
  /// @param form the heads
  /// @return shape `[N,heads·size]`
  /// @throws IllegalArgumentException if a shape is another
  @SuppressWarnings("ReferenceEquality") // the starts may be others by now, in the same array
  public static Tensor causal(
      Tensor q, Tensor k, Tensor v, int[] starts, int sequences, Heads form) {
    int rows = starts[sequences];
    check("queries", q, rows, form.heads() * form.size());
    check("keys", k, rows, form.keyValueHeads() * form.size());
    check("values", v, rows, form.keyValueHeads() * form.size());
    Tensor y = Scope.next(Causal.class, q, k, v);
    Causal op =
        y.op instanceof Causal o
                && o.q == q
                && o.k == k
                && o.v == v
                && o.starts == starts
                && o.sequences == sequences
                && o.form.equals(form)
            ? o
            : new Causal(q, k, v, starts, sequences, form, new AttentionBlock(form));
    return Scope.compute(y, op, q.shape());
  }

  private static void check(String what, Tensor x, int rows, int columns) {
    Shape shape = x.shape();
    if (shape.rank() != 2 || shape.dim(0) != rows || shape.dim(1) != columns) {
      throw new IllegalArgumentException(
          "attention: expected %s of shape [%d,%d], got %s".formatted(what, rows, columns, shape));
    }
  }
}
