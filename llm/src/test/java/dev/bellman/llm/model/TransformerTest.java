package dev.bellman.llm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.llm.data.Packed;
import dev.bellman.tensor.Gradients;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The training pass.
class TransformerTest {
  static List<TransformerConfig> forms() {
    return Models.forms();
  }

  @ParameterizedTest
  @MethodSource("forms")
  void everySequenceOfABatchHasTheBitsOfTheSequenceAlone(TransformerConfig form) {
    Transformer model = Models.model(form);
    Packed batch = Models.packed(1, 5, 64, 17, 130, 65, 2, 16);
    float[] together = Models.hidden(model, batch);
    for (int s = 0; s < batch.sequences(); s++) {
      assertThat(Models.hidden(model, Models.alone(batch, s)))
          .as("sequence %d", s)
          .isEqualTo(Models.rows(together, batch.starts()[s], batch.starts()[s + 1], form.width()));
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void laterTokensChangeNoBit(TransformerConfig form) {
    Transformer model = Models.model(form);
    Packed batch = Models.packed(70);
    float[] whole = Models.hidden(model, batch);
    for (int length : new int[] {1, 2, 9, 16, 63, 64, 65}) {
      assertThat(Models.hidden(model, Models.prefix(batch, 0, length)))
          .isEqualTo(Models.rows(whole, 0, length, form.width()));
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void gradientsAreTheDerivativesOfTheLoss(TransformerConfig form) {
    Transformer model = Models.model(form);
    Packed batch = Models.packed(3, 7);
    Parameters parameters = model.parameters();
    Gradients gradients = parameters.newGradients();
    try (Scope scope = Scope.recording()) {
      loss(model, scope, batch).backward(gradients);
    }
    Rng rng = Rng.ofSeed(1);
    Parameters origin = parameters.copy();
    for (String name : parameters.names()) {
      float[] gradient = gradients.get(name);
      Gradients direction = parameters.newGradients();
      double[] step = new double[direction.size()];
      double slope = 0;
      int at = place(parameters, name);
      for (int i = 0; i < gradient.length; i++) {
        step[at + i] = rng.nextGaussian() / Math.sqrt(gradient.length);
        slope += step[at + i] * gradient[i];
      }
      direction.copyFrom(step);
      double difference =
          (value(model, origin, direction, batch, 0.01)
                  - value(model, origin, direction, batch, -0.01))
              / 0.02;
      assertThat(slope).as(name).isCloseTo(difference, within(2e-3 + 0.01 * Math.abs(slope)));
    }
    parameters.copyFrom(origin);
  }

  private static int place(Parameters parameters, String name) {
    int place = 0;
    for (String other : parameters.names()) {
      if (other.equals(name)) {
        return place;
      }
      place += parameters.get(other).size();
    }
    throw new IllegalArgumentException(name);
  }

  private static double value(
      Transformer model, Parameters origin, Gradients direction, Packed batch, double distance) {
    model.parameters().move(origin, direction, distance);
    try (Scope scope = Scope.inference()) {
      return loss(model, scope, batch).item();
    }
  }

  /// The mean log-probability of any tokens.
  private static dev.bellman.tensor.Tensor loss(Transformer model, Scope scope, Packed batch) {
    int[] targets = new int[batch.size()];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = i * 5 % Models.VOCABULARY;
    }
    return model.logits(model.hidden(scope, batch)).logSoftmax().gather(targets).mean();
  }

  @Test
  void queryHeadsOfAGroupLookAtTheSameKeys() {
    TransformerConfig form = Models.forms().get(1);
    Transformer model = Models.model(form);
    Transformer spread =
        Transformer.over(
            new TransformerConfig(
                form.vocabulary(),
                form.width(),
                form.feedForward(),
                form.layers(),
                4,
                4,
                16,
                form.context(),
                form.ropeTheta(),
                form.rmsEpsilon(),
                form.biases(),
                form.headNorm(),
                form.tied()),
            spread(model.parameters()));
    Packed batch = Models.packed(9, 20);
    assertThat(Models.hidden(spread, batch)).isEqualTo(Models.hidden(model, batch));
  }

  /// Each of two key and value heads, written down twice.
  private static Parameters spread(Parameters grouped) {
    Parameters spread = new Parameters();
    for (String name : grouped.names()) {
      int[] shape = grouped.get(name).shape().toArray();
      float[] values = grouped.get(name).toArray();
      if (name.contains("k_proj") || name.contains("v_proj")) {
        int rows = values.length / 32;
        float[] twice = new float[rows * 64];
        for (int row = 0; row < rows; row++) {
          for (int head = 0; head < 4; head++) {
            System.arraycopy(values, row * 32 + head / 2 * 16, twice, row * 64 + head * 16, 16);
          }
        }
        shape[shape.length - 1] = 64;
        values = twice;
      }
      spread.add(name, values, shape);
    }
    return spread;
  }

  @Test
  void parametersHaveTheNamesOfHuggingFace() {
    Transformer model = Models.model(Models.forms().get(1));
    assertThat(model.parameters().names())
        .startsWith(
            "model.embed_tokens.weight",
            "model.layers.0.input_layernorm.weight",
            "model.layers.0.self_attn.q_proj.weight",
            "model.layers.0.self_attn.q_proj.bias")
        .endsWith("model.layers.1.mlp.down_proj.bias", "model.norm.weight", "lm_head.weight");
    assertThat(model.parameters().get("model.layers.0.self_attn.k_proj.weight").shape().toArray())
        .containsExactly(24, 32);
    assertThat(model.parameters().get("model.embed_tokens.weight").shape().toArray())
        .containsExactly(13, 24);
  }

  @Test
  void copySharesNothing() {
    Transformer model = Models.model(Models.forms().getFirst());
    Transformer copy = model.copy();
    Packed batch = Models.packed(6);
    float[] before = Models.hidden(model, batch);
    copy.parameters().update(copy.parameters().newGradients(), (_, values, _) -> values[0] += 1);
    assertThat(Models.hidden(model, batch)).isEqualTo(before);
    assertThat(Models.hidden(copy, batch)).isNotEqualTo(before);
  }

  @Test
  void operationsAreCounted() {
    Transformer model =
        Transformer.create(TransformerConfig.small(16, 32, 64, 2, 4, 16), Rng.ofSeed(1));
    assertThat(model.parameters().size()).isEqualTo(21_152);
    assertThat(model.flops(1)).isEqualTo(2 * (2 * (4 * 32 * 32 + 3 * 32 * 64) + 32 * 16));
    assertThat(model.attentionFlops(3)).isEqualTo(4 * 6 * 2 * 32);
  }

  @Test
  void sequenceLongerThanTheContextIsRefused() {
    Transformer model = Models.model(Models.forms().getFirst());
    assertThatThrownBy(() -> Models.hidden(model, Models.packed(3, 161)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("model: sequence 1 must be at most 160 tokens long, the context, got 161");
  }
}
