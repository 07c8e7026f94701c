package dev.bellman.tensor.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScheduleTest {
  @Test
  void constantStaysAsItIs() {
    assertThat(Schedule.constant(0.25).at(0)).isEqualTo(0.25);
    assertThat(Schedule.constant(0.25).at(1)).isEqualTo(0.25);
  }

  @Test
  void linearIsAStraightLine() {
    Schedule schedule = Schedule.linear(4, 0);
    assertThat(schedule.at(0)).isEqualTo(4);
    assertThat(schedule.at(0.25)).isEqualTo(3);
    assertThat(schedule.at(1)).isZero();
  }

  @Test
  void cosineStartsAndEndsLevel() {
    Schedule schedule = new Schedule.Cosine(2, 1);
    assertThat(schedule.at(0)).isEqualTo(2);
    assertThat(schedule.at(1.0 / 3)).isCloseTo(1.75, within(1e-15));
    assertThat(schedule.at(0.5)).isCloseTo(1.5, within(1e-15));
    assertThat(schedule.at(1)).isEqualTo(1);
  }

  @Test
  void exponentialMultipliesByTheSameFactor() {
    Schedule schedule = new Schedule.Exponential(1, 0.0625);
    assertThat(schedule.at(0)).isEqualTo(1);
    assertThat(schedule.at(0.25)).isEqualTo(0.5);
    assertThat(schedule.at(0.5)).isEqualTo(0.25);
    assertThat(schedule.at(1)).isEqualTo(0.0625);
    assertThatThrownBy(() -> new Schedule.Exponential(1, 0))
        .hasMessage("to: must be above 0, got 0.0");
  }

  @Test
  void warmupRisesThenRunsTheOtherOverWhatIsLeft() {
    Schedule schedule = new Schedule.Warmup(0.5, Schedule.linear(4, 0));
    assertThat(schedule.at(0)).isZero();
    assertThat(schedule.at(0.25)).isEqualTo(2);
    assertThat(schedule.at(0.5)).isEqualTo(4);
    assertThat(schedule.at(0.75)).isEqualTo(2);
    assertThat(schedule.at(1)).isZero();
    assertThat(new Schedule.Warmup(0, Schedule.constant(3)).at(0)).isEqualTo(3);
    assertThatThrownBy(() -> new Schedule.Warmup(1, schedule))
        .hasMessage("share: must be in [0, 1), got 1.0");
  }

  @Test
  void aValueOutOfRangeBetweenTheEndsIsRefused() {
    var dips = new Schedule.Warmup(0.5, Schedule.linear(-0.001, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Schedule.requireRange("learningRate", dips, 0, Double.MAX_VALUE))
        .withMessageStartingWith("learningRate: must be at least 0.0, got -");
  }
}
