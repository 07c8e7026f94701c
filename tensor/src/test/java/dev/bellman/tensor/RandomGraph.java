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

/// A random expression graph, computed by the engine and number by number. Results stay in tame
/// ranges and away from kinks; those that do not are left lying in the scope, as dead branches.
final class RandomGraph {
  private static final double GREATEST = 8;
  private static final double KINK = 1e-3;
  private static final double BLURRED = 1e-4;
  private static final int LARGEST = 160;

  /// A tensor and the numbers that it should hold.
  record Pair(Tensor tensor, int[] shape, List<Node> nodes) {
    int dim(int axis) {
      return shape[axis];
    }

    int rank() {
      return shape.length;
    }
  }

  final List<Pair> pairs = new ArrayList<>();
  final List<Pair> leaves = new ArrayList<>();
  final Set<Class<?>> operations = new HashSet<>();
  final Parameters parameters = new Parameters();
  final ScalarGraph scalars = new ScalarGraph();

  private final Rng rng;
  private final Scope scope;

  RandomGraph(long seed, Scope scope) {
    this.rng = Rng.ofSeed(seed);
    this.scope = scope;
    for (int i = 1 + rng.nextInt(3); i >= 0; i--) {
      pairs.add(leaf(shape()));
    }
    for (int i = 3 + rng.nextInt(12); i >= 0; i--) {
      step();
    }
  }

  /// One or two scalars that weigh some of the results.
  List<Pair> losses() {
    List<Pair> losses = new ArrayList<>();
    for (int i = rng.nextInt(4) == 0 ? 2 : 1; i > 0; i--) {
      Pair loss = weighted(pairs.getLast());
      for (int k = rng.nextInt(3); k > 0; k--) {
        loss = joined(loss, weighted(any()));
      }
      losses.add(loss);
    }
    return losses;
  }

  private Pair weighted(Pair x) {
    Pair weights = constant(x.shape, () -> rng.uniform(-1, 1));
    return sum(binary(home(x), weights, Tensor::mul, scalars::mul), false);
  }

  private Pair joined(Pair a, Pair b) {
    return binary(a, b, Tensor::add, scalars::add);
  }

  private void step() {
    Optional<Pair> result =
        switch (rng.nextInt(10)) {
          case 0, 1 -> arithmetic();
          case 2, 3 -> function();
          case 4, 5 -> reduction();
          case 6, 7 -> matrix();
          default -> layout();
        };
    result.filter(RandomGraph::tame).ifPresent(pairs::add);
  }

  private static boolean tame(Pair x) {
    return x.nodes.stream()
        .allMatch(node -> Math.abs(node.number()) < GREATEST && node.value.error() < BLURRED);
  }

  private Pair any() {
    return pairs.get(rng.nextInt(pairs.size()));
  }

  private Optional<Pair> any(int rank) {
    List<Pair> fitting = pairs.stream().filter(x -> x.rank() == rank).toList();
    return fitting.isEmpty()
        ? Optional.empty()
        : Optional.of(fitting.get(rng.nextInt(fitting.size())));
  }

  private int[] shape() {
    int[] shape = new int[rng.nextInt(4)];
    Arrays.setAll(shape, _ -> extent());
    return shape;
  }

  /// Mostly small; sometimes 0, sometimes more than one vector.
  private int extent() {
    return switch (rng.nextInt(40)) {
      case 0 -> 0;
      case 1 -> 17;
      case 2 -> 9;
      default -> 1 + rng.nextInt(4);
    };
  }

  /// A parameter, or now and then a constant.
  private Pair leaf(int[] shape) {
    if (rng.nextInt(5) == 0) {
      return constant(shape, () -> rng.uniform(-2, 2));
    }
    float[] values = values(shape, () -> rng.uniform(-2, 2));
    Tensor parameter = parameters.add("p" + leaves.size(), values, shape);
    Pair leaf = new Pair(parameter, shape, nodes(values));
    leaves.add(leaf);
    return leaf;
  }

  private Pair constant(int[] shape, Supplier<Double> value) {
    float[] values = values(shape, value);
    return new Pair(scope.constant(values, shape), shape, nodes(values));
  }

