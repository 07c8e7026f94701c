package dev.bellman.tensor;

import static dev.bellman.tensor.Doubles.along;
import static dev.bellman.tensor.Doubles.broadcast;
import static dev.bellman.tensor.Doubles.common;
import static dev.bellman.tensor.Doubles.concat;
import static dev.bellman.tensor.Doubles.logSoftmax;
import static dev.bellman.tensor.Doubles.map;
import static dev.bellman.tensor.Doubles.pick;
import static dev.bellman.tensor.Doubles.product;
import static dev.bellman.tensor.Doubles.sigmoid;
import static dev.bellman.tensor.Doubles.size;
import static dev.bellman.tensor.Doubles.total;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// For every operation: operands, how the engine computes it, and a reference in double.
final class OpCases {
  private static final int[][] SHAPES = {{}, {1}, {5}, {2, 3}, {3, 17}, {1, 1, 2}, {0, 3}};

  /// Pairs of shapes that broadcasting brings together.
  private static final int[][][] PAIRS = {
    {{2, 3}, {2, 3}},
    {{4, 3}, {3}},
    {{3}, {4, 3}},
    {{4, 1}, {4, 3}},
    {{4, 3}, {4, 1}},
    {{4, 9}, {1, 9}},
    {{4, 1}, {1, 5}},
    {{2, 3}, {}},
    {{1}, {2, 3}},
    {{2, 1, 3}, {4, 1}},
    {{2, 3, 1}, {1, 3, 5}},
    {{0, 3}, {3}},
    {{0, 1}, {1, 3}},
    {{1, 1}, {1}},
  };

  /// One operation on some operands.
  record Case(
      String name,
      Class<? extends Op> op,
      int[][] shapes,
      float[][] values,
      Function<Tensor[], Tensor> engine,
      Function<double[][], double[]> reference) {
    @Override
    public String toString() {
      return name;
    }
  }

  private final List<Case> cases = new ArrayList<>();
  private final Rng rng = Rng.ofSeed(7);
  private double low = -2;
  private double high = 2;

  private OpCases() {}

  static List<Case> all() {
    OpCases cases = new OpCases();
    cases.arithmetic();
    cases.functions();
    cases.reductions();
    cases.matrices();
    LayerCases.add(cases);
    LanguageCases.add(cases);
    cases.layouts();
    return cases.cases;
  }

  private void arithmetic() {
    binary("add", Elementwise.Add.class, Tensor::add, (a, b) -> a + b);
    binary("sub", Elementwise.Sub.class, Tensor::sub, (a, b) -> a - b);
    binary("mul", Elementwise.Mul.class, Tensor::mul, (a, b) -> a * b);
    binary("min", Elementwise.Min.class, Tensor::min, Math::min);
    binary("max", Elementwise.Max.class, Tensor::max, Math::max);
    range(0.5, 2);
    binary("div", Elementwise.Div.class, Tensor::div, (a, b) -> a / b);
    range(-2, 2);
    unary("affine", Elementwise.Affine.class, x -> x.affine(-1.5f, 0.25f), x -> -1.5 * x + 0.25);
    unary("add c", Elementwise.Affine.class, x -> x.add(3f), x -> x + 3);
    unary("sub c", Elementwise.Affine.class, x -> x.sub(3f), x -> x - 3);
    unary("mul c", Elementwise.Affine.class, x -> x.mul(3f), x -> x * 3);
    unary("div c", Elementwise.Affine.class, x -> x.div(4f), x -> x / 4);
    unary("neg", Elementwise.Affine.class, Tensor::neg, x -> -x);
    unary("square", Elementwise.Mul.class, Tensor::square, x -> x * x);
    unary("clamp", Elementwise.Clamp.class, x -> x.clamp(-1f, 0.5f), x -> Math.clamp(x, -1, 0.5));
    unary("clamp higher", Elementwise.Clamp.class, x -> x.clamp(-1, 1), x -> Math.clamp(x, -1, 1));
    unary("clamp lower", Elementwise.Clamp.class, x -> x.clamp(0, 1), x -> Math.clamp(x, 0, 1));
    for (int[][] pair : PAIRS) {
      int[] common = common(pair[0], pair[1]);
      float[] condition = new float[size(common)];
      for (int i = 0; i < condition.length; i++) {
        condition[i] = i % 3 == 0 ? 0f : i % 3;
      }
      add(
          "where",
          Elementwise.Where.class,
          pair,
          t -> Tensor.where(constant(t[0], condition, common), t[0], t[1]),
          v -> {
            double[] a = broadcast(v[0], pair[0], common);
            double[] b = broadcast(v[1], pair[1], common);
            for (int i = 0; i < a.length; i++) {
              a[i] = condition[i] == 0f ? b[i] : a[i];
            }
            return a;
          });
    }
  }

