package dev.bellman.rl.data;

import dev.bellman.tensor.State;
import java.util.Arrays;

/// Rows of whole numbers from 0 to a limit: bytes where the limit allows.
final class IndexRows {
  private static final int BYTE_VALUES = 256;

  private final Paging paging;
  private final boolean small;
  private final byte[][] bytes;
  private final int[][] ints;

  /// Room for rows.
  ///
  /// @param rows how many
  /// @param width numbers in a row
  /// @param n the numbers are below it
  IndexRows(int rows, int width, int n) {
    this.paging = Paging.of(rows, width);
    this.small = n <= BYTE_VALUES;
    this.bytes = new byte[small ? paging.pages() : 0][];
    this.ints = new int[small ? 0 : paging.pages()][];
  }

  /// Copies a row in.
  void put(int[] values, int from, int row) {
    for (int k = 0; k < paging.width(); k++) {
      put(values[from + k], row, k);
    }
  }

  void put(int value, int row, int k) {
    int page = paging.page(row);
    int at = paging.offset(row) + k;
    if (small) {
      bytePage(page)[at] = (byte) value;
    } else {
      intPage(page)[at] = value;
    }
  }

  int get(int row, int k) {
    int page = paging.page(row);
    int at = paging.offset(row) + k;
    return small ? bytes[page][at] & 0xff : ints[page][at];
  }

  /// Copies a row out.
  void get(int row, int[] out, int to) {
    for (int k = 0; k < paging.width(); k++) {
      out[to + k] = get(row, k);
    }
  }

  private byte[] bytePage(int page) {
    if (bytes[page] == null) {
      bytes[page] = new byte[paging.length(page)];
    }
    return bytes[page];
  }

  private int[] intPage(int page) {
    if (ints[page] == null) {
      ints[page] = new int[paging.length(page)];
    }
    return ints[page];
  }

  int bytesPerRow() {
    return paging.width() * (small ? Byte.BYTES : Integer.BYTES);
  }

  /// Writes the first rows.
  void save(State out, int rows) {
    for (int page = 0; page < paging.pages(); page++) {
      int length = paging.length(page, rows);
      if (length > 0) {
        out.put(
            Integer.toString(page),
            small ? Arrays.copyOf(bytes[page], length) : Arrays.copyOf(ints[page], length));
      }
    }
  }

  /// Reads the first rows back.
  void load(State in, int rows) {
    for (int page = 0; page < paging.pages(); page++) {
      int length = paging.length(page, rows);
      if (length > 0 && small) {
        System.arraycopy(in.bytes(Integer.toString(page), length), 0, bytePage(page), 0, length);
      } else if (length > 0) {
        System.arraycopy(in.ints(Integer.toString(page), length), 0, intPage(page), 0, length);
      }
    }
  }
}
