package dev.bellman.rl.trpo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.Metrics;
import dev.bellman.rl.data.Rows;
import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.loss.KlDirection;
import dev.bellman.rl.math.ConjugateGradient;
import dev.bellman.rl.policy.ActorCritic;
import dev.bellman.rl.policy.Categorical;
import dev.bellman.rl.policy.Distribution;
import dev.bellman.rl.policy.MlpActorCritic;
import dev.bellman.tensor.Activation;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.Tensor;
import dev.bellman.tensor.Workers;
import dev.bellman.tensor.optim.Schedule;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrustRegionTest {
  /// Rows of a random problem, acted on by the policy as it is.
  private static NaturalStep.Batches random(ActorCritic net, Space<?> space, int rows, Rng rng) {
    float[] observations = gaussians(rng, rows * 3);
    float[] advantages = gaussians(rng, rows);
    int width = Distribution.parameterCount(space);
    float[] parametersOld = new float[rows * width];
    float[] logpOld = new float[rows];
    Actions actions = Actions.of(rows, space);
    try (Scope scope = Scope.inference()) {
      Distribution policy = net.policy(scope.constant(observations, rows, 3));
      policy.sample(rng, actions);
      policy.parameters().copyTo(parametersOld, 0);
      policy.logProb(actions).copyTo(logpOld, 0);
    }
    return (scope, from, to) ->
        new Rows.Batch(
            scope.copyOf(observations, from * 3, to - from, 3),
            null,
            part(actions, space, rows, from, to),
            scope.copyOf(parametersOld, from * width, to - from, width),
            scope.copyOf(logpOld, from, to - from),
            scope.full(0, to - from),
            scope.copyOf(advantages, from, to - from),
            scope.full(0, to - from));
  }

  private static Actions part(Actions all, Space<?> space, int rows, int from, int to) {
    int a = all.continuous().length / rows;
    return space instanceof Discrete
        ? new Actions(Arrays.copyOfRange(all.discrete(), from, to), new float[0])
        : new Actions(new int[0], Arrays.copyOfRange(all.continuous(), from * a, to * a));
  }

  private static float[] gaussians(Rng rng, int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) rng.nextGaussian();
    }
    return numbers;
  }

  private static TrpoConfig.Step step(double targetKl, KlDirection direction, double damping) {
    return new TrpoConfig.Step(
        Schedule.constant(targetKl),
        direction,
        damping,
        ConjugateGradient.Config.DEFAULTS,
        LineSearch.Backtracking.DEFAULTS);
  }

  @Test
  void stepsStayWithinTheBoundAndImproveOrAreNotTaken() {
    int taken = 0;
    int shortened = 0;
    for (int problem = 0; problem < 60; problem++) {
      Rng rng = Rng.ofSeed(problem);
      Space<?> space = problem % 2 == 0 ? Discrete.of(4) : Box.of(-1, 1, 2);
      var form = new MlpActorCritic.Config(List.of(8), Activation.TANH, -0.5);
      var net = new MlpActorCritic(form, Box.of(-9, 9, 3), space, rng);
      double targetKl = problem % 3 == 0 ? 0.01 : problem % 3 == 1 ? 0.3 : 2;
      var direction = KlDirection.values()[problem / 2 % 2];
      NaturalStep.Batches batches = random(net, space, 40, rng);
      Parameters before = net.parameters().copy();
      try (Workers workers = new Workers(1)) {
        var step = new NaturalStep(step(targetKl, direction, 1e-3), net, workers);
        Metrics metrics = step.take(batches, 40, 0);
        assertThat(metrics.get("kl")).isLessThan(targetKl);
        if (metrics.get("step_share") > 0) {
          assertThat(metrics.get("surrogate_improvement")).isPositive();
          taken++;
          shortened += metrics.get("step_share") < 1 ? 1 : 0;
        } else {
          assertThat(metrics.get("kl")).isEqualTo(0, within(1e-6));
          assertSame(net.parameters(), before, "");
        }
        assertSame(net.parameters(), before, "critic");
      }
    }
    assertThat(taken).isGreaterThan(40);
    assertThat(shortened).isGreaterThan(10);
  }

  private static void assertSame(Parameters actual, Parameters expected, String prefix) {
    for (String name : expected.names()) {
      if (name.startsWith(prefix)) {
        assertThat(actual.get(name).toArray()).as(name).isEqualTo(expected.get(name).toArray());
      }
    }
  }

  /// Logits without a network.
  private record Arms(Parameters parameters) implements ActorCritic {
    @Override
    public Distribution policy(Tensor observations) {
      return Categorical.of(observations.matmul(parameters.get("logits")));
    }

    @Override
    public Tensor value(Tensor observations) {
      throw new UnsupportedOperationException();
    }
  }

  /// Arms with probabilities 1/2, 1/4, 1/4, each pulled as often as that; the advantages 1, -3, 1
  /// have mean 0 and variance 3 under the policy. The natural gradient of a softmax is the
  /// advantage, centred as CG from 0 leaves it, and `√(2δ/3)` is 0.1.
  @Test
  void naturalGradientOfABanditIsTheAdvantage() {
    Parameters parameters = new Parameters();
    float[] before = {0.6931472f, 0, 0};
    parameters.add("logits", before, 1, 3);
    var net = new Arms(parameters);
    int[] pulled = {0, 0, 1, 2};
    float[] logp = {-0.6931472f, -0.6931472f, -1.3862944f, -1.3862944f};
    NaturalStep.Batches batches =
        (scope, _, _) ->
            new Rows.Batch(
                scope.full(1, 4, 1),
                null,
                new Actions(pulled, new float[0]),
                scope.full(1, 4, 1).matmul(scope.constant(before, 1, 3)),
                scope.constant(logp, 4),
                scope.full(0, 4),
                scope.constant(new float[] {1, 1, -3, 1}, 4),
                scope.full(0, 4));
    try (Workers workers = new Workers(1)) {
      var config = step(0.015, KlDirection.OLD_TO_NEW, 0).withSearch(new LineSearch.None());
      Metrics metrics = new NaturalStep(config, net, workers).take(batches, 4, 0);
      assertThat(metrics.get("line_search_steps")).isZero();
      assertThat(metrics.get("kl")).isCloseTo(0.015, within(1.5e-3));
      assertThat(parameters.get("logits").toArray())
          .containsExactly(new float[] {0.6931472f + 0.4f / 3, -0.8f / 3, 0.4f / 3}, within(1e-5f));
    }
  }

  @Test
  void withoutAnAdvantageNothingMoves() {
    Rng rng = Rng.ofSeed(1);
    var net =
        new MlpActorCritic(MlpActorCritic.Config.DEFAULTS, Box.of(-9, 9, 3), Discrete.of(3), rng);
    NaturalStep.Batches random = random(net, Discrete.of(3), 10, rng);
    NaturalStep.Batches flat =
        (scope, from, to) -> {
          Rows.Batch b = random.of(scope, from, to);
          return new Rows.Batch(
              b.observations(),
              b.mask(),
              b.actions(),
              b.parametersOld(),
              b.logpOld(),
              b.valueOld(),
              scope.full(0, to - from),
              b.valueTarget());
        };
    Parameters before = net.parameters().copy();
    try (Workers workers = new Workers(1)) {
      Metrics metrics = new NaturalStep(TrpoConfig.Step.DEFAULTS, net, workers).take(flat, 10, 0);
      assertThat(metrics.get("grad_norm")).isZero();
      assertThat(metrics.get("step_share")).isZero();
    }
    assertSame(net.parameters(), before, "");
  }
}
