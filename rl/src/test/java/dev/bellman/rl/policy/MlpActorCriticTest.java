package dev.bellman.rl.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Discrete;
import dev.bellman.tensor.Activation;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class MlpActorCriticTest {
  private static final Box SEEN = Box.of(-1, 1, 4);

  private final MlpActorCritic discrete =
      new MlpActorCritic(
          MlpActorCritic.Config.DEFAULTS, SEEN, Discrete.of(3), Rng.stream(0, "init", 0));
  private final MlpActorCritic continuous =
      new MlpActorCritic(
          new MlpActorCritic.Config(List.of(8), Activation.RELU, -0.5),
          SEEN,
          Box.of(-1, 1, 2),
          Rng.stream(0, "init", 0));

  @Test
  void parametersAreNamedByNetworkAndLayer() {
    assertThat(discrete.parameters().names())
        .containsExactly(
            "actor.0.weight", "actor.0.bias",
            "actor.1.weight", "actor.1.bias",
            "actor.2.weight", "actor.2.bias",
            "critic.0.weight", "critic.0.bias",
            "critic.1.weight", "critic.1.bias",
            "critic.2.weight", "critic.2.bias");
    assertThat(discrete.parameters().size()).isEqualTo(2 * (320 + 4160) + 195 + 65);
    assertThat(continuous.parameters().names())
        .contains("actor.1.weight", "actor.logStd", "critic.1.bias")
        .hasSize(9);
  }

  @Test
  void flopsCountTheProducts() {
    assertThat(discrete.flops()).isEqualTo(2 * (2 * (4 * 64 + 64 * 64) + 64 * 3 + 64));
  }

  @Test
  void shapesFitTheSpaces() {
    try (Scope scope = Scope.inference()) {
      Tensor seen = scope.constant(new float[20], 5, 4);
      assertThat(discrete.policy(seen).parameters().shape().toArray()).containsExactly(5, 3);
      assertThat(discrete.value(seen).shape().toArray()).containsExactly(5);
      assertThat(continuous.policy(seen).parameters().shape().toArray()).containsExactly(5, 4);
      assertThat(continuous.value(seen).shape().toArray()).containsExactly(5);
    }
  }

  @Test
  void deviationStartsAsConfiguredAndIsSharedByAllRows() {
    try (Scope scope = Scope.inference()) {
      Distribution policy = continuous.policy(scope.constant(new float[8], 2, 4));
      assertThat(((DiagonalGaussian) policy).logStd().toArray())
          .containsExactly(-0.5f, -0.5f, -0.5f, -0.5f);
    }
  }

  @Test
  void layersStartOrthogonalWithTheirGains() {
    assertGram("actor.0.weight", 4, 64, 2);
    assertGram("actor.1.weight", 64, 64, 2);
    assertGram("actor.2.weight", 64, 3, 1e-4);
    assertGram("critic.1.weight", 64, 64, 2);
    assertGram("critic.2.weight", 64, 1, 1);
    Parameters parameters = discrete.parameters();
    parameters.names().stream()
        .filter(name -> name.endsWith("bias"))
        .forEach(name -> assertThat(parameters.get(name).toArray()).containsOnly(0));
  }

  /// The smaller side's vectors have products gain² with themselves and 0 with one another.
  private void assertGram(String name, int inputs, int outputs, double gainSquared) {
    float[] weight = discrete.parameters().get(name).toArray();
    int smaller = Math.min(inputs, outputs);
    for (int i = 0; i < smaller; i++) {
      for (int j = 0; j < smaller; j++) {
        double product = 0;
        for (int k = 0; k < Math.max(inputs, outputs); k++) {
          product +=
              inputs >= outputs
                  ? (double) weight[k * outputs + i] * weight[k * outputs + j]
                  : (double) weight[i * outputs + k] * weight[j * outputs + k];
        }
        assertThat(product).isEqualTo(i == j ? gainSquared : 0, within(1e-5 * gainSquared));
      }
    }
  }

  @Test
  void discreteObservationsEnterAsOneColumnEach() {
    MlpActorCritic net =
        new MlpActorCritic(
            MlpActorCritic.Config.DEFAULTS,
            new Discrete(7, 3),
            Discrete.of(2),
            Rng.stream(0, "init", 0));
    assertThat(net.parameters().get("actor.0.weight").shape().toArray()).containsExactly(7, 64);
  }

  @Test
  void widthsAreChecked() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MlpActorCritic.Config(List.of(64, 0), Activation.TANH, 0))
        .withMessage("hidden: must be at least 1, got 0");
  }
}
