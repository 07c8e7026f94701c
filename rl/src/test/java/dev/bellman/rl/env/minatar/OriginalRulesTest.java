package dev.bellman.rl.env.minatar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.env.VecStep;
import dev.bellman.tensor.Rng;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Frame for frame the games of the authors' program.
///
/// The numbers are from 30,000 frames of that program with its random numbers taken from NumPy's
/// `default_rng(seed)` (`rand` is `random`, `randint(n)` is `integers(n)`) and actions from
/// `default_rng(seed + 1).integers(6)`: the CRC-32 of all observations, rewards and ends as bytes,
/// the number of ends and the sum of rewards.
class OriginalRulesTest {
  private static final int FRAMES = 30_000;

  /// What was seen, as the numbers above.
  private static final class Seen {
    private final CRC32 crc = new CRC32();
    private int ends;
    private int total;

    void add(float[] planes, double reward, boolean isEnd) {
      byte[] bytes = new byte[planes.length + 2];
      for (int k = 0; k < planes.length; k++) {
        bytes[k] = (byte) planes[k];
      }
      bytes[planes.length] = (byte) reward;
      bytes[planes.length + 1] = (byte) (isEnd ? 1 : 0);
      crc.update(bytes);
      ends += isEnd ? 1 : 0;
      total += (int) reward;
    }

    void check(long expectedCrc, int expectedEnds, int expectedTotal) {
      assertThat(total).isEqualTo(expectedTotal);
      assertThat(ends).isEqualTo(expectedEnds);
      assertThat(crc.getValue()).isEqualTo(expectedCrc);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Asterix, 940599298, 441, 195",
    "Breakout, 1583907970, 2676, 1369",
    "Freeway, 3681129912, 11, 3",
    "Seaquest, 1112468315, 925, 95",
    "SpaceInvaders, 1322109405, 582, 1734"
  })
  void playsAsTheOriginal(String title, long crc, int ends, int total) {
    VecEnv env = Envs.builtIn().vector("MinAtar/" + title + "-v0", 1, Map.of());
    VecStep out = VecStep.of(env);
    Actions actions = Actions.of(1, env.actionSpace());
    Rng rng = Rng.ofSeed(8);
    var seen = new Seen();
    env.reset(new long[] {7}, out);
    for (int t = 0; t < FRAMES; t++) {
      actions.discrete()[0] = rng.nextInt(6);
      env.step(actions, out);
      boolean isEnd = out.terminated()[0];
      seen.add(isEnd ? out.finalObservations() : out.observations(), out.rewards()[0], isEnd);
    }
    seen.check(crc, ends, total);
  }

  /// Plays without sticky actions and does not stop at an end, to reach what random play does not:
  /// the last ramps, full crews, many enemies.
  private static Seen playOn(Game game, IntUnaryOperator choice, Runnable afterFrame, int[] s) {
    Rng actions = Rng.ofSeed(18);
    Rng rng = Rng.ofSeed(17);
    var seen = new Seen();
    game.start(s, 0, rng);
    for (int t = 0; t < FRAMES; t++) {
      int reward = game.advance(s, 0, choice.applyAsInt(actions.nextInt(Game.ACTIONS)), rng);
      float[] planes = new float[100 * game.channels()];
      game.observe(s, 0, planes, 0);
      seen.add(planes, reward, s[Game.ENDED] == 1);
      afterFrame.run();
      s[Game.ENDED] = 0;
      if (t % 5000 == 4999 && !(game instanceof Breakout)) {
        game.start(s, 0, rng);
      }
    }
    return seen;
  }

  @ParameterizedTest
  @CsvSource({"true, 668784557, 3696, 1209", "false, 3614078256, 1299, 280"})
  void asterixGoesOnAsTheOriginal(boolean ramping, long crc, int ends, int total) {
    var game = new Asterix(ramping);
    playOn(game, a -> a, () -> {}, new int[game.layout().size()]).check(crc, ends, total);
  }

  @ParameterizedTest
  @CsvSource({"true, 2309361370, 2109, 1128", "false, 3004966295, 1468, 1058"})
  void spaceInvadersGoesOnAsTheOriginal(boolean ramping, long crc, int ends, int total) {
    var game = new SpaceInvaders(ramping);
    playOn(game, a -> a, () -> {}, new int[game.layout().size()]).check(crc, ends, total);
  }

  /// Oxygen that has run out is filled up again after the frame.
  @ParameterizedTest
  @CsvSource({"true, 2282121324, 5265, 852", "false, 118353226, 1502, 319"})
  void seaquestGoesOnAsTheOriginal(boolean ramping, long crc, int ends, int total) {
    var game = new Seaquest(ramping);
    int[] s = new int[game.layout().size()];
    Runnable fillOxygen =
        () -> {
          if (s[SeaquestState.OXYGEN] == 0) {
            s[SeaquestState.OXYGEN] = 200;
          }
        };
    playOn(game, a -> a, fillOxygen, s).check(crc, ends, total);
  }

  /// A lost ball starts again upwards from the row above the lowest.
  @Test
  void breakoutGoesOnAsTheOriginal() {
    var game = new Breakout();
    int[] s = new int[game.layout().size()];
    Runnable bringBack =
        () -> {
          if (s[Game.ENDED] == 1) {
            s[Breakout.BALL_Y] = 8;
            s[Breakout.DOWN_FLAG] = 0;
          }
        };
    playOn(game, a -> a, bringBack, s).check(3_373_940_294L, 1780, 1979);
  }

  /// The first four actions count as up, or the chicken would hardly arrive.
  @Test
  void freewayGoesOnAsTheOriginal() {
    var game = new Freeway();
    int[] s = new int[game.layout().size()];
    playOn(game, a -> a < 4 ? Game.UP : a, () -> {}, s).check(3_434_518_101L, 15_000, 131);
  }
}
