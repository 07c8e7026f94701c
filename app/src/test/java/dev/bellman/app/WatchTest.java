package dev.bellman.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellman.app.film.Blocks;
import dev.bellman.app.terminal.Screen;
import dev.bellman.app.terminal.Stage;
import dev.bellman.rl.env.EnvSpec;
import dev.bellman.rl.env.Envs;
import java.awt.image.BufferedImage;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class WatchTest {
  private static final Envs ENVS =
      Envs.builtIn().with(EnvSpec.of("Dots-v0", "", _ -> new DrawnButBroken()));

  @Test
  void textsAreWrittenBelowOneAnother() {
    Cli cli = Cli.run(ENVS, "watch", "Dots-v0", "--actions", "0,1");
    assertThat(cli.status()).as(cli.err()).isZero();
    assertThat(cli.out().lines())
        .containsExactly(
            ".",
            "Dots-v0  episode 1, step 0, reward 0, return 0",
            "",
            ".x",
            "Dots-v0  episode 1, step 1, reward 1, return 1",
            "",
            ".xx",
            "Dots-v0  episode 1, step 2, reward 1, return 2",
            "",
            "episode 1: return 2.0, 2 steps, left unfinished");
  }

  @Test
  void anEpisodeIsLeftAfterItsLongest() {
    Cli cli = Cli.run(ENVS, "watch", "Dots-v0", "--longest", "1", "--episodes", "2");
    assertThat(cli.out()).contains("episode 2: return 1.0, 1 step, left unfinished");
  }

  @Test
  void withoutTextAndTerminalRecordIsNamed() {
    Cli cli = Cli.run("watch", "CartPole-v1");
    assertThat(cli.status()).isEqualTo(2);
    assertThat(cli.out()).isEmpty();
    assertThat(cli.err().strip())
        .isEqualTo(
            "bellman watch: environment 'CartPole-v1': has no text, and its picture needs a"
                + " terminal with block characters (bellman record draws it into a file)");
  }

  @Test
  void whatIsWrongIsOneLine() {
    assertThat(Cli.line("watch CartPole-v1 --fps 0").err())
        .contains("--fps: must be above 0 and at most 1000, got 0.0");
    assertThat(Cli.line("watch CartPole-v1 --longest 0").err())
        .contains("--longest: must be at least 1, got 0");
    Cli broken = Cli.run(ENVS, "watch", "Dots-v0");
    assertThat(broken.status()).isEqualTo(1);
    assertThat(broken.err())
        .contains("environment 'Dots-v0': must not throw, got", "motor broken", "bellman check");
  }

  @Test
  void onATerminalATextTakesThePlaceOfTheOneBefore() {
    var out = new StringWriter();
    try (var stage = new Stage(new PrintWriter(out), new Screen(true, 80, true), () -> 1000)) {
      stage.show("a\nb", 0);
      stage.show("c", 0);
    }
    assertThat(out.toString())
        .isEqualTo(
            "\u001b[?25la\u001b[0m\u001b[K\nb\u001b[0m\u001b[K\n\u001b[J"
                + "\u001b[2Fc\u001b[0m\u001b[K\n\u001b[J\u001b[?25h");
  }

  @Test
  void picturesBecomeBlocksOfTheNearestColours() {
    var picture = new BufferedImage(2, 3, BufferedImage.TYPE_INT_RGB);
    picture.setRGB(0, 0, 0xFF0000);
    picture.setRGB(1, 0, 0xFF0000);
    picture.setRGB(0, 1, 0x808080);
    picture.setRGB(1, 1, 0x0060FF);
    assertThat(Blocks.of(picture))
        .isEqualTo("\u001b[38;5;196;48;5;244m\u2580\u001b[38;5;196;48;5;27m\u2580\n");
  }
}
