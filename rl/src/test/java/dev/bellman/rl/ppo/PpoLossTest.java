package dev.bellman.rl.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.Golden;
import dev.bellman.rl.Metrics;
import dev.bellman.rl.data.Rows;
import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.BanditEnv;
import dev.bellman.rl.env.EnvAdapter;
import dev.bellman.rl.loss.EffectiveSampleSize;
import dev.bellman.rl.loss.EntropyCoefficient;
import dev.bellman.rl.loss.PolicyObjective;
import dev.bellman.rl.loss.ValueLoss;
import dev.bellman.rl.math.Gae;
import dev.bellman.rl.math.Returns;
import dev.bellman.rl.policy.ActorCritic;
import dev.bellman.rl.policy.Categorical;
import dev.bellman.rl.policy.Distribution;
import dev.bellman.tensor.Gradients;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.Tensor;
import dev.bellman.tensor.Workers;
import dev.bellman.tensor.optim.Schedule;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PpoLossTest {
  /// Logits and values that are parameters themselves, one row for each one-hot observation.
  private record Table(Parameters parameters) implements ActorCritic {
    static Table of(float[] logits, float[] values) {
      Parameters parameters = new Parameters();
      parameters.add("logits", logits, values.length, logits.length / values.length);
      parameters.add("values", values, values.length, 1);
      return new Table(parameters);
    }

    @Override
    public Distribution policy(Tensor observations) {
      return Categorical.of(observations.matmul(parameters.get("logits")));
    }

    @Override
    public Tensor value(Tensor observations) {
      return observations.matmul(parameters.get("values")).reshape(observations.shape().dim(0));
    }
  }

  static Stream<Golden> golden() {
    return Golden.cases("ppo.json", "clip");
  }

  private static PpoConfig config(Golden golden) {
    PpoConfig defaults = PpoConfig.DEFAULTS;
    ValueLoss valueLoss =
        golden.has("value_clip_range")
            ? new ValueLoss.ClippedPrediction(Schedule.constant(golden.number("value_clip_range")))
            : new ValueLoss.SquaredError();
    return new PpoConfig(
        1,
        2,
        defaults.gae(),
        defaults.update(),
        PolicyObjective.Clip.of(golden.number("clip_range")),
        new PpoConfig.Value(
            valueLoss,
            Schedule.constant(golden.number("value_coefficient")),
            PpoConfig.Value.DEFAULTS.target(),
            PpoConfig.Value.DEFAULTS.learningRate()),
        EntropyCoefficient.constant(golden.number("entropy_coefficient")),
        defaults.network(),
        defaults.normalization());
  }

  private static float[] advantages(Golden golden) {
    float[] raw = golden.floats("advantages");
    float[] scaled = new float[raw.length];
    boolean standardised = golden.values().get("normalize_advantage").equals(true);
    Gae.Scaling scaling = standardised ? Gae.Scaling.STANDARDISED : Gae.Scaling.NONE;
    scaling.apply(raw, IntStream.range(0, raw.length).toArray(), 0, raw.length, scaled);
    return scaled;
  }

  /// Rows `from` to `to - 1` of the case.
  private static Rows.Batch batch(Scope scope, Golden golden, int from, int to) {
    int n = to - from;
    int[] rows = IntStream.range(from, to).toArray();
    int b = golden.rows("values");
    return new Rows.Batch(
        scope.oneHot(rows, 0, n, b),
        null,
        new Actions(IntStream.of(rows).map(i -> golden.ints("actions")[i]).toArray(), new float[0]),
        scope.full(0, n, golden.doubles("logits").length / b),
        scope.copyOf(golden.floats("old_log_prob"), from, n),
        scope.copyOf(golden.floats("old_values"), from, n),
        scope.copyOf(advantages(golden), from, n),
        scope.copyOf(golden.floats("returns"), from, n));
  }

  @ParameterizedTest
  @MethodSource("golden")
  void agreesWithTorch(Golden expected) {
    check(expected, expected.rows("values"));
  }

  @ParameterizedTest
  @MethodSource("golden")
  void contributionsOfPartsAddUp(Golden expected) {
    check(expected, 5);
  }

  private static void check(Golden expected, int rowsAtOnce) {
    Table net = Table.of(expected.floats("logits"), expected.floats("values"));
    Gradients gradients = net.parameters.newGradients();
    int b = expected.rows("values");
    double total = 0;
    var metrics = new Metrics();
    try (Workers workers = new Workers(1);
        var envs = EnvAdapter.of("bandit", 1, () -> new BanditEnv(0.5, 0.5))) {
      Ppo ppo = new Ppo(config(expected), envs, net, 0, workers);
      for (int from = 0; from < b; from += rowsAtOnce) {
        try (Scope scope = Scope.recording()) {
          int to = Math.min(b, from + rowsAtOnce);
          var part = new Metrics();
          Tensor loss = ppo.loss(batch(scope, expected, from, to), b, 0, part);
          loss.backward(gradients);
          total += loss.item();
          metrics.plus(part);
        }
      }
    }
    checkNumber(total, expected.number("loss"));
    checkNumber(metrics.get("policy_loss"), expected.number("policy_loss"));
    checkNumber(metrics.get("value_loss"), expected.number("value_loss"));
    checkNumber(-metrics.get("entropy"), expected.number("entropy_loss"));
    checkNumber(metrics.get("clip_fraction"), expected.number("clip_fraction"));
    checkNumber(metrics.get("approx_kl"), expected.number("approx_kl"));
    Golden.check(gradients.get("logits"), expected.doubles("grad_logits"));
    Golden.check(gradients.get("values"), expected.doubles("grad_values"));
  }

  private static void checkNumber(double actual, double expected) {
    assertThat(actual).isEqualTo(expected, within(Golden.tolerance(expected)));
  }

  /// Two rows whose actions had probability 1/4 and 1/8 when they were taken and have 1/2 now:
  /// ratios 2 and 4, `6² / (2·20)`.
  @Test
  void theEffectiveSampleSizeIsThatOfTheRatios() {
    Table net = Table.of(new float[4], new float[2]);
    float[] logpOld = {(float) Math.log(0.25), (float) Math.log(0.125)};
    try (Workers workers = new Workers(1);
        var envs = EnvAdapter.of("bandit", 1, () -> new BanditEnv(0.5, 0.5));
        Scope scope = Scope.recording()) {
      Ppo ppo = new Ppo(Ppos.QUICK, envs, net, 0, workers);
      Tensor zeros = scope.full(0, 2);
      var batch =
          new Rows.Batch(
              scope.oneHot(new int[] {0, 1}, 0, 2, 2),
              null,
              new Actions(new int[] {0, 1}, new float[0]),
              scope.full(0, 2, 2),
              scope.copyOf(logpOld, 0, 2),
              zeros,
              zeros,
              zeros);
      Metrics metrics = new Metrics();
      ppo.loss(batch, 2, 0, metrics);
      EffectiveSampleSize.putShare(2, metrics);
      assertThat(metrics.get("effective_sample_size")).isEqualTo(0.9, within(1e-6));
    }
  }

  @ParameterizedTest
  @MethodSource("golden")
  void explainedVarianceAgreesToo(Golden expected) {
    checkNumber(
        Returns.explainedVariance(expected.floats("returns"), expected.floats("old_values")),
        expected.number("explained_variance"));
  }

  @Test
  void goldenCasesDifferInWhatTheyClipAndScale() {
    assertThat(golden()).hasSize(3);
    assertThat(golden().filter(g -> g.has("value_clip_range"))).isNotEmpty();
    assertThat(golden().filter(g -> g.number("entropy_coefficient") > 0)).isNotEmpty();
  }
}
