package dev.bellman.tensor;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/// Operations on row-major arrays of doubles, written as their definitions read: what the engine is
/// compared with.
final class Doubles {
  private Doubles() {}

  static int size(int[] shape) {
    return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }

  static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  static double[] map(double[] x, DoubleUnaryOperator f) {
    return Arrays.stream(x).map(f).toArray();
  }

  static double[] total(double[] x, double scale) {
    return new double[] {scale * Arrays.stream(x).sum()};
  }

  /// The shape that two shapes are broadcast to.
  static int[] common(int[] a, int[] b) {
    int[] shape = new int[Math.max(a.length, b.length)];
    for (int i = 1; i <= shape.length; i++) {
      int x = i <= a.length ? a[a.length - i] : 1;
      int y = i <= b.length ? b[b.length - i] : 1;
      shape[shape.length - i] = x == 1 ? y : x;
    }
    return shape;
  }

  static double[] broadcast(double[] x, int[] from, int[] to) {
    double[] y = new double[size(to)];
    for (int i = 0; i < y.length; i++) {
      int rest = i;
      int source = 0;
      int stride = 1;
      for (int d = 1; d <= from.length; d++) {
        int index = rest % to[to.length - d];
        rest /= to[to.length - d];
        source += from[from.length - d] == 1 ? 0 : index * stride;
        stride *= from[from.length - d];
      }
      y[i] = x[source];
    }
    return y;
  }

  /// `scale · (x[o,0,i] f x[o,1,i] f ...)`.
  static double[] along(double[] x, int[] shape, int axis, DoubleBinaryOperator f, double scale) {
    double[] y = pick(x, shape, axis, 0);
    for (int k = 1; k < shape[axis]; k++) {
      double[] next = pick(x, shape, axis, k);
      for (int i = 0; i < y.length; i++) {
        y[i] = f.applyAsDouble(y[i], next[i]);
      }
    }
    return map(y, value -> scale * value);
  }

  /// `x[o,k,i]` for one k.
  static double[] pick(double[] x, int[] shape, int axis, int k) {
    int inner = size(Arrays.copyOfRange(shape, axis + 1, shape.length));
    double[] y = new double[x.length / shape[axis]];
    for (int j = 0; j < y.length; j++) {
      y[j] = x[(j / inner * shape[axis] + k) * inner + j % inner];
    }
    return y;
  }

  /// `a` and `b` one after the other along an axis, where `b` has an extent of its own.
  static double[] concat(double[] a, double[] b, int[] shape, int axis, int extent) {
    int runA = size(Arrays.copyOfRange(shape, axis, shape.length));
    int runB = runA / shape[axis] * extent;
    double[] y = new double[a.length + b.length];
    for (int j = 0; j < y.length; j++) {
      int outer = j / (runA + runB);
      int rest = j % (runA + runB);
      y[j] = rest < runA ? a[outer * runA + rest] : b[outer * runB + rest - runA];
    }
    return y;
  }

  static double[] logSoftmax(double[] x, int columns) {
    double[] y = new double[x.length];
    for (int from = 0; from < x.length; from += columns) {
      double[] row = Arrays.copyOfRange(x, from, from + columns);
      double total = Arrays.stream(row).map(Math::exp).sum();
      for (int c = 0; c < columns; c++) {
        y[from + c] = row[c] - Math.log(total);
      }
    }
    return y;
  }

  /// `a·b` with a row added to each row.
  static double[] product(double[] a, double[] b, double[] row, int m, int k, int n) {
    double[] y = new double[m * n];
    for (int j = 0; j < y.length; j++) {
      y[j] = row[j % n];
      for (int p = 0; p < k; p++) {
        y[j] += a[j / n * k + p] * b[p * n + j % n];
      }
    }
    return y;
  }

  /// Images with the channels last, each window times a weight whose rows are a window's numbers.
  static double[] convolution(double[] x, double[] weight, double[] bias, Convolution g) {
    int outputs = bias.length;
    double[] images = padded(x, g);
    int height = g.rows() + 2 * g.padding();
    int width = g.columns() + 2 * g.padding();
    double[] y = new double[x.length / g.inputs() * g.outRows() * g.outColumns() * outputs];
    for (int i = 0; i < y.length; i++) {
      int o = i % outputs;
      int column = i / outputs % g.outColumns() * g.stride();
      int row = i / outputs / g.outColumns() % g.outRows() * g.stride();
      int image = i / outputs / g.outColumns() / g.outRows();
      y[i] = bias[o];
      for (int p = 0; p < g.window(); p++) {
        int dc = p / g.channels() % g.kernel();
        int dr = p / g.channels() / g.kernel();
        int pixel = (image * height + row + dr) * width + column + dc;
        y[i] += images[pixel * g.channels() + p % g.channels()] * weight[p * outputs + o];
      }
    }
    return y;
  }

  /// Images with a border of zeros.
  static double[] padded(double[] x, Convolution g) {
    int height = g.rows() + 2 * g.padding();
    int width = g.columns() + 2 * g.padding();
    double[] y = new double[x.length / g.inputs() * height * width * g.channels()];
    for (int i = 0; i < x.length; i++) {
      int column = i / g.channels() % g.columns() + g.padding();
      int row = i / g.channels() / g.columns() % g.rows() + g.padding();
      int image = i / g.inputs();
      y[((image * height + row) * width + column) * g.channels() + i % g.channels()] = x[i];
    }
    return y;
  }

  static double[] segmentSums(double[] x, int[] starts) {
    double[] y = new double[starts.length - 1];
    for (int i = 0; i < y.length; i++) {
      for (int j = starts[i]; j < starts[i + 1]; j++) {
        y[i] += x[j];
      }
    }
    return y;
  }

  static double[] segmentSpread(double[] x, int[] starts) {
    double[] y = new double[starts[starts.length - 1]];
    for (int i = 0; i < x.length; i++) {
      Arrays.fill(y, starts[i], starts[i + 1], x[i]);
    }
    return y;
  }
}
