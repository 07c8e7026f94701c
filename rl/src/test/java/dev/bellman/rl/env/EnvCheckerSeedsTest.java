package dev.bellman.rl.env;

import static dev.bellman.rl.env.CheckedWalk.all;
import static dev.bellman.rl.env.CheckedWalk.assertError;
import static dev.bellman.rl.env.CheckedWalk.assertOnly;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellman.rl.env.EnvChecker.Finding;
import dev.bellman.rl.env.EnvChecker.Severity;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// Seeds, streams, earlier episodes and threads, as the checker tries them.
class EnvCheckerSeedsTest {
  @Test
  void randomnessThatTheSeedDoesNotControlIsFound() {
    var draws = new AtomicInteger();
    Supplier<Env<?, ?>> noisy =
        () ->
            new CheckedWalk() {
              @Override
              protected float[] observation() {
                return new float[] {(float) place + draws.getAndIncrement() % 3};
              }
            };
    assertError(
        noisy,
        "reset(123): must give the same for equal seeds and actions, got observation[0] ",
        "(draw all random numbers from the stream that reset seeds; share no static state");
    assertThatThrownBy(() -> EnvChecker.require(noisy))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("reset(123): must give the same");
  }

  @Test
  void whatIsLeftOfEarlierEpisodesIsFound() {
    assertError(
        () ->
            new CheckedWalk() {
              private int episodes;

              @Override
              public Reset<float[]> reset(OptionalLong seed) {
                episodes++;
                return super.reset(seed);
              }

              @Override
              protected float[] observation() {
                return new float[] {(float) place + Math.min(episodes, 100) * 0.01f};
              }
            },
        "reset(123): must begin anew whatever was before, got in reset: observation[0] ",
        "(set every field in reset)");
  }

  @Test
  void aStreamThatBeginsAnewAtEachResetIsFound() {
    assertError(
        () ->
            new CheckedWalk() {
              private long last;

              @Override
              public Reset<float[]> reset(OptionalLong seed) {
                last = seed.orElse(last);
                return super.reset(OptionalLong.of(last));
              }
            },
        "reset(): must go on with the random stream, got the same episode 9 times");
  }

  @Test
  void aSeedThatIsIgnoredIsWarnedAbout() {
    assertThat(
            all(
                () ->
                    new CheckedWalk() {
                      @Override
                      public Reset<float[]> reset(OptionalLong seed) {
                        return super.reset(
                            seed.isPresent() ? OptionalLong.of(42) : OptionalLong.empty());
                      }
                    }))
        .containsExactly(
            new Finding(
                Severity.WARNING,
                "reset(seed): should make the stream of the seed, got the same episode for seeds"
                    + " 1 to 8"));
  }

  @Test
  void anEnvironmentWithoutRandomnessIsNoted() {
    assertOnly(
        () ->
            new CheckedWalk() {
              @Override
              public Reset<float[]> reset(OptionalLong seed) {
                return super.reset(OptionalLong.of(1));
              }
            },
        Severity.NOTE,
        "reset(seed): all seeds give the same episode, so nothing is drawn at random");
  }

  @Test
  void whatDependsOnTheThreadIsFound() {
    assertError(
        () ->
            new CheckedWalk() {
              private final Thread home = Thread.currentThread();

              @Override
              public Step<float[]> step(Integer action) {
                Step<float[]> step = super.step(action);
                double reward = Thread.currentThread() == home ? step.reward() : 0;
                return Step.of(step.observation(), reward, step.terminated());
              }
            },
        "two threads: must give what one gives, got step 1: reward ",
        "(share no static state, keep nothing by thread)");
  }
}
