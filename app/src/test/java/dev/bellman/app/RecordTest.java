package dev.bellman.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.EnvSpec;
import dev.bellman.rl.env.Envs;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordTest {
  @TempDir private Path folder;

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private static int pictures(String file) throws IOException {
    ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
    try (var in = ImageIO.createImageInputStream(Path.of(file).toFile())) {
      reader.setInput(in);
      return reader.getNumImages(true);
    }
  }

  @Test
  void randomActionsInAnEnvironmentAreAnimated() throws IOException {
    String out = file("a.gif");
    Map<String, Object> result =
        Cli.run("record", "CartPole-v1", "--seed", "3", "--out", out, "--json").object();
    assertThat(result)
        .containsOnlyKeys("environment", "algorithm", "checkpoint", "episodes", "file", "bytes")
        .containsEntry("environment", "CartPole-v1")
        .containsEntry("algorithm", null)
        .containsEntry("bytes", Files.size(Path.of(out)));
    @SuppressWarnings("unchecked")
    var episode = ((List<Map<String, Object>>) result.get("episodes")).getFirst();
    assertThat(episode).containsEntry("terminated", true).containsEntry("truncated", false);
    assertThat(pictures(out)).isEqualTo(((Number) episode.get("steps")).intValue() + 1);
  }

  @Test
  void aTrainedPolicyIsAnimatedInASmallFile() throws IOException {
    Cli trained =
        Cli.run(
            "train", "ppo", "CartPole-v1", "--steps", "2000", "--run-dir", file("run"), "--quiet");
    assertThat(trained.status()).as(trained.err()).isZero();
    Cli cli =
        Cli.run("record", file("run"), "--episodes", "2", "--stochastic", "--out", file("b.gif"));
    assertThat(cli.status()).as(cli.err()).isZero();
    assertThat(cli.out()).contains("episode 1: return", "episode 2: return", "b.gif");
    assertThat(Files.size(folder.resolve("b.gif"))).isBetween(10_000L, 500_000L);
    try (var files = Files.list(folder)) {
      assertThat(files.map(f -> f.getFileName().toString())).containsOnly("run", "b.gif");
    }
  }

  @Test
  void theSameSeedGivesTheSameFile() throws IOException {
    Cli.run("record", "CartPole-v1", "--out", file("a.gif"));
    Cli.run("record", "CartPole-v1", "--out", file("b.gif"));
    assertThat(folder.resolve("a.gif")).hasSameBinaryContentAs(folder.resolve("b.gif"));
  }

  @Test
  void aPngIsTheLastPicture() throws IOException {
    Cli cli =
        Cli.run("record", "CartPole", "--actions", "1,1", "--width", "300", "--out", file("a.png"));
    assertThat(cli.out()).startsWith("episode 1: return 2.0, 2 steps, left unfinished");
    BufferedImage picture = ImageIO.read(folder.resolve("a.png").toFile());
    assertThat(picture.getWidth()).isEqualTo(300);
    assertThat(picture.getHeight()).isEqualTo(176);
  }

  @Test
  void picturesCanBeLeftOut() throws IOException {
    Cli.run("record", "CartPole-v1", "--out", file("a.gif"), "--frames", "4", "--fps", "10");
    assertThat(pictures(file("a.gif"))).isBetween(3, 6);
  }

  private void assertRefused(String line, String message) {
    Cli cli = Cli.line(line.replace("DIR", folder.toString()));
    assertThat(cli.status()).isEqualTo(2);
    assertThat(cli.err().lines()).singleElement().asString().contains(message);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whatIsWrongIsOneLineAndNothingIsWritten() {
    assertRefused("record CartPole-v1 --out DIR/a.mp4", "--out: must end with .gif or .png");
    assertRefused("record CartPole-v1", "Missing required option: '--out=FILE'");
    assertRefused("record CartPole-v1 --out DIR/no/a.gif", "--out: must be a file in a folder");
    assertRefused("record CartPol-v1 --out DIR/a.gif", "environment 'CartPol-v1': unknown");
    assertRefused("record DIR --out DIR/a.gif", "must be a checkpoint or hold one");
    assertRefused("record DIR/a.safetensors --out DIR/a.gif", "no such file");
    assertRefused(
        "record CartPole --fps 60 --out DIR/a.gif", "--fps: must be in [1, 50], got 60.0");
    assertRefused("record CartPole --frames 0 --out DIR/a.gif", "--frames: must be in [1, 2147");
    assertRefused("record CartPole --episodes 0 --out DIR/a.gif", "--episodes: must be at least 1");
    assertRefused("record CartPole --seed -1 --out DIR/a.gif", "--seed: must be at least 0");
    assertRefused(
        "record CartPole --actions 2 --out DIR/a.gif",
        "--actions[0]: must lie in Discrete(2), got 2");
    assertRefused(
        "record CartPole --stochastic --out DIR/a.gif", "--stochastic: must come with a run");
  }

  @Test
  void anEnvironmentThatCannotBeDrawnIsRefused() {
    Envs envs = MisbehavingEnv.registry(1000, _ -> null);
    Cli cli = Cli.run(envs, "record", "Bad-v0", "--out", file("a.gif"));
    assertThat(cli.status()).isEqualTo(2);
    assertThat(cli.err())
        .contains("environment 'Bad-v0': can't be drawn (let its class implement Drawable)");
  }

  @Test
  void anEnvironmentThatThrowsLeavesNoFile() {
    Envs envs =
        Envs.builtIn().with(EnvSpec.of("Half-v0", "", _ -> (Env<?, ?>) new DrawnButBroken()));
    Cli cli = Cli.run(envs, "record", "Half-v0", "--out", file("a.gif"));
    assertThat(cli.status()).isEqualTo(1);
    assertThat(cli.err().lines()).singleElement().asString().contains("motor broken");
    assertThat(folder).isEmptyDirectory();
  }
}
