package dev.bellman.app.film;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.tensor.Rng;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import org.junit.jupiter.api.Test;

/// Animations are read back by the JDK's own reader.
class FilmTest {
  private static BufferedImage picture(int width, int height, int... colors) {
    var picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      picture.setRGB(i % width, i / width, colors[i % colors.length]);
    }
    return picture;
  }

  private static ImageReader reader(byte[] gif) throws IOException {
    ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
    reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(gif)));
    return reader;
  }

  /// What a viewer shows after each picture: each lies over those before.
  private static List<int[]> shown(byte[] gif, int width, int height) throws IOException {
    ImageReader reader = reader(gif);
    var canvas = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    var shown = new ArrayList<int[]>();
    for (int i = 0; i < reader.getNumImages(true); i++) {
      IIOMetadataNode place = node(reader, i, "ImageDescriptor");
      canvas
          .createGraphics()
          .drawImage(
              reader.read(i),
              Integer.parseInt(place.getAttribute("imageLeftPosition")),
              Integer.parseInt(place.getAttribute("imageTopPosition")),
              null);
      shown.add(pixels(canvas));
    }
    return shown;
  }

  private static IIOMetadataNode node(ImageReader reader, int i, String name) throws IOException {
    var tree =
        (IIOMetadataNode) reader.getImageMetadata(i).getAsTree("javax_imageio_gif_image_1.0");
    return (IIOMetadataNode) tree.getElementsByTagName(name).item(0);
  }

  private static int delay(ImageReader reader, int i) throws IOException {
    return Integer.parseInt(node(reader, i, "GraphicControlExtension").getAttribute("delayTime"));
  }

  private static int[] pixels(BufferedImage picture) {
    int[] pixels =
        picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
    return Arrays.stream(pixels).map(pixel -> pixel & 0xFFFFFF).toArray();
  }

  @Test
  void whatIsFilmedIsShown() throws IOException {
    var film = new Film(4, 2);
    var pictures =
        List.of(
            picture(4, 2, 0xFFFFFF),
            picture(4, 2, 0xFFFFFF, 0xFF0000, 0xFFFFFF, 0xFFFFFF),
            picture(4, 2, 0x0000FF, 0x00FF00, 0x123456));
    pictures.forEach(picture -> film.add(picture, false));
    List<int[]> shown = shown(film.gif(25, 10), 4, 2);
    assertThat(shown).hasSize(3);
    for (int i = 0; i < 3; i++) {
      assertThat(shown.get(i)).containsExactly(pixels(pictures.get(i)));
    }
  }

  @Test
  void noiseOfEverySizeIsShown() throws IOException {
    Rng rng = Rng.ofSeed(1);
    int[] colors = new int[200];
    for (int i = 0; i < colors.length; i++) {
      colors[i] = i % 6 * 40 << 16 | i / 6 % 6 * 40 << 8 | i / 36 * 40;
    }
    for (int size : new int[] {1, 2, 3, 17, 90, 300}) {
      var film = new Film(size, 40);
      var pictures = new ArrayList<BufferedImage>();
      for (int k = 0; k < 3; k++) {
        var picture = new BufferedImage(size, 40, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < size * 40; i++) {
          picture.setRGB(i % size, i / size, colors[rng.nextInt(colors.length)]);
        }
        pictures.add(picture);
        film.add(picture, false);
      }
      List<int[]> shown = shown(film.gif(25, 10), size, 40);
      for (int k = 0; k < 3; k++) {
        assertThat(shown.get(k)).containsExactly(pixels(pictures.get(k)));
      }
    }
  }

  @Test
  void moreColoursThanAGifHoldsBecomeTheNearest() throws IOException {
    var film = new Film(32, 32);
    var picture = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 1024; i++) {
      picture.setRGB(i % 32, i / 32, i % 11 * 25 << 16 | i / 11 % 11 * 25 << 8 | i / 121 * 30);
    }
    film.add(picture, false);
    int[] shown = shown(film.gif(25, 10), 32, 32).getFirst();
    assertThat(Arrays.stream(shown).distinct().count()).isBetween(60L, 255L);
    int[] meant = pixels(picture);
    for (int i = 0; i < 1024; i++) {
      for (int shift = 0; shift <= 16; shift += 8) {
        assertThat(shown[i] >> shift & 0xFF).isCloseTo(meant[i] >> shift & 0xFF, within(40));
      }
    }
  }

  @Test
  void speedIsInHundredthsAndTheEndStands() throws IOException {
    var film = new Film(2, 2);
    film.add(picture(2, 2, 0xFFFFFF), false);
    film.add(picture(2, 2, 0xFF0000), true);
    film.add(picture(2, 2, 0x00FF00), false);
    film.add(picture(2, 2, 0x0000FF), false);
    ImageReader reader = reader(film.gif(30, 10));
    assertThat(delay(reader, 0)).isEqualTo(3);
    assertThat(delay(reader, 1)).isEqualTo(103);
    assertThat(delay(reader, 2)).isEqualTo(3);
    assertThat(delay(reader, 3)).isEqualTo(103);
    assertThat(node(reader, 0, "ApplicationExtension").getAttribute("applicationID"))
        .isEqualTo("NETSCAPE");
  }

  @Test
  void picturesThatAreEqualAreOne() throws IOException {
    var film = new Film(2, 2);
    film.add(picture(2, 2, 0xFFFFFF), false);
    film.add(picture(2, 2, 0xFFFFFF), false);
    film.add(picture(2, 2, 0xFF0000), false);
    ImageReader reader = reader(film.gif(10, 10));
    assertThat(reader.getNumImages(true)).isEqualTo(2);
    assertThat(delay(reader, 0)).isEqualTo(20);
  }

  @Test
  void tooManyPicturesAreLeftOutEvenlyButNotTheEnds() {
    var film = new Film(1, 1);
    for (int i = 0; i < 20; i++) {
      film.add(picture(1, 1, i), i == 10);
    }
    assertThat(film.chosen(20)).hasSize(20);
    assertThat(film.chosen(5)).containsExactly(0, 4, 8, 10, 11, 15, 19);
  }

  @Test
  void aFilmWithoutPicturesIsRefused() {
    assertThatThrownBy(() -> new Film(1, 1).gif(30, 1))
        .hasMessage("film: must have a picture, got none");
  }
}
