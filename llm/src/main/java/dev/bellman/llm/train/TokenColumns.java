package dev.bellman.llm.train;

import dev.bellman.llm.data.TokenBatch;
import dev.bellman.llm.data.Written;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.Tensor;
import dev.bellman.tensor.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Fills columns with what a model says of each token that was written, shard by shard on several
/// threads, without a gradient. Owns scratch.
public final class TokenColumns {
  /// What a model says.
  @FunctionalInterface
  public interface Pass {
    /// Computes a number for each token of some completions.
    ///
    /// @param scope where to compute
    /// @param batch the completions, N tokens
    /// @return shape `[N]`
    Tensor of(Scope scope, TokenBatch batch);
  }

  private final Workers workers;
  private final int shard;
  private final List<Scope> scopes = new ArrayList<>();

  /// An owner of scratch.
  ///
  /// @param workers the threads; owned by the caller. Their number changes no bits
  /// @param shard completions of a shard, at least 1. It changes no bits either: no operation looks
  ///   at other rows
  public TokenColumns(Workers workers, int shard) {
    this.workers = workers;
    this.shard = shard;
    for (int i = 0; i < workers.threads(); i++) {
      scopes.add(Scope.inference());
    }
  }

  /// Fills a column.
  ///
  /// @param written the completions
  /// @param pass what to compute
  /// @return a number for each token
  public float[] of(Written written, Pass pass) {
    float[] column = new float[written.tokens()];
    int[] order = IntStream.range(0, written.size()).toArray();
    workers.run(
        Math.ceilDiv(written.size(), shard),
        (task, worker) -> {
          int from = task * shard;
          int to = Math.min(written.size(), from + shard);
          Scope scope = scopes.get(worker);
          try (scope) {
            TokenBatch batch = TokenBatch.of(scope, written.completions(), order, from, to);
            pass.of(scope, batch).copyTo(column, written.offsets()[from]);
          }
        });
    return column;
  }
}
