package dev.bellman.rl.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellman.tensor.Rng;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SumTreeTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 15, 16, 17, 255, 256, 257, 1000, 4096, 4097})
  void findsWhatALinearSearchFinds(int size) {
    Rng rng = Rng.ofSeed(size);
    var tree = new SumTree(size);
    var numbers = new float[size];
    for (int round = 0; round < 200; round++) {
      int from = rng.nextInt(size);
      int to = from + 1 + rng.nextInt(Math.min(4, size - from));
      // multiples of 1/16 below 16: all sums are exact in any order
      float value = rng.nextInt(3) == 0 ? 0 : rng.nextInt(256) / 16f;
      tree.fill(from, to, value);
      Arrays.fill(numbers, from, to, value);
      double total = 0;
      for (float number : numbers) {
        total += number;
      }
      assertThat(tree.total()).isEqualTo(total);
      double share = rng.nextInt(16 * (int) total + 1) / 16.0;
      if (share < total) {
        assertThat(tree.find(share)).isEqualTo(linear(numbers, share));
      }
    }
  }

  private static int linear(float[] numbers, double share) {
    double sum = 0;
    for (int i = 0; i < numbers.length; i++) {
      sum += numbers[i];
      if (sum > share) {
        return i;
      }
    }
    throw new AssertionError();
  }

  @Test
  void sumsDoNotDependOnWhatWasThereBefore() {
    Rng rng = Rng.ofSeed(4);
    var changed = new SumTree(5000);
    var last = new float[5000];
    for (int i = 0; i < 200_000; i++) {
      int leaf = rng.nextInt(5000);
      last[leaf] = (float) StrictMath.exp(40 * rng.nextDouble() - 20);
      changed.set(leaf, last[leaf]);
    }
    var fresh = new SumTree(5000);
    fresh.fill(last);
    assertThat(changed.total()).isEqualTo(fresh.total());
    changed.fill(0, 5000, 0);
    assertThat(changed.total()).isZero();
  }

  @Test
  void neverFindsAZeroAtTheEdgeOfRounding() {
    var tree = new SumTree(40);
    for (int leaf = 0; leaf < 33; leaf++) {
      tree.set(leaf, leaf % 3 == 0 ? 0 : 0.1f);
    }
    assertThat(tree.find(tree.total())).isEqualTo(32);
    assertThat(tree.find(Math.nextDown(tree.total()))).isEqualTo(32);
    assertThat(tree.find(0)).isEqualTo(1);
  }

  @Test
  void refusesWhatIsNoShare() {
    var tree = new SumTree(3);
    assertThatThrownBy(() -> tree.set(1, -1))
        .hasMessage("leaf: must be at least 0 and finite, got -1.0");
    assertThatThrownBy(() -> tree.set(1, Float.NaN))
        .hasMessage("leaf: must be at least 0 and finite, got NaN");
  }
}
