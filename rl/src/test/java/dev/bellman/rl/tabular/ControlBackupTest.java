package dev.bellman.rl.tabular;

import static dev.bellman.rl.tabular.Scripts.learn;
import static dev.bellman.rl.tabular.Scripts.step;
import static dev.bellman.rl.tabular.Scripts.terminated;
import static dev.bellman.rl.tabular.Scripts.truncated;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.tabular.Scripts.Event;
import dev.bellman.rl.tabular.Scripts.Plan;
import dev.bellman.tensor.State;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Each control method's backups, computed by hand. Every number is exact in binary.
class ControlBackupTest {
  private static final ControlMethod Q_LEARNING = new ControlMethod.OneStep(new Bootstrap.Max());
  private static final ControlMethod SARSA = new ControlMethod.OneStep(new Bootstrap.NextAction());
  private static final ControlMethod EXPECTED_SARSA =
      new ControlMethod.OneStep(new Bootstrap.Expectation());

  /// From 0 to 1 and on to an end that shows state 0, whose value must not count; once more.
  private static final List<Event> TO_THE_END = List.of(step(1, 1), terminated(2, 0), step(1, 1));

  /// The same, cut: here the value of the final state 0 counts.
  private static final List<Event> TO_A_CUT = List.of(step(1, 1), truncated(2, 0), step(1, 1));

  private static double[] values(ControlMethod method, Plan plan, List<Event> steps) {
    return learn(method, plan, steps.toArray(Event[]::new));
  }

  /// One choice at the start and one after each step.
  private static Plan offPolicy() {
    return new Plan(1, 0, 1, 0);
  }

  /// One choice at the start, one where each step led, and one where the second episode starts.
  private static Plan onPolicy() {
    return new Plan(1, 0, 0, 1, 1);
  }

  @Test
  void qLearningTakesTheGreatestNextValueButNotBeyondTheEnd() {
    assertThat(values(Q_LEARNING, offPolicy(), TO_THE_END)).containsExactly(0, 1, 1, 0, 0, 0);
  }

  @Test
  void qLearningBootstrapsFromWhereAnEpisodeWasCut() {
    assertThat(values(Q_LEARNING, offPolicy(), TO_A_CUT))
        .containsExactly(0, 1.03125, 1.125, 0, 0, 0);
  }

  @Test
  void sarsaTakesTheValueOfTheActionThatComesNext() {
    assertThat(values(SARSA, onPolicy(), TO_THE_END)).containsExactly(0, 0.75, 1, 0, 0, 0);
    assertThat(values(SARSA, new Plan(1, 0, 0, 1, 0), TO_THE_END))
        .containsExactly(0, 1, 1, 0, 0, 0);
  }

  @Test
  void sarsaBootstrapsFromAnActionWhereAnEpisodeWasCut() {
    assertThat(values(SARSA, new Plan(1, 0, 1, 1, 1), TO_A_CUT))
        .containsExactly(0, 0.75, 1.125, 0, 0, 0);
  }

  @Test
  void expectedSarsaTakesTheBehavioursMean() {
    assertThat(values(EXPECTED_SARSA, offPolicy(), TO_A_CUT))
        .containsExactly(0, 0.818359375, 1.09375, 0, 0, 0);
  }

  @Test
  void aTargetPolicyThatDoesNotActIsFollowedByTheTargetAlone() {
    ControlMethod uniform = new ControlMethod.OneStep(new Bootstrap.Of(new Exploration.Uniform()));
    assertThat(values(uniform, offPolicy(), TO_A_CUT))
        .containsExactly(0, 0.8828125, 1.0625, 0, 0, 0);
    ControlMethod greedy = new ControlMethod.OneStep(new Bootstrap.Of(new Exploration.Greedy()));
    assertThat(values(greedy, offPolicy(), TO_A_CUT))
        .containsExactly(values(Q_LEARNING, offPolicy(), TO_A_CUT));
  }

  @Test
  void nStepTargetsTakeTwoRewardsAndTheValueAfterThem() {
    ControlMethod method = new ControlMethod.NStep(2, new Bootstrap.NextAction());
    assertThat(learn(method, new Plan(1, 0, 1, 0), step(1, 1), step(2, 2)))
        .containsExactly(0, 1, 0, 0, 0, 0);
    assertThat(learn(method, new Plan(1, 0, 1, 0), step(1, 1), step(2, 0), step(4, 1)))
        .containsExactly(0, 1, 2, 0, 0, 0);
  }

  @Test
  void nStepTargetsAreShorterWhereTheEpisodeEnds() {
    ControlMethod method = new ControlMethod.NStep(2, new Bootstrap.NextAction());
    assertThat(learn(method, new Plan(1, 0, 1, 0), step(1, 1), terminated(2, 0)))
        .containsExactly(0, 1, 1, 0, 0, 0);
    assertThat(learn(method, new Plan(1, 0, 1, 0), step(1, 1), truncated(2, 0)))
        .containsExactly(0, 1, 1.25, 0, 0, 0);
    ControlMethod long5 = new ControlMethod.NStep(5, new Bootstrap.NextAction());
    assertThat(learn(long5, new Plan(1, 0, 1, 0), step(1, 1), terminated(2, 0)))
        .containsExactly(0, 1, 1, 0, 0, 0);
  }

  @Test
  void oneOfNStepsIsSarsa() {
    assertThat(values(new ControlMethod.NStep(1, new Bootstrap.NextAction()), onPolicy(), TO_A_CUT))
        .containsExactly(values(SARSA, onPolicy(), TO_A_CUT));
  }

