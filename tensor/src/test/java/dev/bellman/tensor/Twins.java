package dev.bellman.tensor;

import dev.bellman.tensor.ScalarGraph.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Operations that are done twice: by the engine, and number by number.
class Twins {
  static final double KINK = 1e-3;
  static final int LARGEST = 160;

  final Set<Class<?>> operations = new HashSet<>();
  final ScalarGraph scalars = new ScalarGraph();
  final Scope scope;

  Twins(Scope scope) {
    this.scope = scope;
  }

  /// A tensor and the numbers that it should hold.
  record Pair(Tensor tensor, int[] shape, List<Node> nodes) {
    int dim(int axis) {
      return shape[axis];
    }

    int rank() {
      return shape.length;
    }
  }

  Pair constant(int[] shape, Supplier<Double> value) {
    float[] values = values(shape, value);
    return new Pair(scope.constant(values, shape), shape, nodes(values));
  }

  static float[] values(int[] shape, Supplier<Double> value) {
    float[] values = new float[Doubles.size(shape)];
    for (int i = 0; i < values.length; i++) {
      values[i] = value.get().floatValue();
    }
    return values;
  }

  List<Node> nodes(float[] values) {
    return IntStream.range(0, values.length).mapToObj(i -> scalars.leaf(values[i])).toList();
  }

  /// The same in the scope, which a parameter is not.
  Pair home(Pair x) {
    return x.tensor.scope == null ? note(new Pair(x.tensor.in(scope), x.shape, x.nodes)) : x;
  }

  Pair note(Pair x) {
    if (x.tensor.op != null) {
      operations.add(x.tensor.op.getClass());
    }
    if (x.tensor.op instanceof Images.Convolve c && c.x().op != null) {
      operations.add(c.x().op.getClass());
    }
    return x;
  }

  Pair pair(Tensor tensor, int[] shape, List<Node> nodes) {
    return note(new Pair(tensor, shape, nodes));
  }

  Pair unary(Pair x, UnaryOperator<Tensor> engine, UnaryOperator<Node> scalar) {
    return pair(engine.apply(home(x).tensor), x.shape, x.nodes.stream().map(scalar).toList());
  }

  Pair binary(Pair a, Pair b, BinaryOperator<Tensor> engine, BinaryOperator<Node> scalar) {
    Pair first = a.tensor.scope == null && b.tensor.scope == null ? home(a) : a;
    int[] common = Doubles.common(a.shape, b.shape);
    List<Node> x = broadcast(a, common);
    List<Node> y = broadcast(b, common);
    return pair(
        engine.apply(first.tensor, b.tensor),
        common,
        IntStream.range(0, x.size()).mapToObj(i -> scalar.apply(x.get(i), y.get(i))).toList());
  }

  static List<Node> broadcast(Pair x, int[] shape) {
    return places(x, places -> Doubles.broadcast(places, x.shape, shape));
  }

  /// The numbers that a movement of elements brings where it brings their places.
  static List<Node> places(Pair x, UnaryOperator<double[]> movement) {
    double[] places = IntStream.range(0, x.nodes.size()).asDoubleStream().toArray();
    return Arrays.stream(movement.apply(places)).mapToObj(i -> x.nodes.get((int) i)).toList();
  }

  static boolean combine(int[] a, int[] b) {
    for (int i = 1; i <= Math.min(a.length, b.length); i++) {
      int x = a[a.length - i];
      int y = b[b.length - i];
      if (x != y && x != 1 && y != 1) {
        return false;
      }
    }
    return Doubles.size(Doubles.common(a, b)) <= LARGEST;
  }

  /// The difference, if no element of it is close to 0.
  Optional<Pair> apart(Pair a, Pair b) {
    Pair difference = binary(a, b, Tensor::sub, scalars::sub);
    return Optional.of(difference).filter(x -> farFrom(x, 0));
  }

  static boolean farFrom(Pair x, double kink) {
    return x.nodes.stream().allMatch(node -> Math.abs(node.number() - kink) > KINK);
  }

  Pair greater(Pair a, Pair b) {
    return binary(a, b, Tensor::greater, (x, y) -> scalars.leaf(x.number() > y.number() ? 1 : 0));
  }

  Pair atLeastHalf(Pair x) {
    Pair square = unary(x, Tensor::square, node -> scalars.mul(node, node));
    return affine(square, 1f, 0.5f);
  }

  Pair affine(Pair x, float scale, float shift) {
    return unary(x, t -> t.affine(scale, shift), node -> scalars.affine(node, scale, shift));
  }

  Pair detached(Pair x) {
    return pair(home(x).tensor.detach(), x.shape, x.nodes.stream().map(scalars::detached).toList());
  }

  Pair sum(Pair x, boolean mean) {
    double scale = mean ? 1f / x.nodes.size() : 1;
    Tensor tensor = mean ? home(x).tensor.mean() : home(x).tensor.sum();
    return pair(tensor, new int[0], List.of(scalars.sum(x.nodes, scale)));
  }

