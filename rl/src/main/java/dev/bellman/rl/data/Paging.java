package dev.bellman.rl.data;

/// How rows of equal width are spread over pages: flat arrays that are made when their first row
/// comes. So memory is taken as rows come, nothing is ever moved, and rows may be more than one
/// array can hold.
///
/// @param rows how many rows there are
/// @param width how many values each row has
/// @param shift the logarithm of a page's rows
record Paging(int rows, int width, int shift) {
  private static final int MOST_VALUES = 1 << 18;

  static Paging of(int rows, int width) {
    int shift = 0;
    while (((long) width << (shift + 1)) <= MOST_VALUES) {
      shift++;
    }
    return new Paging(rows, width, shift);
  }

  int pages() {
    return ((rows - 1) >>> shift) + 1;
  }

  int page(int row) {
    return row >>> shift;
  }

  /// Where a row begins in its page.
  int offset(int row) {
    return (row & ((1 << shift) - 1)) * width;
  }

  /// How many values of a page the first rows have.
  int length(int page, int firstRows) {
    long rest = firstRows - ((long) page << shift);
    return Math.toIntExact(Math.clamp(rest, 0, 1L << shift) * width);
  }

  /// How many values a page has.
  int length(int page) {
    return length(page, rows);
  }
}
