package dev.bellman.tensor;

import dev.bellman.tensor.ScalarGraph.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// A random expression graph, computed by the engine and number by number. Results stay in tame
/// ranges and away from kinks; those that do not are left lying in the scope, as dead branches.
final class RandomGraph extends Twins {
  private static final double GREATEST = 8;
  private static final double BLURRED = 1e-4;

  final List<Pair> pairs = new ArrayList<>();
  final List<Pair> leaves = new ArrayList<>();
  final Parameters parameters = new Parameters();

  private final Rng rng;

  RandomGraph(long seed, Scope scope) {
    super(scope);
    this.rng = Rng.ofSeed(seed);
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
    Pair weights = constant(x.shape(), () -> rng.uniform(-1, 1));
    return sum(binary(home(x), weights, Tensor::mul, scalars::mul), false);
  }

  private Pair joined(Pair a, Pair b) {
    return binary(a, b, Tensor::add, scalars::add);
  }

  private void step() {
    Optional<Pair> result =
        switch (rng.nextInt(13)) {
          case 0, 1 -> arithmetic();
          case 2, 3 -> function();
          case 4, 5 -> reduction();
          case 6, 7 -> matrix();
          case 8 -> convolution();
          case 9 -> noisy();
          case 10 -> any(1).map(this::segments);
          default -> layout();
        };
    result.filter(RandomGraph::tame).ifPresent(pairs::add);
  }

