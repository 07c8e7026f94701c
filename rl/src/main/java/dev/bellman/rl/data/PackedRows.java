package dev.bellman.rl.data;

import dev.bellman.rl.env.Box;
import dev.bellman.tensor.State;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.IntConsumer;

/// Rows of numbers in as few bytes as hold them exactly. Where bounds allow, zeros and ones are
/// packed as bits and whole numbers up to 255 as bytes, as long as nothing else comes; the first
/// number that does not fit turns all rows to floats, so none is ever changed.
final class PackedRows {
  /// How numbers are kept.
  enum Form {
    BITS(1),
    BYTES(Byte.SIZE),
    FLOATS(Float.SIZE);

    private final int bits;

    Form(int bits) {
      this.bits = bits;
    }

    /// The bytes of a row of so many numbers.
    int bytes(int width) {
      return Math.toIntExact(Math.ceilDiv((long) width * bits, Byte.SIZE));
    }

    private static Form of(long bits) {
      for (Form form : values()) {
        if (form.bits == bits) {
          return form;
        }
      }
      throw new IllegalArgumentException("replay: numbers must have 1, 8 or 32 bits, got " + bits);
    }
  }

  private static final int HIGHEST_BYTE = 255;

  /// What lies at 0 as a byte, which has a sign.
  private static final int MIDDLE = 128;

  private static final int ONE = Float.floatToRawIntBits(1f);
  private static final int LOWEST_EXPONENT_BIT = 23;

  /// The eight bits of each byte as bytes, the lowest first.
  private static final long[] SPREAD = spread();

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final int rows;
  private final int width;
  private final IntConsumer widening;

  /// Rows are read by several threads.
  @SuppressWarnings("ThreadLocalUsage") // its size is that of a row
  private final ThreadLocal<byte[]> spreadRoom;

  private Form form;
  private Paging paging;
  private byte[][] bytes;
  private float[][] floats;

  /// Room for rows.
  ///
  /// @param rows how many
  /// @param width numbers in a row
  /// @param form how they are kept at first
  /// @param widening is told the bytes of a row of floats before all rows become floats
  PackedRows(int rows, int width, Form form, IntConsumer widening) {
    this.rows = rows;
    this.width = width;
    this.widening = widening;
    this.form = form;
    this.spreadRoom = ThreadLocal.withInitial(() -> new byte[Byte.SIZE * Form.BITS.bytes(width)]);
    this.paging = Paging.of(rows, form == Form.FLOATS ? width : form.bytes(width));
    this.bytes = new byte[form == Form.FLOATS ? 0 : paging.pages()][];
    this.floats = new float[form == Form.FLOATS ? paging.pages() : 0][];
  }

  private static long[] spread() {
    var table = new long[1 << Byte.SIZE];
    for (int packed = 0; packed < table.length; packed++) {
      for (int d = 0; d < Byte.SIZE; d++) {
        table[packed] |= (long) ((packed >>> d) & 1) << (d * Byte.SIZE);
      }
    }
    return table;
  }

