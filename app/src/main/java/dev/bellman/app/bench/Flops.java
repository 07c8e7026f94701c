package dev.bellman.app.bench;

import java.util.List;

/// Floating-point operations of the matrix products that PPO executes on CartPole, whose
/// observations have 4 numbers and which has 2 actions. Nothing else is counted.
final class Flops {
  private static final int INPUTS = 4;
  private static final int ACTIONS = 2;

  private Flops() {}

  /// Both networks' forward pass for one row: 2·I·O for each layer.
  static double forward(List<Integer> hidden) {
    return network(hidden, ACTIONS) + network(hidden, 1);
  }

  private static double network(List<Integer> hidden, int outputs) {
    double flops = 0;
    int width = INPUTS;
    for (int next : hidden) {
      flops += 2.0 * width * next;
      width = next;
    }
    return flops + 2.0 * width * outputs;
  }

  /// An update's share of one row: forward, gradients of the weights, and of the inputs, but for
  /// the first layers, whose inputs are the observations.
  static double update(List<Integer> hidden) {
    double first = 2 * 2.0 * INPUTS * hidden.getFirst();
    return 3 * forward(hidden) - first;
  }

  /// One environment step of training: acting, the values of the observation, and so many updates.
  static double step(List<Integer> hidden, int epochs) {
    return forward(hidden) + epochs * update(hidden);
  }

  /// A network with two hidden layers of 64, for one row.
  ///
  /// @param inputs the width of what comes in
  /// @param outputs the width of what goes out
  record Tower(int inputs, int outputs) {
    private static final int WIDTH = 64;

    double forward() {
      return 2.0 * WIDTH * (inputs + WIDTH + outputs);
    }

    private double first() {
      return 2.0 * WIDTH * inputs;
    }

    /// Forward, gradients of the weights, and of the inputs but for the first layer.
    double update() {
      return 3 * forward() - first();
    }

    /// A Fisher matrix times a vector: forward, the tangents of weights and inputs, and the
    /// gradients of both; the first layer's inputs are constant.
    double fisherProduct() {
      return 5 * forward() - 2 * first();
    }
  }
}