  private static float[] values(int[] shape, Supplier<Double> value) {
    float[] values = new float[Doubles.size(shape)];
    for (int i = 0; i < values.length; i++) {
      values[i] = value.get().floatValue();
    }
    return values;
  }

  private List<Node> nodes(float[] values) {
    return IntStream.range(0, values.length).mapToObj(i -> scalars.leaf(values[i])).toList();
  }

  /// The same in the scope, which a parameter is not.
  private Pair home(Pair x) {
    return x.tensor.scope == null ? note(new Pair(x.tensor.in(scope), x.shape, x.nodes)) : x;
  }

  private Pair note(Pair x) {
    if (x.tensor.op != null) {
      operations.add(x.tensor.op.getClass());
    }
    return x;
  }

  private Pair pair(Tensor tensor, int[] shape, List<Node> nodes) {
    return note(new Pair(tensor, shape, nodes));
  }

  private Pair unary(Pair x, UnaryOperator<Tensor> engine, UnaryOperator<Node> scalar) {
    return pair(engine.apply(home(x).tensor), x.shape, x.nodes.stream().map(scalar).toList());
  }

  private Pair binary(Pair a, Pair b, BinaryOperator<Tensor> engine, BinaryOperator<Node> scalar) {
    Pair first = a.tensor.scope == null && b.tensor.scope == null ? home(a) : a;
    int[] common = Doubles.common(a.shape, b.shape);
    List<Node> x = broadcast(a, common);
    List<Node> y = broadcast(b, common);
    return pair(
        engine.apply(first.tensor, b.tensor),
        common,
        IntStream.range(0, x.size()).mapToObj(i -> scalar.apply(x.get(i), y.get(i))).toList());
  }

  private static List<Node> broadcast(Pair x, int[] shape) {
    return places(x, places -> Doubles.broadcast(places, x.shape, shape));
  }

  /// The numbers that a movement of elements brings where it brings their places.
  private static List<Node> places(Pair x, UnaryOperator<double[]> movement) {
    double[] places = IntStream.range(0, x.nodes.size()).asDoubleStream().toArray();
    return Arrays.stream(movement.apply(places)).mapToObj(i -> x.nodes.get((int) i)).toList();
  }

  /// Something of a shape that can be combined with another's.
  private Pair partner(Pair x) {
    List<Pair> fitting = pairs.stream().filter(y -> combine(x.shape, y.shape)).toList();
    if (!fitting.isEmpty() && rng.nextInt(3) > 0) {
      return fitting.get(rng.nextInt(fitting.size()));
    }
    int[] shape = Arrays.copyOfRange(x.shape, rng.nextInt(x.rank() + 1), x.rank());
    for (int i = 0; i < shape.length; i++) {
      shape[i] = rng.nextInt(3) == 0 ? 1 : shape[i] == 1 ? extent() : shape[i];
    }
    return leaf(shape);
  }

  private static boolean combine(int[] a, int[] b) {
    for (int i = 1; i <= Math.min(a.length, b.length); i++) {
      int x = a[a.length - i];
      int y = b[b.length - i];
      if (x != y && x != 1 && y != 1) {
        return false;
      }
    }
    return Doubles.size(Doubles.common(a, b)) <= LARGEST;
  }

  private Optional<Pair> arithmetic() {
    Pair a = any();
    Pair b = partner(a);
    if (!combine(a.shape, b.shape)) {
      return Optional.empty();
    }
    boolean ordered = rng.nextInt(2) == 0;
    Pair x = ordered ? a : b;
    Pair y = ordered ? b : a;
    return switch (rng.nextInt(9)) {
      case 0 -> Optional.of(binary(x, y, Tensor::add, scalars::add));
      case 1 -> Optional.of(binary(x, y, Tensor::sub, scalars::sub));
      case 2 -> Optional.of(binary(x, y, Tensor::mul, scalars::mul));
      case 3 -> Optional.of(binary(x, atLeastHalf(y), Tensor::div, scalars::div));
      case 4 -> apart(x, y).map(_ -> binary(x, y, Tensor::min, scalars::min));
      case 5 -> apart(x, y).map(_ -> binary(x, y, Tensor::max, scalars::max));
      case 6 -> apart(x, y).map(_ -> greater(x, y));
      case 7 -> Optional.of(unary(x, Tensor::square, node -> scalars.mul(node, node)));
      default -> where(x, y);
    };
  }

