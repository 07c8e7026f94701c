package dev.bellman.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.EnvSpec;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.Reset;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.Step;
import dev.bellman.rl.env.TransitionModel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SolveTest {
  @SuppressWarnings("unchecked")
  private static double[] values(Map<String, Object> result) {
    return ((List<Number>) result.get("values"))
        .stream().mapToDouble(Number::doubleValue).toArray();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "value-iteration",
        "gauss-seidel",
        "prioritized-sweeping",
        "policy-iteration",
        "modified-policy-iteration"
      })
  void aMethodPrintsValuesAndPolicyAsJson(String method) {
    Map<String, Object> result =
        Cli.line("solve " + method + " FrozenLake-v1 --gamma 0.99 --json").object();
    assertThat(result)
        .containsOnlyKeys(
            "environment", "method", "gamma", "iterations", "residual", "values", "policy")
        .containsEntry("environment", "FrozenLake-v1")
        .containsEntry("method", method)
        .containsEntry("gamma", 0.99)
        .containsEntry(
            "policy", List.of(0L, 3L, 3L, 3L, 0L, 0L, 0L, 0L, 3L, 1L, 0L, 0L, 0L, 2L, 1L, 0L));
    assertThat(values(result)).hasSize(16);
    assertThat(values(result)[0]).isCloseTo(0.5420259319840658, within(1e-8));
    assertThat(values(result)[14]).isCloseTo(0.8628374301453158, within(1e-8));
    assertThat(values(result)[15]).isZero();
    assertThat((Long) result.get("iterations")).isPositive();
    assertThat((Double) result.get("residual")).isLessThan(1e-11);
  }

  @ParameterizedTest
  @CsvSource({"policy-evaluation", "iterative-policy-evaluation"})
  void theRandomPolicyIsEvaluated(String method) {
    Map<String, Object> result =
        Cli.line("solve " + method + " FrozenLake-v1 --gamma 0.99 --json").object();
    assertThat(values(result)[0]).isCloseTo(0.012356137325163167, within(1e-9));
    assertThat(values(result)[8]).isCloseTo(0.03260247400552476, within(1e-9));
  }

  @Test
  void aFiniteHorizonCountsItsDecisions() {
    Map<String, Object> result =
        Cli.line(
                "solve backward-induction Corridor-v0 --horizon 2 --gamma 1"
                    + " --set environment.length=5 --json")
            .object();
    assertThat(values(result)).containsExactly(-2, -2, -2, -1, 0);
    assertThat(result)
        .containsEntry("iterations", 2L)
        .containsEntry("policy", List.of(0L, 0L, 0L, 1L, 0L));
  }

  @Test
  void aGridIsShownAsMaps() {
    Cli cli = Cli.line("solve prioritized-sweeping CliffWalking --gamma 1");
    assertThat(cli.status()).isZero();
    assertThat(cli.out().lines().toList().getFirst())
        .startsWith("prioritized-sweeping on CliffWalking-v1, gamma 1.0: 48 iterations, ");
    assertThat(cli.out())
        .contains("value at the start -13.000000")
        .contains(" -12.00 -11.00 -10.00  -9.00  -8.00  -7.00  -6.00  -5.00  -4.00  -3.00  -2.00")
        .contains(" C C C C C C C C C C G");
  }

  @Test
  void whatLiesOnNoGridIsShownAsATable() {
    Cli cli = Cli.line("solve policy-iteration Taxi");
    assertThat(cli.out().lines())
        .hasSize(44)
        .contains("       0       0.000000       0", "... and 460 more (all with --json)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          solve valueiteration Maze-v0 | method 'valueiteration': unknown, known: value-iteration, gauss-seidel, prioritized-sweeping, policy-iteration, modified-policy-iteration, policy-evaluation, iterative-policy-evaluation, backward-induction (did you mean 'value-iteration'?)
          solve value-iteration Mase-v0 | environment 'Mase-v0': unknown (did you mean 'Maze-v0'?
          solve value-iteration CartPole-v1 | environment 'CartPole-v1': must have a known model, got none (
          solve value-iteration Maze-v0 --gamma 1.9 | --gamma: must be in [0, 1], got 1.9
          solve value-iteration Maze-v0 --gamma -0.1 | --gamma: must be in [0, 1], got -0.1
          solve value-iteration Maze-v0 --gamma NaN | --gamma: must be in [0, 1], got NaN
          solve value-iteration Maze-v0 --gamma x | Invalid value for option '--gamma'
          solve value-iteration Maze-v0 --tolerance 0 | --tolerance: must be above 0, got 0.0
          solve policy-iteration Maze-v0 --tolerance 0.1 | --tolerance: policy-iteration takes none, it is exact
          solve backward-induction Maze-v0 | --horizon: must be given, got none (for example --horizon 100)
          solve backward-induction Maze-v0 --horizon 0 | --horizon: must be at least 1, got 0
          solve value-iteration Maze-v0 --horizon 3 | --horizon: only backward-induction takes one, got 3
          solve value-iteration Maze-v0 --threads 0 | --threads: must be in [1, 1024], got 0
          solve value-iteration Maze-v0 --set environment.depth=3 | environment.depth: unknown
          solve value-iteration Maze-v0 --set gae.gamma=1 | --set gae: only the environment has options here
          solve value-iteration Maze-v0 --out map.gif | --out: must end with .png, got 'map.gif'
          solve value-iteration Maze-v0 --out absent/map.png | --out: must be a file in a folder that is there, got 'absent/map.png'
          solve value-iteration Taxi-v4 --out map.png | --out: environment 'Taxi-v4' must lie on a grid to be drawn (use --json)
          solve value-iteration FrozenLake-v1 --gamma 1 --set environment.is_slippery=false | --gamma: must be below 1 for a policy that never ends, got 1 and state 0 (use 0.99)
          solve value-iteration Maze-v0 Maze-v0 | Unmatched argument at index 3: 'Maze-v0'
          solve value-iteration | Missing required parameter: '<environment>'
          """)
  void whatIsWrongIsOneLineAndStatusTwo(String line, String message) {
    Cli cli = Cli.line(line);
    assertThat(cli.status()).isEqualTo(2);
    assertThat(cli.out()).isEmpty();
    assertThat(cli.err().lines()).hasSize(1).first().asString().contains(message);
  }

  @Test
  void aModelThatNeverEndsIsRefusedWithoutDiscount() {
    Envs envs = Envs.builtIn().with(EnvSpec.of("Wheel-v0", "Goes round.", _ -> new Wheel(1)));
    Cli cli = Cli.run(envs, "solve", "value-iteration", "Wheel-v0", "--gamma", "1");
    assertThat(cli.status()).isEqualTo(2);
    assertThat(cli.err().strip())
        .isEqualTo(
            "bellman solve: --gamma: must be below 1 where no end can be reached, got 1 and state 0"
                + " (use 0.99)");
    assertThat(
            values(
                Cli.run(envs, "solve", "gauss-seidel", "Wheel-v0", "--gamma", "0.5", "--json")
                    .object()))
        .containsExactly(new double[] {2, 2, 2}, within(1e-9));
  }

  @Test
  void aModelThatIsNoneIsRefused() {
    Envs envs = Envs.builtIn().with(EnvSpec.of("Wheel-v0", "Goes round.", _ -> new Wheel(0.5)));
    Cli cli = Cli.run(envs, "solve", "value-iteration", "Wheel-v0");
    assertThat(cli.status()).isEqualTo(2);
    assertThat(cli.err().strip())
        .isEqualTo(
            "bellman solve: environment 'Wheel-v0': model: state 0, action 0: probabilities must"
                + " sum to 1, got 0.5");
  }

  @Test
  void aPictureIsDrawn(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("map.png");
    Cli cli = Cli.run("solve", "gauss-seidel", "Maze-v0", "--out", file.toString());
    assertThat(cli.status()).isZero();
    BufferedImage picture = ImageIO.read(file.toFile());
    assertThat(picture.getWidth()).isEqualTo(11 * 72 + 48);
    assertThat(folder).isDirectoryContaining(path -> path.equals(file));
    assertThat(folder.toFile().list()).hasSize(1);
  }

  /// Three states in a circle and a reward of 1 for each step.
  private record Wheel(double probability) implements Env<Integer, Integer>, TransitionModel {
    @Override
    public int states() {
      return 3;
    }

    @Override
    public int actions() {
      return 1;
    }

    @Override
    public void outcomes(int state, int action, Outcomes out) {
      out.add(probability, (state + 1) % 3, 1, false);
    }

    @Override
    public double[] initial() {
      return new double[] {1, 0, 0};
    }

    @Override
    public boolean terminal(int state) {
      return false;
    }

    @Override
    public Optional<TransitionModel> model() {
      return Optional.of(this);
    }

    @Override
    public Space<Integer> observationSpace() {
      return Discrete.of(3);
    }

    @Override
    public Space<Integer> actionSpace() {
      return Discrete.of(1);
    }

    @Override
    public Reset<Integer> reset(OptionalLong seed) {
      throw new IllegalStateException("reset: must not be needed");
    }

    @Override
    public Step<Integer> step(Integer action) {
      throw new IllegalStateException("step: must not be needed");
    }
  }
}
