package dev.bellman.tensor;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

/// A norm and a dense layer, with every gradient, against PyTorch's numbers.
class RmsNormTest {
  private static final Map<String, Object> NETWORK =
      Golden.objects(Golden.read("networks.json").get("networks")).get(3);

  @Test
  void valuesAndGradientsAreThoseOfPyTorch() {
    Parameters parameters = new Parameters();
    parameters.add("x", Golden.floats(NETWORK.get("input")), 3, 6);
    parameters.add("0.weight", golden("parameters", "0.weight"), 6);
    parameters.add("1.weight", golden("parameters", "1.weight"), 4, 6);
    parameters.add("1.bias", golden("parameters", "1.bias"), 4);
    Gradients gradients = parameters.newGradients();
    try (Scope scope = Scope.recording()) {
      Tensor x = parameters.get("x").in(scope);
      Tensor z =
          RmsNorm.of(x, parameters.get("0.weight"), 1e-6f)
              .linear(
                  parameters.get("1.weight").in(scope).transpose(),
                  parameters.get("1.bias"),
                  Activation.IDENTITY);
      float[] y = z.toArray();
      float[] upstream = Golden.floats(NETWORK.get("upstream"));
      for (int i = 0; i < y.length; i++) {
        double share = normal(y[i]);
        double density = Math.exp(-y[i] * (double) y[i] / 2) / Math.sqrt(2 * Math.PI);
        upstream[i] *= (float) (share + y[i] * density);
        y[i] *= (float) share;
      }
      Golden.close("output", y, Golden.numbers(NETWORK.get("output")));
      z.mul(scope.constant(upstream, 3, 4)).sum().backward(gradients);
    }
    Golden.close("x", gradients.get("x"), Golden.numbers(NETWORK.get("grad_input")));
    for (String name : new String[] {"0.weight", "1.weight", "1.bias"}) {
      Golden.close(name, gradients.get(name), Golden.numbers(map("gradients").get(name)));
    }
  }

  /// The share of the normal distribution below x, from the series of the error function.
  private static double normal(double x) {
    double term = x / Math.sqrt(2 * Math.PI);
    double sum = term;
    for (int n = 1; n < 60; n++) {
      term *= -x * x / 2 / n;
      sum += term / (2 * n + 1);
    }
    return 0.5 + sum;
  }

  private static float[] golden(String part, String name) {
    return Golden.floats(map(part).get(name));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(String part) {
    return (Map<String, Object>) NETWORK.get(part);
  }

  @Test
  void rowsThatAreNoMultipleOfTheWeightAreRefused() {
    try (Scope scope = Scope.inference()) {
      Tensor weight = scope.full(1, 3);
      assertThatThrownBy(() -> RmsNorm.of(scope.full(1, 2, 4), weight, 1e-6f))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("rmsNorm: expected rows of a multiple of 3 numbers, got [2,4]");
    }
  }
}
