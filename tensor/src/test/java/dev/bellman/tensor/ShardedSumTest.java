package dev.bellman.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShardedSumTest {
  private static double[] sums(int threads, int rows) {
    float[] x = new float[1000];
    Rng rng = Rng.ofSeed(5);
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) rng.nextGaussian();
    }
    try (Workers workers = new Workers(threads)) {
      var sharded = new ShardedSum(2, workers, 7);
      ShardedSum.ShardTerms terms =
          (scope, from, to, sums) -> {
            Tensor part = scope.copyOf(x, from, to - from);
            sums[0] = part.sum().item();
            sums[1] = to - from;
          };
      sharded.of(1000, terms);
      return sharded.of(rows, terms).clone();
    }
  }

  @Test
  void shardsAddUpAndTheLastOneIsShort() {
    assertThat(sums(1, 100)[1]).isEqualTo(100);
    assertThat(sums(1, 0)).containsExactly(0, 0);
  }

  @Test
  void threadsChangeNoBits() {
    double[] one = sums(1, 1000);
    assertThat(sums(2, 1000)).isEqualTo(one);
    assertThat(sums(3, 1000)).isEqualTo(one);
  }
}
