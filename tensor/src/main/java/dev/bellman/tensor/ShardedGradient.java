package dev.bellman.tensor;

import java.util.ArrayList;
import java.util.List;

/// The gradient of a batch, computed shard by shard on several threads with the bits of one thread.
///
/// A shard has a fixed number of rows whatever the number of threads; a shard's loss is its share
/// of the batch's loss, so shard gradients add up to the batch's, and they are added in order.
public final class ShardedGradient {
  /// Part of a batch's loss.
  @FunctionalInterface
  public interface ShardLoss {
    /// Computes what some rows contribute to the loss of the whole batch.
    ///
    /// @param scope where to compute
    /// @param shard the shard's number, from 0
    /// @param from the first row
    /// @param to the row after the last
    /// @return a scalar; the shards' scalars add up to the batch's loss
    Tensor of(Scope scope, int shard, int from, int to);
  }

  private final Parameters parameters;
  private final Workers workers;
  private final int shardRows;
  private final List<Scope> scopes = new ArrayList<>();
  private final List<Gradients> parts = new ArrayList<>();
  private final Gradients total;

  /// An owner of scratch for gradients.
  ///
  /// @param parameters what to differentiate with respect to
  /// @param workers the threads
  /// @param shardRows rows of a shard, at least 1; another number gives other bits
  public ShardedGradient(Parameters parameters, Workers workers, int shardRows) {
    this.parameters = parameters;
    this.workers = workers;
    this.shardRows = shardRows;
    this.total = parameters.newGradients();
    for (int i = 0; i < workers.threads(); i++) {
      scopes.add(Scope.recording());
    }
  }

  /// How many shards a batch has.
  ///
  /// @param rows rows of the batch
  /// @return the number of shards; the last may be smaller
  public int shards(int rows) {
    return Math.ceilDiv(rows, shardRows);
  }

  /// Differentiates the loss of a batch.
  ///
  /// @param rows rows of the batch
  /// @param loss the loss of each shard
  /// @return the gradients; the same object at each call
  public Gradients of(int rows, ShardLoss loss) {
    int shards = shards(rows);
    while (shards > 1 && parts.size() < shards) {
      parts.add(parameters.newGradients());
    }
    workers.run(
        shards,
        (shard, worker) -> {
          Gradients part = shards == 1 ? total : parts.get(shard);
          part.zero();
          Scope scope = scopes.get(worker);
          try (scope) {
            int from = shard * shardRows;
            loss.of(scope, shard, from, Math.min(rows, from + shardRows)).backward(part);
          }
        });
    if (shards > 1) {
      total.setSum(parts.subList(0, shards));
    }
    return total;
  }
}
