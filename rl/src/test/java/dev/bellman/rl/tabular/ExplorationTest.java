package dev.bellman.rl.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.Metrics;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.optim.Schedule;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExplorationTest {
  private static final int DRAWS = 20_000;

  /// State 1: values 1, 3, 3, 2, of which the last is forbidden; tried 1, 2, 4, 0 times.
  private static ActionValues table() {
    var q = new ActionValues(2, 4, 0);
    double[] values = {1, 3, 3, 2};
    int[] visits = {1, 2, 4, 0};
    for (int a = 0; a < 4; a++) {
      q.nudge(1, a, values[a]);
      for (int k = 0; k < visits[a]; k++) {
        q.visit(1, a);
      }
    }
    q.allow(1, new byte[] {0, 0, 0, 0, 1, 1, 1, 0}, 1);
    return q;
  }

  private static double[] probabilities(Exploration policy, double progress) {
    double[] out = new double[4];
    policy.probabilities(table(), 1, progress, out);
    return out;
  }

  private static Stream<Exploration> policies() {
    return Stream.of(
        new Exploration.Greedy(),
        new Exploration.EpsilonGreedy(Schedule.linear(1, 0)),
        new Exploration.Boltzmann(Schedule.constant(1.5)),
        new Exploration.Ucb(2),
        new Exploration.Ucb(0),
        new Exploration.Uniform());
  }

  @ParameterizedTest
  @MethodSource("policies")
  void actionsAreDrawnAsOftenAsTheirProbabilitiesSay(Exploration policy) {
    Rng rng = Rng.ofSeed(3);
    double[] share = new double[4];
    for (int k = 0; k < DRAWS; k++) {
      share[policy.choose(table(), 1, 0.6, rng)] += 1.0 / DRAWS;
    }
    double[] expected = probabilities(policy, 0.6);
    assertThat(expected[0] + expected[1] + expected[2]).isCloseTo(1, within(1e-15));
    for (int a = 0; a < 4; a++) {
      assertThat(share[a]).isCloseTo(expected[a], within(0.015));
    }
    assertThat(share[3]).isZero();
  }

  @Test
  void tiesShareTheGreedyProbability() {
    assertThat(probabilities(new Exploration.Greedy(), 0)).containsExactly(0, 0.5, 0.5, 0);
  }

  @Test
  void epsilonFollowsItsScheduleAndIsSpreadOverWhatIsAllowed() {
    var policy = new Exploration.EpsilonGreedy(Schedule.linear(1, 0));
    assertThat(probabilities(policy, 0.25))
        .containsExactly(new double[] {0.25, 0.375, 0.375, 0}, within(1e-15));
    assertThat(probabilities(policy, 1)).containsExactly(0, 0.5, 0.5, 0);
  }

  @Test
  void boltzmannWeightsAreExponential() {
    double[] p = probabilities(new Exploration.Boltzmann(Schedule.constant(2)), 0);
    assertThat(p[1] / p[0]).isCloseTo(Math.E, within(1e-12));
    assertThat(p[1]).isEqualTo(p[2]);
    assertThat(p[3]).isZero();
  }

  @Test
  void boltzmannStandsLargeValuesAndLowTemperatures() {
    var q = new ActionValues(1, 2, 1e6);
    q.nudge(0, 1, 1);
    double[] p = new double[2];
    new Exploration.Boltzmann(Schedule.constant(1e-3)).probabilities(q, 0, 0, p);
    assertThat(p).containsExactly(0, 1);
  }

  @Test
  void upperConfidenceBoundsPreferWhatWasTriedLess() {
    assertThat(probabilities(new Exploration.Ucb(2), 0)).containsExactly(0, 1, 0, 0);
    assertThat(probabilities(new Exploration.Ucb(10), 0)).containsExactly(1, 0, 0, 0);
    var untried = new ActionValues(1, 2, 0);
    untried.nudge(0, 0, 5);
    untried.visit(0, 0);
    assertThat(new Exploration.Ucb(1).choose(untried, 0, 0, Rng.ofSeed(1))).isEqualTo(1);
  }

  @Test
  void tiesAreBrokenAtRandomByAStreamAndByTheLowestActionWithoutOne() {
    assertThat(table().greedy(1, null)).isEqualTo(1);
    assertThat(Stream.iterate(Rng.ofSeed(1), rng -> rng).limit(50).map(r -> table().greedy(1, r)))
        .containsOnly(1, 2)
        .contains(1, 2);
  }

  @Test
  void whatFollowsAScheduleIsTold() {
    var metrics = new Metrics();
    new Exploration.EpsilonGreedy(Schedule.linear(1, 0)).tell(0.25, metrics);
    new Exploration.Boltzmann(Schedule.constant(2)).tell(0.25, metrics);
    new Exploration.Uniform().tell(0.25, metrics);
    assertThat(metrics.asMap()).containsOnlyKeys("epsilon", "temperature");
    assertThat(metrics.get("epsilon")).isEqualTo(0.75);
  }

  @Test
  void rangesAreChecked() {
    assertThatThrownBy(() -> new Exploration.EpsilonGreedy(Schedule.linear(1.5, 0)))
        .hasMessage("epsilon: must be in [0.0, 1.0], got 1.5");
    assertThatThrownBy(() -> new Exploration.Boltzmann(Schedule.linear(1, 0)))
        .hasMessage("temperature: must be above 0, got 0.0");
    assertThatThrownBy(() -> new Exploration.Ucb(-1)).hasMessage("c: must be at least 0, got -1.0");
  }

  @Test
  void stepSizesFollowVisitsOrASchedule() {
    assertThat(new StepSize.PerVisit(1).at(0, 0)).isEqualTo(1);
    assertThat(new StepSize.PerVisit(1).at(3, 0)).isEqualTo(0.25);
    assertThat(new StepSize.PerVisit(0.75).at(15, 0)).isEqualTo(0.125);
    assertThat(new StepSize.Scheduled(Schedule.linear(0.5, 0)).at(99, 0.5)).isEqualTo(0.25);
    assertThatThrownBy(() -> new StepSize.PerVisit(0.5))
        .hasMessage("exponent: must be in (0.5, 1], got 0.5");
    assertThatThrownBy(() -> new StepSize.Scheduled(Schedule.constant(1.1)))
        .hasMessage("alpha: must be in [0.0, 1.0], got 1.1");
  }
}