  Pair along(Pair x, int axis, UnaryOperator<Tensor> engine, Function<List<Node>, Node> scalar) {
    return pair(
        engine.apply(home(x).tensor), without(x.shape, axis), runs(x, axis).map(scalar).toList());
  }

  /// The numbers along an axis, for each place in the other dimensions.
  static Stream<List<Node>> runs(Pair x, int axis) {
    int inner = Doubles.size(Arrays.copyOfRange(x.shape, axis + 1, x.rank()));
    int length = x.dim(axis);
    return IntStream.range(0, x.nodes.size() / length)
        .mapToObj(j -> j / inner * length * inner + j % inner)
        .map(
            first ->
                IntStream.range(0, length).mapToObj(k -> x.nodes.get(first + k * inner)).toList());
  }

  static boolean leads(List<Node> run) {
    ToDoubleFunction<Node> number = Node::number;
    double[] sorted = run.stream().mapToDouble(number).sorted().toArray();
    int n = sorted.length;
    return n == 1 || sorted[n - 1] - sorted[n - 2] > KINK;
  }

  static int[] without(int[] shape, int axis) {
    return IntStream.range(0, shape.length).filter(i -> i != axis).map(i -> shape[i]).toArray();
  }

  Pair logSoftmax(Pair x) {
    List<Node> nodes =
        runs(x, x.rank() - 1)
            .flatMap(
                row -> IntStream.range(0, row.size()).mapToObj(i -> scalars.logSoftmax(row, i)))
            .toList();
    return pair(home(x).tensor.logSoftmax(), x.shape, nodes);
  }

  List<Node> products(Pair a, Pair b, Optional<Pair> bias) {
    List<Node> results = new ArrayList<>();
    for (int i = 0; i < a.dim(0); i++) {
      for (int j = 0; j < b.dim(1); j++) {
        List<Node> terms = new ArrayList<>();
        for (int p = 0; p < b.dim(0); p++) {
          terms.add(scalars.mul(a.nodes.get(i * a.dim(1) + p), b.nodes.get(p * b.dim(1) + j)));
        }
        int column = j;
        bias.ifPresent(row -> terms.add(row.nodes.get(column)));
        results.add(scalars.sum(terms, 1));
      }
    }
    return results;
  }

  /// Window by window; padding adds nothing.
  List<Node> windows(Pair images, Pair weight, Pair bias, Convolution g) {
    double[] numbers = IntStream.range(1, images.nodes.size() + 1).asDoubleStream().toArray();
    double[] places = Doubles.padded(numbers, g);
    int stride = (g.columns() + 2 * g.padding()) * g.channels();
    int size = (g.rows() + 2 * g.padding()) * stride;
    int windows = g.outRows() * g.outColumns();
    List<Node> results = new ArrayList<>();
    for (int w = 0; w < images.dim(0) * windows; w++) {
      int row = w % windows / g.outColumns() * g.stride();
      int column = w % g.outColumns() * g.stride();
      int start = w / windows * size + row * stride + column * g.channels();
      for (int o = 0; o < weight.dim(1); o++) {
        List<Node> terms = new ArrayList<>(List.of(bias.nodes.get(o)));
        for (int p = 0; p < g.window(); p++) {
          int run = g.kernel() * g.channels();
          int place = (int) places[start + p / run * stride + p % run];
          if (place > 0) {
            terms.add(
                scalars.mul(images.nodes.get(place - 1), weight.nodes.get(p * weight.dim(1) + o)));
          }
        }
        results.add(scalars.sum(terms, 1));
      }
    }
    return results;
  }

  List<Node> noisy(Pair mean, Pair scale, float[] rows, float[] columns) {
    return IntStream.range(0, mean.nodes.size())
        .mapToObj(
            i -> {
              Node row = scalars.leaf(rows[i / columns.length]);
              Node noise = scalars.mul(row, scalars.leaf(columns[i % columns.length]));
              return scalars.add(mean.nodes.get(i), scalars.mul(scale.nodes.get(i), noise));
            })
        .toList();
  }

  Pair segmentSums(Pair vector, int[] starts) {
    int count = starts.length - 1;
    List<Node> sums =
        IntStream.range(0, count)
            .mapToObj(i -> scalars.sum(vector.nodes.subList(starts[i], starts[i + 1]), 1))
            .toList();
    return pair(Segments.sum(home(vector).tensor, starts, count), new int[] {count}, sums);
  }

  Pair segmentSpread(Pair vector, int[] starts) {
    int count = starts.length - 1;
    Tensor spread = Segments.spread(home(vector).tensor, starts, count);
    return pair(
        spread,
        spread.shape().toArray(),
        places(vector, places -> Doubles.segmentSpread(places, starts)));
  }
}
