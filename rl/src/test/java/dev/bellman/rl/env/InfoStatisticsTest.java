package dev.bellman.rl.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.env.wrappers.TransformReward;
import dev.bellman.rl.env.wrappers.Transition;
import dev.bellman.rl.env.wrappers.WeightedReward;
import dev.bellman.tensor.State;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class InfoStatisticsTest {
  private static final List<String> NAMES = List.of("cost", "late", "parts.fuel", "absent");

  /// Episodes of three steps: each costs its number, the second is late, the last tells fuel.
  private static final class Deliveries implements Env<Integer, Integer> {
    private int step;

    @Override
    public Discrete observationSpace() {
      return Discrete.of(4);
    }

    @Override
    public Discrete actionSpace() {
      return Discrete.of(2);
    }

    @Override
    public Reset<Integer> reset(OptionalLong seed) {
      step = 0;
      return Reset.of(0);
    }

    @Override
    public Step<Integer> step(Integer action) {
      step++;
      int now = step;
      Info info =
          () ->
              now < 3
                  ? Map.of("cost", 1.0 * now, "late", now == 2, "note", "text")
                  : Map.of("cost", 3L, "parts", Map.of("fuel", 7));
      return Step.of(now, 1.0, now == 3).withInfo(info);
    }
  }

  private static InfoStatistics watched(int n) {
    return new InfoStatistics(EnvAdapter.of("deliveries", n, Deliveries::new), NAMES);
  }

  private static void step(VecEnv envs, VecStep out, int times) {
    Actions actions = Actions.of(envs.count(), envs.actionSpace());
    for (int t = 0; t < times; t++) {
      envs.step(actions, out);
    }
  }

  @Test
  void entriesAreSummedOverEpisodes() {
    InfoStatistics envs = watched(2);
    VecStep out = VecStep.of(envs);
    envs.reset(new long[] {0, 1}, out);
    step(envs, out, 2);
    assertThat(envs.perEpisode(0)).isNaN();
    step(envs, out, 1);
    assertThat(envs.sum(0, 1)).isEqualTo(6);
    assertThat(envs.sum(1, 1)).isEqualTo(1);
    assertThat(envs.atEnd(1, 1)).isNaN();
    assertThat(envs.atEnd(0, 1)).isEqualTo(3);
    assertThat(envs.sum(2, 1)).isEqualTo(7);
    assertThat(envs.sum(3, 1)).isNaN();
    step(envs, out, 5);
    assertThat(envs.perEpisode(0)).isEqualTo(6);
    assertThat(envs.perThousandSteps(0)).isEqualTo(2000);
    assertThat(envs.perThousandSteps(1)).isEqualTo(1000.0 / 3, within(1e-9));
    assertThat(envs.perEpisode(3)).isNaN();
    assertThat(envs.perThousandSteps(3)).isNaN();
  }

  @Test
  void anEpisodeThatIsAbandonedDoesNotCount() {
    InfoStatistics envs = watched(1);
    VecStep out = VecStep.of(envs);
    envs.reset(new long[] {0}, out);
    step(envs, out, 2);
    envs.restart(0, out);
    step(envs, out, 3);
    assertThat(envs.sum(0, 0)).isEqualTo(6);
    step(envs, out, 1);
    envs.reset(new long[] {0}, out);
    step(envs, out, 3);
    assertThat(envs.perThousandSteps(0)).isEqualTo(2000);
  }

  @Test
  void whatIsUnderWayIsSaved() {
    var inner = Envs.builtIn().vector("Taxi-v4", 3, Map.of("max_episode_steps", 10));
    var envs = new InfoStatistics(inner, List.of("prob"));
    VecStep out = VecStep.of(envs);
    envs.reset(new long[] {1, 2, 3}, out);
    step(envs, out, 25);
    State saved = new State();
    envs.save(saved);
    var other =
        new InfoStatistics(
            Envs.builtIn().vector("Taxi-v4", 3, Map.of("max_episode_steps", 10)), List.of("prob"));
    VecStep again = VecStep.of(other);
    other.reset(new long[] {4, 5, 6}, again);
    other.load(saved);
    step(envs, out, 8);
    step(other, again, 8);
    assertThat(other.sum(0, 2)).isEqualTo(10).isEqualTo(envs.sum(0, 2));
    assertThat(other.perEpisode(0)).isEqualTo(envs.perEpisode(0));
    assertThat(other.perThousandSteps(0)).isEqualTo(1000);
  }

  @Test
  void termsOfRewardsCanBeWatched() {
    var half = new WeightedReward.Part<Integer, Integer>("half", 0.5, Transition::reward);
    var doubled = new TransformReward(reward -> 2 * reward);
    VecEnv inner = EnvAdapter.of("deliveries", 1, Deliveries::new);
    var envs =
        new InfoStatistics(
            doubled.wrap(new WeightedReward<>(List.of(half)).wrap(inner)),
            List.of("reward_terms.half", "reward_terms.other", "cost"));
    VecStep out = VecStep.of(envs);
    envs.reset(new long[] {0}, out);
    step(envs, out, 3);
    assertThat(envs.sum(0, 0)).isEqualTo(1.5);
    assertThat(envs.sum(1, 0)).isNaN();
    assertThat(envs.sum(2, 0)).isEqualTo(6);
  }

  @Test
  void anInfoThatThrowsIsTheEnvironmentsFailure() {
    Env<Integer, Integer> broken =
        new EnvBehind() {
          @Override
          public Step<Integer> step(Integer action) {
            return Step.of(0, 0, false)
                .withInfo(
                    () -> {
                      throw new IllegalStateException("no info");
                    });
          }
        };
    VecEnv envs = new InfoStatistics(EnvAdapter.of("broken", 1, () -> broken), NAMES);
    VecStep out = VecStep.of(envs);
    envs.reset(new long[] {0}, out);
    assertThatThrownBy(() -> step(envs, out, 1))
        .isInstanceOf(EnvironmentFailure.class)
        .hasMessageContaining("environment 'broken' [0], step 1: info must not throw");
  }

  /// An environment whose step is written by the test.
  private abstract static class EnvBehind implements Env<Integer, Integer> {
    @Override
    public Discrete observationSpace() {
      return Discrete.of(2);
    }

    @Override
    public Discrete actionSpace() {
      return Discrete.of(2);
    }

    @Override
    public Reset<Integer> reset(OptionalLong seed) {
      return Reset.of(0);
    }
  }
}
