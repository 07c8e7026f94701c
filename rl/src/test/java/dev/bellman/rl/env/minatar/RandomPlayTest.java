package dev.bellman.rl.env.minatar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.env.VecStep;
import dev.bellman.tensor.Rng;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How well and how long random play goes, beside what the authors' program with its own random
/// numbers gave over 3000 (Freeway) to 40,000 episodes; its page says of Breakout 0.5 ± 0.023.
class RandomPlayTest {
  private static final int COPIES = 50;
  private static final int EPISODES = 2000;

  /// Mean and standard error of the mean.
  private static final class Mean {
    private double sum;
    private double squares;
    private int count;

    void add(double value) {
      sum += value;
      squares += value * value;
      count++;
    }

    double value() {
      return sum / count;
    }

    double error() {
      return Math.sqrt(Math.max(0, squares / count - value() * value()) / count);
    }

    /// Within four standard errors of a mean that has an error of its own.
    void check(double expected, double itsError) {
      assertThat(value()).isCloseTo(expected, within(4 * Math.hypot(error(), itsError)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Asterix, 0.4994, 0.0043, 70.461, 0.223",
    "Breakout, 0.5049, 0.0073, 11.151, 0.076",
    "Freeway, 0.1387, 0.0068, 2501, 0",
    "Seaquest, 0.1072, 0.0041, 30.906, 0.372",
    "SpaceInvaders, 2.8588, 0.0166, 51.442, 0.278"
  })
  void returnsAndLengthsAreTheOriginals(
      String title, double meanReturn, double returnError, double meanLength, double lengthError) {
    VecEnv env = Envs.builtIn().vector("MinAtar/" + title + "-v0", COPIES, Map.of());
    VecStep out = VecStep.of(env);
    Actions actions = Actions.of(COPIES, env.actionSpace());
    long[] seeds = new long[COPIES];
    for (int i = 0; i < COPIES; i++) {
      seeds[i] = 100 + i;
    }
    env.reset(seeds, out);
    Rng rng = Rng.ofSeed(99);
    var returns = new Mean();
    var lengths = new Mean();
    double[] sums = new double[COPIES];
    int[] steps = new int[COPIES];
    int[] episodes = new int[COPIES];
    while (returns.count < EPISODES) {
      rng.fillInts(6, actions.discrete());
      env.step(actions, out);
      for (int i = 0; i < COPIES; i++) {
        sums[i] += out.rewards()[i];
        steps[i]++;
        if (out.terminated()[i]) {
          if (episodes[i]++ < EPISODES / COPIES) {
            returns.add(sums[i]);
            lengths.add(steps[i]);
          }
          sums[i] = 0;
          steps[i] = 0;
        }
      }
    }
    returns.check(meanReturn, returnError);
    lengths.check(meanLength, lengthError);
  }
}
