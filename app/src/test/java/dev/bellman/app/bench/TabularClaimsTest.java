package dev.bellman.app.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.app.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The claims about tabular methods hold, and their pictures are drawn.
class TabularClaimsTest {
  @TempDir private Path folder;

  private static double value(List<Measurement> results, String name, String unit) {
    return results.stream()
        .filter(result -> result.name().endsWith(name) && result.unit().equals(unit))
        .findFirst()
        .orElseThrow()
        .value();
  }

  @Test
  void aPotentialChangesNoActionAndAnotherBonusIsFarmed() throws IOException {
    List<Measurement> results = ShapingClaim.run(Pictures.in(folder.resolve("new")));
    assertThat(value(results, "exact: the task alone", "V(start)")).isEqualTo(8.179, within(5e-4));
    // minus Φ(start), which is -10
    assertThat(value(results, "exact: with a potential", "V(start)"))
        .isEqualTo(18.179, within(5e-4));
    assertThat(value(results, "exact: with a potential", "other actions")).isZero();
    assertThat(value(results, "exact: 1 for coming nearer", "other actions")).isEqualTo(2);
    assertThat(value(results, "300: the task alone", "task return")).isGreaterThan(8.5);
    assertThat(value(results, "300: with a potential", "task return")).isGreaterThan(8.5);
    assertThat(value(results, "300: 1 for coming nearer", "task return")).isLessThan(3);
    assertThat(value(results, "300: 1 for coming nearer", "paid return")).isGreaterThan(20);
    assertThat(Files.size(folder.resolve("new/shaping-maps.png"))).isGreaterThan(10_000);
    assertThat(Files.size(folder.resolve("new/reward-hacking.svg"))).isGreaterThan(10_000);
  }

  @Test
  void sarsaEarnsMoreAndQLearningFindsTheShortestPath() {
    List<Measurement> results = CliffClaim.run(Pictures.in(folder));
    String online = "online, episodes 101 to 500";
    assertThat(value(results, ": SARSA " + online, "mean return"))
        .isGreaterThan(value(results, ": Q-learning " + online, "mean return") + 15);
    assertThat(value(results, ": Q-learning greedy path", "median return")).isEqualTo(-13);
    assertThat(value(results, ": SARSA greedy path", "median return")).isLessThan(-13);
    assertThat(folder.resolve("cliff-return.svg")).exists();
    assertThat(folder.resolve("cliff-paths.svg")).exists();
  }

  @Test
  void aFolderThatCannotBeWrittenIsRefused() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> Pictures.in(file))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("must be a folder that can be written");
  }
}
