package dev.bellman.tensor;

import dev.bellman.tensor.internal.kernel.Kernels;
import java.util.Arrays;

/// Operations on images, which are rows `[rows·columns·channels]` with the channels last.
final class Images {
  private Images() {}

  /// `y = f(x ⋆ W + b)`: each window of each image times the weight. Windows are read where they
  /// lie in the image, through the places where they start and the places of a window's numbers
  /// from there; no copy of them is made. With `dz = dy · f'`: `dW = Σ window · dz`, `db = Σ dz`,
  /// and `dz·Wᵀ` is added to the window in `dx`.
  ///
  /// @param geometry the windows; its padding is in the image already
  /// @param starts where windows start, for every image
  /// @param places the places in a window
  record Convolve(
      Tensor x,
      Tensor weight,
      Tensor bias,
      Convolution geometry,
      Activation activation,
      int[] starts,
      int[] places)
      implements Op {
    @Override
    public void forward(Tensor y) {
      Layers.startAtBias(y, bias);
      int windows = windows();
      int k = weight.shape().dim(0);
      float[] scratch = Scope.scratch(y, Kernels.scratchSize(windows, bias.size(), k));
      Engine.KERNELS.gatherGemm(
          windows, bias.size(), k, x.data, starts, places, weight.data, y.data, scratch);
      Layers.activate(activation, y);
    }

    @Override
    public void backward(Tensor y, float[] dy, Backward pass) {
      float[] dz = Layers.beforeActivation(activation, y, dy, pass);
      int windows = windows();
      Layers.addToBias(bias, dz, windows, pass);
      float[] dw = pass.into(weight);
      if (dw != null) {
        int k = weight.shape().dim(0);
        float[] scratch = pass.scratch(Kernels.scratchSize(k, bias.size(), windows));
        Engine.KERNELS.gatherGemm(k, bias.size(), windows, x.data, places, starts, dz, dw, scratch);
      }
      float[] dx = pass.into(x);
      if (dx != null) {
        addToImages(dz, dx, pass);
      }
    }

    private int windows() {
      return x.shape().dim(0) * geometry.outRows() * geometry.outColumns();
    }

    /// Image by image: what each window's numbers get, and then into the image, in the order of the
    /// windows.
    private void addToImages(float[] dz, float[] dx, Backward pass) {
      int k = weight.shape().dim(0);
      int outputs = bias.size();
      int windows = geometry.outRows() * geometry.outColumns();
      float[] transposed = pass.scratch(k * outputs);
      Matrices.transpose(weight.data, k, outputs, transposed);
      float[] parts = pass.scratch(windows * k);
      float[] part = pass.scratch(windows * outputs);
      float[] scratch = pass.scratch(Kernels.scratchSize(windows, k, outputs));
      for (int image = 0; image < x.shape().dim(0); image++) {
        System.arraycopy(dz, image * windows * outputs, part, 0, windows * outputs);
        Arrays.fill(parts, 0, windows * k, 0f);
        Engine.KERNELS.gemm(
            windows, k, outputs, part, outputs, 1, transposed, k, parts, k, scratch);
        addWindows(parts, dx, image * windows, windows);
      }
    }

    /// Adds windows to where they lie. A row of a window is without gaps.
    private void addWindows(float[] parts, float[] dx, int first, int windows) {
      int width = geometry.kernel() * geometry.channels();
      int from = 0;
      for (int w = 0; w < windows; w++) {
        int start = starts[first + w];
        for (int row = 0; row < geometry.kernel(); row++) {
          int to = start + places[row * width];
          for (int i = 0; i < width; i++) {
            dx[to + i] += parts[from + i];
          }
          from += width;
        }
      }
    }
  }

  /// Images with a border of zeros.
  record Pad(Tensor x, Convolution geometry) implements Op {
    @Override
    public void forward(Tensor y) {
      Arrays.fill(y.data, 0, y.size(), 0f);
      int run = geometry.columns() * geometry.channels();
      for (int row = 0; row < x.shape().dim(0) * geometry.rows(); row++) {
        System.arraycopy(x.data, row * run, y.data, place(row), run);
      }
    }

    @Override
    public void backward(Tensor y, float[] dy, Backward pass) {
      float[] dx = pass.into(x);
      if (dx == null) {
        return;
      }
      int run = geometry.columns() * geometry.channels();
      for (int row = 0; row < x.shape().dim(0) * geometry.rows(); row++) {
        int from = place(row);
        for (int i = 0; i < run; i++) {
          dx[row * run + i] += dy[from + i];
        }
      }
    }

    /// Where a row, counted over all images, lies in the padded ones.
    private int place(int row) {
      int padding = geometry.padding();
      int above = row / geometry.rows() * geometry.paddedRows() + row % geometry.rows() + padding;
      return (above * geometry.paddedColumns() + padding) * geometry.channels();
    }
  }

  static Tensor convolve(
      Tensor x, Tensor weight, Tensor bias, Convolution geometry, Activation activation) {
    check(x.shape(), weight.shape(), bias, geometry);
    if (!activation.fromResult()) {
      return activation.of(convolve(x, weight, bias, geometry, Activation.IDENTITY));
    }
    Tensor image =
        geometry.padding() == 0 ? x : pad(x, Scope.of(Convolve.class, x, weight, bias), geometry);
    return windows(image, weight, bias, geometry, activation);
  }

  /// The convolution of images that have their padding.
  @SuppressWarnings("ReferenceEquality") // the places may be others by now, in the same arrays
  static Tensor windows(
      Tensor x, Tensor weight, Tensor bias, Convolution geometry, Activation activation) {
    Scope home = Scope.of(Convolve.class, x, weight, bias);
    int images = x.shape().dim(0);
    int windows = geometry.outRows() * geometry.outColumns();
    int[] starts = home.ints(images * windows);
    geometry.starts(images, starts);
    int[] places = home.ints(weight.shape().dim(0));
    geometry.places(places);
    Tensor y = Scope.next(Convolve.class, x, weight, bias);
    Convolve op =
        y.op instanceof Convolve o
                && o.x == x
                && o.weight == weight
                && o.bias == bias
                && o.geometry.equals(geometry)
                && o.activation == activation
                && o.starts == starts
                && o.places == places
            ? o
            : new Convolve(x, weight, bias, geometry, activation, starts, places);
    return Scope.compute(y, op, y.shape().or(images, windows * bias.size()));
  }

  static Tensor pad(Tensor x, Scope home, Convolution geometry) {
    Tensor y = home.next(x.differentiable);
    Pad op =
        y.op instanceof Pad o && o.x == x && o.geometry.equals(geometry) ? o : new Pad(x, geometry);
    int size = geometry.paddedRows() * geometry.paddedColumns() * geometry.channels();
    return Scope.compute(y, op, y.shape().or(x.shape().dim(0), size));
  }

  private static void check(Shape image, Shape weight, Tensor bias, Convolution geometry) {
    int k = geometry.window();
    if (image.rank() != 2
        || image.dim(1) != geometry.inputs()
        || weight.rank() != 2
        || weight.dim(0) != k
        || bias.size() != weight.dim(1)) {
      throw new IllegalArgumentException(
          "convolution: expected images [B,%d], weight [%d,O] and bias [O], got %s, %s and %s"
              .formatted(geometry.inputs(), k, image, weight, bias.shape()));
    }
  }
}
