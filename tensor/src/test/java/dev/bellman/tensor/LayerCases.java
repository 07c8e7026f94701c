package dev.bellman.tensor;

import static dev.bellman.tensor.Doubles.map;
import static dev.bellman.tensor.Doubles.product;
import static dev.bellman.tensor.Doubles.sigmoid;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/// The cases of what layers do.
final class LayerCases {
  private LayerCases() {}

  static void add(OpCases cases) {
    int[][] sizes = {
      {2, 3, 4}, {1, 1, 1}, {7, 5, 17}, {3, 0, 2}, {0, 3, 2}, {3, 2, 0}, {1, 9, 5}, {2, 19, 18}
    };
    for (int[] size : sizes) {
      for (Activation activation : Activation.values()) {
        linear(cases, size[0], size[1], size[2], activation);
      }
    }
    images(cases);
    for (int[] size : new int[][] {{2, 3}, {1, 17}, {0, 2}, {4, 1}}) {
      noisy(cases, size, 0.5f);
      noisy(cases, size, -1.5f);
    }
  }

  private static void linear(OpCases cases, int m, int k, int n, Activation activation) {
    cases.add(
        "linear " + activation,
        fused(activation, Matrices.Linear.class),
        new int[][] {{m, k}, {k, n}, {n}},
        t -> t[0].linear(t[1], t[2], activation),
        v -> map(product(v[0], v[1], v[2], m, k, n), reference(activation)));
  }

  private static void images(OpCases cases) {
    List<Convolution> windows =
        List.of(
            new Convolution(5, 4, 2, 3, 1, 0),
            new Convolution(4, 5, 2, 3, 1, 0),
            new Convolution(4, 5, 2, 3, 2, 1),
            new Convolution(4, 5, 2, 3, 1, 1),
            new Convolution(3, 3, 1, 1, 2, 0),
            new Convolution(2, 2, 3, 2, 1, 2),
            new Convolution(2, 2, 3, 2, 4, 0));
    for (Convolution g : windows) {
      images(cases, g, 2, 3, Activation.IDENTITY);
      images(cases, g, 1, 17, Activation.TANH);
      cases.add(
          "pad " + g,
          Images.Pad.class,
          new int[][] {{2, g.inputs()}},
          t -> Images.pad(t[0], Scope.of("pad", t[0]), g),
          v -> Doubles.padded(v[0], g));
    }
    images(cases, windows.getFirst(), 0, 2, Activation.RELU);
    for (Activation activation : Activation.values()) {
      images(cases, windows.getFirst(), 3, 2, activation);
    }
  }

  private static void images(
      OpCases cases, Convolution g, int count, int filters, Activation activation) {
    cases.add(
        "%s %s".formatted(g, activation),
        fused(activation, Images.Convolve.class),
        new int[][] {{count, g.inputs()}, {g.window(), filters}, {filters}},
        t -> g.apply(t[0], t[1], t[2], activation),
        v -> map(Doubles.convolution(v[0], v[1], v[2], g), reference(activation)));
  }

  private static void noisy(OpCases cases, int[] shape, float first) {
    float[] rows = new float[shape[0]];
    float[] columns = new float[shape[1]];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = first + 0.25f * i;
    }
    for (int i = 0; i < columns.length; i++) {
      columns[i] = 0.75f - 0.5f * i;
    }
    cases.add(
        "noisy from " + first,
        Matrices.Noisy.class,
        new int[][] {shape, shape},
        t -> Matrices.noisy(t[0], t[1], rows, columns, t[0]),
        v -> {
          double[] y = v[0].clone();
          for (int i = 0; i < y.length; i++) {
            y[i] += v[1][i] * rows[i / columns.length] * columns[i % columns.length];
          }
          return y;
        });
  }

  /// What a layer ends with: itself, or a function of its own.
  private static Class<? extends Op> fused(Activation activation, Class<? extends Op> layer) {
    return switch (activation) {
      case IDENTITY, RELU, TANH, SIGMOID -> layer;
      case SILU -> Functions.Silu.class;
      case SOFTPLUS -> Functions.Softplus.class;
    };
  }

  private static DoubleUnaryOperator reference(Activation activation) {
    return switch (activation) {
      case IDENTITY -> x -> x;
      case RELU -> x -> Math.max(x, 0);
      case TANH -> Math::tanh;
      case SIGMOID -> Doubles::sigmoid;
      case SILU -> x -> x * sigmoid(x);
      case SOFTPLUS -> x -> Math.log1p(Math.exp(x));
    };
  }
}