  /// The smallest form that bounds allow.
  static Form form(Box bounds) {
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < bounds.flatSize(); i++) {
      low = Math.min(low, bounds.low(i));
      high = Math.max(high, bounds.high(i));
    }
    if (low < 0 || high > HIGHEST_BYTE) {
      return Form.FLOATS;
    }
    return high > 1 ? Form.BYTES : Form.BITS;
  }

  int width() {
    return width;
  }

  int bytesPerRow() {
    return form.bytes(width);
  }

  /// Copies a row in.
  void put(float[] values, int from, int row) {
    boolean kept =
        switch (form) {
          case BITS -> putBits(values, from, row);
          case BYTES -> putBytes(values, from, row);
          case FLOATS -> putFloats(values, from, row);
        };
    if (!kept) {
      widen();
      putFloats(values, from, row);
    }
  }

  private boolean putFloats(float[] values, int from, int row) {
    System.arraycopy(values, from, floatPage(paging.page(row)), paging.offset(row), width);
    return true;
  }

  private boolean putBytes(float[] values, int from, int row) {
    byte[] page = bytePage(paging.page(row));
    int at = paging.offset(row);
    int wrong = 0;
    for (int d = 0; d < width; d++) {
      float value = values[from + d];
      int whole = (int) value;
      wrong |= whole & ~HIGHEST_BYTE;
      wrong |= Float.floatToRawIntBits((float) whole) ^ Float.floatToRawIntBits(value);
      page[at + d] = (byte) (whole - MIDDLE);
    }
    return wrong == 0;
  }

  private boolean putBits(float[] values, int from, int row) {
    byte[] page = bytePage(paging.page(row));
    int at = paging.offset(row);
    int wrong = 0;
    for (int first = 0; first < width; first += Byte.SIZE) {
      int packed = 0;
      int count = Math.min(Byte.SIZE, width - first);
      for (int d = 0; d < count; d++) {
        int raw = Float.floatToRawIntBits(values[from + first + d]);
        int bit = raw >>> LOWEST_EXPONENT_BIT & 1;
        wrong |= raw ^ ONE * bit;
        packed |= bit << d;
      }
      page[at++] = (byte) packed;
    }
    return wrong == 0;
  }

  /// Copies a row out.
  void get(int row, float[] out, int to) {
    int page = paging.page(row);
    int at = paging.offset(row);
    switch (form) {
      case BITS -> getBits(bytes[page], at, out, to);
      case BYTES -> {
        byte[] from = bytes[page];
        for (int d = 0; d < width; d++) {
          out[to + d] = from[at + d] + (float) MIDDLE;
        }
      }
      case FLOATS -> System.arraycopy(floats[page], at, out, to, width);
    }
  }

  /// Each byte becomes eight bytes of 0 or 1, which are turned to floats many at a time.
  private void getBits(byte[] page, int from, float[] out, int to) {
    byte[] spread = spreadRoom.get();
    for (int i = 0; i < paging.width(); i++) {
      LONGS.set(spread, i * Long.BYTES, SPREAD[page[from + i] & HIGHEST_BYTE]);
    }
    for (int d = 0; d < width; d++) {
      out[to + d] = spread[d];
    }
  }

  /// The first number of a row.
  float first(int row) {
    return floats[paging.page(row)][paging.offset(row)];
  }

  /// Turns all rows to floats.
  private void widen() {
    widening.accept(Form.FLOATS.bytes(width));
    var wide = new PackedRows(rows, width, Form.FLOATS, widening);
    var row = new float[width];
    for (int r = 0; r < rows; r++) {
      if (bytes[paging.page(r)] != null) {
        get(r, row, 0);
        wide.putFloats(row, 0, r);
      }
    }
    become(wide);
  }

  private void become(PackedRows other) {
    form = other.form;
    paging = other.paging;
    bytes = other.bytes;
    floats = other.floats;
  }

  private byte[] bytePage(int page) {
    if (bytes[page] == null) {
      bytes[page] = new byte[paging.length(page)];
    }
    return bytes[page];
  }

  private float[] floatPage(int page) {
    if (floats[page] == null) {
      floats[page] = new float[paging.length(page)];
    }
    return floats[page];
  }

  /// Writes the first rows.
  void save(State out, int firstRows) {
    out.putLong("bits", form.bits);
    for (int page = 0; page < paging.pages(); page++) {
      int length = paging.length(page, firstRows);
      if (length > 0) {
        out.put(
            Integer.toString(page),
            form == Form.FLOATS
                ? Arrays.copyOf(floats[page], length)
                : Arrays.copyOf(bytes[page], length));
      }
    }
  }

  /// Reads the first rows back.
  void load(State in, int firstRows) {
    Form saved = Form.of(in.longValue("bits"));
    if (saved != form) {
      widening.accept(saved.bytes(width));
      become(new PackedRows(rows, width, saved, widening));
    }
    for (int page = 0; page < paging.pages(); page++) {
      int length = paging.length(page, firstRows);
      String name = Integer.toString(page);
      if (length > 0 && form == Form.FLOATS) {
        System.arraycopy(in.floats(name, length), 0, floatPage(page), 0, length);
      } else if (length > 0) {
        System.arraycopy(in.bytes(name, length), 0, bytePage(page), 0, length);
      }
    }
  }
}
