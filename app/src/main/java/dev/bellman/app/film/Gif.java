package dev.bellman.app.film;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes a film as an animated GIF that goes on for ever.
///
/// All pictures share one table of colours; each holds only the rectangle that differs from the one
/// before, in which pixels that stay may be left out as transparent.
///
/// **Source** GIF89a, CompuServe 1990; the loop is Netscape's extension.
final class Gif {
  private static final int LONGEST_DELAY = 65_535;

  private final Film film;
  private final int colorBits;
  private final int transparent;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private Gif(Film film) {
    this.film = film;
    transparent = film.palette().size();
    colorBits = Math.max(2, 32 - Integer.numberOfLeadingZeros(transparent));
  }

  /// Writes pictures.
  ///
  /// @param film the pictures
  /// @param numbers those that are shown, growing, at least one
  /// @param delay how long each is shown, in hundredths of a second
  /// @param hold how much longer those that are held are shown
  /// @return the file's content
  static byte[] of(Film film, List<Integer> numbers, int delay, int hold) {
    var gif = new Gif(film);
    gif.header();
    byte[] shown = null;
    int i = 0;
    while (i < numbers.size()) {
      byte[] pixels = film.frame(numbers.get(i));
      Area changed = shown == null ? gif.all() : gif.changed(shown, pixels);
      int time = 0;
      do {
        time += delay + (film.isHeld(numbers.get(i)) ? hold : 0);
        i++;
      } while (i < numbers.size() && gif.same(pixels, numbers.get(i)));
      gif.picture(shown, pixels, changed, Math.min(time, LONGEST_DELAY));
      shown = pixels;
    }
    gif.out.write(0x3B);
    return gif.out.toByteArray();
  }

  private boolean same(byte[] pixels, int number) {
    return java.util.Arrays.equals(pixels, film.frame(number));
  }

  private void header() {
    out.writeBytes("GIF89a".getBytes(StandardCharsets.US_ASCII));
    word(film.width());
    word(film.height());
    out.write(0x80 | 0x70 | colorBits - 1);
    out.write(0);
    out.write(0);
    for (int i = 0; i < 1 << colorBits; i++) {
      int color = i < transparent ? film.palette().color(i) : 0;
      out.write(color >> 16);
      out.write(color >> 8);
      out.write(color);
    }
    out.write(0x21);
    out.write(0xFF);
    out.write(11);
    out.writeBytes("NETSCAPE2.0".getBytes(StandardCharsets.US_ASCII));
    out.write(3);
    out.write(1);
    word(0);
    out.write(0);
  }

  private void word(int value) {
    out.write(value);
    out.write(value >> 8);
  }

  private record Area(int left, int top, int width, int height) {}

  private Area all() {
    return new Area(0, 0, film.width(), film.height());
  }

  /// The smallest rectangle that holds all changes.
  private Area changed(byte[] before, byte[] after) {
    int left = film.width();
    int right = 0;
    int top = film.height();
    int bottom = 0;
    for (int y = 0; y < film.height(); y++) {
      for (int x = 0; x < film.width(); x++) {
        int at = y * film.width() + x;
        if (before[at] != after[at]) {
          left = Math.min(left, x);
          right = Math.max(right, x);
          top = Math.min(top, y);
          bottom = y;
        }
      }
    }
    return new Area(left, top, right - left + 1, bottom - top + 1);
  }

  private void picture(byte @Nullable [] before, byte[] after, Area area, int delay) {
    byte[] whole = compressed(null, after, area);
    byte[] sparse = before == null ? whole : compressed(before, after, area);
    out.write(0x21);
    out.write(0xF9);
    out.write(4);
    out.write(0x05); // the next picture is laid over this one; a colour is transparent
    word(delay);
    out.write(transparent);
    out.write(0);
    out.write(0x2C);
    word(area.left);
    word(area.top);
    word(area.width);
    word(area.height);
    out.write(0);
    out.writeBytes(sparse.length < whole.length ? sparse : whole);
  }

  /// The rectangle's pixels, without those that stay if there is a picture before.
  private byte[] compressed(byte @Nullable [] before, byte[] after, Area area) {
    var pixels = new byte[area.width * area.height];
    for (int y = 0; y < area.height; y++) {
      for (int x = 0; x < area.width; x++) {
        int at = (area.top + y) * film.width() + area.left + x;
        boolean stays = before != null && before[at] == after[at];
        pixels[y * area.width + x] = stays ? (byte) transparent : after[at];
      }
    }
    var bytes = new ByteArrayOutputStream();
    Lzw.write(pixels, colorBits, bytes);
    return bytes.toByteArray();
  }
}
