package dev.bellman.tensor.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.tensor.Activation;
import dev.bellman.tensor.FactorisedNoise;
import dev.bellman.tensor.Gradients;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Tensor;
import org.junit.jupiter.api.Test;

class NoisyLinearTest {
  private final Parameters parameters = new Parameters();

  /// `W = [[1,2],[3,4]]`, `Σ = [[0.5,1],[2,4]]`, noise `[2,-1]` and `[0.5,1]`.
  private final NoisyLinear layer = layer(Activation.IDENTITY);

  private NoisyLinear layer(Activation activation) {
    var mean =
        new Linear(
            parameters.add("w", new float[] {1, 2, 3, 4}, 2, 2),
            parameters.add("b", new float[] {10, -20}, 2),
            activation);
    var noise = new FactorisedNoise(2, 2);
    State numbers = new State();
    numbers.put("inputs", new float[] {2, -1}, 2);
    numbers.put("outputs", new float[] {0.5f, 1}, 2);
    noise.load(numbers);
    return new NoisyLinear(
        mean,
        parameters.add("ws", new float[] {0.5f, 1, 2, 4}, 2, 2),
        parameters.add("bs", new float[] {4, 8}, 2),
        noise);
  }

  /// The weight is `[[1.5,4],[2,0]]`, the bias `[12,-12]`.
  @Test
  void itIsALinearLayerOfNoisyWeights() {
    try (Scope scope = Scope.inference()) {
      Tensor x = scope.constant(new float[] {1, 1, 2, -4}, 2, 2);
      assertThat(layer.forward(x).toArray()).containsExactly(15.5f, -8, 7, -4);
      assertThat(layer.forwardMean(x).toArray()).containsExactly(14, -14, 0, -32);
    }
  }

  @Test
  void gradientsOfTheScalesAreTheMeansTimesTheNoise() {
    Gradients gradients = parameters.newGradients();
    try (Scope scope = Scope.recording()) {
      Tensor x = scope.constant(new float[] {1, 1, 2, -4}, 2, 2);
      Tensor y = layer.forward(x);
      y.mul(scope.constant(new float[] {1, 2, 3, -1}, 2, 2)).sum().backward(gradients);
    }
    assertThat(gradients.get("w")).containsExactly(7, 0, -11, 6);
    assertThat(gradients.get("b")).containsExactly(4, 1);
    assertThat(gradients.get("ws")).containsExactly(7, 0, 5.5f, -6);
    assertThat(gradients.get("bs")).containsExactly(2, 1);
  }

  @Test
  void theActivationComesLast() {
    NoisyLinear rectified =
        new NoisyLinear(
            new Linear(layer.mean().weight(), layer.mean().bias(), Activation.RELU),
            layer.weightScale(),
            layer.biasScale(),
            layer.noise());
    try (Scope scope = Scope.inference()) {
      Tensor x = scope.constant(new float[] {1, 1, 2, -4}, 2, 2);
      assertThat(rectified.forward(x).toArray()).containsExactly(15.5f, 0, 7, 0);
    }
  }

  @Test
  void itStartsAsInThePaper() {
    Parameters fresh = new Parameters();
    NoisyLinear wide =
        NoisyLinear.create(
            fresh, "head", 400, 8, Activation.RELU, NoisyLinear.SIGMA_0, Rng.ofSeed(1));
    assertThat(fresh.names())
        .containsExactly("head.weight", "head.bias", "head.weightScale", "head.biasScale");
    assertThat(fresh.get("head.weightScale").toArray()).containsOnly(0.025f).hasSize(3200);
    assertThat(fresh.get("head.biasScale").toArray()).containsOnly(0.025f).hasSize(8);
    double largest = 0;
    for (float value : fresh.get("head.weight").toArray()) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertThat(largest).isBetween(0.0495, 0.05);
    try (Scope scope = Scope.inference()) {
      Tensor x = scope.full(1f, 1, 400);
      assertThat(wide.forward(x).toArray()).isEqualTo(wide.forwardMean(x).toArray());
    }
  }

  /// With `f(ε) = sign(ε)·√|ε|`, the mean of f² is that of |ε|, √(2/π).
  @Test
  void noiseIsTheSignedRootOfNormalNumbers() {
    FactorisedNoise noise = new FactorisedNoise(100_000, 3);
    noise.resample(Rng.ofSeed(5));
    State saved = new State();
    noise.save(saved);
    float[] inputs = saved.floats("inputs", 100_000);
    Rng same = Rng.ofSeed(5);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < inputs.length; i++) {
      double epsilon = same.nextGaussian();
      assertThat(inputs[i] * Math.abs(inputs[i])).isCloseTo((float) epsilon, within(1e-6f));
      sum += inputs[i];
      squares += inputs[i] * inputs[i];
    }
    assertThat(sum / inputs.length).isCloseTo(0, within(0.01));
    assertThat(squares / inputs.length).isCloseTo(Math.sqrt(2 / Math.PI), within(0.01));
    double first = same.nextGaussian();
    assertThat(saved.floats("outputs", 3)[0] > 0).isEqualTo(first > 0);
  }

  @Test
  void otherShapesAreRefused() {
    FactorisedNoise other = new FactorisedNoise(3, 2);
    try (Scope scope = Scope.inference()) {
      Tensor x = scope.full(1f, 1, 2);
      assertThatThrownBy(() -> other.weight(layer.mean().weight(), layer.weightScale(), x))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("noisy: expected mean and scale of 6 numbers, got [2,2] and [2,2]");
    }
  }
}
