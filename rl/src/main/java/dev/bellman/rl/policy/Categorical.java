package dev.bellman.rl.policy;

import dev.bellman.rl.env.Actions;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// Distributions over A discrete actions: `p = softmax(logits)`.
///
/// @param logits shape `[B,A]`
/// @param logProbs log p, shape `[B,A]`
public record Categorical(Tensor logits, Tensor logProbs) implements Distribution {
  /// The logit of a forbidden action: so low that its probability is 0, and finite so that 0 · log
  /// 0 is 0.
  private static final float FORBIDDEN = -1e9f;

  /// Distributions from logits.
  ///
  /// @param logits shape `[B,A]`
  /// @return the distributions
  public static Categorical of(Tensor logits) {
    Tensor logProbs = logits.logSoftmax();
    return Scope.kept(logProbs) instanceof Categorical same && same.logits == logits
        ? same
        : Scope.keep(logProbs, new Categorical(logits, logProbs));
  }

  /// Distributions from logits, sharper or flatter.
  ///
  /// @param logits shape `[B,A]`
  /// @param temperature what the logits are divided by, above 0
  /// @return the distributions
  /// @throws IllegalArgumentException if the temperature is not above 0
  public static Categorical of(Tensor logits, double temperature) {
    if (!(temperature > 0)) {
      throw new IllegalArgumentException("temperature: must be above 0, got " + temperature);
    }
    return of(logits.div((float) temperature));
  }

  /// A mask as numbers.
  ///
  /// @param allowed 0 where an action is forbidden; not modified
  /// @param out the same, at least as many; modified
  public static void putMask(byte[] allowed, float[] out) {
    for (int i = 0; i < allowed.length; i++) {
      out[i] = allowed[i];
    }
  }

  /// The same distributions with some actions forbidden: they have probability 0 and add nothing to
  /// the entropy.
  @Override
  public Categorical masked(@Nullable Tensor mask) {
    return mask == null ? this : of(forbid(logits, mask));
  }

  /// Logits of which some are so low that they count as forbidden.
  static Tensor forbid(Tensor logits, Tensor mask) {
    return Tensor.where(mask, logits, mask.affine(0f, FORBIDDEN));
  }

  @Override
  public Tensor logProb(Actions actions) {
    return logProbs.gather(actions.discrete());
  }

  @Override
  public Tensor entropy() {
    return logProbs.exp().mul(logProbs).sum(-1).neg();
  }

  @Override
  public Tensor kl(Distribution other) {
    Tensor difference = logProbs.sub(((Categorical) other).logProbs);
    return logProbs.exp().mul(difference).sum(-1);
  }

  @Override
  public void sample(Rng rng, Actions out) {
    sample(rng, out.discrete(), 0, 1);
  }

  /// Draws an action for each row r, to place `first + r·stride`.
  void sample(Rng rng, int[] out, int first, int stride) {
    Tensor probabilities = logProbs.exp();
    int a = probabilities.shape().dim(-1);
    for (int row = 0; row < probabilities.shape().dim(0); row++) {
      out[first + row * stride] = choose(probabilities, row * a, a, rng.nextDouble());
    }
  }

  /// The action at which the running sum of probabilities passes u.
  private static int choose(Tensor probabilities, int from, int a, double u) {
    double sum = 0;
    int possible = 0;
    for (int action = 0; action < a; action++) {
      double p = probabilities.get(from + action);
      sum += p;
      if (u < sum) {
        return action;
      }
      possible = p > 0 ? action : possible;
    }
    return possible;
  }

  @Override
  public void mode(Actions out) {
    mode(out.discrete(), 0, 1);
  }

  /// The most probable action of each row r, to place `first + r·stride`.
  void mode(int[] out, int first, int stride) {
    int a = logProbs.shape().dim(-1);
    for (int row = 0; row < logProbs.shape().dim(0); row++) {
      int best = 0;
      for (int action = 1; action < a; action++) {
        if (logProbs.get(row * a + action) > logProbs.get(row * a + best)) {
          best = action;
        }
      }
      out[first + row * stride] = best;
    }
  }

  /// `p·(x - Σ p·x)` for a change x of the logits.
  @Override
  public Tensor fisher(Tensor change) {
    Tensor p = logProbs.exp();
    Tensor mean = p.mul(change).sum(-1).reshape(change.shape().dim(0), 1);
    return p.mul(change.sub(mean));
  }

  @Override
  public Tensor parameters() {
    return logits;
  }

  @Override
  public Categorical with(Tensor parameters) {
    return of(parameters);
  }
}