  /// The difference, if no element of it is close to 0.
  private Optional<Pair> apart(Pair a, Pair b) {
    Pair difference = binary(a, b, Tensor::sub, scalars::sub);
    return Optional.of(difference).filter(x -> farFrom(x, 0));
  }

  private static boolean farFrom(Pair x, double kink) {
    return x.nodes.stream().allMatch(node -> Math.abs(node.number() - kink) > KINK);
  }

  private Pair greater(Pair a, Pair b) {
    return binary(a, b, Tensor::greater, (x, y) -> scalars.leaf(x.number() > y.number() ? 1 : 0));
  }

  private Optional<Pair> where(Pair a, Pair b) {
    int[] common = Doubles.common(a.shape, b.shape);
    Pair condition = constant(common, () -> (double) rng.nextInt(2));
    List<Node> x = broadcast(a, common);
    List<Node> y = broadcast(b, common);
    List<Node> chosen =
        IntStream.range(0, x.size())
            .mapToObj(i -> scalars.choose(condition.nodes.get(i).number() != 0, x.get(i), y.get(i)))
            .toList();
    return Optional.of(pair(Tensor.where(condition.tensor, a.tensor, b.tensor), common, chosen));
  }

  private Pair atLeastHalf(Pair x) {
    Pair square = unary(x, Tensor::square, node -> scalars.mul(node, node));
    return affine(square, 1f, 0.5f);
  }

  private Pair affine(Pair x, float scale, float shift) {
    return unary(x, t -> t.affine(scale, shift), node -> scalars.affine(node, scale, shift));
  }

  private Optional<Pair> function() {
    Pair x = any();
    float low = (float) rng.uniform(-1, 0);
    float high = (float) rng.uniform(0, 1);
    return switch (rng.nextInt(11)) {
      case 0 -> Optional.of(affine(x, low + high, low));
      case 1 ->
          Optional.of(x)
              .filter(y -> farFrom(y, low) && farFrom(y, high))
              .map(y -> unary(y, t -> t.clamp(low, high), n -> scalars.clamp(n, low, high)));
      case 2 -> Optional.of(unary(x, Tensor::exp, scalars::exp));
      case 3 -> Optional.of(unary(atLeastHalf(x), Tensor::log, scalars::log));
      case 4 -> Optional.of(unary(atLeastHalf(x), Tensor::sqrt, scalars::sqrt));
      case 5 -> Optional.of(unary(x, Tensor::tanh, scalars::tanh));
      case 6 -> Optional.of(unary(x, Tensor::sigmoid, scalars::sigmoid));
      case 7 ->
          Optional.of(x).filter(y -> farFrom(y, 0)).map(y -> unary(y, Tensor::relu, scalars::relu));
      case 8 -> Optional.of(unary(x, Tensor::silu, scalars::silu));
      case 9 -> Optional.of(unary(x, Tensor::softplus, scalars::softplus));
      default -> Optional.of(detached(x));
    };
  }

  private Pair detached(Pair x) {
    return pair(home(x).tensor.detach(), x.shape, x.nodes.stream().map(scalars::detached).toList());
  }

  private Pair sum(Pair x, boolean mean) {
    double scale = mean ? 1f / x.nodes.size() : 1;
    Tensor tensor = mean ? home(x).tensor.mean() : home(x).tensor.sum();
    return pair(tensor, new int[0], List.of(scalars.sum(x.nodes, scale)));
  }

