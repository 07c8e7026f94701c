package dev.bellman.tensor.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellman.tensor.Activation;
import dev.bellman.tensor.Golden;
import dev.bellman.tensor.Gradients;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MlpTest {
  private static final Initializer ZERO = new Initializer.Orthogonal(0);

  /// The golden network's places in its list, activations included.
  private static final List<String> PLACES = List.of("0", "2", "4");

  @Test
  void outputAndEveryGradientAreTorchs() {
    Map<String, Object> golden =
        Golden.objects(Golden.read("networks.json").get("networks")).get(0);
    assertThat(golden.get("layers"))
        .isEqualTo(List.of("linear 4 8", "tanh", "linear 8 8", "tanh", "linear 8 2"));
    Parameters parameters = new Parameters();
    Mlp net = Mlp.create(parameters, "net", 4, 2, plan(8, 8), Rng.ofSeed(0));
    fill(parameters, (Map<?, ?>) golden.get("parameters"));
    float[] input = Golden.floats(golden.get("input"));
    int batch = input.length / 4;
    Tensor x = parameters.add("input", input, batch, 4);
    Gradients gradients = parameters.newGradients();
    try (Scope scope = Scope.recording()) {
      Tensor y = net.forward(x.in(scope));
      Golden.close("output", y.toArray(), Golden.numbers(golden.get("output")));
      Tensor upstream = scope.constant(Golden.floats(golden.get("upstream")), batch, 2);
      y.mul(upstream).sum().backward(gradients);
    }
    Golden.close("input", gradients.get("input"), Golden.numbers(golden.get("grad_input")));
    Map<?, ?> expected = (Map<?, ?>) golden.get("gradients");
    for (int i = 0; i < PLACES.size(); i++) {
      String name = "net." + i;
      double[] weight = transpose(Golden.numbers(expected.get(PLACES.get(i) + ".weight")), i);
      Golden.close(name + ".weight", gradients.get(name + ".weight"), weight);
      double[] bias = Golden.numbers(expected.get(PLACES.get(i) + ".bias"));
      Golden.close(name + ".bias", gradients.get(name + ".bias"), bias);
    }
  }

  @Test
  void layersAreNamedAndCounted() {
    Parameters parameters = new Parameters();
    Mlp net = Mlp.create(parameters, "actor", 4, 2, plan(64, 32), Rng.ofSeed(0));
    assertThat(parameters.names())
        .containsExactly(
            "actor.0.weight",
            "actor.0.bias",
            "actor.1.weight",
            "actor.1.bias",
            "actor.2.weight",
            "actor.2.bias");
    assertThat(parameters.size()).isEqualTo(320 + 2080 + 66);
    assertThat(net.flops()).isEqualTo(2 * (256 + 2048 + 64));
    assertThat(net.layers().get(2).activation()).isEqualTo(Activation.IDENTITY);
    assertThat(net.layers().get(0).weight().shape()).hasToString("[4,64]");
  }

  private static Mlp.Plan plan(int... hidden) {
    List<Integer> widths = java.util.Arrays.stream(hidden).boxed().toList();
    return new Mlp.Plan(widths, Activation.TANH, ZERO, ZERO);
  }

  private static void fill(Parameters parameters, Map<?, ?> golden) {
    Gradients none = parameters.newGradients();
    parameters.update(
        none,
        (index, values, gradient) -> {
          String place = PLACES.get(index / 2);
          boolean weight = index % 2 == 0;
          double[] source = Golden.numbers(golden.get(place + (weight ? ".weight" : ".bias")));
          double[] ours = weight ? transpose(source, index / 2) : source;
          for (int i = 0; i < values.length; i++) {
            values[i] = (float) ours[i];
          }
        });
  }

  /// `[out][in]` to `[in][out]`.
  private static double[] transpose(double[] weight, int layer) {
    int inputs = layer == 0 ? 4 : 8;
    int outputs = weight.length / inputs;
    double[] ours = new double[weight.length];
    for (int o = 0; o < outputs; o++) {
      for (int i = 0; i < inputs; i++) {
        ours[i * outputs + o] = weight[o * inputs + i];
      }
    }
    return ours;
  }
}
