package dev.bellman.rl.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ActionDiversityTest {
  private static final Offset<Double> NEAR = within(1e-12);
  private static final double LN_2 = 0.6931471805599453;

  @Test
  void entropyIsThatOfTheShares() {
    // shares 1/2, 1/4, 0, 1/4: ½ ln 2 + ½ ln 4
    assertThat(ActionDiversity.entropy(new int[] {0, 3, 1, 0}, 1, new int[] {0, 1, 2, 3}))
        .isEqualTo(1.5 * LN_2, NEAR);
    assertThat(ActionDiversity.entropy(new int[] {2, 2, 2}, 1, new int[] {0, 1, 2})).isZero();
  }

  @Test
  void entropiesOfPartsAddUp() {
    // the first part is 0, 1, 0, 1; the second one 5, 5, 5, 2
    int[] actions = {0, 5, 1, 5, 0, 5, 1, 2};
    assertThat(ActionDiversity.entropy(actions, 2, new int[] {3, 1, 0, 2}))
        .isEqualTo(LN_2 + 0.5623351446188083, NEAR);
  }

  @Test
  void onlyTheRowsThatAreNamedCount() {
    assertThat(ActionDiversity.entropy(new int[] {0, 7, 1, 9}, 1, new int[] {0, 2}))
        .isEqualTo(LN_2, NEAR);
    assertThat(ActionDiversity.deviation(new float[] {9, 1, 5, -99}, 1, new int[] {1, 2}))
        .isEqualTo(2, NEAR);
  }

  @Test
  void deviationIsTheMeanOverCoordinates() {
    // the first coordinate is 1, 3, 1, 3 with deviation 1; the second one 0, 0, 0, 8 with √12
    float[] actions = {1, 0, 3, 0, 1, 0, 3, 8};
    assertThat(ActionDiversity.deviation(actions, 2, new int[] {0, 1, 2, 3}))
        .isEqualTo(0.5 + 1.7320508075688772, NEAR);
    assertThat(ActionDiversity.deviation(actions, 2, new int[] {2})).isZero();
  }
}
