package dev.bellman.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Sums over a batch, computed shard by shard on several threads with the bits of one thread.
/// Nothing is differentiated; see [ShardedGradient] for that.
public final class ShardedSum {
  /// What some rows add to the sums.
  @FunctionalInterface
  public interface ShardTerms {
    /// Computes the sums over some rows.
    ///
    /// @param scope where to compute
    /// @param from the first row
    /// @param to the row after the last
    /// @param sums receives a number for each sum; modified
    void of(Scope scope, int from, int to, double[] sums);
  }

  private final Workers workers;
  private final int shardRows;
  private final List<Scope> scopes = new ArrayList<>();
  private final List<double[]> parts = new ArrayList<>();
  private final double[] total;

  /// An owner of scratch for sums.
  ///
  /// @param sums how many sums there are
  /// @param workers the threads
  /// @param shardRows rows of a shard, at least 1; another number gives other bits
  public ShardedSum(int sums, Workers workers, int shardRows) {
    this.total = new double[sums];
    this.workers = workers;
    this.shardRows = shardRows;
    for (int i = 0; i < workers.threads(); i++) {
      scopes.add(Scope.inference());
    }
  }

  /// Computes the sums.
  ///
  /// @param rows rows of the batch
  /// @param terms what each shard adds
  /// @return the sums; the same array at each call
  public double[] of(int rows, ShardTerms terms) {
    int shards = Math.ceilDiv(rows, shardRows);
    while (parts.size() < shards) {
      parts.add(new double[total.length]);
    }
    workers.run(
        shards,
        (shard, worker) -> {
          Scope scope = scopes.get(worker);
          try (scope) {
            int from = shard * shardRows;
            terms.of(scope, from, Math.min(rows, from + shardRows), parts.get(shard));
          }
        });
    Arrays.fill(total, 0);
    for (int shard = 0; shard < shards; shard++) {
      double[] part = parts.get(shard);
      for (int i = 0; i < total.length; i++) {
        total[i] += part[i];
      }
    }
    return total;
  }
}
