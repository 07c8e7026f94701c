package dev.bellman.app.solve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellman.rl.env.GridShape;
import dev.bellman.rl.env.GridShape.Direction;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class MapPictureTest {
  private static final List<Direction> RIGHT = List.of(Direction.RIGHT);

  private static int pixel(BufferedImage picture, int x, int y) {
    return picture.getRGB(x, y) & 0xFFFFFF;
  }

  @Test
  void cellsGoFromDarkToLight() {
    var grid = new GridShape(4, "..#G", RIGHT);
    BufferedImage picture = MapPicture.draw(grid, new double[] {1, 2, 0, 0}, new int[4], "a title");
    assertThat(picture.getWidth()).isEqualTo(420 + 48);
    int left = (420 + 48 - 4 * 72) / 2;
    assertThat(pixel(picture, left + 2, 46)).isEqualTo(0x3D2C6B);
    assertThat(pixel(picture, left + 74, 46)).isEqualTo(0xFBE9A0);
    assertThat(pixel(picture, left + 146, 46)).isEqualTo(0x15181E);
    assertThat(pixel(picture, left + 218, 46)).isEqualTo(0x3F8F5F);
    assertThat(pixel(picture, left + 72 / 2, 44 + 26)).as("the arrow").isEqualTo(0xFFFFFF);
  }

  @Test
  void aLargeGridHasAPixelACell() {
    var grid = new GridShape(1500, ".".repeat(1500 * 1200), RIGHT);
    double[] values = new double[1500 * 1200];
    values[1500 * 1200 - 1] = 1;
    BufferedImage picture = MapPicture.draw(grid, values, new int[values.length], "");
    assertThat(picture.getWidth()).isEqualTo(1548);
    assertThat(picture.getHeight()).isEqualTo(44 + 1200 + 56);
    assertThat(pixel(picture, 24, 44)).isEqualTo(0x3D2C6B);
    assertThat(pixel(picture, 24 + 1499, 44 + 1199)).isEqualTo(0xFBE9A0);
  }

  @Test
  void aGridWithoutOpenCellsHasNoLegend() {
    var grid = new GridShape(1, "G", RIGHT);
    assertThat(MapPicture.draw(grid, new double[1], new int[1], "").getWidth()).isEqualTo(468);
  }
}