  private Optional<Pair> reduction() {
    Pair x = any();
    if (x.nodes.isEmpty()) {
      return Optional.of(sum(x, false));
    }
    if (x.rank() == 0 || rng.nextInt(4) == 0) {
      return Optional.of(sum(x, rng.nextInt(2) == 0));
    }
    int axis = rng.nextInt(x.rank());
    int negative = axis - x.rank();
    double scale = 1f / x.dim(axis);
    return switch (rng.nextInt(6)) {
      case 0 -> Optional.of(along(x, axis, t -> t.sum(axis), n -> scalars.sum(n, 1)));
      case 1 -> Optional.of(along(x, axis, t -> t.mean(negative), n -> scalars.sum(n, scale)));
      case 2 ->
          runs(x, axis).allMatch(RandomGraph::leads)
              ? Optional.of(along(x, axis, t -> t.max(axis), scalars::greatest))
              : Optional.empty();
      case 3 -> Optional.of(logSoftmax(x));
      case 4 -> {
        Pair log = logSoftmax(x);
        List<Node> nodes = log.nodes.stream().map(scalars::exp).toList();
        yield Optional.of(pair(home(x).tensor.softmax(), x.shape, nodes));
      }
      default -> Optional.of(gather(x));
    };
  }

  private Pair along(
      Pair x, int axis, UnaryOperator<Tensor> engine, Function<List<Node>, Node> scalar) {
    return pair(
        engine.apply(home(x).tensor), without(x.shape, axis), runs(x, axis).map(scalar).toList());
  }

  /// The numbers along an axis, for each place in the other dimensions.
  private static Stream<List<Node>> runs(Pair x, int axis) {
    int inner = Doubles.size(Arrays.copyOfRange(x.shape, axis + 1, x.rank()));
    int length = x.dim(axis);
    return IntStream.range(0, x.nodes.size() / length)
        .mapToObj(j -> j / inner * length * inner + j % inner)
        .map(
            first ->
                IntStream.range(0, length).mapToObj(k -> x.nodes.get(first + k * inner)).toList());
  }

  private static boolean leads(List<Node> run) {
    ToDoubleFunction<Node> number = Node::number;
    double[] sorted = run.stream().mapToDouble(number).sorted().toArray();
    int n = sorted.length;
    return n == 1 || sorted[n - 1] - sorted[n - 2] > KINK;
  }

  private static int[] without(int[] shape, int axis) {
    return IntStream.range(0, shape.length).filter(i -> i != axis).map(i -> shape[i]).toArray();
  }

  private Pair logSoftmax(Pair x) {
    List<Node> nodes =
        runs(x, x.rank() - 1)
            .flatMap(
                row -> IntStream.range(0, row.size()).mapToObj(i -> scalars.logSoftmax(row, i)))
            .toList();
    return pair(home(x).tensor.logSoftmax(), x.shape, nodes);
  }

  private Pair gather(Pair x) {
    int last = x.rank() - 1;
    int[] indices = new int[x.nodes.size() / x.dim(last)];
    Arrays.setAll(indices, _ -> rng.nextInt(x.dim(last)));
    List<List<Node>> rows = runs(x, last).toList();
    return pair(
        home(x).tensor.gather(indices),
        without(x.shape, last),
        IntStream.range(0, indices.length).mapToObj(r -> rows.get(r).get(indices[r])).toList());
  }

  private Optional<Pair> matrix() {
    Optional<Pair> matrix = any(2);
    if (matrix.isEmpty()) {
      pairs.add(leaf(new int[] {extent(), extent()}));
      return Optional.empty();
    }
    Pair x = matrix.get();
    if (rng.nextInt(4) == 0) {
      int[] shape = {x.dim(1), x.dim(0)};
      List<Node> nodes =
          IntStream.range(0, x.nodes.size())
              .mapToObj(i -> x.nodes.get(i % shape[1] * shape[0] + i / shape[1]))
              .toList();
      return Optional.of(pair(home(x).tensor.transpose(), shape, nodes));
    }
    Optional<Pair> known = any(2).filter(y -> y.dim(0) == x.dim(1));
    Pair weight = known.orElseGet(() -> leaf(new int[] {x.dim(1), extent()}));
    if (rng.nextInt(2) == 0) {
      Tensor product = home(x).tensor.matmul(weight.tensor);
      int[] shape = {x.dim(0), weight.dim(1)};
      return Optional.of(pair(product, shape, products(x, weight, Optional.empty())));
    }
    return linear(x, weight);
  }