  private void functions() {
    unary("exp", Functions.Exp.class, Tensor::exp, Math::exp);
    unary("tanh", Functions.Tanh.class, Tensor::tanh, Math::tanh);
    unary("sigmoid", Functions.Sigmoid.class, Tensor::sigmoid, Doubles::sigmoid);
    unary("relu", Functions.Relu.class, Tensor::relu, x -> Math.max(x, 0));
    unary("silu", Functions.Silu.class, Tensor::silu, x -> x * sigmoid(x));
    unary("softplus", Functions.Softplus.class, Tensor::softplus, x -> Math.log1p(Math.exp(x)));
    range(0.25, 4);
    unary("log", Functions.Log.class, Tensor::log, Math::log);
    unary("sqrt", Functions.Sqrt.class, Tensor::sqrt, Math::sqrt);
    range(-2, 2);
  }

  private void reductions() {
    int[] shape = {2, 3, 9};
    for (int[] whole : SHAPES) {
      add("sum", Reductions.Sum.class, new int[][] {whole}, t -> t[0].sum(), v -> total(v[0], 1));
      if (size(whole) > 0) {
        double share = 1.0 / size(whole);
        add(
            "mean",
            Reductions.Sum.class,
            new int[][] {whole},
            t -> t[0].mean(),
            v -> total(v[0], share));
      }
    }
    for (int axis = 0; axis < 3; axis++) {
      int k = axis;
      double share = 1.0 / shape[k];
      int[][] one = {shape};
      add(
          "sum " + k,
          Reductions.SumAxis.class,
          one,
          t -> t[0].sum(k),
          v -> along(v[0], shape, k, Double::sum, 1));
      add(
          "mean " + k,
          Reductions.SumAxis.class,
          one,
          t -> t[0].mean(k - 3),
          v -> along(v[0], shape, k, Double::sum, share));
      add(
          "max " + k,
          Reductions.MaxAxis.class,
          one,
          t -> t[0].max(k),
          v -> along(v[0], shape, k, Math::max, 1));
    }
    for (int[] rows : new int[][] {{4}, {1}, {5, 1}, {3, 2}, {2, 2, 17}, {0, 3}}) {
      int columns = rows[rows.length - 1];
      add(
          "logSoftmax",
          Reductions.LogSoftmax.class,
          new int[][] {rows},
          t -> t[0].logSoftmax(),
          v -> logSoftmax(v[0], columns));
      add(
          "softmax",
          Functions.Exp.class,
          new int[][] {rows},
          t -> t[0].softmax(),
          v -> map(logSoftmax(v[0], columns), Math::exp));
    }
    int[] indices = {2, 0, 0, 1};
    add(
        "gather",
        Reductions.Gather.class,
        new int[][] {{2, 2, 3}},
        t -> t[0].gather(indices),
        v -> new double[] {v[0][2], v[0][3], v[0][6], v[0][10]});
    int[] others = {0, 1, 2, 2};
    add(
        "gather others",
        Reductions.Gather.class,
        new int[][] {{2, 2, 3}},
        t -> t[0].gather(others),
        v -> new double[] {v[0][0], v[0][4], v[0][8], v[0][11]});
    int[] pairs = {9, 2, 9, 0, 9, 1, 9, 2};
    add(
        "gather every second",
        Reductions.Gather.class,
        new int[][] {{2, 2, 3}},
        t -> t[0].gather(pairs, 1, 2),
        v -> new double[] {v[0][2], v[0][3], v[0][7], v[0][11]});
    add(
        "gather a scalar",
        Reductions.Gather.class,
        new int[][] {{3}},
        t -> t[0].gather(indices),
        v -> new double[] {v[0][2]});
  }