  private static boolean tame(Pair x) {
    return x.nodes().stream()
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

  /// Something of a shape that can be combined with another's.
  private Pair partner(Pair x) {
    List<Pair> fitting = pairs.stream().filter(y -> combine(x.shape(), y.shape())).toList();
    if (!fitting.isEmpty() && rng.nextInt(3) > 0) {
      return fitting.get(rng.nextInt(fitting.size()));
    }
    int[] shape = Arrays.copyOfRange(x.shape(), rng.nextInt(x.rank() + 1), x.rank());
    for (int i = 0; i < shape.length; i++) {
      shape[i] = rng.nextInt(3) == 0 ? 1 : shape[i] == 1 ? extent() : shape[i];
    }
    return leaf(shape);
  }

  private Optional<Pair> arithmetic() {
    Pair a = any();
    Pair b = partner(a);
    if (!combine(a.shape(), b.shape())) {
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

  private Optional<Pair> where(Pair a, Pair b) {
    int[] common = Doubles.common(a.shape(), b.shape());
    Pair condition = constant(common, () -> (double) rng.nextInt(2));
    List<Node> x = broadcast(a, common);
    List<Node> y = broadcast(b, common);
    List<Node> chosen =
        IntStream.range(0, x.size())
            .mapToObj(
                i -> scalars.choose(condition.nodes().get(i).number() != 0, x.get(i), y.get(i)))
            .toList();
    return Optional.of(
        pair(Tensor.where(condition.tensor(), a.tensor(), b.tensor()), common, chosen));
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

  private Optional<Pair> reduction() {
    Pair x = any();
    if (x.nodes().isEmpty()) {
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
        List<Node> nodes = log.nodes().stream().map(scalars::exp).toList();
        yield Optional.of(pair(home(x).tensor().softmax(), x.shape(), nodes));
      }
      default -> Optional.of(gather(x));
    };
  }

  private Pair gather(Pair x) {
    int last = x.rank() - 1;
    int[] indices = new int[x.nodes().size() / x.dim(last)];
    Arrays.setAll(indices, _ -> rng.nextInt(x.dim(last)));
    List<List<Node>> rows = runs(x, last).toList();
    return pair(
        home(x).tensor().gather(indices),
        without(x.shape(), last),
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
          IntStream.range(0, x.nodes().size())
              .mapToObj(i -> x.nodes().get(i % shape[1] * shape[0] + i / shape[1]))
              .toList();
      return Optional.of(pair(home(x).tensor().transpose(), shape, nodes));
    }
    Optional<Pair> known = any(2).filter(y -> y.dim(0) == x.dim(1));
    Pair weight = known.orElseGet(() -> leaf(new int[] {x.dim(1), extent()}));
    if (rng.nextInt(2) == 0) {
      Tensor product = home(x).tensor().matmul(weight.tensor());
      int[] shape = {x.dim(0), weight.dim(1)};
      return Optional.of(pair(product, shape, products(x, weight, Optional.empty())));
    }
    return linear(x, weight);
  }

  private Optional<Pair> linear(Pair x, Pair weight) {
    Pair bias = leaf(new int[] {weight.dim(1)});
    Activation activation = Activation.values()[rng.nextInt(Activation.values().length)];
    return activated(products(x, weight, Optional.of(bias)), activation)
        .map(
            nodes ->
                pair(
                    home(x).tensor().linear(weight.tensor(), bias.tensor(), activation),
                    new int[] {x.dim(0), weight.dim(1)},
                    nodes));
  }

  private Optional<List<Node>> activated(List<Node> before, Activation activation) {
    return activation == Activation.RELU
            && before.stream().anyMatch(node -> Math.abs(node.number()) < KINK)
        ? Optional.empty()
        : Optional.of(before.stream().map(node -> scalars.activated(activation, node)).toList());
  }

  /// A matrix as images of one row of pixels, or of as many as divide its width.
  private Optional<Pair> convolution() {
    Optional<Pair> matrix = any(2).filter(x -> x.dim(1) > 0);
    if (matrix.isEmpty()) {
      return Optional.empty();
    }
    Pair x = matrix.get();
    int rows = divisor(x.dim(1));
    int channels = divisor(x.dim(1) / rows);
    int columns = x.dim(1) / rows / channels;
    int padding = rng.nextInt(3);
    int kernel = 1 + rng.nextInt(Math.min(3, Math.min(rows, columns) + 2 * padding));
    var g = new Convolution(rows, columns, channels, kernel, 1 + rng.nextInt(3), padding);
    int filters = 1 + rng.nextInt(3);
    int width = g.outRows() * g.outColumns() * filters;
    if (x.dim(0) * width > LARGEST) {
      return Optional.empty();
    }
    Pair weight = leaf(new int[] {g.window(), filters});
    Pair bias = leaf(new int[] {filters});
    Activation activation = Activation.values()[rng.nextInt(Activation.values().length)];
    return activated(windows(x, weight, bias, g), activation)
        .map(
            nodes ->
                pair(
                    g.apply(home(x).tensor(), weight.tensor(), bias.tensor(), activation),
                    new int[] {x.dim(0), width},
                    nodes));
  }

  /// A matrix and another one of its shape, times the product of a column and a row.
  private Optional<Pair> noisy() {
    return any(2)
        .map(
            mean -> {
              Pair scale = leaf(mean.shape());
              float[] rows = values(new int[] {mean.dim(0)}, () -> rng.uniform(-1, 1));
              float[] columns = values(new int[] {mean.dim(1)}, () -> rng.uniform(-1, 1));
              Tensor home = home(mean).tensor();
              return pair(
                  Matrices.noisy(home, scale.tensor(), rows, columns, home),
                  mean.shape(),
                  noisy(mean, scale, rows, columns));
            });
  }

  private int divisor(int number) {
    int[] divisors = IntStream.rangeClosed(1, number).filter(i -> number % i == 0).toArray();
    return divisors[rng.nextInt(divisors.length)];
  }

  private Optional<Pair> layout() {
    Pair x = any();
    return switch (rng.nextInt(4)) {
      case 0 -> {
        int[] shape = Doubles.common(x.shape(), partner(x).shape());
        yield Doubles.size(shape) <= LARGEST && combine(x.shape(), shape)
            ? Optional.of(
                pair(
                    home(x).tensor().expand(Shape.of(shape), home(x).tensor()),
                    shape,
                    broadcast(x, shape)))
            : Optional.empty();
      }
      case 1 -> {
        int[] shape =
            rng.nextInt(2) == 0 ? new int[] {x.nodes().size()} : new int[] {1, x.nodes().size(), 1};
        yield Optional.of(pair(home(x).tensor().reshape(shape), shape, x.nodes()));
      }
      case 2 -> x.rank() == 0 ? Optional.empty() : Optional.of(slice(x, rng.nextInt(x.rank())));
      default -> x.rank() == 0 ? Optional.empty() : Optional.of(concat(x, rng.nextInt(x.rank())));
    };
  }

  private Pair segments(Pair vector) {
    int n = vector.dim(0);
    return rng.nextInt(2) == 0
        ? segmentSums(vector, new int[] {0, rng.nextInt(n + 1), n})
        : segmentSpread(vector, IntStream.rangeClosed(0, n).map(i -> i * i).toArray());
  }

  private Pair slice(Pair x, int axis) {
    int from = rng.nextInt(x.dim(axis) + 1);
    int to = from + rng.nextInt(x.dim(axis) - from + 1);
    int[] shape = x.shape().clone();
    shape[axis] = to - from;
    int inner = Doubles.size(Arrays.copyOfRange(x.shape(), axis + 1, x.rank()));
    List<Node> nodes =
        IntStream.range(0, x.nodes().size())
            .filter(i -> i / inner % x.dim(axis) >= from && i / inner % x.dim(axis) < to)
            .mapToObj(x.nodes()::get)
            .toList();
    return pair(home(x).tensor().slice(axis - x.rank(), from, to), shape, nodes);
  }

  /// The tensor, another one that fits or is new, and perhaps the tensor again.
  private Pair concat(Pair x, int axis) {
    int[] other = x.shape().clone();
    other[axis] = extent();
    List<Pair> fitting =
        pairs.stream()
            .filter(
                y ->
                    y.rank() == x.rank()
                        && Arrays.equals(without(y.shape(), axis), without(x.shape(), axis)))
            .toList();
    Pair y = rng.nextInt(2) == 0 ? leaf(other) : fitting.get(rng.nextInt(fitting.size()));
    List<Pair> parts = rng.nextInt(3) == 0 ? List.of(home(x), y, home(x)) : List.of(home(x), y);
    int[] shape = x.shape().clone();
    shape[axis] = parts.stream().mapToInt(part -> part.dim(axis)).sum();
    int outer = Doubles.size(Arrays.copyOf(x.shape(), axis));
    List<Node> nodes = new ArrayList<>();
    for (int o = 0; o < outer; o++) {
      for (Pair part : parts) {
        int run = part.nodes().size() / outer;
        nodes.addAll(part.nodes().subList(o * run, (o + 1) * run));
      }
    }
    Tensor[] tensors = parts.stream().map(Pair::tensor).toArray(Tensor[]::new);
    return pair(Tensor.concat(axis, tensors), shape, nodes);
  }
}