  private Optional<Pair> linear(Pair x, Pair weight) {
    Pair bias = leaf(new int[] {weight.dim(1)});
    Activation activation = Activation.values()[rng.nextInt(Activation.values().length)];
    List<Node> before = products(x, weight, Optional.of(bias));
    if (activation == Activation.RELU
        && before.stream().anyMatch(node -> Math.abs(node.number()) < KINK)) {
      return Optional.empty();
    }
    List<Node> nodes = before.stream().map(node -> scalars.activated(activation, node)).toList();
    return Optional.of(
        pair(
            home(x).tensor.linear(weight.tensor, bias.tensor, activation),
            new int[] {x.dim(0), weight.dim(1)},
            nodes));
  }

  private List<Node> products(Pair a, Pair b, Optional<Pair> bias) {
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

  private Optional<Pair> layout() {
    Pair x = any();
    return switch (rng.nextInt(4)) {
      case 0 -> {
        int[] shape = Doubles.common(x.shape, partner(x).shape);
        yield Doubles.size(shape) <= LARGEST && combine(x.shape, shape)
            ? Optional.of(
                pair(
                    home(x).tensor.expand(Shape.of(shape), home(x).tensor),
                    shape,
                    broadcast(x, shape)))
            : Optional.empty();
      }
      case 1 -> {
        int[] shape =
            rng.nextInt(2) == 0 ? new int[] {x.nodes.size()} : new int[] {1, x.nodes.size(), 1};
        yield Optional.of(pair(home(x).tensor.reshape(shape), shape, x.nodes));
      }
      case 2 -> x.rank() == 0 ? Optional.empty() : Optional.of(slice(x, rng.nextInt(x.rank())));
      default -> x.rank() == 0 ? Optional.empty() : Optional.of(concat(x, rng.nextInt(x.rank())));
    };
  }

  private Pair slice(Pair x, int axis) {
    int from = rng.nextInt(x.dim(axis) + 1);
    int to = from + rng.nextInt(x.dim(axis) - from + 1);
    int[] shape = x.shape.clone();
    shape[axis] = to - from;
    int inner = Doubles.size(Arrays.copyOfRange(x.shape, axis + 1, x.rank()));
    List<Node> nodes =
        IntStream.range(0, x.nodes.size())
            .filter(i -> i / inner % x.dim(axis) >= from && i / inner % x.dim(axis) < to)
            .mapToObj(x.nodes::get)
            .toList();
    return pair(home(x).tensor.slice(axis - x.rank(), from, to), shape, nodes);
  }

  /// The tensor, another one that fits or is new, and perhaps the tensor again.
  private Pair concat(Pair x, int axis) {
    int[] other = x.shape.clone();
    other[axis] = extent();
    List<Pair> fitting =
        pairs.stream()
            .filter(
                y ->
                    y.rank() == x.rank()
                        && Arrays.equals(without(y.shape, axis), without(x.shape, axis)))
            .toList();
    Pair y = rng.nextInt(2) == 0 ? leaf(other) : fitting.get(rng.nextInt(fitting.size()));
    List<Pair> parts = rng.nextInt(3) == 0 ? List.of(home(x), y, home(x)) : List.of(home(x), y);
    int[] shape = x.shape.clone();
    shape[axis] = parts.stream().mapToInt(part -> part.dim(axis)).sum();
    int outer = Doubles.size(Arrays.copyOf(x.shape, axis));
    List<Node> nodes = new ArrayList<>();
    for (int o = 0; o < outer; o++) {
      for (Pair part : parts) {
        int run = part.nodes.size() / outer;
        nodes.addAll(part.nodes.subList(o * run, (o + 1) * run));
      }
    }
    Tensor[] tensors = parts.stream().map(Pair::tensor).toArray(Tensor[]::new);
    return pair(Tensor.concat(axis, tensors), shape, nodes);
  }
}
