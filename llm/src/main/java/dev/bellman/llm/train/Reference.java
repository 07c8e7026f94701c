package dev.bellman.llm.train;

import dev.bellman.llm.data.TokenBatch;
import dev.bellman.llm.model.Transformer;
import dev.bellman.llm.sample.TokenPolicy;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import dev.bellman.tensor.Tensor;
import java.util.concurrent.ConcurrentLinkedQueue;

/// The reference model: a copy of the model that training started with, which stays as it is or
/// follows slowly.
public final class Reference implements Stateful {
  private final ReferenceConfig config;
  private final TokenPolicy policy;
  private final ConcurrentLinkedQueue<Scope> scopes = new ConcurrentLinkedQueue<>();

  /// A reference that starts at a model.
  ///
  /// @param config whether it follows
  /// @param model whose numbers it starts with
  /// @param temperature the temperature of the policy that is held against it
  public Reference(ReferenceConfig config, Transformer model, double temperature) {
    this.config = config;
    this.policy = new TokenPolicy(model.copy(), temperature);
  }

  /// The reference as a policy.
  ///
  /// @return the same object at each call
  public TokenPolicy policy() {
    return policy;
  }

  /// The reference's distributions at completions, through which no gradient flows.
  ///
  /// @param scope where the result lives
  /// @param batch the completions, N tokens
  /// @return log-probabilities of every token, shape `[N,V]`
  public Tensor distributions(Scope scope, TokenBatch batch) {
    Scope lent = scopes.poll();
    Scope own = lent == null ? Scope.inference() : lent;
    try (own) {
      Tensor computed = policy.of(own, batch).logProbabilities();
      float[] values = scope.floats(computed.size());
      computed.copyTo(values, 0);
      return scope.constant(values, batch.size(), policy.model().config().vocabulary());
    } finally {
      scopes.add(own);
    }
  }

  /// Follows, if it is time.
  ///
  /// @param model what is trained
  /// @param updates the updates done so far
  public void follow(Transformer model, int updates) {
    if (config.everyUpdates() > 0 && updates % config.everyUpdates() == 0) {
      policy.model().parameters().approach(model.parameters(), config.share());
    }
  }

  @Override
  public void save(State out) {
    policy.model().parameters().save(out);
  }

  @Override
  public void load(State in) {
    policy.model().parameters().load(in);
  }
}
