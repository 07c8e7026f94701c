package dev.bellman.llm.loss;

import dev.bellman.tensor.Scope;
import dev.bellman.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// What an objective may look at: the N completion tokens of a shard, sequence after sequence.
/// Every tensor lives in the scope, or is a parameter, and is `[N]` unless it says otherwise.
///
/// A token that the mask leaves out changes neither the loss nor a gradient, whatever its numbers
/// are.
///
/// @param scope where the loss is computed
/// @param starts where each sequence starts, from 0 on, and then N; may be longer; not to be
///   changed before the scope is closed
/// @param sequences how many sequences the shard has
/// @param totals what the whole optimiser batch comes to
/// @param logp log π(token) now
/// @param logpOld log π_old(token), of the policy that wrote it; constant
/// @param advantage Â, spread over the tokens; constant
/// @param mask 1 for a token that counts, else 0; null if all count
/// @param logpRef log π_ref(token); constant; null without a reference
/// @param entropy H of the policy at each token, in nats; null without an entropy bonus
/// @param vocabulary the policy's and the reference's log-probabilities of every token; null unless
///   the exact divergence is wanted
public record TokenTerms(
    Scope scope,
    int[] starts,
    int sequences,
    Totals totals,
    Tensor logp,
    Tensor logpOld,
    Tensor advantage,
    @Nullable Tensor mask,
    @Nullable Tensor logpRef,
    @Nullable Tensor entropy,
    @Nullable Vocabulary vocabulary) {

  /// Log-probabilities of every token of the vocabulary.
  ///
  /// @param logp log π, `[N,V]`
  /// @param logpRef log π_ref, `[N,V]`; constant
  public record Vocabulary(Tensor logp, Tensor logpRef) {}

  /// Checks that there is one number for each token.
  ///
  /// @throws IllegalArgumentException if there is not
  public TokenTerms {
    int n = starts[sequences];
    checkSize("logp", n, logp);
    checkSize("logpOld", n, logpOld);
    checkSize("advantage", n, advantage);
    checkSize("mask", n, mask);
    checkSize("logpRef", n, logpRef);
    checkSize("entropy", n, entropy);
  }

  private static void checkSize(String name, int n, @Nullable Tensor tensor) {
    if (tensor != null && (tensor.shape().rank() != 1 || tensor.size() != n)) {
      throw new IllegalArgumentException(
          "terms.%s: expected shape [%d], got %s".formatted(name, n, tensor.shape()));
    }
  }

  /// Terms without a mask, a reference, an entropy or a vocabulary.
  ///
  /// @param scope where the loss is computed
  /// @param starts where each sequence starts, and then N
  /// @param sequences how many sequences the shard has
  /// @param totals what the whole optimiser batch comes to
  /// @param logp log π(token) now
  /// @param logpOld log π_old(token); constant
  /// @param advantage Â; constant
  /// @return the terms
  public static TokenTerms of(
      Scope scope,
      int[] starts,
      int sequences,
      Totals totals,
      Tensor logp,
      Tensor logpOld,
      Tensor advantage) {
    return new TokenTerms(
        scope, starts, sequences, totals, logp, logpOld, advantage, null, null, null, null);
  }

  /// These terms with a mask.
  ///
  /// @param other 1 for a token that counts, else 0
  /// @return the terms
  public TokenTerms withMask(Tensor other) {
    return new TokenTerms(
        scope,
        starts,
        sequences,
        totals,
        logp,
        logpOld,
        advantage,
        other,
        logpRef,
        entropy,
        vocabulary);
  }

  /// These terms with a reference.
  ///
  /// @param other log π_ref(token); constant
  /// @return the terms
  public TokenTerms withReference(Tensor other) {
    return new TokenTerms(
        scope,
        starts,
        sequences,
        totals,
        logp,
        logpOld,
        advantage,
        mask,
        other,
        entropy,
        vocabulary);
  }

  /// These terms with an entropy.
  ///
  /// @param other H at each token, in nats
  /// @return the terms
  public TokenTerms withEntropy(Tensor other) {
    return new TokenTerms(
        scope,
        starts,
        sequences,
        totals,
        logp,
        logpOld,
        advantage,
        mask,
        logpRef,
        other,
        vocabulary);
  }

  /// These terms with the log-probabilities of every token of the vocabulary.
  ///
  /// @param other the policy's and the reference's
  /// @return the terms
  public TokenTerms withVocabulary(Vocabulary other) {
    return new TokenTerms(
        scope, starts, sequences, totals, logp, logpOld, advantage, mask, logpRef, entropy, other);
  }

  /// How many tokens there are, those that do not count included.
  ///
  /// @return N
  public int size() {
    return starts[sequences];
  }

  /// Whether a token counts.
  ///
  /// @param token its place
  /// @return true unless the mask leaves it out
  public boolean counts(int token) {
    return mask == null || mask.get(token) != 0f;
  }

  /// How many tokens of a sequence count.
  ///
  /// @param sequence which one
  /// @return T_i
  public int length(int sequence) {
    int length = 0;
    for (int t = starts[sequence]; t < starts[sequence + 1]; t++) {
      length += counts(t) ? 1 : 0;
    }
    return length;
  }

  /// Numbers with 0 in place of those that do not count, whatever these are.
  ///
  /// @param x shape `[N]`
  /// @return shape `[N]`
  Tensor kept(Tensor x) {
    return mask == null ? x : Tensor.where(mask, x, scope.full(0f, size()));
  }

  /// log π - log π_old, 0 where it does not count.
  Tensor logRatio() {
    return kept(logp.sub(logpOld));
  }

  /// log ρ = log π_ref - log π, 0 where it does not count.
  Tensor logRatioToReference() {
    if (logpRef == null) {
      throw new IllegalArgumentException(
          "terms.logpRef: expected the reference's log-probabilities, got none"
              + " (keep a reference or take kl none)");
    }
    return kept(logpRef.sub(logp));
  }
}
