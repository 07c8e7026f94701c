package dev.bellman.tensor.io;

/// One tensor's line in the header.
///
/// @param name the tensor's name
/// @param dtype its element type
/// @param shape its extents
/// @param begin where its bytes begin, counted from the end of the header
/// @param end where they end, exclusive
record TensorInfo(String name, Dtype dtype, int[] shape, long begin, long end) {
  int length() {
    return (int) ((end - begin) / dtype.width());
  }
}
