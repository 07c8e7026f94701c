package dev.bellman.rl.trpo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.Golden;
import dev.bellman.rl.Metrics;
import dev.bellman.rl.data.Rows;
import dev.bellman.rl.env.Actions;
import dev.bellman.rl.loss.KlDirection;
import dev.bellman.rl.math.ConjugateGradient;
import dev.bellman.rl.policy.ActorCritic;
import dev.bellman.rl.policy.Categorical;
import dev.bellman.rl.policy.Distribution;
import dev.bellman.tensor.Activation;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.Tensor;
import dev.bellman.tensor.Workers;
import dev.bellman.tensor.optim.Schedule;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NaturalStepTest {
  private static final int INPUTS = 4;
  private static final int WIDTH = 8;
  private static final int ACTIONS = 3;

  /// Two dense layers with tanh between, as in the golden file.
  private record Net(Parameters parameters) implements ActorCritic {
    static Net of(Golden golden, String key) {
      Parameters parameters = new Parameters();
      parameters.add("w1", transposed(golden, key, "w1", WIDTH, INPUTS), INPUTS, WIDTH);
      parameters.add("b1", transposed(golden, key, "b1", WIDTH, 1), WIDTH);
      parameters.add("w2", transposed(golden, key, "w2", ACTIONS, WIDTH), WIDTH, ACTIONS);
      parameters.add("b2", transposed(golden, key, "b2", ACTIONS, 1), ACTIONS);
      return new Net(parameters);
    }

    /// The file's matrices are `[out, in]`.
    private static float[] transposed(Golden golden, String key, String name, int out, int in) {
      Map<?, ?> values = (Map<?, ?>) golden.values().get(key);
      return transpose(new Golden(name, values).doubles(name), out, in);
    }

    @Override
    public Distribution policy(Tensor observations) {
      Tensor hidden =
          observations.linear(parameters.get("w1"), parameters.get("b1"), Activation.TANH);
      return Categorical.of(
          hidden.linear(parameters.get("w2"), parameters.get("b2"), Activation.IDENTITY));
    }

    @Override
    public Tensor value(Tensor observations) {
      throw new UnsupportedOperationException();
    }
  }

  private static float[] transpose(double[] matrix, int rows, int columns) {
    float[] transposed = new float[matrix.length];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        transposed[c * rows + r] = (float) matrix[r * columns + c];
      }
    }
    return transposed;
  }

  /// A vector over all parameters in the file's layout, in ours.
  private static double[] vector(Golden golden, String key) {
    double[] file = golden.doubles(key);
    int w1 = WIDTH * INPUTS;
    int w2 = ACTIONS * WIDTH;
    return Stream.of(
            transpose(Arrays.copyOfRange(file, 0, w1), WIDTH, INPUTS),
            transpose(Arrays.copyOfRange(file, w1, w1 + WIDTH), WIDTH, 1),
            transpose(Arrays.copyOfRange(file, w1 + WIDTH, w1 + WIDTH + w2), ACTIONS, WIDTH),
            transpose(Arrays.copyOfRange(file, w1 + WIDTH + w2, file.length), ACTIONS, 1))
        .flatMapToDouble(
            part -> java.util.stream.IntStream.range(0, part.length).mapToDouble(i -> part[i]))
        .toArray();
  }

  static Stream<Golden> golden() {
    return Golden.cases("trpo.json", "cases");
  }

  private static TrpoConfig.Step config(Golden golden) {
    KlDirection direction =
        golden.values().get("kl_direction").equals("old_to_new")
            ? KlDirection.OLD_TO_NEW
            : KlDirection.NEW_TO_OLD;
    return new TrpoConfig.Step(
        Schedule.constant(golden.number("target_kl")),
        direction,
        golden.number("damping"),
        new ConjugateGradient.Config((int) golden.number("cg_iterations"), 0),
        LineSearch.Backtracking.DEFAULTS);
  }

  /// The case's rows, acted on by the policy of a copy of the net.
  private static NaturalStep.Batches batches(Golden golden, ActorCritic old) {
    int rows = golden.rows("observations");
    float[] observations = golden.floats("observations");
    int[] actions = golden.ints("actions");
    float[] logits = new float[rows * ACTIONS];
    float[] logp = new float[rows];
    try (Scope scope = Scope.inference()) {
      Distribution policy = old.policy(scope.constant(observations, rows, INPUTS));
      policy.parameters().copyTo(logits, 0);
      policy.logProb(new Actions(actions, new float[0])).copyTo(logp, 0);
    }
    return (scope, from, to) ->
        new Rows.Batch(
            scope.copyOf(observations, from * INPUTS, to - from, INPUTS),
            null,
            new Actions(Arrays.copyOfRange(actions, from, to), new float[0]),
            scope.copyOf(logits, from * ACTIONS, to - from, ACTIONS),
            scope.copyOf(logp, from, to - from),
            scope.full(0, to - from),
            scope.copyOf(golden.floats("advantages"), from, to - from),
            scope.full(0, to - from));
  }

  private static void near(double[] actual, double[] expected) {
    float[] floats = new float[actual.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) actual[i];
    }
    Golden.check(floats, expected);
  }

  @ParameterizedTest
  @MethodSource("golden")
  void gradientDirectionAndStepAgreeWithTheReference(Golden golden) {
    Net net = Net.of(golden, "parameters");
    int rows = golden.rows("observations");
    NaturalStep.Batches batches = batches(golden, net);
    double[] g = new double[67];
    double[] s = new double[67];
    try (Workers workers = new Workers(1)) {
      TrpoConfig.Step config = config(golden);
      var step = new NaturalStep(config, net, workers);
      step.surrogateGradient(batches, rows, g);
      near(g, vector(golden, "gradient"));
      new ConjugateGradient(config.conjugateGradient(), g.length)
          .solve((v, out) -> step.dampedFisher(batches, rows, v, out), g, s);
      near(s, vector(golden, "search_direction"));

      Metrics metrics = step.take(batches, rows, 0);
      List<?> search = (List<?>) golden.values().get("line_search");
      var last = new Golden("line_search", (Map<?, ?>) search.getLast());
      assertThat(metrics.get("line_search_steps")).isEqualTo(search.size());
      assertThat(metrics.get("step_share")).isEqualTo(last.number("coefficient"), within(1e-12));
      check(metrics.get("kl"), last.number("kl"));
      check(metrics.get("surrogate_improvement"), last.number("objective"));
      Net after = Net.of(golden, "parameters_after");
      for (String name : net.parameters().names()) {
        float[] expected = after.parameters().get(name).toArray();
        double[] wide = new double[expected.length];
        Arrays.setAll(wide, i -> expected[i]);
        Golden.check(net.parameters().get(name).toArray(), wide);
      }
    }
  }

  private static void check(double actual, double expected) {
    assertThat(actual).isEqualTo(expected, within(Golden.tolerance(expected)));
  }

  @Test
  void goldenCasesHaveBothDirectionsAndASearch() {
    assertThat(golden()).hasSize(4);
    assertThat(golden().filter(g -> "new_to_old".equals(g.values().get("kl_direction"))))
        .isNotEmpty();
    assertThat(golden().map(g -> g.rows("line_search"))).contains(3);
  }
}
