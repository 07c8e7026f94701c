package dev.bellman.rl.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Discrete;
import dev.bellman.tensor.Activation;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.Tensor;
import dev.bellman.tensor.nn.ConvStack;
import java.util.List;
import org.junit.jupiter.api.Test;

class QNetworkTest {
  private static QNetwork network(QNetwork.Head head, int width) {
    var config =
        new QNetwork.Config(
            List.of(),
            List.of(8),
            Activation.RELU,
            MlpActorCritic.Initialization.TORCH_DEFAULT,
            head,
            new QNetwork.Layers.Plain());
    return new QNetwork(config, Box.unbounded(4), Discrete.of(3), width, Rng.ofSeed(1));
  }

  @Test
  void duelingStreamsAreCombinedAroundTheMeanAdvantage() {
    try (Scope scope = Scope.inference()) {
      Tensor value = scope.constant(new float[] {10, 20}, 1, 2, 1);
      Tensor advantage = scope.constant(new float[] {1, 2, 3, 0, 3, -6}, 1, 2, 3);
      assertThat(QNetwork.dueling(value, advantage).toArray())
          .containsExactly(9, 10, 11, 21, 24, 15);
    }
  }

  @Test
  void outputHasANumberForEachPlaceAndAction() {
    for (QNetwork.Head head : List.of(new QNetwork.Head.Single(), QNetwork.Head.Dueling.DEFAULTS)) {
      try (Scope scope = Scope.inference()) {
        Tensor output = network(head, 5).forward(scope.full(1, 2, 4));
        assertThat(output.shape().toArray()).containsExactly(2, 5, 3);
      }
    }
  }

  @Test
  void parametersAreNamedByTheirPlace() {
    assertThat(network(new QNetwork.Head.Single(), 5).parameters().names())
        .containsExactly("torso.0.weight", "torso.0.bias", "q.0.weight", "q.0.bias");
    assertThat(network(new QNetwork.Head.Dueling(List.of(6)), 5).parameters().names())
        .containsExactly(
            "torso.0.weight",
            "torso.0.bias",
            "advantage.0.weight",
            "advantage.0.bias",
            "advantage.1.weight",
            "advantage.1.bias",
            "value.0.weight",
            "value.0.bias",
            "value.1.weight",
            "value.1.bias");
  }

  @Test
  void operationsAreThoseOfTheMatrices() {
    assertThat(network(new QNetwork.Head.Single(), 5).flops()).isEqualTo(2 * (4 * 8 + 8 * 15));
    assertThat(network(new QNetwork.Head.Dueling(List.of(6)), 5).flops())
        .isEqualTo(2 * (4 * 8 + 8 * 6 + 6 * 15 + 8 * 6 + 6 * 5));
  }

  @Test
  void imagesOfBytesAreBroughtToUnits() {
    var config =
        new QNetwork.Config(
            List.of(new ConvStack.Filters(2, 2, 1, 0)),
            List.of(8),
            Activation.RELU,
            MlpActorCritic.Initialization.TORCH_DEFAULT,
            new QNetwork.Head.Single(),
            new QNetwork.Layers.Plain());
    var bytes = new QNetwork(config, Box.of(0, 255, 3, 3, 1), Discrete.of(2), 1, Rng.ofSeed(1));
    var units = new QNetwork(config, Box.of(0, 1, 3, 3, 1), Discrete.of(2), 1, Rng.ofSeed(1));
    try (Scope scope = Scope.inference()) {
      assertThat(bytes.forward(scope.full(255, 1, 9)).toArray())
          .isEqualTo(units.forward(scope.full(1, 1, 9)).toArray());
    }
  }

  @Test
  void refusesActionsThatAreNotDiscrete() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new QNetwork(
                    QNetwork.Config.DEFAULTS, Box.unbounded(4), Box.of(-1, 1, 2), 1, Rng.ofSeed(1)))
        .withMessageStartingWith("action space: must be Discrete, got ")
        .withMessageEndingWith("(take ppo or a2c, which know other actions)");
  }
}
