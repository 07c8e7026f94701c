package dev.bellman.llm.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.llm.data.Completion;
import dev.bellman.llm.data.TokenBatch;
import dev.bellman.llm.model.Transformer;
import dev.bellman.llm.sample.TokenPolicy;
import dev.bellman.tensor.Gradients;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReferenceTest {
  private static final String NAME = "model.embed_tokens.weight";
  private static final List<Completion> COMPLETIONS =
      List.of(
          new Completion(new int[] {0, 2}, new int[] {3, 1}, new float[2], true),
          new Completion(new int[] {0, 4}, new int[] {1}, new float[1], true));

  private final Transformer model = Bandit.model(1);
  private final float[] start = embedding(model);

  private static float[] embedding(Transformer of) {
    return of.parameters().get(NAME).toArray();
  }

  private static float[] embedding(Reference reference) {
    return embedding(reference.policy().model());
  }

  /// Moves the model by 1.
  private void learn() {
    model
        .parameters()
        .update(
            model.parameters().newGradients(),
            (_, values, _) -> {
              for (int i = 0; i < values.length; i++) {
                values[i] += 1;
              }
            });
  }

  @Test
  void staysWhereItStarted() {
    Reference reference = new Reference(ReferenceConfig.DEFAULTS, model, 1);
    learn();
    for (int update = 1; update < 10; update++) {
      reference.follow(model, update);
    }
    assertThat(embedding(reference)).isEqualTo(start);
  }

  @Test
  void becomesThePolicyEverySoManyUpdates() {
    Reference reference = new Reference(new ReferenceConfig(3, 1), model, 1);
    learn();
    reference.follow(model, 1);
    reference.follow(model, 2);
    assertThat(embedding(reference)).isEqualTo(start);
    reference.follow(model, 3);
    assertThat(embedding(reference)).isEqualTo(embedding(model));
  }

  @Test
  void movesAShareOfTheWay() {
    Reference reference = new Reference(new ReferenceConfig(1, 0.25), model, 1);
    learn();
    reference.follow(model, 1);
    reference.follow(model, 2);
    float[] moved = embedding(reference);
    for (int i = 0; i < moved.length; i++) {
      assertThat((double) moved[i]).isCloseTo(start[i] + 1 - 0.75 * 0.75, within(1e-6));
    }
  }

  @Test
  void distributionsAreThoseOfItsPolicyWithoutAGradient() {
    Reference reference = new Reference(ReferenceConfig.DEFAULTS, model, 0.7);
    float[] expected;
    try (Scope scope = Scope.inference()) {
      TokenBatch batch = TokenBatch.of(scope, COMPLETIONS, new int[] {0, 1}, 0, 2);
      expected = new TokenPolicy(model, 0.7).of(scope, batch).logProbabilities().toArray();
    }
    learn();
    try (Scope scope = Scope.recording()) {
      TokenBatch batch = TokenBatch.of(scope, COMPLETIONS, new int[] {0, 1}, 0, 2);
      Tensor held = reference.distributions(scope, batch);
      assertThat(held.shape().toString()).isEqualTo("[3,5]");
      assertThat(held.toArray()).isEqualTo(expected);
      Gradients gradients = model.parameters().newGradients();
      Tensor chosen = new TokenPolicy(model, 0.7).of(scope, batch).logProbabilities();
      chosen.mul(0f).add(held).sum().backward(gradients);
      assertThat(gradients.get(NAME)).containsOnly(0f);
    }
  }

  @Test
  void isSavedAndLoaded() {
    Reference reference = new Reference(ReferenceConfig.DEFAULTS, model, 1);
    learn();
    Reference other = new Reference(ReferenceConfig.DEFAULTS, model, 1);
    assertThat(Arrays.equals(embedding(other), start)).isFalse();
    other.load(States.of(reference));
    assertThat(embedding(other)).isEqualTo(start);
  }
}
