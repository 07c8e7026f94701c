package dev.bellman.rl.policy;

import dev.bellman.rl.env.Actions;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Distributions over actions of K independent discrete parts: log-probabilities, entropies and
/// divergences add up over the parts.
///
/// @param logits all parts' logits side by side, shape `[B,ΣA]`
/// @param parts a distribution for each part
public record MultiCategorical(Tensor logits, List<Categorical> parts) implements Distribution {
  /// Distributions from logits.
  ///
  /// @param logits all parts' logits side by side, shape `[B,ΣA]`
  /// @param sizes the number of values of each part; not modified
  /// @return the distributions
  public static MultiCategorical of(Tensor logits, int... sizes) {
    Categorical[] parts = new Categorical[sizes.length];
    int from = 0;
    for (int k = 0; k < sizes.length; k++) {
      parts[k] = Categorical.of(logits.slice(-1, from, from + sizes[k]));
      from += sizes[k];
    }
    return of(logits, parts);
  }

  private static MultiCategorical of(Tensor logits, Categorical[] parts) {
    return Scope.kept(logits) instanceof MultiCategorical last && last.isOf(parts)
        ? last
        : Scope.keep(logits, new MultiCategorical(logits, List.of(parts)));
  }

  @SuppressWarnings("ReferenceEquality") // the same objects are what is looked for
  private boolean isOf(Categorical[] others) {
    for (int k = 0; k < others.length; k++) {
      if (others.length != parts.size() || parts.get(k) != others[k]) {
        return false;
      }
    }
    return true;
  }

  /// The same distributions with some values of some parts forbidden.
  @Override
  public MultiCategorical masked(@Nullable Tensor mask) {
    return mask == null ? this : with(Categorical.forbid(logits, mask));
  }

  @Override
  public Tensor logProb(Actions actions) {
    Tensor sum = logProb(actions, 0);
    for (int k = 1; k < parts.size(); k++) {
      sum = sum.add(logProb(actions, k));
    }
    return sum;
  }

  private Tensor logProb(Actions actions, int k) {
    return parts.get(k).logProbs().gather(actions.discrete(), k, parts.size());
  }

  @Override
  public Tensor entropy() {
    Tensor sum = parts.getFirst().entropy();
    for (int k = 1; k < parts.size(); k++) {
      sum = sum.add(parts.get(k).entropy());
    }
    return sum;
  }

  @Override
  public Tensor kl(Distribution other) {
    List<Categorical> others = ((MultiCategorical) other).parts;
    Tensor sum = parts.getFirst().kl(others.getFirst());
    for (int k = 1; k < parts.size(); k++) {
      sum = sum.add(parts.get(k).kl(others.get(k)));
    }
    return sum;
  }

  @Override
  public void sample(Rng rng, Actions out) {
    for (int k = 0; k < parts.size(); k++) {
      parts.get(k).sample(rng, out.discrete(), k, parts.size());
    }
  }

  @Override
  public void mode(Actions out) {
    for (int k = 0; k < parts.size(); k++) {
      parts.get(k).mode(out.discrete(), k, parts.size());
    }
  }

  @Override
  public Tensor fisher(Tensor change) {
    Tensor[] products = new Tensor[parts.size()];
    int from = 0;
    for (int k = 0; k < products.length; k++) {
      int to = from + parts.get(k).logits().shape().dim(-1);
      products[k] = parts.get(k).fisher(change.slice(-1, from, to));
      from = to;
    }
    return Tensor.concat(-1, products);
  }

  @Override
  public Tensor parameters() {
    return logits;
  }

  @Override
  public MultiCategorical with(Tensor parameters) {
    Categorical[] others = new Categorical[parts.size()];
    int from = 0;
    for (int k = 0; k < others.length; k++) {
      int to = from + parts.get(k).logits().shape().dim(-1);
      others[k] = Categorical.of(parameters.slice(-1, from, to));
      from = to;
    }
    return of(parameters, others);
  }
}