  private void matrices() {
    int[][] sizes = {{2, 3, 4}, {1, 1, 1}, {7, 5, 17}, {3, 0, 2}, {0, 3, 2}, {3, 2, 0}};
    for (int[] size : sizes) {
      int m = size[0];
      int k = size[1];
      int n = size[2];
      add(
          "matmul",
          Matrices.MatMul.class,
          new int[][] {{m, k}, {k, n}},
          t -> t[0].matmul(t[1]),
          v -> product(v[0], v[1], new double[n], m, k, n));
      add(
          "transpose",
          Matrices.Transpose.class,
          new int[][] {{m, k}},
          t -> t[0].transpose(),
          v -> {
            double[] y = new double[m * k];
            for (int i = 0; i < y.length; i++) {
              y[i % k * m + i / k] = v[0][i];
            }
            return y;
          });
    }
  }

  private void layouts() {
    for (int[][] pair : PAIRS) {
      int[] common = common(pair[0], pair[1]);
      if (!Shape.of(pair[0]).equals(Shape.of(common))) {
        add(
            "expand",
            Layouts.Expand.class,
            new int[][] {pair[0]},
            t -> Layouts.expand(t[0], Shape.of(common), t[0]),
            v -> broadcast(v[0], pair[0], common));
      }
    }
    int[][] one = {{2, 3, 4}};
    add("reshape", Layouts.Reshape.class, one, t -> t[0].reshape(4, 6), v -> v[0].clone());
    int[][] column = {{3, 1, 2}};
    add("squeeze", Layouts.Reshape.class, column, t -> t[0].squeeze(-2), v -> v[0].clone());
    for (int axis = 0; axis < 3; axis++) {
      int k = axis;
      add(
          "slice " + k,
          Layouts.Slice.class,
          one,
          t -> t[0].slice(k, 1, 2),
          v -> pick(v[0], one[0], k, 1));
      add(
          "slice from 0, " + k,
          Layouts.Slice.class,
          one,
          t -> t[0].slice(k, 0, 1),
          v -> pick(v[0], one[0], k, 0));
      int[] other = one[0].clone();
      other[k] = 5;
      add(
          "concat " + k,
          Layouts.Concat.class,
          new int[][] {one[0], other},
          t -> Tensor.concat(k, t[0], t[1]),
          v -> concat(v[0], v[1], one[0], k, 5));
    }
    add(
        "concat vectors",
        Layouts.Concat.class,
        new int[][] {{2}, {0}, {3}},
        t -> Tensor.concat(0, t),
        v -> new double[] {v[0][0], v[0][1], v[2][0], v[2][1], v[2][2]});
  }

  private void range(double from, double to) {
    low = from;
    high = to;
  }

  private void unary(
      String name, Class<? extends Op> op, UnaryOperator<Tensor> engine, DoubleUnaryOperator f) {
    for (int[] shape : SHAPES) {
      add(name, op, new int[][] {shape}, t -> engine.apply(t[0]), v -> map(v[0], f));
    }
  }

  private void binary(
      String name, Class<? extends Op> op, BinaryOperator<Tensor> engine, DoubleBinaryOperator f) {
    for (int[][] pair : PAIRS) {
      int[] common = common(pair[0], pair[1]);
      add(
          name,
          op,
          pair,
          t -> engine.apply(t[0], t[1]),
          v -> {
            double[] a = broadcast(v[0], pair[0], common);
            double[] b = broadcast(v[1], pair[1], common);
            for (int i = 0; i < a.length; i++) {
              a[i] = f.applyAsDouble(a[i], b[i]);
            }
            return a;
          });
    }
  }

  /// Adds a case whose operands have these shapes and any values.
  void add(
      String name,
      Class<? extends Op> op,
      int[][] shapes,
      Function<Tensor[], Tensor> engine,
      Function<double[][], double[]> reference) {
    float[][] values = new float[shapes.length][];
    StringBuilder title = new StringBuilder(name);
    for (int i = 0; i < shapes.length; i++) {
      values[i] = new float[size(shapes[i])];
      for (int j = 0; j < values[i].length; j++) {
        values[i][j] = (float) rng.uniform(low, high);
      }
      title.append(' ').append(Shape.of(shapes[i]));
    }
    cases.add(new Case(title.toString(), op, shapes, values, engine, reference));
  }

  /// A tensor that takes no gradient, in the scope of another.
  private static Tensor constant(Tensor neighbour, float[] values, int[] shape) {
    return Scope.of("constant", neighbour).constant(values, shape);
  }
}
