package dev.bellman.rl.policy;

import dev.bellman.rl.env.Actions;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Distributions over actions of K independent discrete parts: log-probabilities, entropies and
/// divergences add up over the parts.
///
/// @param logits all parts' logits side by side, shape `[B,ΣA]`
/// @param sizes the number of values of each part
/// @param parts a distribution for each part
public record MultiCategorical(Tensor logits, List<Integer> sizes, List<Categorical> parts)
    implements Distribution {
  /// Distributions from logits.
  ///
  /// @param logits all parts' logits side by side, shape `[B,ΣA]`
  /// @param sizes the number of values of each part
  /// @return the distributions
  @SuppressWarnings("ReferenceEquality") // the same objects are what is looked for
  public static MultiCategorical of(Tensor logits, List<Integer> sizes) {
    MultiCategorical last = Scope.kept(logits) instanceof MultiCategorical kept ? kept : null;
    MultiCategorical same = last != null && last.sizes == sizes ? last : null;
    List<Categorical> others = same == null ? new ArrayList<>() : same.parts;
    int from = 0;
    for (int k = 0; k < sizes.size(); k++) {
      Categorical part = Categorical.of(logits.slice(-1, from, from + sizes.get(k)));
      if (same != null && same.parts.get(k) != part) {
        others = new ArrayList<>(same.parts.subList(0, k));
        same = null;
      }
      if (same == null) {
        others.add(part);
      }
      from += sizes.get(k);
    }
    return same == null
        ? Scope.keep(logits, new MultiCategorical(logits, sizes, List.copyOf(others)))
        : same;
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
    return of(parameters, sizes);
  }
}
