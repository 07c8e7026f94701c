package dev.bellman.llm.sample;

import dev.bellman.llm.data.TokenBatch;
import dev.bellman.llm.model.Transformer;
import dev.bellman.tensor.Lookup;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.Tensor;

/// A model as what chooses tokens: its distributions at the places where completions were written.
///
/// @param model the model
/// @param temperature what logits are divided by, above 0
public record TokenPolicy(Transformer model, double temperature) {
  /// Distributions over the next token, and what was chosen.
  ///
  /// @param states the hidden states before the choices, shape `[N,D]`
  /// @param logProbabilities of every token, shape `[N,V]`
  /// @param logp of the tokens that were chosen, shape `[N]`
  public record Chosen(Tensor states, Tensor logProbabilities, Tensor logp) {
    /// The exact entropy of each distribution.
    ///
    /// @return `-Σ p log p`, in nats, shape `[N]`
    public Tensor entropy() {
      return logProbabilities.exp().mul(logProbabilities).sum(1).neg();
    }
  }

  /// One pass over completions.
  ///
  /// @param scope where to compute
  /// @param batch the completions, N tokens
  /// @return the distributions their tokens were chosen from
  public Chosen of(Scope scope, TokenBatch batch) {
    Tensor hidden = model.hidden(scope, batch.input());
    Tensor states = Lookup.rows(hidden, batch.places(), 0, batch.size());
    Tensor logProbabilities = atTemperature(model.logits(states), temperature).logSoftmax();
    return new Chosen(states, logProbabilities, logProbabilities.gather(batch.targets()));
  }

  /// Divides logits by a temperature; 1 and 0 leave them.
  static Tensor atTemperature(Tensor logits, double temperature) {
    return temperature == 1 || temperature == 0 ? logits : logits.mul((float) (1 / temperature));
  }
}
