package dev.bellman.rl.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.env.Actions;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class MultiCategoricalTest {
  private static final List<Integer> SIZES = List.of(3, 2);

  private final Scope scope = Scope.inference();

  private Tensor logs(double... probabilities) {
    float[] logits = new float[probabilities.length];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) Math.log(probabilities[i]);
    }
    return scope.constant(logits, 1, logits.length);
  }

  /// Parts of three and of two values.
  private MultiCategorical of(double... probabilities) {
    return MultiCategorical.of(logs(probabilities), SIZES);
  }

  private static Actions discrete(int... indices) {
    return new Actions(indices, new float[0]);
  }

  @Test
  void logProbabilitiesOfThePartsAddUp() {
    MultiCategorical policy = of(0.2, 0.3, 0.5, 0.25, 0.75);
    // log(0.3 · 0.75), log(0.5 · 0.25)
    assertThat(policy.logProb(discrete(1, 1)).item()).isEqualTo(-1.4916549f, within(1e-6f));
    assertThat(policy.logProb(discrete(2, 0)).item()).isEqualTo(-2.0794415f, within(1e-6f));
  }

  @Test
  void entropiesAndDivergencesOfThePartsAddUp() {
    // 1.029653 of the first part, 0.562335 of the second
    assertThat(of(0.2, 0.3, 0.5, 0.25, 0.75).entropy().item()).isEqualTo(1.5919880f, within(1e-6f));
    MultiCategorical even = of(0.2, 0.3, 0.5, 0.5, 0.5);
    assertThat(even.kl(of(0.2, 0.3, 0.5, 0.25, 0.75)).item()).isEqualTo(0.143841f, within(1e-6f));
  }

  @Test
  void actionsOfARowLieSideBySide() {
    Tensor logits = scope.constant(new float[] {9, 0, 0, 0, 9, 0, 0, 9, 9, 0}, 2, 5);
    MultiCategorical policy = MultiCategorical.of(logits, SIZES);
    Actions out = discrete(7, 7, 7, 7);
    policy.mode(out);
    assertThat(out.discrete()).containsExactly(0, 1, 2, 0);
    assertThat(policy.logProb(out).toArray()[1]).isEqualTo(-0.0003701f, within(1e-6f));
    policy.sample(Rng.ofSeed(0), out);
    assertThat(out.discrete()).containsExactly(0, 1, 2, 0);
  }

  @Test
  void partsAreDrawnIndependentlyAsOftenAsProbable() {
    MultiCategorical policy = of(0.2, 0.3, 0.5, 0.25, 0.75);
    double[] expected = {0.05, 0.15, 0.075, 0.225, 0.125, 0.375};
    Rng rng = Rng.ofSeed(1);
    Actions out = discrete(0, 0);
    int[] counts = new int[6];
    int n = 20_000;
    for (int k = 0; k < n; k++) {
      policy.sample(rng, out);
      counts[2 * out.discrete()[0] + out.discrete()[1]]++;
    }
    double chiSquared = 0;
    for (int a = 0; a < 6; a++) {
      double mean = n * expected[a];
      chiSquared += (counts[a] - mean) * (counts[a] - mean) / mean;
    }
    assertThat(chiSquared).isLessThan(20.5); // five degrees of freedom: exceeded once in a thousand
  }

  @Test
  void eachPartHasItsOwnMask() {
    Tensor mask = scope.constant(new float[] {1, 1, 0, 0, 1}, 1, 5);
    MultiCategorical policy = of(0.2, 0.3, 0.5, 0.25, 0.75).masked(mask);
    assertThat(policy.logProb(discrete(1, 1)).item())
        .isEqualTo((float) Math.log(0.6), within(1e-6f));
    assertThat(policy.entropy().item()).isEqualTo(0.6730117f, within(1e-6f));
    Rng rng = Rng.ofSeed(2);
    Actions out = discrete(0, 0);
    for (int k = 0; k < 500; k++) {
      policy.sample(rng, out);
      assertThat(out.discrete()[0]).isNotEqualTo(2);
      assertThat(out.discrete()[1]).isEqualTo(1);
    }
  }

  @Test
  void parametersDefineTheDistribution() {
    MultiCategorical policy = of(0.2, 0.3, 0.5, 0.25, 0.75);
    assertThat(policy.parameters().shape().toArray()).containsExactly(1, 5);
    MultiCategorical other = policy.with(policy.parameters());
    assertThat(other.kl(policy).item()).isEqualTo(0, within(1e-7f));
    assertThat(other.entropy().item()).isEqualTo(policy.entropy().item());
  }

  @Test
  void distributionsOfALaterRoundAreTheSameObjects() {
    Scope serving = Scope.inference();
    MultiCategorical first = null;
    MultiCategorical last = null;
    for (int round = 0; round < 8; round++) {
      try (serving) {
        last = MultiCategorical.of(serving.full(0, 4, 5), SIZES);
        first = round == 0 ? last : first;
      }
    }
    assertThat(last).isSameAs(first);
  }
}
