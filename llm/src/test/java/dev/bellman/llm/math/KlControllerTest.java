package dev.bellman.llm.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class KlControllerTest {
  private static final KlController.Proportional HALF = new KlController.Proportional(0.5, 6, 100);

  @Test
  void fixedWeightStays() {
    var fixed = new KlController.Fixed(0.05);
    assertThat(fixed.next(100, 64)).isSameAs(fixed);
    assertThat(fixed.with(1)).isSameAs(fixed);
    assertThat(fixed.beta()).isEqualTo(0.05);
  }

  @Test
  void proportionalWeightMovesByTheError() {
    // error 6.6/6 - 1 = 0.1: ½·(1 + 0.1·50/100)
    assertThat(HALF.next(6.6, 50).beta()).isCloseTo(0.525, within(1e-12));
    assertThat(HALF.next(6, 50).beta()).isEqualTo(0.5);
  }

  @Test
  void errorIsLimitedToAFifth() {
    assertThat(HALF.next(600, 50).beta()).isCloseTo(0.55, within(1e-12));
    assertThat(HALF.next(0, 50).beta()).isCloseTo(0.45, within(1e-12));
    assertThat(HALF.next(0, 1_000_000).beta()).isCloseTo(0.4, within(1e-12));
  }

  @Test
  void whatIsNoNumberChangesNothing() {
    assertThat(HALF.next(Double.NaN, 50)).isSameAs(HALF);
  }

  @Test
  void savedWeightTakesThePlaceOfTheFirst() {
    assertThat(HALF.with(0.25)).isEqualTo(new KlController.Proportional(0.25, 6, 100));
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new KlController.Fixed(-1))
        .hasMessage("beta: must be at least 0 and finite, got -1.0");
    assertThatThrownBy(() -> new KlController.Proportional(0, 6, 100))
        .hasMessage("beta: must be above 0, got 0.0");
    assertThatThrownBy(() -> new KlController.Proportional(1, 0, 100))
        .hasMessage("target: must be above 0, got 0.0");
    assertThatThrownBy(() -> new KlController.Proportional(1, 6, 0))
        .hasMessage("horizon: must be above 0, got 0.0");
  }
}
