package dev.bellman.llm.loss;

import dev.bellman.rl.Metrics;
import dev.bellman.tensor.Gradients;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Completion tokens in arrays, and what an objective makes of them.
record Tokens(
    int[] starts,
    float[] logp,
    float[] logpOld,
    float[] logpRef,
    float[] advantage,
    float @Nullable [] mask) {

  /// What a shard or a whole batch comes to.
  record Result(float loss, float[] gradient, Metrics metrics) {}

  /// Random completions of these lengths, their advantages the same over a sequence.
  static Tokens random(long seed, double spread, int... lengths) {
    Rng rng = Rng.ofSeed(seed);
    int[] starts = new int[lengths.length + 1];
    for (int i = 0; i < lengths.length; i++) {
      starts[i + 1] = starts[i] + lengths[i];
    }
    int n = starts[lengths.length];
    Tokens tokens =
        new Tokens(starts, new float[n], new float[n], new float[n], new float[n], null);
    for (int i = 0; i < lengths.length; i++) {
      float advantage = (float) rng.uniform(-2, 2);
      for (int t = starts[i]; t < starts[i + 1]; t++) {
        tokens.logpOld[t] = (float) rng.uniform(-3, 0);
        tokens.logp[t] = tokens.logpOld[t] + (float) rng.uniform(-spread, spread);
        tokens.logpRef[t] = tokens.logpOld[t] + (float) rng.uniform(-1, 1);
        tokens.advantage[t] = advantage;
      }
    }
    return tokens;
  }

  /// One completion, whose tokens all have this log-ratio and advantage.
  static Tokens one(double logRatio, double advantage, int length) {
    Tokens tokens = random(1, 0, length);
    for (int t = 0; t < length; t++) {
      tokens.logpOld[t] = -1;
      tokens.logp[t] = (float) (logRatio - 1);
      tokens.advantage[t] = (float) advantage;
    }
    return tokens;
  }

  int sequences() {
    return starts.length - 1;
  }

  Tokens withLogp(float... other) {
    return new Tokens(starts, other, logpOld, logpRef, advantage, mask);
  }

  Tokens withAdvantage(float... other) {
    return new Tokens(starts, logp, logpOld, logpRef, other, mask);
  }

  Tokens withMask(float... other) {
    return new Tokens(starts, logp, logpOld, logpRef, advantage, other);
  }

  Tokens onPolicy() {
    return withLogp(logpOld);
  }

  Totals totals() {
    long counted = 0;
    for (int t = 0; t < starts[sequences()]; t++) {
      counted += mask == null || mask[t] != 0 ? 1 : 0;
    }
    return new Totals(sequences(), counted);
  }

  /// Some sequences in any order, one after the other.
  Tokens pick(List<Integer> sequences) {
    int[] picked = new int[sequences.size() + 1];
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < sequences.size(); i++) {
      for (int t = starts[sequences.get(i)]; t < starts[sequences.get(i) + 1]; t++) {
        places.add(t);
      }
      picked[i + 1] = places.size();
    }
    return new Tokens(
        picked,
        at(logp, places),
        at(logpOld, places),
        at(logpRef, places),
        at(advantage, places),
        mask == null ? null : at(mask, places));
  }

  static float[] at(float[] x, List<Integer> places) {
    float[] picked = new float[places.size()];
    for (int i = 0; i < picked.length; i++) {
      picked[i] = x[places.get(i)];
    }
    return picked;
  }

  Result of(GroupObjective objective) {
    return of(objective, totals());
  }

  /// The share of a batch with these totals.
  Result of(GroupObjective objective, Totals totals) {
    int n = starts[sequences()];
    Parameters parameters = new Parameters();
    parameters.add("logp", logp, n);
    Gradients gradients = parameters.newGradients();
    Metrics metrics = new Metrics();
    try (Scope scope = Scope.recording()) {
      Tensor now = parameters.get("logp").in(scope);
      TokenTerms terms =
          TokenTerms.of(
                  scope,
                  starts,
                  sequences(),
                  totals,
                  now,
                  scope.constant(logpOld, n),
                  scope.constant(advantage, n))
              .withReference(scope.constant(logpRef, n))
              .withEntropy(now.mul(-0.5f)); // any function of it
      if (mask != null) {
        terms = terms.withMask(scope.constant(mask, n));
      }
      Tensor loss = objective.of(terms, metrics);
      loss.backward(gradients);
      return new Result(loss.item(), gradients.get("logp"), metrics);
    }
  }

  /// The batch in shards of these numbers of sequences, added up.
  Result inShards(GroupObjective objective, List<Integer> sizes) {
    float loss = 0;
    float[] gradient = new float[logp.length];
    List<Metrics> shards = new ArrayList<>();
    int from = 0;
    for (int size : sizes) {
      int first = from;
      List<Integer> sequences = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        sequences.add(first + i);
      }
      Result shard = pick(sequences).of(objective, totals());
      loss += shard.loss;
      System.arraycopy(shard.gradient, 0, gradient, starts[first], shard.gradient.length);
      shards.add(shard.metrics);
      from += size;
    }
    return new Result(loss, gradient, TokenMetrics.combine(new Metrics(), shards));
  }

  static float[] filled(int n, double value) {
    float[] x = new float[n];
    Arrays.fill(x, (float) value);
    return x;
  }
}
