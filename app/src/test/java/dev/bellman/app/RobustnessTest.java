package dev.bellman.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `evaluate --robustness` from the command line.
class RobustnessTest {
  @TempDir private Path folder;

  private Path train(String words) {
    Path run = folder.resolve("run");
    assertThat(Cli.line("train %s --quiet --run-dir %s".formatted(words, run)).status()).isZero();
    return run;
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> rows(Cli cli) {
    return (List<Map<String, Object>>) cli.object().get("perturbations");
  }

  @Test
  void everyPerturbationHasAMeanAndASpread() {
    Path run = train("ppo CartPole-v1 --steps 5000");
    Cli cli = Cli.line("evaluate %s --robustness --episodes 10 --json".formatted(run));
    List<Map<String, Object>> rows = rows(cli);
    assertThat(rows.getFirst())
        .containsEntry("kind", "seeds")
        .containsEntry("name", "as trained")
        .containsKeys("mean_return", "std_over_seeds", "worst_seed", "success_rate");
    assertThat(rows)
        .extracting(row -> row.get("name"))
        .contains(
            "gravity x 0.8",
            "masspole x 1.2",
            "length x 2.0",
            "Gaussian noise, std 0.1",
            "the last action again, probability 0.25",
            "sutton_barto_reward = true");
    assertThat(rows)
        .allSatisfy(
            row ->
                assertThat((double) row.get("worst_seed"))
                    .isLessThanOrEqualTo((double) row.get("mean_return")));
    Map<?, ?> time = (Map<?, ?>) cli.object().get("decision_us");
    assertThat((double) time.get("p50")).isPositive().isLessThanOrEqualTo((double) time.get("p99"));
    assertThat(Cli.line("evaluate %s --robustness --episodes 5".formatted(run)).out())
        .contains("as trained", "a decision takes");
  }

  @Test
  void tablesAreEvaluatedToo() {
    Path run = train("q-learning FrozenLake-v1 --steps 20000 --set environment.is_slippery=false");
    List<Map<String, Object>> rows =
        rows(Cli.line("evaluate %s --robustness --json".formatted(run)));
    assertThat(rows.getFirst()).containsEntry("mean_return", 1.0).containsEntry("worst_seed", 1.0);
    Map<String, Object> slippery =
        rows.stream()
            .filter(row -> row.get("name").equals("is_slippery = true"))
            .findFirst()
            .orElseThrow();
    assertThat((double) slippery.get("mean_return")).isLessThan(0.5);
  }

  @Test
  void drawnActionsAreRefused() {
    Cli cli = Cli.line("evaluate nowhere --robustness --stochastic");
    assertThat(cli.status()).isEqualTo(2);
    assertThat(cli.err()).contains("--robustness: can't be given with --stochastic");
  }
}
