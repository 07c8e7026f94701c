package dev.bellman.rl.env.toytext;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellman.rl.env.Drawable;
import dev.bellman.rl.env.StartState;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ToyTextPicturesTest {
  private static int[] picture(Drawable env) {
    Drawable.Size size = env.pictureSize();
    var image = new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, size.width(), size.height());
    env.draw(g);
    g.dispose();
    return image.getRGB(0, 0, size.width(), size.height(), null, 0, size.width());
  }

  private static void differ(Map<String, ? extends StartState<?>> envs, double[]... states) {
    envs.forEach(
        (name, env) -> {
          var drawable = (Drawable) env;
          assertThat(drawable.pictureSize().width()).as(name).isBetween(400, 600);
          env.startFrom(states[0]);
          int[] first = picture(drawable);
          for (int k = 1; k < states.length; k++) {
            env.startFrom(states[k]);
            assertThat(picture(drawable)).as(name).isNotEqualTo(first);
          }
          env.startFrom(states[0]);
          assertThat(picture(drawable)).as(name).isEqualTo(first);
        });
  }

  @Test
  void everyStateHasItsPicture() {
    differ(
        Map.of(
            "4x4", FrozenLake.env(LakeMap.named("4x4"), 1),
            "8x8", FrozenLake.env(LakeMap.named("8x8"), 1)),
        new double[] {0},
        new double[] {1},
        new double[] {5},
        new double[] {15});
    differ(Map.of("cliff", CliffWalking.env(false)), new double[] {36}, new double[] {47});
    differ(
        Map.of("taxi", Taxi.env()),
        new double[] {314},
        new double[] {414},
        new double[] {315 - 2},
        new double[] {310});
    differ(
        Map.of("blackjack", Blackjack.env(Blackjack.Naturals.WIN)),
        new double[] {1, 2, 3, 4},
        new double[] {10, 2, 3, 4},
        new double[] {1, 2, 3, 4, 5});
  }

  @Test
  void theDealersHiddenCardShowsAtTheEnd() {
    var env = Blackjack.env(Blackjack.Naturals.WIN);
    env.startFrom(new double[] {10, 9, 3, 4});
    int[] hidden = picture(env);
    env.startFrom(new double[] {10, 8, 3, 4});
    assertThat(picture(env)).isEqualTo(hidden);
    env.step(0);
    assertThat(picture(env)).isNotEqualTo(hidden);
  }

  @Test
  void largeLakesKeepToOnePixelATile() {
    var env = FrozenLake.env(LakeMap.random(500, 0.9, 1), 1);
    assertThat(env.pictureSize()).isEqualTo(new Drawable.Size(500, 500));
  }
}
