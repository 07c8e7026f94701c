package dev.bellman.rl.env;

import static dev.bellman.rl.env.CheckedWalk.all;
import static dev.bellman.rl.env.CheckedWalk.assertError;
import static dev.bellman.rl.env.CheckedWalk.assertOnly;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bellman.rl.env.EnvChecker.Finding;
import dev.bellman.rl.env.EnvChecker.Report;
import dev.bellman.rl.env.EnvChecker.Severity;
import dev.bellman.rl.env.classic.CartPole;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EnvCheckerTest {
  @Test
  void goodEnvironmentsHaveNothingToChange() {
    assertThat(all(CheckedWalk::new)).isEmpty();
    assertThat(EnvChecker.check(() -> new TimeLimit<>(CartPole.env(true), 20))).isEmpty();
    assertThat(EnvChecker.check(() -> IdentityEnvs.discrete(3, 5))).isEmpty();
    assertThat(EnvChecker.check(() -> IdentityEnvs.oneHot(3, 5))).isEmpty();
    assertThat(EnvChecker.check(() -> IdentityEnvs.continuous(3, 5))).isEmpty();
    assertThat(EnvChecker.check(() -> new BanditEnv(0.3, 0.6))).isEmpty();
    assertThat(EnvChecker.check(() -> AnySpaceEnv.multiDiscrete(9))).isEmpty();
    assertThat(EnvChecker.check(() -> AnySpaceEnv.multiBinary(9))).isEmpty();
    EnvChecker.require(CheckedWalk::new);
  }

  @Test
  void observationsOutsideTheirSpaceAreFound() {
    assertThat(
            EnvChecker.check(
                () ->
                    new CheckedWalk() {
                      @Override
                      protected float[] observation() {
                        return new float[] {t == 3 ? 11 : 0};
                      }
                    }))
        .containsExactly(
            new Finding(
                Severity.ERROR,
                "observation[0]: must be in [-10.0, 10.0] as observationSpace() says, got 11.0 in"
                    + " step 3 (widen the space or clip)"));
  }

  @Test
  void brokenValuesAreFound() {
    assertError(
        () ->
            new CheckedWalk() {
              @Override
              protected float[] observation() {
                return new float[] {t == 2 ? Float.NaN : 0};
              }
            },
        ", step 2: observation[0] must be finite, got NaN (check what reset and step compute)");
    assertError(
        () ->
            new CheckedWalk() {
              @Override
              public Step<float[]> step(Integer action) {
                throw new UnsupportedOperationException("later");
              }
            },
        ", step 1: step must not throw, got java.lang.UnsupportedOperationException: later");
  }

  /// A walk whose actions are continuous.
  private record Pushed(Box actionSpace) implements Env<float[], float[]> {
    @Override
    public Box observationSpace() {
      return Box.unbounded(2);
    }

    @Override
    public Reset<float[]> reset(OptionalLong seed) {
      return Reset.of(new float[2]);
    }

    @Override
    public Step<float[]> step(float[] action) {
      action[0] = 0;
      return Step.of(new float[2], action[0], false);
    }
  }

  @Test
  void actionSpacesMustBeBoundedAndShouldBeOfUnitSize() {
    assertError(
        () -> new Pushed(Box.unbounded(1)),
        "actionSpace: must have finite bounds, got Box(-Infinity, Infinity, [1])"
            + " (learners clip to them; Box.of(-1, 1, n)?)");
    assertThat(EnvChecker.check(() -> new Pushed(Box.of(0, 2, 1))).getFirst())
        .isEqualTo(
            new Finding(
                Severity.WARNING,
                "actionSpace: coordinate 0 should be in [-1, 1], got [0.0, 2.0] (scale inside"
                    + " step)"));
  }

  @Test
  void whatIsOddButHarmlessIsToldInAnOrder() {
    assertThat(all(() -> new Pushed(Box.of(-1, 1, 1))))
        .extracting(finding -> finding.severity() + " " + finding.message().split("[(,]")[0])
        .containsExactly(
            "WARNING savesState: is false",
            "WARNING step: should not change the action that it is given ",
            "NOTE observationSpace: coordinates 0",
            "NOTE reset",
            "NOTE step: could throw IllegalStateException before the first reset",
            "NOTE no episode ended in 5000 random steps ");
  }

  @Test
  void aConstantCoordinateIsWarnedAbout() {
    assertThat(
            EnvChecker.check(
                () ->
                    new CheckedWalk() {
                      @Override
                      public Space<float[]> observationSpace() {
                        return Box.of(new float[] {-10, 2}, new float[] {10, 2});
                      }

                      @Override
                      protected float[] observation() {
                        return new float[] {(float) place, 2};
                      }
                    }))
        .containsExactly(
            new Finding(
                Severity.WARNING,
                "observationSpace: bounds of coordinate 1 must differ, got 2.0 twice"
                    + " (leave it out)"));
  }

  @Test
  void spacesThatChangeAreFound() {
    var sizes = new AtomicInteger(1);
    assertError(
        () ->
            new CheckedWalk() {
              @Override
              public Space<float[]> observationSpace() {
                return Box.of(-10, 10, sizes.getAndIncrement());
              }
            },
        "spaces: must be the same at each call (keep them in fields)");
  }

  @Test
  void theFactoryMustCreate() {
    var env = new BanditEnv(0.5);
    assertThat(EnvChecker.check(() -> env))
        .containsExactly(
            new Finding(
                Severity.ERROR,
                "factory: must create a new environment at each call, got the same one twice"));
  }

  @Test
  void anActionSpaceThatDoesNotBeginAtZeroIsNoted() {
    assertOnly(
        () ->
            new CheckedWalk() {
              @Override
              public Space<Integer> actionSpace() {
                return new Discrete(2, 1);
              }
            },
        Severity.NOTE,
        "actionSpace: begins at 1, which some other libraries refuse (begin at 0 to be portable)");
  }

  @Test
  void aTruncationRightAfterTheResetIsWarnedAbout() {
    assertThat(EnvChecker.check(() -> new TimeLimit<>(new CheckedWalk(), 1)))
        .containsExactly(
            new Finding(
                Severity.WARNING,
                "step 1: should not be truncated right after a reset (raise max_episode_steps)"));
  }

  @Test
  void masksThatNeverForbidAreNoted() {
    assertOnly(
        () ->
            new CheckedWalk() {
              @Override
              public boolean masksActions() {
                return true;
              }
            },
        Severity.NOTE,
        "masksActions: is true, but no mask in 200 steps forbade anything (return false if none"
            + " does)");
  }

  @Test
  void anObservationThatChangesLaterIsWarnedAbout() {
    assertThat(
            EnvChecker.check(
                () ->
                    new CheckedWalk() {
                      private final float[] shown = new float[1];

                      @Override
                      protected float[] observation() {
                        shown[0] = (float) place;
                        return shown;
                      }
                    }))
        .containsExactly(
            new Finding(
                Severity.WARNING,
                "step: should return a new observation, got an earlier one changed (clone it)"));
  }

  @Test
  void infoThatIsMissingIsFound() {
    assertError(
        () ->
            new CheckedWalk() {
              @Override
              public Step<float[]> step(Integer action) {
                return super.step(action).withInfo(null);
              }
            },
        "step: info must be there, got null (Info.NONE where there is nothing to tell)");
  }

  @Test
  void aSecondCloseMustDoNothing() {
    assertError(
        () ->
            new CheckedWalk() {
              private boolean closed;

              @Override
              public void close() {
                if (closed) {
                  throw new IllegalStateException("closed twice");
                }
                closed = true;
              }
            },
        "close: must do nothing at the second call, got java.lang.IllegalStateException: closed");
  }

  @Test
  void theSpeedIsOneOverTheTimeOfAStep() {
    var now = new long[1];
    Report report =
        EnvChecker.report(
            () ->
                new CheckedWalk() {
                  @Override
                  public Step<float[]> step(Integer action) {
                    now[0] += 4_000_000;
                    return super.step(action);
                  }
                },
            () -> now[0]);
    assertThat(report.stepsPerSecond()).isBetween(240.0, 260.0);
    assertThat(report.count(Severity.NOTE)).isEqualTo(1);
    assertThat(report.findings().getFirst().message())
        .isEqualTo("step: takes 4.0 ms on average, so a million steps take 1.1 hours");
    assertThat(EnvChecker.report(() -> null, () -> 0).stepsPerSecond()).isNaN();
  }
}
