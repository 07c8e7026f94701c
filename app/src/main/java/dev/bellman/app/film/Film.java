package dev.bellman.app.film;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// Pictures one after the other, of the same size, kept packed.
public final class Film {
  /// How much longer held pictures are shown, in hundredths of a second.
  private static final int HOLD = 100;

  private final int width;
  private final int height;
  private final Palette palette = new Palette();
  private final List<byte[]> frames = new ArrayList<>();
  private final List<Boolean> held = new ArrayList<>();

  /// An empty film.
  ///
  /// @param width the pictures' width
  /// @param height the pictures' height
  public Film(int width, int height) {
    this.width = width;
    this.height = height;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  Palette palette() {
    return palette;
  }

  /// Adds a picture.
  ///
  /// @param picture of this film's size; copied
  /// @param hold whether it stands longer, as at the end of an episode
  public void add(BufferedImage picture, boolean hold) {
    int[] pixels = picture.getRGB(0, 0, width, height, null, 0, width);
    frames.add(packed(palette.indices(pixels)));
    held.add(hold);
  }

  /// The number of pictures.
  ///
  /// @return the count
  public int size() {
    return frames.size();
  }

  /// The film as an animated GIF. Where there are too many pictures, some are left out at even
  /// distances.
  ///
  /// @param framesPerSecond how fast, 1 to 50
  /// @param most how many pictures at most, at least 1; first and last ones of episodes may be more
  /// @return the file's content
  /// @throws IllegalStateException if there is no picture
  public byte[] gif(double framesPerSecond, int most) {
    if (frames.isEmpty()) {
      throw new IllegalStateException("film: must have a picture, got none");
    }
    return Gif.of(this, chosen(most), (int) Math.round(100 / framesPerSecond), HOLD);
  }

  /// One picture as a PNG.
  ///
  /// @param picture the picture; not modified
  /// @return the file's content
  public static byte[] png(BufferedImage picture) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(picture, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException("picture: must be written into memory", e);
    }
    return bytes.toByteArray();
  }

  /// Whether a picture stands longer: at the end of an episode, and of the film.
  boolean isHeld(int frame) {
    return held.get(frame) || frame == size() - 1;
  }

  /// Chooses pictures at even distances, so that no more are left than asked for; the first one and
  /// those that are held stay, and may be more.
  ///
  /// @param most how many
  /// @return their numbers, growing
  List<Integer> chosen(int most) {
    int every = Math.max(1, Math.ceilDiv(size(), most));
    var chosen = new ArrayList<Integer>();
    int sinceStart = 0;
    for (int i = 0; i < size(); i++) {
      if (sinceStart % every == 0 || isHeld(i)) {
        chosen.add(i);
      }
      sinceStart = held.get(i) ? 0 : sinceStart + 1;
    }
    return chosen;
  }

  /// The palette's entries, row by row.
  byte[] frame(int number) {
    try (var in = new InflaterInputStream(new ByteArrayInputStream(frames.get(number)))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("film: must unpack what it packed", e);
    }
  }

  private static byte[] packed(byte[] pixels) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DeflaterOutputStream(bytes)) {
      out.write(pixels);
    } catch (IOException e) {
      throw new UncheckedIOException("film: must pack into memory", e);
    }
    return bytes.toByteArray();
  }
}
