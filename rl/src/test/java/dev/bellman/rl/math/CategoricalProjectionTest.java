package dev.bellman.rl.math;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CategoricalProjectionTest {
  private static final CategoricalProjection QUARTERS = new CategoricalProjection(0, 4, 5);

  private static float[] project(double discountedReturn, double discount, float... next) {
    float[] out = new float[5];
    QUARTERS.project(next, 0, discountedReturn, discount, out);
    return out;
  }

  @Test
  void massBetweenTwoAtomsIsSharedByThem() {
    // 0.5 + 0.5 · 2 = 1.5
    assertThat(project(0.5, 0.5, 0, 0, 1, 0, 0)).containsExactly(0, 0.5f, 0.5f, 0, 0);
  }

  @Test
  void theNearerAtomTakesMore() {
    // 0.25 + 1 · 2
    assertThat(project(0.25, 1, 0, 0, 1, 0, 0)).containsExactly(0, 0, 0.75f, 0.25f, 0);
  }

  @Test
  void massOnAnAtomStaysOnIt() {
    assertThat(project(1, 1, 0, 0, 1, 0, 0)).containsExactly(0, 0, 0, 1, 0);
    assertThat(project(2, 1, 0, 0, 1, 0, 0)).containsExactly(0, 0, 0, 0, 1);
    assertThat(project(-2, 1, 0, 0, 1, 0, 0)).containsExactly(1, 0, 0, 0, 0);
  }

  @Test
  void massBeyondTheEdgesStaysAtThem() {
    assertThat(project(10, 1, 0.25f, 0, 0.75f, 0, 0)).containsExactly(0, 0, 0, 0, 1);
    assertThat(project(-10, 1, 0.25f, 0, 0.75f, 0, 0)).containsExactly(1, 0, 0, 0, 0);
  }

  @Test
  void afterTerminationOnlyTheReturnCounts() {
    assertThat(project(1.25, 0, 0.5f, 0.25f, 0, 0, 0.25f)).containsExactly(0, 0.75f, 0.25f, 0, 0);
  }

  @Test
  void massesThatMeetAddUp() {
    assertThat(project(0.5, 1, 0.25f, 0.25f, 0.25f, 0.25f, 0))
        .containsExactly(0.125f, 0.25f, 0.25f, 0.25f, 0.125f);
  }

  @Test
  void noMassIsNegativeWhereTheLastPlaceRoundsUp() {
    // 57 / (57 / 50) is a little more than 50
    float[] next = new float[51];
    next[3] = 1;
    float[] out = new float[51];
    new CategoricalProjection(0, 57, 51).project(next, 0, 100, 0, out);
    assertThat(57 / (57 / 50.0)).isGreaterThan(50);
    assertThat(out[50]).isEqualTo(1);
    assertThat(out[49]).isZero();
  }

  @Test
  void theRowsBesideAreLeftAlone() {
    float[] next = {9, 0, 0.5f, 0.5f, 9};
    float[] out = {7, 7, 7, 7, 7};
    new CategoricalProjection(-1, 1, 3).project(next, 1, 0.5, 0.5, out);
    // 0.5 + 0.5 · 0 = 0.5 and 0.5 + 0.5 · 1 = 1
    assertThat(out).containsExactly(7, 0, 0.25f, 0.75f, 7);
  }
}
