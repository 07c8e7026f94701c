package dev.bellman.tensor;

/// The windows of a 2-dimensional convolution: what they run over, and how.
///
/// An image is a row of a tensor, `[rows·columns·channels]` with the channels last, and so is the
/// result, `[outRows·outColumns·O]`: a dense layer or another convolution takes it as it lies. (In
/// PyTorch the channels come first, in images and in weights.) As there the kernel is not mirrored.
///
/// @param rows rows of an image, at least 1
/// @param columns columns of an image, at least 1
/// @param channels numbers of a pixel, at least 1
/// @param kernel rows and columns of a window, at least 1
/// @param stride how far the windows are apart, at least 1
/// @param padding zeros around the image, on each side, at least 0
public record Convolution(
    int rows, int columns, int channels, int kernel, int stride, int padding) {
  /// Checks the ranges.
  ///
  /// @throws IllegalArgumentException if a number is below its least, or the kernel is larger than
  ///   the padded image
  public Convolution {
    atLeast("rows", 1, rows);
    atLeast("columns", 1, columns);
    atLeast("channels", 1, channels);
    atLeast("kernel", 1, kernel);
    atLeast("stride", 1, stride);
    atLeast("padding", 0, padding);
    if (kernel > Math.min(rows, columns) + 2 * padding) {
      throw new IllegalArgumentException(
          "convolution.kernel: must fit into the image, %dx%d with padding %d, got %d"
              .formatted(rows, columns, padding, kernel));
    }
  }

  private static void atLeast(String name, int least, int value) {
    if (value < least) {
      throw new IllegalArgumentException(
          "convolution.%s: must be at least %d, got %d".formatted(name, least, value));
    }
  }

  /// Convolves images.
  ///
  /// @param x the images, shape `[B,rows·columns·channels]`
  /// @param weight shape `[kernel·kernel·channels,O]`
  /// @param bias shape `[O]`
  /// @param activation applied to each number of the result
  /// @return shape `[B,outRows·outColumns·O]`
  /// @throws IllegalArgumentException if a shape is another
  public Tensor apply(Tensor x, Tensor weight, Tensor bias, Activation activation) {
    return Images.convolve(x, weight, bias, this, activation);
  }

  /// Numbers of an image.
  ///
  /// @return rows · columns · channels
  public int inputs() {
    return rows * columns * channels;
  }

  /// Numbers of a window, which is how many inputs each output has.
  ///
  /// @return kernel · kernel · channels
  public int window() {
    return kernel * kernel * channels;
  }

  /// Rows of the result.
  ///
  /// @return how many windows fit below each other
  public int outRows() {
    return (paddedRows() - kernel) / stride + 1;
  }

  /// Columns of the result.
  ///
  /// @return how many windows fit side by side
  public int outColumns() {
    return (paddedColumns() - kernel) / stride + 1;
  }

  int paddedRows() {
    return rows + 2 * padding;
  }

  int paddedColumns() {
    return columns + 2 * padding;
  }

  /// Where the windows start in padded images that lie one after the other, row by row.
  void starts(int images, int[] starts) {
    int i = 0;
    for (int image = 0; image < images; image++) {
      for (int r = 0; r < outRows(); r++) {
        int row = (image * paddedRows() + r * stride) * paddedColumns();
        for (int c = 0; c < outColumns(); c++) {
          starts[i++] = (row + c * stride) * channels;
        }
      }
    }
  }

  /// The places of a window's numbers from where it starts, row by row.
  void places(int[] places) {
    int i = 0;
    for (int r = 0; r < kernel; r++) {
      for (int j = 0; j < kernel * channels; j++) {
        places[i++] = r * paddedColumns() * channels + j;
      }
    }
  }
}
