package dev.bellman.rl.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Scope;
import org.junit.jupiter.api.Test;

class EpsilonGreedyTest {
  private static final float[] NO_MASK = {};

  private static int[] act(double epsilon, double ladder, float[] q, float[] mask, Rng rng) {
    int[] out = new int[q.length / 3];
    if (EpsilonGreedy.explore(epsilon, ladder, 3, mask, rng, out)) {
      try (Scope scope = Scope.inference()) {
        EpsilonGreedy.greedy(scope.constant(q, out.length, 3), mask, out);
      }
    }
    return out;
  }

  @Test
  void withoutExplorationTheGreatestValueIsTaken() {
    float[] q = {1, 3, 2, 5, 4, 5};
    assertThat(act(0, 0, q, NO_MASK, Rng.ofSeed(1))).containsExactly(1, 0);
  }

  @Test
  void forbiddenActionsAreNeverTaken() {
    float[] q = {1, 3, 2, 5, 4, 5};
    float[] mask = {1, 0, 1, 0, 1, 0};
    assertThat(act(0, 0, q, mask, Rng.ofSeed(1))).containsExactly(2, 1);
    Rng rng = Rng.ofSeed(2);
    for (int i = 0; i < 200; i++) {
      int[] drawn = act(1, 0, q, mask, rng);
      assertThat(drawn[0]).isIn(0, 2);
      assertThat(drawn[1]).isEqualTo(1);
    }
  }

  @Test
  void everyRowTossesItsOwnCoin() {
    float[] q = {9, 0, 0, 9, 0, 0};
    Rng rng = Rng.ofSeed(3);
    int[] counts = new int[4];
    int n = 30_000;
    for (int i = 0; i < n; i++) {
      int[] taken = act(0.5, 0, q, NO_MASK, rng);
      counts[(taken[0] == 0 ? 0 : 2) + (taken[1] == 0 ? 0 : 1)]++;
    }
    // another action with probability 1/2 · 2/3, in each row by itself
    assertThat((double) counts[0] / n).isCloseTo(4.0 / 9, within(0.01));
    assertThat((double) counts[1] / n).isCloseTo(2.0 / 9, within(0.01));
    assertThat((double) counts[2] / n).isCloseTo(2.0 / 9, within(0.01));
    assertThat((double) counts[3] / n).isCloseTo(1.0 / 9, within(0.01));
  }

  @Test
  void ladderLetsLaterRowsExploreLess() {
    float[] q = {9, 0, 0, 9, 0, 0, 9, 0, 0};
    Rng rng = Rng.ofSeed(5);
    int[] others = new int[3];
    int n = 30_000;
    for (int i = 0; i < n; i++) {
      int[] taken = act(0.6, 2, q, NO_MASK, rng);
      for (int row = 0; row < 3; row++) {
        others[row] += taken[row] == 0 ? 0 : 1;
      }
    }
    // ε = 0.6, 0.6², 0.6³, of which a third takes the greatest value all the same
    assertThat((double) others[0] / n).isCloseTo(0.4, within(0.01));
    assertThat((double) others[1] / n).isCloseTo(0.24, within(0.01));
    assertThat((double) others[2] / n).isCloseTo(0.144, within(0.01));
  }
}
