package dev.bellman.rl.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellman.rl.env.classic.CartPole;
import dev.bellman.tensor.State;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WrappersTest {
  private static Env<Integer, Integer> rewards(double... rewards) {
    var script =
        IntStream.range(0, rewards.length)
            .<Function<Integer, @Nullable Step<Integer>>>mapToObj(
                t -> _ -> Step.of(0, rewards[t], t == rewards.length - 1))
            .toList();
    return new ScriptedEnv<>(Discrete.of(1), Discrete.of(1), false, Reset.of(0), script);
  }

  @Test
  void timeLimitTruncatesAndKeepsATermination() {
    var env = new TimeLimit<>(rewards(1, 1, 1), 3);
    env.reset(0);
    assertThat(env.step(0).done()).isFalse();
    assertThat(env.step(0).done()).isFalse();
    Step<Integer> last = env.step(0);
    assertThat(last.terminated()).isTrue();
    assertThat(last.truncated()).isTrue();
  }

  @Test
  void timeLimitCountsFromEachReset() {
    var env = new TimeLimit<>(IdentityEnvs.discrete(2, 1000), 2);
    for (int episode = 0; episode < 3; episode++) {
      env.reset();
      assertThat(env.step(0).truncated()).isFalse();
      assertThat(env.step(0).truncated()).isTrue();
    }
  }

  @Test
  void timeLimitSavesItsCount() {
    var env = new TimeLimit<>(CartPole.env(false), 5);
    env.reset(3);
    env.step(0);
    env.step(1);
    env.step(0);
    var saved = new State();
    env.save(saved);
    var resumed = new TimeLimit<>(CartPole.env(false), 5);
    resumed.load(saved);
    assertThat(resumed.step(1).observation()).isEqualTo(env.step(1).observation());
    assertThat(resumed.step(1).truncated()).isTrue();
    assertThat(resumed.reset().observation()).isNotEqualTo(env.reset(3).observation());
  }

  @Test
  void timeLimitMustBePositive() {
    assertThatThrownBy(() -> new TimeLimit<>(CartPole.env(false), 0))
        .hasMessage("maxEpisodeSteps: must be at least 1, got 0");
  }

  @Test
  void episodeStatisticsAppearInTheInfoOfTheLastStep() {
    var env = new RecordEpisodeStatistics<>(rewards(0.5, -2, 4));
    env.reset(0);
    assertThat(env.step(0).info()).isSameAs(Info.NONE);
    env.step(0);
    assertThat(env.step(0).info().toMap()).isEqualTo(Map.of("episode", Map.of("r", 2.5, "l", 3L)));
  }

  @Test
  void episodeStatisticsAreSaved() {
    var env = new RecordEpisodeStatistics<>(IdentityEnvs.discrete(1, 3));
    env.reset(0);
    env.step(0);
    var saved = new State();
    env.save(saved);
    var resumed = new RecordEpisodeStatistics<>(IdentityEnvs.discrete(1, 3));
    resumed.load(saved);
    resumed.step(0);
    assertThat(resumed.step(0).info().toMap()).containsEntry("episode", Map.of("r", 3.0, "l", 3L));
  }

  @Test
  void wrappersShowWhatTheyWrap() {
    var cartPole = CartPole.env(false);
    var env = new RecordEpisodeStatistics<>(new TimeLimit<>(cartPole, 5));
    assertThat(env.unwrapped()).isSameAs(cartPole);
    assertThat(env.savesState()).isTrue();
    assertThat(env.actionSpace()).isEqualTo(Discrete.of(2));
    assertThat(env.masksActions()).isFalse();
    var unsaved = new TimeLimit<>(rewards(1), 5);
    assertThat(unsaved.savesState()).isFalse();
    assertThatThrownBy(() -> unsaved.save(new State()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "environment ScriptedEnv: must implement Stateful to be saved"
                + " (ask savesState() first)");
  }

  @Test
  void infoIsBuiltOnlyWhenAsked() {
    var built = new int[1];
    Info info =
        () -> {
          built[0]++;
          return Map.of("a", 1);
        };
    Info more = info.with("b", 2);
    assertThat(built[0]).isZero();
    assertThat(more.toMap()).isEqualTo(Map.of("a", 1, "b", 2));
    assertThat(built[0]).isEqualTo(1);
  }

  @Test
  void vectorStatisticsFollowEachEnvironment() {
    var statistics = new EpisodeStatistics(2);
    assertThat(statistics.meanTotalReward()).isNaN();
    VecStep step = VecStep.of(2, Discrete.of(1), Discrete.of(1));
    step.rewards()[0] = 1;
    step.rewards()[1] = -0.5;
    statistics.update(step);
    step.truncated()[1] = true;
    statistics.update(step);
    step.truncated()[1] = false;
    step.terminated()[0] = true;
    statistics.update(step);
    assertThat(statistics.drain())
        .isEqualTo(
            List.of(
                new EpisodeStatistics.Episode(1, -1, 2), new EpisodeStatistics.Episode(0, 3, 3)));
    assertThat(statistics.drain()).isEmpty();
    assertThat(statistics.episodes()).isEqualTo(2);
    assertThat(statistics.envSteps()).isEqualTo(6);
    assertThat(statistics.meanTotalReward()).isEqualTo(1);
    assertThat(statistics.meanLength()).isEqualTo(2.5);
  }

  @Test
  void vectorStatisticsAverageTheLastHundredEpisodes() {
    var statistics = new EpisodeStatistics(1);
    VecStep step = VecStep.of(1, Discrete.of(1), Discrete.of(1));
    step.terminated()[0] = true;
    for (int episode = 1; episode <= 150; episode++) {
      step.rewards()[0] = episode;
      statistics.update(step);
    }
    assertThat(statistics.meanTotalReward()).isEqualTo(100.5);
    assertThat(statistics.meanLength()).isEqualTo(1);
    assertThat(statistics.drain()).hasSize(150);
  }

  @Test
  void vectorStatisticsGoOnAfterLoading() {
    var statistics = new EpisodeStatistics(1);
    VecStep step = VecStep.of(1, Discrete.of(1), Discrete.of(1));
    step.rewards()[0] = 2;
    step.terminated()[0] = true;
    statistics.update(step);
    step.terminated()[0] = false;
    statistics.update(step);
    var saved = new State();
    statistics.save(saved);
    var resumed = new EpisodeStatistics(1);
    resumed.load(saved);
    step.truncated()[0] = true;
    resumed.update(step);
    assertThat(resumed.drain())
        .isEqualTo(
            List.of(
                new EpisodeStatistics.Episode(0, 2, 1), new EpisodeStatistics.Episode(0, 4, 2)));
    assertThat(resumed.meanTotalReward()).isEqualTo(3);
    assertThat(resumed.envSteps()).isEqualTo(3);
    resumed.update(VecStep.of(1, Discrete.of(1), Discrete.of(1)));
    resumed.abandonRunning();
    resumed.update(step);
    assertThat(resumed.drain()).isEqualTo(List.of(new EpisodeStatistics.Episode(0, 2, 1)));
  }
}
