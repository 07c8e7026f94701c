package dev.bellman.app.film;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The colours of an animation, at most 255: those of the first pictures; later ones become the
/// nearest of these when there is no room.
///
/// Colours that differ by little share an entry: what antialiasing mixes needs no exact shade.
final class Palette {
  /// One entry of the 256 of a GIF is left for the transparent one.
  static final int MOST = 255;

  /// How far colours of areas lie apart at least, and how far mixed ones do.
  private static final int AREA_NEAR = 4;

  private static final int MIXED_NEAR = 20;

  /// A colour of an area covers at least one pixel in so many.
  private static final int AREA = 500;

  private final int[] colors = new int[MOST];
  private final Map<Integer, Integer> indices = new HashMap<>();
  private int size;

  /// The number of colours.
  int size() {
    return size;
  }

  /// A colour as `0xRRGGBB`.
  int color(int index) {
    return colors[index];
  }

  /// The entries of pixels.
  ///
  /// @param pixels colours as `0xRRGGBB`; not modified
  byte[] indices(int[] pixels) {
    addNew(pixels);
    var result = new byte[pixels.length];
    int last = -1;
    byte entry = 0;
    for (int i = 0; i < pixels.length; i++) {
      int color = pixels[i] & 0xFFFFFF;
      if (color != last) {
        last = color;
        entry = requireNonNull(indices.get(color)).byteValue();
      }
      result[i] = entry;
    }
    return result;
  }

  private void addNew(int[] pixels) {
    var counts = new HashMap<Integer, Integer>();
    int last = -1;
    boolean known = true;
    for (int pixel : pixels) {
      int color = pixel & 0xFFFFFF;
      if (color != last) {
        last = color;
        known = indices.containsKey(color);
      }
      if (!known) {
        counts.merge(color, 1, Integer::sum);
      }
    }
    List<Integer> fresh =
        counts.entrySet().stream()
            .sorted(
                Map.Entry.<Integer, Integer>comparingByValue()
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey()))
            .map(Map.Entry::getKey)
            .toList();
    List<Integer> areas =
        fresh.stream()
            .filter(color -> requireNonNull(counts.get(color)) >= pixels.length / AREA)
            .toList();
    add(areas, AREA_NEAR);
    add(fresh, MIXED_NEAR);
    for (int color : fresh) {
      indices.put(color, nearest(color));
    }
  }

  /// Adds those colours that lie farther from all others than `near`, or than more where there is
  /// no room for so many.
  private void add(List<Integer> fresh, int near) {
    int before = size;
    for (int color : fresh) {
      if (size == 0 || distance(colors[nearest(color)], color) > near) {
        if (size == MOST) {
          size = before;
          add(fresh, 2 * near);
          return;
        }
        colors[size++] = color;
      }
    }
  }

  private int nearest(int color) {
    int nearest = 0;
    for (int i = 1; i < size; i++) {
      if (distance(colors[i], color) < distance(colors[nearest], color)) {
        nearest = i;
      }
    }
    return nearest;
  }

  /// The greatest difference of the three parts.
  private static int distance(int a, int b) {
    int red = Math.abs((a >> 16 & 0xFF) - (b >> 16 & 0xFF));
    int green = Math.abs((a >> 8 & 0xFF) - (b >> 8 & 0xFF));
    int blue = Math.abs((a & 0xFF) - (b & 0xFF));
    return Math.max(red, Math.max(green, blue));
  }
}
