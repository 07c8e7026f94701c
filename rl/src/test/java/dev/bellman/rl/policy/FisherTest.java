package dev.bellman.rl.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.env.Box;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class FisherTest {
  private static final float LOG_2 = 0.6931472f;

  @Test
  void aSoftmaxWeighsByItsProbabilities() {
    try (Scope scope = Scope.inference()) {
      // p = (1/2, 1/4, 1/4)
      var policy = Categorical.of(scope.constant(new float[] {LOG_2, 0, 0}, 1, 3));
      float[] f = policy.fisher(scope.constant(new float[] {1, 0, 0}, 1, 3)).toArray();
      assertThat(f).containsExactly(new float[] {0.25f, -0.125f, -0.125f}, within(1e-6f));
      float[] shifted = policy.fisher(scope.full(3, 1, 3)).toArray();
      assertThat(shifted).containsExactly(new float[] {0, 0, 0}, within(1e-6f));
    }
  }

  @Test
  void aNormalDistributionWeighsMeansByItsVariance() {
    try (Scope scope = Scope.inference()) {
      Tensor logStd = scope.constant(new float[] {-LOG_2, 0}, 1, 2);
      var policy = DiagonalGaussian.of(scope.full(5, 1, 2), logStd);
      float[] f = policy.fisher(scope.constant(new float[] {1, 3, 1, -2}, 1, 4)).toArray();
      assertThat(f).containsExactly(new float[] {4, 3, 2, -4}, within(1e-5f));
    }
  }

  @Test
  void itIsTheCurvatureOfBothDivergences() {
    float[] change = {0.25f, -0.5f, 0.75f, 0.125f};
    try (Scope scope = Scope.inference()) {
      Tensor numbers = scope.constant(new float[] {0.5f, -1, 0.25f, -0.5f}, 1, 4);
      checkCurvature(scope, Categorical.of(numbers), change);
      checkCurvature(
          scope, DiagonalGaussian.of(numbers.slice(-1, 0, 2), numbers.slice(-1, 2, 4)), change);
    }
  }

  @Test
  void partsAreIndependentAndSquashingChangesNothing() {
    float[] change = {0.25f, -0.5f, 0.75f, 0.125f};
    try (Scope scope = Scope.inference()) {
      Tensor numbers = scope.constant(new float[] {0.5f, -1, 0.25f, -0.5f}, 1, 4);
      checkCurvature(scope, MultiCategorical.of(numbers, List.of(2, 2)), change);
      var gaussian = DiagonalGaussian.of(numbers.slice(-1, 0, 2), numbers.slice(-1, 2, 4));
      checkCurvature(scope, SquashedGaussian.of(gaussian, Box.of(-1, 1, 2)), change);
    }
  }

  private static void checkCurvature(Scope scope, Distribution policy, float[] change) {
    Tensor step = scope.constant(change, 1, 4).mul(0.02f);
    Distribution near = policy.with(policy.parameters().add(step));
    double half = 0.5 * policy.fisher(step).mul(step).sum().item();
    assertThat((double) policy.kl(near).item()).isCloseTo(half, within(0.03 * half));
    assertThat((double) near.kl(policy).item()).isCloseTo(half, within(0.03 * half));
  }
}
