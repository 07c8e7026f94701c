package dev.bellman.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellman.rl.env.Envs;
import dev.bellman.tensor.internal.json.Json;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class CheckTest {
  @Test
  void aGoodEnvironmentEndsWithStatusZero() {
    Map<String, Object> report = Cli.line("check CartPole --json").object();
    assertThat(report)
        .containsOnlyKeys(
            "environment",
            "observation_space",
            "action_space",
            "steps_per_second",
            "errors",
            "warnings",
            "notes",
            "findings")
        .containsEntry("environment", "CartPole-v1")
        .containsEntry("action_space", "Discrete(2)")
        .containsEntry("errors", 0L)
        .containsEntry("warnings", 0L)
        .containsEntry("notes", 1L)
        .containsEntry(
            "findings",
            List.of(
                Map.of(
                    "severity",
                    "note",
                    "message",
                    "observationSpace: coordinates 1, 3 without bounds, so nothing can be scaled by"
                        + " them")));
    assertThat((double) report.get("steps_per_second")).isGreaterThan(1000);
  }

  @Test
  void theReportForPeopleHasALineForEachFinding() {
    Cli cli = Cli.line("check Pendulum-v1 --set environment.max_episode_steps=1");
    assertThat(cli.status()).isZero();
    assertThat(cli.err()).isEmpty();
    assertThat(cli.out().lines())
        .hasSize(7)
        .contains(
            "environment   Pendulum-v1",
            "warning  actionSpace: coordinate 0 should be in [-1, 1], got [-2.0, 2.0] (scale inside"
                + " step)",
            "warning  step 1: should not be truncated right after a reset (raise"
                + " max_episode_steps)",
            "no errors, 2 warnings, no notes");
  }

  @Test
  void errorsAreReportedAndEndWithStatusTwo() {
    Envs envs =
        MisbehavingEnv.registry(
            3, _ -> MisbehavingEnv.step(new float[] {0, 7}, 1, false, new byte[] {1, 1}));
    Cli cli = Cli.run(envs, "check", "Bad-v0", "--json");
    assertThat(cli.status()).isEqualTo(2);
    assertThat(cli.err().strip())
        .isEqualTo(
            "bellman check: environment 'Bad-v0': must have no errors, got 2 (mend it as the report"
                + " says)");
    assertThat(cli.out().lines()).hasSize(1);
    assertThat(Json.parse(cli.out().strip()))
        .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
        .containsEntry("errors", 2L)
        .containsEntry("steps_per_second", null)
        .extractingByKey("findings", InstanceOfAssertFactories.list(Map.class))
        .extracting(finding -> finding.get("message"))
        .first()
        .isEqualTo(
            "observation[1]: must be in [-1.0, 1.0] as observationSpace() says, got 7.0 in step 3"
                + " (widen the space or clip)");
  }

  @Test
  void anEnvironmentThatThrowsIsReported() {
    Cli cli = Cli.run(MisbehavingEnv.registry(0, _ -> null), "check", "Bad-v0");
    assertThat(cli.status()).isEqualTo(2);
    assertThat(cli.out())
        .contains("speed         - steps/s in one thread")
        .contains("error    environment 'MisbehavingEnv' [0], reset: reset must not throw, got")
        .contains("1 error, no warnings, no notes");
  }

  @Test
  void whatCannotBeMadeIsOneLine() {
    assertThat(Cli.line("check CartPol").err()).contains("environment 'CartPol': unknown");
    Cli cli = Cli.line("check CartPole --set environment.gravity=x");
    assertThat(cli.status()).isEqualTo(2);
    assertThat(cli.out()).isEmpty();
    assertThat(cli.err()).contains("environment.gravity: must be a finite number, got x");
  }
}
