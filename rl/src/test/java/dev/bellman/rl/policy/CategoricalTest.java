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

class CategoricalTest {
  private final Scope scope = Scope.inference();

  private Categorical of(double... probabilities) {
    float[] logits = new float[probabilities.length];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) Math.log(probabilities[i]);
    }
    return Categorical.of(scope.constant(logits, 1, logits.length));
  }

  private static Actions discrete(int... indices) {
    return new Actions(indices, new float[0]);
  }

  static Stream<Golden> golden() {
    return Golden.cases("distributions.json", "categorical");
  }

  @ParameterizedTest
  @MethodSource("golden")
  void agreesWithTorch(Golden expected) {
    int b = expected.rows("logits");
    float[] logits = expected.floats("logits");
    int a = logits.length / b;
    Tensor tensor = scope.constant(logits, b, a);
    Categorical policy = Categorical.of(tensor);
    Categorical other = Categorical.of(scope.constant(expected.floats("other_logits"), b, a));
    Actions actions = discrete(expected.ints("actions"));
    Golden.check(policy.logProb(actions).toArray(), expected.doubles("log_prob"));
    Golden.check(policy.entropy().toArray(), expected.doubles("entropy"));
    Golden.check(policy.kl(other).toArray(), expected.doubles("kl_to_other"));
    Golden.check(
        Categorical.of(tensor, expected.number("temperature")).entropy().toArray(),
        expected.doubles("entropy_at_temperature"));
    Categorical masked = policy.masked(scope.constant(expected.floats("mask"), b, a));
    Golden.check(masked.logProb(actions).toArray(), expected.doubles("masked_log_prob"));
    Golden.check(masked.entropy().toArray(), expected.doubles("masked_entropy"));
  }

  @Test
  void entropyOfAFifthThreeTenthsAndAHalf() {
    assertThat(of(0.2, 0.3, 0.5).entropy().item()).isEqualTo(1.029653f, within(1e-6f));
  }

  @Test
  void klIsDirected() {
    assertThat(of(0.5, 0.5).kl(of(0.25, 0.75)).item()).isEqualTo(0.143841f, within(1e-6f));
    assertThat(of(0.25, 0.75).kl(of(0.5, 0.5)).item()).isEqualTo(0.130812f, within(1e-6f));
  }

  @Test
  void samplesAsOftenAsProbable() {
    double[] probabilities = {0.2, 0.3, 0.5};
    Categorical policy = of(probabilities);
    Rng rng = Rng.ofSeed(1);
    Actions out = discrete(0);
    int[] counts = new int[3];
    int n = 20_000;
    for (int k = 0; k < n; k++) {
      policy.sample(rng, out);
      counts[out.discrete()[0]]++;
    }
    double chiSquared = 0;
    for (int a = 0; a < 3; a++) {
      double expected = n * probabilities[a];
      chiSquared += (counts[a] - expected) * (counts[a] - expected) / expected;
    }
    assertThat(chiSquared).isLessThan(13.8); // two degrees of freedom: exceeded once in a thousand
  }

  @Test
  void rowsAreSampledInOrderFromOneStream() {
    Tensor logits = scope.constant(new float[] {0, -1e9f, -1e9f, 0}, 2, 2);
    Actions out = discrete(9, 9);
    Categorical.of(logits).sample(Rng.ofSeed(0), out);
    assertThat(out.discrete()).containsExactly(0, 1);
  }

  @Test
  void forbiddenActionsAreNeverSampled() {
    Categorical policy = of(0.98, 0.01, 0.01).masked(scope.constant(new float[] {0, 1, 0}, 1, 3));
    Rng rng = Rng.ofSeed(2);
    Actions out = discrete(0);
    for (int k = 0; k < 1000; k++) {
      policy.sample(rng, out);
      assertThat(out.discrete()[0]).isEqualTo(1);
    }
    policy.mode(out);
    assertThat(out.discrete()[0]).isEqualTo(1);
    assertThat(policy.entropy().item()).isZero();
    assertThat(policy.logProbs().get(0)).isLessThan(-1e8f);
  }

  @Test
  void maskedParametersDefineTheMaskedDistribution() {
    Categorical policy = of(0.5, 0.25, 0.25).masked(scope.constant(new float[] {0, 1, 1}, 1, 3));
    Categorical again = policy.with(policy.parameters());
    assertThat(again.logProbs().toArray()).containsExactly(policy.logProbs().toArray());
    assertThat(again.kl(policy).item()).isZero();
  }

  @Test
  void noMaskChangesNothing() {
    Categorical policy = of(0.5, 0.5);
    assertThat(policy.masked(null)).isSameAs(policy);
  }

  @Test
  void modeIsTheFirstOfTheMostProbable() {
    Tensor logits = scope.constant(new float[] {1, 3, 3, 0, -1, -2}, 2, 3);
    Actions out = discrete(9, 9);
    Categorical.of(logits).mode(out);
    assertThat(out.discrete()).containsExactly(1, 0);
  }

  @Test
  void temperatureMustBeAboveZero() {
    Tensor logits = scope.constant(new float[2], 1, 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Categorical.of(logits, 0))
        .withMessage("temperature: must be above 0, got 0.0");
  }
}
