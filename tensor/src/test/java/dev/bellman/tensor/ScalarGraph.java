package dev.bellman.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Reverse-mode differentiation number by number: what the engine's graphs are compared with. It
/// knows no shapes; an operation that moves elements moves references here.
final class ScalarGraph {
  /// A number, what it was computed from, and the derivatives with respect to that.
  static final class Node {
    final Approx value;
    private final Node[] operands;
    private final Approx[] derivatives;
    private Approx.Sum gradient = new Approx.Sum();

    private Node(Approx value, Node[] operands, Approx[] derivatives) {
      this.value = value;
      this.operands = operands;
      this.derivatives = derivatives;
    }

    double number() {
      return value.value();
    }

    Approx gradient() {
      return gradient.total();
    }
  }

  private final List<Node> tape = new ArrayList<>();

  private Node put(Approx value, Node[] operands, Approx... derivatives) {
    Node node = new Node(value, operands, derivatives);
    tape.add(node);
    return node;
  }

  Node leaf(double value) {
    return put(Approx.exact(value), new Node[0]);
  }

  Node detached(Node x) {
    return put(x.value, new Node[0]);
  }

  private Node unary(Node x, Approx y, Approx derivative) {
    return put(y, new Node[] {x}, derivative);
  }

  private Node binary(Node a, Node b, Approx y, Approx byA, Approx byB) {
    return put(y, new Node[] {a, b}, byA, byB);
  }

  Node add(Node a, Node b) {
    return binary(a, b, a.value.plus(b.value), Approx.ONE, Approx.ONE);
  }

  Node sub(Node a, Node b) {
    return binary(a, b, a.value.minus(b.value), Approx.ONE, Approx.exact(-1));
  }

  Node mul(Node a, Node b) {
    return binary(a, b, a.value.times(b.value), b.value, a.value);
  }

  Node div(Node a, Node b) {
    Approx y = a.value.over(b.value);
    return binary(a, b, y, Approx.ONE.over(b.value), Approx.exact(-1).times(y).over(b.value));
  }

  Node min(Node a, Node b) {
    return choose(a.number() <= b.number(), a, b);
  }

  Node max(Node a, Node b) {
    return choose(a.number() >= b.number(), a, b);
  }

  Node choose(boolean first, Node a, Node b) {
    Node chosen = first ? a : b;
    return unary(chosen, chosen.value, Approx.ONE);
  }

  Node affine(Node x, float scale, float shift) {
    Approx factor = Approx.exact(scale);
    return unary(x, x.value.times(factor).plus(Approx.exact(shift)), factor);
  }

  Node clamp(Node x, float low, float high) {
    boolean inside = x.number() >= low && x.number() <= high;
    Approx edge = Approx.exact(x.number() < low ? low : high);
    return unary(x, inside ? x.value : edge, inside ? Approx.ONE : Approx.ZERO);
  }

  Node exp(Node x) {
    Approx y = x.value.exp();
    return unary(x, y, y);
  }

  Node log(Node x) {
    return unary(x, x.value.log(), Approx.ONE.over(x.value));
  }

  Node sqrt(Node x) {
    Approx y = x.value.sqrt();
    return unary(x, y, Approx.exact(0.5).over(y));
  }

  Node tanh(Node x) {
    Approx y = x.value.tanh();
    return unary(x, y, Approx.ONE.minus(y.times(y)));
  }

  Node sigmoid(Node x) {
    Approx y = x.value.sigmoid();
    return unary(x, y, y.times(Approx.ONE.minus(y)));
  }

  Node relu(Node x) {
    return clamp(x, 0f, Float.POSITIVE_INFINITY);
  }

  Node silu(Node x) {
    Approx s = x.value.sigmoid();
    Approx y = x.value.times(s);
    return unary(x, y, s.plus(y.times(Approx.ONE.minus(s))));
  }

  Node softplus(Node x) {
    return unary(x, x.value.softplus(), x.value.sigmoid());
  }

  Node activated(Activation activation, Node x) {
    return switch (activation) {
      case IDENTITY -> x;
      case RELU -> relu(x);
      case TANH -> tanh(x);
      case SIGMOID -> sigmoid(x);
      case SILU -> silu(x);
      case SOFTPLUS -> softplus(x);
    };
  }

  /// `scale · Σ x`.
  Node sum(List<Node> x, double scale) {
    Approx factor = Approx.exact(scale);
    var sum = new Approx.Sum();
    x.forEach(term -> sum.add(term.value));
    Approx[] derivatives = new Approx[x.size()];
    Arrays.fill(derivatives, factor);
    return put(sum.total().times(factor), x.toArray(Node[]::new), derivatives);
  }

  Node greatest(List<Node> x) {
    Node best = x.getFirst();
    for (Node candidate : x) {
      best = candidate.number() > best.number() ? candidate : best;
    }
    return unary(best, best.value, Approx.ONE);
  }

  /// One element of the logarithm of the softmax, in the form that no exponential overflows.
  Node logSoftmax(List<Node> x, int place) {
    Approx max = x.stream().map(node -> node.value).max(ScalarGraph::compare).orElseThrow();
    var sum = new Approx.Sum();
    x.forEach(node -> sum.add(node.value.minus(max).exp()));
    Approx log = sum.total().log();
    Approx[] derivatives = new Approx[x.size()];
    for (int i = 0; i < derivatives.length; i++) {
      Approx p = x.get(i).value.minus(max).minus(log).exp();
      derivatives[i] = Approx.exact(i == place ? 1 : 0).minus(p);
    }
    Approx y = x.get(place).value.minus(max).minus(log);
    return put(y, x.toArray(Node[]::new), derivatives);
  }

  private static int compare(Approx a, Approx b) {
    return Double.compare(a.value(), b.value());
  }

  /// Passes gradients back from several results, whose sum is differentiated.
  void backward(List<Node> results) {
    tape.forEach(node -> node.gradient = new Approx.Sum());
    results.forEach(node -> node.gradient.add(Approx.ONE));
    for (Node node : tape.reversed()) {
      Approx dy = node.gradient();
      for (int i = 0; i < node.operands.length; i++) {
        node.operands[i].gradient.add(dy.times(node.derivatives[i]));
      }
    }
  }
}
