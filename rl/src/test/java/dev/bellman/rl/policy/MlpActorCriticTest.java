package dev.bellman.rl.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.MultiBinary;
import dev.bellman.rl.env.MultiDiscrete;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.Tuple;
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

  private static MlpActorCritic.Config config(
      MlpActorCritic.Torso torso,
      MlpActorCritic.Initialization initialization,
      double temperature,
      MlpActorCritic.Bounds bounds,
      PolicyNoise noise) {
    return new MlpActorCritic.Config(
        List.of(16, 8), Activation.TANH, -1, torso, initialization, temperature, bounds, noise);
  }

  private static MlpActorCritic.Config config(double temperature, PolicyNoise noise) {
    return config(
        MlpActorCritic.Torso.SEPARATE,
        MlpActorCritic.Initialization.ORTHOGONAL,
        temperature,
        MlpActorCritic.Bounds.CLIPPED,
        noise);
  }

  private static MlpActorCritic.Config squashed() {
    return config(
        MlpActorCritic.Torso.SEPARATE,
        MlpActorCritic.Initialization.ORTHOGONAL,
        1,
        MlpActorCritic.Bounds.SQUASHED,
        new PolicyNoise.Independent());
  }

  private static MlpActorCritic.Config shared() {
    return config(
        MlpActorCritic.Torso.SHARED,
        MlpActorCritic.Initialization.TORCH_DEFAULT,
        1,
        MlpActorCritic.Bounds.CLIPPED,
        new PolicyNoise.Independent());
  }

  private static MlpActorCritic net(MlpActorCritic.Config config, Space<?> actions) {
    return new MlpActorCritic(config, SEEN, actions, Rng.stream(0, "init", 0));
  }

  @Test
  void aSharedTorsoHasTwoLastLayers() {
    MlpActorCritic net = net(shared(), Discrete.of(3));
    assertThat(net.parameters().names())
        .containsExactly(
            "actor.0.weight", "actor.0.bias",
            "actor.1.weight", "actor.1.bias",
            "actor.2.weight", "actor.2.bias",
            "critic.weight", "critic.bias");
    assertThat(net.flops()).isEqualTo(2 * (4 * 16 + 16 * 8 + 8 * 3 + 8));
  }

  @Test
  void onePassGivesThePolicyAndTheValue() {
    for (MlpActorCritic net : List.of(net(shared(), Discrete.of(3)), discrete)) {
      try (Scope scope = Scope.inference()) {
        Tensor seen = scope.constant(new float[] {1, -1, 0.5f, 0, 0, 1, 0, 1}, 2, 4);
        ActorCritic.PolicyAndValue both = net.policyAndValue(seen);
        assertThat(both.policy().parameters().toArray())
            .containsExactly(net.policy(seen).parameters().toArray());
        assertThat(both.value().toArray()).containsExactly(net.value(seen).toArray());
      }
    }
  }

  @Test
  void torchsDefaultIsUniformInOneOverTheRootOfTheInputs() {
    Parameters parameters = net(shared(), Discrete.of(3)).parameters();
    float[] weight = parameters.get("actor.1.weight").toArray();
    float[] bias = parameters.get("critic.bias").toArray();
    float largest = 0;
    for (float w : weight) {
      largest = Math.max(largest, Math.abs(w));
    }
    assertThat(largest).isBetween(0.23f, 0.25f); // 1/√16
    assertThat(Math.abs(bias[0])).isGreaterThan(0).isLessThan(0.3535534f); // 1/√8
  }

  @Test
  void temperatureDividesLogits() {
    var plain = net(config(1, new PolicyNoise.Independent()), Discrete.of(3));
    var cold = net(config(0.01, new PolicyNoise.Independent()), Discrete.of(3));
    try (Scope scope = Scope.inference()) {
      Tensor seen = scope.constant(new float[] {1, -1, 0.5f, 0}, 1, 4);
      Tensor logits = plain.policy(seen).parameters();
      assertThat(cold.policy(seen).parameters().toArray())
          .containsExactly(logits.mul(100).toArray(), within(1e-5f));
    }
  }

  @Test
  void temperatureScalesVariances() {
    for (PolicyNoise noise :
        List.of(new PolicyNoise.Independent(), new PolicyNoise.StateDependent(4))) {
      try (Scope scope = Scope.inference()) {
        Tensor seen = scope.constant(new float[] {1, -1, 0.5f, 0}, 1, 4);
        var plain = (DiagonalGaussian) net(config(1, noise), Box.of(-1, 1, 1)).policy(seen);
        var hot = (DiagonalGaussian) net(config(4, noise), Box.of(-1, 1, 1)).policy(seen);
        assertThat(hot.mean().item()).isEqualTo(plain.mean().item());
        assertThat(hot.logStd().item() - plain.logStd().item())
            .isEqualTo((float) Math.log(2), within(1e-4f));
      }
    }
  }

  @Test
  void noiseThatFollowsTheObservationHasADeviationForEachLatent() {
    var net = net(config(1, new PolicyNoise.StateDependent(4)), Box.of(-1, 1, 2));
    assertThat(net.parameters().get("actor.logStd").shape().toArray()).containsExactly(8, 2);
    try (Scope scope = Scope.inference()) {
      Distribution policy = net.policy(scope.constant(new float[12], 3, 4));
      assertThat(policy.noise()).isNotNull();
      assertThat(policy.noise().sampleEvery()).isEqualTo(4);
      assertThat(policy.parameters().shape().toArray()).containsExactly(3, 4);
    }
  }

  @Test
  void actionsOfSeveralPartsGetALogitForEachValue() {
    try (Scope scope = Scope.inference()) {
      Tensor seen = scope.constant(new float[12], 3, 4);
      Distribution parts = net(shared(), MultiDiscrete.of(3, 2)).policy(seen);
      assertThat(parts.parameters().shape().toArray()).containsExactly(3, 5);
      assertThat(Distribution.parameterCount(MultiDiscrete.of(3, 2))).isEqualTo(5);
      Distribution bits = net(shared(), MultiBinary.of(4)).policy(seen);
      assertThat(bits.parameters().shape().toArray()).containsExactly(3, 8);
      assertThat(Distribution.parameterCount(MultiBinary.of(4))).isEqualTo(8);
    }
  }

  @Test
  void aBoxWithoutBoundsCannotBeSquashed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> net(squashed(), Box.unbounded(2)))
        .withMessage(
            "network.bounds: squashed actions need finite bounds, got Box(-Infinity, Infinity,"
                + " [2]) (give the space bounds, or leave it at clipped)");
  }

  @Test
  void choicesCanBeNeitherSquashedNorShaken() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> net(squashed(), Discrete.of(2)))
        .withMessage(
            "network.bounds: only actions of a Box can be squashed, got Discrete(2) (leave it at"
                + " clipped)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> net(config(1, new PolicyNoise.StateDependent(0)), MultiDiscrete.of(2, 2)))
        .withMessage(
            "network.noise: only actions of a Box can have it stateDependent, got"
                + " MultiDiscrete([2, 2]) (leave it at independent)");
  }

  @Test
  void actionsThatMixChoicesAndCoordinatesAreRefused() {
    Tuple mixed = Tuple.of(Discrete.of(2), Box.of(-1, 1, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> net(shared(), mixed))
        .withMessageStartingWith("action space: must be all Box or all discrete, got Tuple(")
        .withMessageEndingWith(
            "(make the discrete parts coordinates of a Box and round them in" + " step)");
  }

  @Test
  void temperatureAndSamplingAreChecked() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> config(0, new PolicyNoise.Independent()))
        .withMessage("temperature: must be above 0, got 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PolicyNoise.StateDependent(-1))
        .withMessage("sampleEvery: must be at least 0, got -1");
  }
}
