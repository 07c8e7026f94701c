package dev.bellman.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellman.app.train.Algorithms;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tabular learning from the command line.
class TabularCommandsTest {
  @TempDir private Path folder;

  private Cli train(String words) {
    return Cli.line("train %s --quiet --run-dir %s".formatted(words, folder.resolve("run")));
  }

  @Test
  void theLearnedMapStandsBelowTheResult() {
    Cli cli = train("q-learning FrozenLake-v1 --steps 20000 --set environment.is_slippery=false");
    assertThat(cli.status()).isZero();
    List<String> lines = cli.out().lines().toList();
    assertThat(lines.getFirst()).startsWith("q-learning on FrozenLake-v1, seed 1: mean return 1.0");
    assertThat(lines.subList(lines.size() - 4, lines.size()))
        .allMatch(line -> line.strip().split(" +").length == 4)
        .last()
        .matches(line -> line.contains("G"));
  }

  @Test
  void everyAlgorithmOfThePackageTrains() {
    List<String> names =
        Algorithms.ALL.stream()
            .filter(a -> a.defaults().getClass().getPackageName().endsWith(".tabular"))
            .map(algorithm -> algorithm.name())
            .toList();
    assertThat(names).hasSize(15);
    for (String name : names) {
      Cli cli =
          Cli.line(
              "train %s Corridor-v0 --steps 2000 --eval-episodes 2 --json --quiet --run-dir %s"
                  .formatted(name, folder.resolve(name)));
      assertThat(cli.object()).containsEntry("algorithm", name);
    }
  }

  @Test
  void aPolicyThatNeverArrivesIsEvaluatedAllTheSame() {
    Cli cli = train("sarsa CliffWalking-v1 --steps 1 --set environment.max_episode_steps=5");
    assertThat(cli.status()).isZero();
    Cli endless =
        Cli.line(
            "train watkins-q CliffWalking-v1 --steps 1 --eval-episodes 1 --json --quiet --run-dir "
                + folder.resolve("endless"));
    assertThat(endless.object()).containsKey("evaluation");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          q-learning FrozenLake-v1 --set gamma=1.5 | gamma: must be in [0, 1], got 1.5
          q-learning FrozenLake-v1 --set behaviour.epsilonGreedy.epsilon=2 | epsilon: must be in [0.0, 1.0], got 2.0
          linear-sarsa FrozenLake-v1 --set behaviour.ucb.c=1 | behaviour: must not count visits
          q-learning Acrobot-v1 | observations must be discrete, got Box
          q-learning Pendulum-v1 | actions must be discrete, got Box
          lspi Taxi-v4 --set features.tiles.bins.counts=[4] | tiles need a Box, got Discrete(500)
          linear-sarsa MountainCar-v0 --set features.tiles.bins.counts=[4] | must have a number for each of 2
          """)
  void badInputIsRefusedInOneLine(String words, String message) {
    Cli cli = train(words);
    assertThat(cli.status()).isEqualTo(2);
    assertThat(cli.err().lines()).hasSize(1);
    assertThat(cli.err()).contains(message);
  }
}
