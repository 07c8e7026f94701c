package dev.bellman.tensor.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellman.tensor.Activation;
import dev.bellman.tensor.Convolution;
import dev.bellman.tensor.Golden;
import dev.bellman.tensor.Gradients;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConvStackTest {
  private static final Initializer TORCH = new Initializer.TorchDefault();

  @Test
  void outputAndEveryGradientAreTorchs() {
    Map<String, Object> golden =
        Golden.objects(Golden.read("networks.json").get("networks")).get(1);
    assertThat(golden.get("layers"))
        .isEqualTo(List.of("conv2d 4->6 kernel 3 stride 1", "relu", "flatten", "linear 384->3"));
    Parameters parameters = new Parameters();
    ConvStack stack = stack(parameters, 4, new ConvStack.Filters(6, 3, 1, 0));
    Linear last =
        Linear.create(parameters, "last", 384, 3, Activation.IDENTITY, TORCH, Rng.ofSeed(0));
    fill(parameters, (Map<?, ?>) golden.get("parameters"));
    Tensor x = parameters.add("input", images(golden.get("input")), 2, 400);
    Gradients gradients = parameters.newGradients();
    try (Scope scope = Scope.recording()) {
      Tensor y = last.forward(stack.forward(x.in(scope)));
      Golden.close("output", y.toArray(), Golden.numbers(golden.get("output")));
      Tensor upstream = scope.constant(Golden.floats(golden.get("upstream")), 2, 3);
      y.mul(upstream).sum().backward(gradients);
    }
    Map<?, ?> expected = (Map<?, ?>) golden.get("gradients");
    Golden.close("filters", gradients.get("net.0.weight"), filters(expected.get("0.weight")));
    Golden.close(
        "filters' bias", gradients.get("net.0.bias"), Golden.numbers(expected.get("0.bias")));
    Golden.close("dense", gradients.get("last.weight"), dense(expected.get("3.weight")));
    Golden.close("dense bias", gradients.get("last.bias"), Golden.numbers(expected.get("3.bias")));
    double[] input = permuted(Golden.numbers(golden.get("grad_input")), 2, 4, 100);
    Golden.close("input", gradients.get("input"), input);
  }

  @Test
  void layersFollowEachOther() {
    Parameters parameters = new Parameters();
    ConvStack stack =
        stack(parameters, 3, new ConvStack.Filters(8, 3, 1, 1), new ConvStack.Filters(5, 4, 2, 0));
    assertThat(parameters.names())
        .containsExactly("net.0.weight", "net.0.bias", "net.1.weight", "net.1.bias");
    assertThat(stack.layers().get(0).weight().shape()).hasToString("[27,8]");
    assertThat(stack.layers().get(1).weight().shape()).hasToString("[128,5]");
    assertThat(stack.layers().get(1).convolution()).isEqualTo(new Convolution(10, 10, 8, 4, 2, 0));
    assertThat(stack.outputs()).isEqualTo(4 * 4 * 5);
    assertThat(stack.flops()).isEqualTo(2 * (100 * 27 * 8 + 16 * 128 * 5));
    try (Scope scope = Scope.inference()) {
      assertThat(stack.forward(scope.full(1f, 2, 300)).shape()).hasToString("[2,80]");
    }
  }

  @Test
  void torchsDefaultCountsAWindowsNumbers() {
    Parameters parameters = new Parameters();
    stack(parameters, 4, new ConvStack.Filters(16, 3, 1, 0));
    for (String name : List.of("net.0.weight", "net.0.bias")) {
      double largest = 0;
      for (float value : parameters.get(name).toArray()) {
        largest = Math.max(largest, Math.abs(value));
      }
      assertThat(largest).as(name).isBetween(0.8 / 6, 1.0 / 6);
    }
  }

  @Test
  void badWindowsAreRefused() {
    refused(() -> new Convolution(0, 1, 1, 1, 1, 0), "convolution.rows: must be at least 1, got 0");
    refused(
        () -> new Convolution(3, 3, 1, 1, 0, 0), "convolution.stride: must be at least 1, got 0");
    refused(
        () -> new Convolution(3, 3, 1, 1, 1, -1),
        "convolution.padding: must be at least 0, got -1");
    refused(
        () -> new Convolution(3, 4, 1, 6, 1, 1),
        "convolution.kernel: must fit into the image, 3x4 with padding 1, got 6");
  }

  @Test
  void imagesOfAnotherSizeAreRefused() {
    ConvStack stack = stack(new Parameters(), 4, new ConvStack.Filters(16, 3, 1, 0));
    try (Scope scope = Scope.inference()) {
      Tensor x = scope.full(0f, 2, 300);
      refused(
          () -> stack.forward(x),
          "convolution: expected images [B,400], weight [36,O] and bias [O], "
              + "got [2,300], [36,16] and [16]");
    }
  }

  private static void refused(Runnable work, String message) {
    assertThatThrownBy(work::run).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  private static ConvStack stack(
      Parameters parameters, int channels, ConvStack.Filters... filters) {
    var plan = new ConvStack.Plan(List.of(filters), Activation.RELU, TORCH);
    return ConvStack.create(parameters, "net", 10, 10, channels, plan, Rng.ofSeed(0));
  }

  private static void fill(Parameters parameters, Map<?, ?> golden) {
    List<double[]> ours =
        List.of(
            filters(golden.get("0.weight")),
            Golden.numbers(golden.get("0.bias")),
            dense(golden.get("3.weight")),
            Golden.numbers(golden.get("3.bias")));
    parameters.update(
        parameters.newGradients(),
        (index, values, gradient) -> {
          for (int i = 0; i < values.length; i++) {
            values[i] = (float) ours.get(index)[i];
          }
        });
  }

  private static float[] images(Object nested) {
    double[] wide = permuted(Golden.numbers(nested), 2, 4, 100);
    float[] images = new float[wide.length];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) wide[i];
    }
    return images;
  }

  /// `[out][channel][row][column]` to `[row][column][channel][out]`.
  private static double[] filters(Object nested) {
    return permuted(permuted(Golden.numbers(nested), 6, 4, 9), 1, 6, 36);
  }

  /// `[out][channel][row][column]` to `[row][column][channel][out]`.
  private static double[] dense(Object nested) {
    return permuted(permuted(Golden.numbers(nested), 3, 6, 64), 1, 3, 384);
  }

  /// `[outer][a][b]` to `[outer][b][a]`.
  private static double[] permuted(double[] x, int outer, int a, int b) {
    double[] y = new double[x.length];
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < a; i++) {
        for (int j = 0; j < b; j++) {
          y[(o * b + j) * a + i] = x[(o * a + i) * b + j];
        }
      }
    }
    return y;
  }
}