  @Test
  void watkinsErrorsReachBackAlongTheTrace() {
    assertThat(
            learn(new ControlMethod.WatkinsQ(0.5, true), new Plan(1, 0, 1), step(1, 1), step(2, 0)))
        .containsExactly(0, 0.78125, 1.125, 0, 0, 0);
  }

  @Test
  void watkinsTracesAreCutWhereTheActionIsNotGreedy() {
    ControlMethod method = new ControlMethod.WatkinsQ(0.5, true);
    assertThat(learn(method, new Plan(1, 0, 0), step(1, 1), step(2, 0), terminated(4, 2)))
        .containsExactly(2, 0.78125, 1.125, 0, 0, 0);
    assertThat(learn(method, new Plan(1, 0, 1), step(1, 1), step(2, 0), terminated(4, 2)))
        .containsExactly(0, 2.390625, 1.52734375, 0, 0, 0);
  }

  @Test
  void watkinsWithoutTracesIsQLearning() {
    assertThat(values(new ControlMethod.WatkinsQ(0, false), offPolicy(), TO_A_CUT))
        .containsExactly(values(Q_LEARNING, offPolicy(), TO_A_CUT));
  }

  @Test
  void accumulatingTracesCountEachVisitAndReplacingOnesTheLast() {
    Plan again = new Plan(1, 1, 1);
    assertThat(learn(new ControlMethod.WatkinsQ(1, true), again, step(0, 0), terminated(4, 0)))
        .containsExactly(0, 2, 0, 0, 0, 0);
    Plan once = new Plan(1, 1, 1);
    assertThat(learn(new ControlMethod.WatkinsQ(1, false), once, step(0, 0), terminated(4, 0)))
        .containsExactly(0, 3, 0, 0, 0, 0);
  }

  @Test
  void monteCarloLearnsWholeReturnsAtTheFirstOrAtEveryVisit() {
    var first = new ControlMethod.MonteCarlo(true);
    var every = new ControlMethod.MonteCarlo(false);
    assertThat(learn(first, new Plan(1, 1), step(3, 0), terminated(2, 1)))
        .containsExactly(0, 2, 0, 0, 0, 0);
    assertThat(learn(every, new Plan(1, 1), step(3, 0), terminated(2, 1)))
        .containsExactly(0, 2.5, 0, 0, 0, 0);
    assertThat(learn(every, new Plan(1, 1), step(3, 0))).containsOnly(0);
  }

  @Test
  void monteCarloBootstrapsWhereAnEpisodeWasCut() {
    var first = new ControlMethod.MonteCarlo(true);
    assertThat(learn(first, new Plan(1, 0, 0), step(0, 1), terminated(8, 0), truncated(0, 1)))
        .containsExactly(0.25, 2, 4, 0, 0, 0);
  }

  @Test
  void doubleQMovesOneTableAndJudgesByTheOther() {
    var learner =
        new TabularControl(
            Scripts.control(1, new ControlMethod.DoubleQ(), new Plan(1, 1, 1, 1)),
            Scripts.env(step(4, 0), step(4, 0), step(4, 0)),
            1);
    learner.iterate(1);
    double a = tables(learner)[0][1];
    double b = tables(learner)[1][1];
    assertThat(List.of(a, b)).containsExactlyInAnyOrder(2.0, 0.0);
    for (int t = 0; t < 2; t++) {
      learner.iterate(1);
      double[][] now = tables(learner);
      boolean first = now[0][1] != a;
      assertThat(first ? now[1][1] : now[0][1]).isEqualTo(first ? b : a);
      assertThat(first ? now[0][1] : now[1][1])
          .isIn(half(first ? a : b, first ? b : a), half(first ? a : b, 0));
      assertThat(learner.values().at(0, 1)).isEqualTo((now[0][1] + now[1][1]) / 2);
      a = now[0][1];
      b = now[1][1];
    }
  }

  /// A value half way to 4 + γ·judged.
  private static double half(double value, double judged) {
    return value + 0.5 * (4 + 0.5 * judged - value);
  }

  private static double[][] tables(TabularControl learner) {
    State state = new State();
    learner.save(state);
    return new double[][] {
      state.doubles("method.first.values", 6), state.doubles("method.second.values", 6)
    };
  }

  @Test
  void meansOfTargetsAreLearnedWithAStepSizePerVisit() {
    var config =
        new ControlConfig(
            1, 3, 0.5, new StepSize.PerVisit(1), new Plan(1, 1, 1), Q_LEARNING, 7, Bins.NONE);
    var learner =
        new TabularControl(
            config, Scripts.env(terminated(2, 1), terminated(4, 1), terminated(9, 1)), 1);
    learner.iterate(1);
    assertThat(learner.values().at(0, 1)).isCloseTo(5, within(1e-15));
    assertThat(learner.values().at(0, 0)).isEqualTo(7);
    assertThat(learner.values().visits(0, 1)).isEqualTo(3);
    assertThat(learner.values().statesVisited()).isEqualTo(1);
  }

  @Test
  void metricsAreMeansOverSteps() {
    var config = Scripts.control(2, Q_LEARNING, new Exploration.EpsilonGreedy(_ -> 0.25));
    var learner = new TabularControl(config, Scripts.env(terminated(2, 1), terminated(-4, 1)), 1);
    var metrics = learner.iterate(1);
    assertThat(metrics.get("td_error")).isBetween(3.0, 3.5);
    assertThat(metrics.get("mean_abs_dq")).isEqualTo(metrics.get("td_error") / 2);
    assertThat(metrics.get("epsilon")).isEqualTo(0.25);
    assertThat(metrics.get("states_visited")).isEqualTo(1);
  }
}
