package dev.bellman.rl.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.Golden;
import dev.bellman.rl.env.Actions;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.Tensor;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DiagonalGaussianTest {
  private final Scope scope = Scope.inference();

  private static Actions continuous(float... values) {
    return new Actions(new int[0], values);
  }

  private DiagonalGaussian of(float[] mean, float[] logStd) {
    int a = mean.length;
    return new DiagonalGaussian(scope.constant(mean, 1, a), scope.constant(logStd, 1, a));
  }

  static Stream<Golden> golden() {
    return Golden.cases("distributions.json", "diagonal_gaussian");
  }

  @ParameterizedTest
  @MethodSource("golden")
  void agreesWithTorch(Golden expected) {
    int b = expected.rows("mean");
    DiagonalGaussian policy = read(expected, "", b);
    Actions actions = continuous(expected.floats("actions"));
    Golden.check(policy.logProb(actions).toArray(), expected.doubles("log_prob"));
    Golden.check(policy.entropy().toArray(), expected.doubles("entropy"));
    Golden.check(policy.kl(read(expected, "other_", b)).toArray(), expected.doubles("kl_to_other"));
  }

  private DiagonalGaussian read(Golden golden, String prefix, int b) {
    float[] mean = golden.floats(prefix + "mean");
    float[] logStd = golden.floats(prefix + "log_std");
    int a = mean.length / b;
    return new DiagonalGaussian(scope.constant(mean, b, a), scope.constant(logStd, b, a));
  }

  @Test
  void otherDeviationsAreOtherDistributions() {
    Tensor mean = scope.constant(new float[2], 1, 2);
    Tensor logStd = scope.constant(new float[2], 1, 2);
    DiagonalGaussian first = DiagonalGaussian.of(mean, logStd);
    assertThat(DiagonalGaussian.of(mean, logStd)).isSameAs(first);
    assertThat(DiagonalGaussian.of(mean, logStd.add(1)).entropy().item())
        .isEqualTo(4.837877f, within(1e-6f));
  }

  @Test
  void standardNormalAtItsMean() {
    DiagonalGaussian policy = of(new float[2], new float[2]);
    assertThat(policy.logProb(continuous(0, 0)).item()).isEqualTo(-1.837877f, within(1e-6f));
    assertThat(policy.logProb(continuous(1, 2)).item()).isEqualTo(-4.337877f, within(1e-6f));
    assertThat(policy.entropy().item()).isEqualTo(2.837877f, within(1e-6f));
  }

  @Test
  void samplesHaveTheMeanAndDeviation() {
    DiagonalGaussian policy = of(new float[] {3, -1}, new float[] {(float) Math.log(2), 0});
    Rng rng = Rng.ofSeed(3);
    Actions out = continuous(0, 0);
    int n = 20_000;
    double sum = 0;
    double squares = 0;
    double products = 0;
    for (int k = 0; k < n; k++) {
      policy.sample(rng, out);
      double x = out.continuous()[0] - 3;
      sum += x;
      squares += x * x;
      products += x * (out.continuous()[1] + 1);
    }
    assertThat(sum / n).isEqualTo(0, within(0.05)); // 3.5 standard errors
    assertThat(squares / n).isEqualTo(4, within(0.15));
    assertThat(products / n).isEqualTo(0, within(0.05));
  }

  @Test
  void modeIsTheMean() {
    Actions out = continuous(0, 0);
    of(new float[] {3, -1}, new float[2]).mode(out);
    assertThat(out.continuous()).containsExactly(3, -1);
  }

  @Test
  void parametersDefineTheDistribution() {
    DiagonalGaussian policy = of(new float[] {3, -1}, new float[] {0.5f, -0.5f});
    assertThat(policy.parameters().toArray()).containsExactly(3, -1, 0.5f, -0.5f);
    assertThat(policy.with(policy.parameters()).kl(policy).item()).isEqualTo(0, within(1e-7f));
  }

  @Test
  void masksAreRefused() {
    DiagonalGaussian policy = of(new float[1], new float[1]);
    Tensor mask = scope.constant(new float[1], 1, 1);
    assertThat(policy.masked(null)).isSameAs(policy);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> policy.masked(mask))
        .withMessage("mask: only discrete actions can be forbidden, got one");
  }
}
