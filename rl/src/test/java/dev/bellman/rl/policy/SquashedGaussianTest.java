package dev.bellman.rl.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.Golden;
import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Box;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.Tensor;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SquashedGaussianTest {
  private final Scope scope = Scope.inference();

  private static Actions continuous(float... values) {
    return new Actions(new int[0], values);
  }

  private SquashedGaussian of(Box space, float[] mean, float... logStd) {
    int a = mean.length;
    return SquashedGaussian.of(
        new DiagonalGaussian(scope.constant(mean, 1, a), scope.constant(logStd, 1, a)), space);
  }

  private SquashedGaussian of(double mean, double logStd) {
    return of(Box.of(-1, 1, 1), new float[] {(float) mean}, (float) logStd);
  }

  static Stream<Golden> golden() {
    return Golden.cases("distributions.json", "squashed_gaussian");
  }

  @ParameterizedTest
  @MethodSource("golden")
  void agreesWithTorch(Golden expected) {
    int b = expected.rows("mean");
    float[] mean = expected.floats("mean");
    int a = mean.length / b;
    Tensor logStd = scope.constant(expected.floats("log_std"), b, a);
    var policy =
        SquashedGaussian.of(
            new DiagonalGaussian(scope.constant(mean, b, a), logStd), Box.of(-1, 1, a));
    Actions actions = continuous(expected.floats("pre_squash"));
    Golden.check(policy.logProb(actions).toArray(), expected.doubles("log_prob"));
    policy.intoSpace(actions);
    Golden.check(actions.continuous(), expected.doubles("actions"));
  }

  @Test
  void entropyOfThreeTenthsAndMinusAHalf() {
    assertThat(of(0.3, -0.5).entropy().item()).isEqualTo(0.529789f, within(2e-6f));
    var two = of(Box.of(-1, 1, 2), new float[] {0.3f, 0.3f}, -0.5f, -0.5f);
    assertThat(two.entropy().item()).isEqualTo(1.059578f, within(4e-6f));
  }

  /// Expected values by an integral over 400,001 points in float64.
  @ParameterizedTest
  @CsvSource({"0, 0, 0.669804", "1, 0, 0.092600", "2, 0.7, -1.372290", "0, 1.4, -2.425048"})
  void entropyOfOthers(double mean, double logStd, float expected) {
    assertThat(of(mean, logStd).entropy().item()).isEqualTo(expected, within(0.01f));
  }

  @Test
  void entropyIsTheMeanOfMinusLogProbability() {
    SquashedGaussian policy = of(0.3, -0.5);
    Rng rng = Rng.ofSeed(4);
    Actions out = continuous(0);
    double sum = 0;
    int n = 20_000;
    for (int k = 0; k < n; k++) {
      policy.sample(rng, out);
      sum -= policy.logProb(out).item();
    }
    assertThat(sum / n).isEqualTo(0.529789, within(0.02)); // 4 standard errors
  }

  @Test
  void farOutIsFinite() {
    assertThat(of(0, 0).logProb(continuous(30)).item())
        .isEqualTo(-450 - 0.9189385f + 60 - 1.3862944f, within(1e-3f));
    assertThat(of(40, 0).entropy().item()).isEqualTo(1.4189385f - 80 + 1.3862944f, within(1e-3f));
    assertThat(of(-40, 0).entropy().item()).isEqualTo(1.4189385f - 80 + 1.3862944f, within(1e-3f));
  }

  @Test
  void divergenceIsThatBeforeTheSquashing() {
    // log 2 + (1 + 1) / 8 - ½
    assertThat(of(1, 0).kl(of(0, Math.log(2))).item()).isEqualTo(0.4431472f, within(1e-6f));
  }

  @Test
  void actionsAreMappedToTheBounds() {
    Box space = Box.of(new float[] {-2, 0}, new float[] {2, 10});
    SquashedGaussian policy = of(space, new float[] {0.5f, -0.5f}, 0, 0);
    Actions out = continuous(0, 0);
    policy.mode(out);
    assertThat(out.continuous()).containsExactly(0.5f, -0.5f);
    policy.intoSpace(out);
    // 2 tanh(½), 5 - 5 tanh(½)
    assertThat(out.continuous()[0]).isEqualTo(0.9242343f, within(1e-6f));
    assertThat(out.continuous()[1]).isEqualTo(2.6894143f, within(1e-6f));
    Actions far = continuous(99, -99);
    policy.intoSpace(far);
    assertThat(far.continuous()).containsExactly(2, 0);
  }

  @Test
  void gradientsOfTheEntropyFollowBothParameters() {
    Parameters parameters = new Parameters();
    Tensor mean = parameters.add("mean", new float[] {0.3f}, 1, 1);
    Tensor logStd = parameters.add("logStd", new float[] {-0.5f}, 1, 1);
    var gradients = parameters.newGradients();
    try (Scope recording = Scope.recording()) {
      var gaussian = new DiagonalGaussian(mean.in(recording), logStd.in(recording));
      SquashedGaussian.of(gaussian, Box.of(-1, 1, 1)).entropy().sum().backward(gradients);
    }
    // differences of the same integral
    assertThat(gradients.get("mean")[0]).isEqualTo(-0.457239f, within(1e-4f));
    assertThat(gradients.get("logStd")[0]).isEqualTo(0.456425f, within(1e-4f));
  }

  @Test
  void parametersDefineTheDistribution() {
    SquashedGaussian policy = of(Box.of(-1, 1, 2), new float[] {3, -1}, 0.5f, -0.5f);
    assertThat(policy.parameters().toArray()).containsExactly(3, -1, 0.5f, -0.5f);
    assertThat(policy.with(policy.parameters()).kl(policy).item()).isEqualTo(0, within(1e-7f));
  }

  @Test
  void masksAreRefused() {
    Tensor mask = scope.constant(new float[1], 1, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(0, 0).masked(mask))
        .withMessage("mask: only discrete actions can be forbidden, got one");
  }
}
