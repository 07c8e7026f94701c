package dev.bellman.app.film;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/// GIF's compression: Lempel, Ziv and Welch's with codes of growing length, in blocks of at most
/// 255 bytes.
final class Lzw {
  private static final int MOST_CODES = 4096;
  private static final int SLOTS = 16_384;
  private static final int LONGEST_BLOCK = 255;

  private final ByteArrayOutputStream out;
  private final int clear;
  private final int firstLength;
  private final int[] keys = new int[SLOTS];
  private final int[] codes = new int[SLOTS];
  private final byte[] block = new byte[LONGEST_BLOCK];
  private int blockSize;
  private long bits;
  private int bitCount;
  private int next;
  private int length;

  private Lzw(int colorBits, ByteArrayOutputStream out) {
    this.out = out;
    clear = 1 << colorBits;
    firstLength = colorBits + 1;
  }

  /// Writes pixels.
  ///
  /// @param pixels the colours' numbers, at least one; not modified
  /// @param colorBits how many bits hold every number, 2 to 8
  /// @param out where to
  static void write(byte[] pixels, int colorBits, ByteArrayOutputStream out) {
    out.write(colorBits);
    new Lzw(colorBits, out).write(pixels);
  }

  private void write(byte[] pixels) {
    length = firstLength;
    restart();
    int prefix = pixels[0] & 0xFF;
    for (int i = 1; i < pixels.length; i++) {
      int color = pixels[i] & 0xFF;
      int slot = slot(prefix << 8 | color);
      if (keys[slot] != -1) {
        prefix = codes[slot];
        continue;
      }
      put(prefix);
      if (next == MOST_CODES) {
        restart();
      } else {
        keys[slot] = prefix << 8 | color;
        codes[slot] = next++;
      }
      prefix = color;
    }
    put(prefix);
    put(clear + 1);
    finish();
  }

  private void restart() {
    put(clear);
    Arrays.fill(keys, -1);
    next = clear + 2;
    length = firstLength;
  }

  /// Where a string's code is, or goes.
  private int slot(int key) {
    int slot = (key * 0x9E3779B1) >>> 18;
    while (keys[slot] != -1 && keys[slot] != key) {
      slot = (slot + 1) % SLOTS;
    }
    return slot;
  }

  /// Codes grow one code late, as the reader learns of each one then.
  private void put(int code) {
    bits |= (long) code << bitCount;
    bitCount += length;
    while (bitCount >= 8) {
      put((byte) bits);
      bits >>>= 8;
      bitCount -= 8;
    }
    if (next >= 1 << length && next < MOST_CODES) {
      length++;
    }
  }

  private void put(byte value) {
    block[blockSize++] = value;
    if (blockSize == LONGEST_BLOCK) {
      flush();
    }
  }

  private void flush() {
    out.write(blockSize);
    out.write(block, 0, blockSize);
    blockSize = 0;
  }

  private void finish() {
    if (bitCount > 0) {
      put((byte) bits);
    }
    if (blockSize > 0) {
      flush();
    }
    out.write(0);
  }
}
