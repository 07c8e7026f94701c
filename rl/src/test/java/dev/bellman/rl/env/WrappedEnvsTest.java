package dev.bellman.rl.env;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellman.rl.env.EnvChecker.Severity;
import dev.bellman.rl.env.WrappedEnvs.Both;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WrappedEnvsTest {
  static Stream<Both> independent() {
    return WrappedEnvs.independent();
  }

  static Stream<Both> joint() {
    return WrappedEnvs.joint();
  }

  static Stream<Both> all() {
    return Stream.concat(independent(), joint());
  }

  @ParameterizedTest
  @MethodSource("independent")
  void manyGiveTheNumbersOfOne(Both wrapped) {
    VecEnvContract.assertSameNumbers(wrapped.many().apply(3), wrapped.adapted(3));
  }

  @ParameterizedTest
  @MethodSource("joint")
  void oneOfManyGivesTheNumbersOfOne(Both wrapped) {
    VecEnvContract.assertSameNumbers(wrapped.many().apply(1), wrapped.adapted(1));
  }

  @ParameterizedTest
  @MethodSource("all")
  void theCheckerFindsNoErrors(Both wrapped) {
    assertThat(EnvChecker.check(wrapped.one()))
        .filteredOn(finding -> finding.severity() == Severity.ERROR)
        .filteredOn(finding -> !finding.message().startsWith("actionSpace: must have finite"))
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("joint")
  void rangesMayBeSteppedInAnyOrderAndOnAnyThread(Both wrapped) throws InterruptedException {
    var contract = new VecEnvContract(wrapped.many(), VecEnvContract.FEW_STEPS);
    contract.sameSeedsGiveTheSameRun();
    contract.chunkedSteppingEqualsWholeStepping();
    contract.disjointRangesMayBeSteppedOnDifferentThreads();
    contract.observationsAreInTheirSpace();
    contract.aSavedRunGoesOnToTheBit();
    contract.wrongSeedsActionsAndRangesAreRefused();
    contract.restartingOneLeavesTheOthers();
  }
}
