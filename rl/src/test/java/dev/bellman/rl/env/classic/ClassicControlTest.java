package dev.bellman.rl.env.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.Drawable;
import dev.bellman.rl.env.EnvAdapter;
import dev.bellman.rl.env.EnvSpec;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.SimulatedEnv;
import dev.bellman.rl.env.SimulatedVec;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.VecStep;
import dev.bellman.tensor.Rng;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds for all five environments.
class ClassicControlTest {
  static final String[] IDS = {
    "CartPole-v1", "MountainCar-v0", "MountainCarContinuous-v0", "Acrobot-v1", "Pendulum-v1"
  };

  private static final Envs ENVS = Envs.builtIn();

  static Stream<String> ids() {
    return Arrays.stream(IDS);
  }

  /// An environment without time limit.
  @SuppressWarnings("unchecked") // all observations are float[]
  static SimulatedEnv<float[], Object> single(String id, Map<String, ?> options) {
    var all = new HashMap<String, Object>(options);
    all.put("max_episode_steps", -1);
    return (SimulatedEnv<float[], Object>) ENVS.make(id, all);
  }

  /// Many environments without time limit.
  static SimulatedVec vector(String id, int n, Map<String, ?> options) {
    var all = new HashMap<String, Object>(options);
    all.put("max_episode_steps", -1);
    return (SimulatedVec) ENVS.vector(id, n, all);
  }

  private static void sample(Rng rng, Space<?> space, Actions actions) {
    if (space instanceof Discrete discrete) {
      rng.fillInts(discrete.n(), actions.discrete());
      return;
    }
    for (int i = 0; i < actions.continuous().length; i++) {
      actions.continuous()[i] = ((Box) space).sample(rng)[0];
    }
  }

  @Test
  void limitsAndThresholdsAreGymnasiums() {
    assertThat(ClassicControl.specs())
        .extracting(EnvSpec::id, EnvSpec::maxEpisodeSteps, EnvSpec::rewardThreshold)
        .containsExactly(
            spec("CartPole-v0", 200, OptionalDouble.of(195)),
            spec("CartPole-v1", 500, OptionalDouble.of(475)),
            spec("MountainCar-v0", 200, OptionalDouble.of(-110)),
            spec("MountainCarContinuous-v0", 999, OptionalDouble.of(90)),
            spec("Acrobot-v1", 500, OptionalDouble.of(-100)),
            spec("Pendulum-v1", 200, OptionalDouble.empty()));
  }

  private static Tuple spec(String id, int limit, OptionalDouble threshold) {
    return tuple(id, OptionalInt.of(limit), threshold);
  }

  @ParameterizedTest
  @CsvSource({
    "CartPole-v1, Discrete(2)",
    "MountainCar-v0, Discrete(3)",
    "MountainCarContinuous-v0, 'Box(-1.0, 1.0, [1])'",
    "Acrobot-v1, Discrete(3)",
    "Pendulum-v1, 'Box(-2.0, 2.0, [1])'"
  })
  void actionSpacesAreGymnasiums(String id, String space) {
    assertThat(single(id, Map.of()).actionSpace()).hasToString(space);
  }

  @Test
  void observationsAreBoundedAsInGymnasium() {
    assertThat(high("MountainCar-v0")).containsExactly(0.6f, 0.07f);
    assertThat(high("MountainCarContinuous-v0")).containsExactly(0.6f, 0.07f);
    assertThat(high("Acrobot-v1")).containsExactly(1, 1, 1, 1, 12.566371f, 28.274334f);
    assertThat(high("Pendulum-v1")).containsExactly(1, 1, 8);
    Box car = (Box) (Space<?>) single("MountainCar-v0", Map.of()).observationSpace();
    assertThat(car.low()).containsExactly(-1.2f, -0.07f);
  }

  private static float[] high(String id) {
    return ((Box) (Space<?>) single(id, Map.of()).observationSpace()).high();
  }

  @ParameterizedTest
  @MethodSource("ids")
  void vectorFormEqualsTheSingleFormBitForBit(String id) {
    Map<String, Object> limit = Map.of("max_episode_steps", 30);
    var vector = ENVS.vector(id, 4, limit);
    var adapted = EnvAdapter.of(id, 4, () -> ENVS.make(id, limit));
    VecStep a = VecStep.of(vector);
    VecStep b = VecStep.of(adapted);
    long[] seeds = {0, 1, 123, 1176953008};
    vector.reset(seeds, a);
    adapted.reset(seeds, b);
    Actions actions = Actions.of(4, vector.actionSpace());
    Rng rng = Rng.ofSeed(3);
    boolean truncated = false;
    for (int t = 0; t < 2000; t++) {
      assertThat(a.observations()).isEqualTo(b.observations());
      assertThat(a.finalObservations()).isEqualTo(b.finalObservations());
      assertThat(a.rewards()).isEqualTo(b.rewards());
      assertThat(a.terminated()).isEqualTo(b.terminated());
      assertThat(a.truncated()).isEqualTo(b.truncated());
      truncated |= a.truncated()[0];
      sample(rng, vector.actionSpace(), actions);
      vector.step(actions, a);
      adapted.step(actions, b);
    }
    assertThat(truncated).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "CartPole-v1, f8211fb7760f3b96",
    "MountainCar-v0, 5da478ca4c7ce8a2",
    "MountainCarContinuous-v0, 5806762f8361e95c",
    "Acrobot-v1, d8983fed0d44c8ae",
    "Pendulum-v1, 24912648adf1ab7a"
  })
  void everyJitStageGivesTheseBits(String id, String bits) {
    var envs = ENVS.vector(id, 8, Map.of());
    VecStep out = VecStep.of(envs);
    Actions actions = Actions.of(8, envs.actionSpace());
    envs.reset(new long[] {0, 1, 2, 3, 4, 5, 6, 7}, out);
    Rng rng = Rng.ofSeed(5);
    long hash = 17;
    for (int t = 0; t < 20_000; t++) {
      sample(rng, envs.actionSpace(), actions);
      envs.step(actions, out);
      hash = 31 * hash + Arrays.hashCode(out.observations());
      hash = 31 * hash + Arrays.hashCode(out.finalObservations());
    }
    assertThat(Long.toHexString(hash)).isEqualTo(bits);
  }

  @ParameterizedTest
  @CsvSource({
    "CartPole-v1, masscart masspole length force_mag tau, gravity",
    "MountainCar-v0, force, gravity",
    "MountainCarContinuous-v0, power, gravity",
    "Acrobot-v1, link_length_1 link_mass_1 link_mass_2 link_com_pos_1 link_com_pos_2 link_moi dt,"
        + " gravity",
    "Pendulum-v1, m l dt, g"
  })
  void constantsThatCannotBeAreRefused(String id, String positive, String gravity) {
    for (String option : positive.split(" ")) {
      assertThatThrownBy(() -> ENVS.make(id, Map.of(option, 0)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("environment.%s: must be positive and finite, got 0.0".formatted(option));
    }
    assertThatThrownBy(() -> ENVS.vector(id, 2, Map.of(gravity, -1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("environment.%s: must be at least 0 and finite, got -1.0".formatted(gravity));
    assertThat(ENVS.make(id, Map.of(gravity, 0))).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "CartPole-v1, gravity masscart masspole length force_mag tau",
    "MountainCar-v0, force gravity",
    "MountainCarContinuous-v0, power gravity",
    "Acrobot-v1, gravity link_length_1 link_mass_1 link_mass_2 link_com_pos_1 link_com_pos_2"
        + " link_moi dt",
    "Pendulum-v1, g m l dt"
  })
  void eachConstantChangesTheMotion(String id, String options) {
    float[] usual = afterSomeSteps(id, Map.of());
    for (String option : options.split(" ")) {
      assertThat(afterSomeSteps(id, Map.of(option, 0.7))).as(option).isNotEqualTo(usual);
    }
  }

  private static float[] afterSomeSteps(String id, Map<String, ?> options) {
    SimulatedVec envs = vector(id, 1, options);
    VecStep out = VecStep.of(envs);
    envs.reset(new long[] {4}, out);
    Actions actions = Actions.of(1, envs.actionSpace());
    for (int t = 0; t < 3; t++) {
      sample(Rng.ofSeed(t), envs.actionSpace(), actions);
      envs.step(actions, out);
    }
    return out.observations().clone();
  }

  @ParameterizedTest
  @MethodSource("ids")
  void picturesShowTheState(String id) {
    SimulatedEnv<float[], Object> env = single(id, Map.of());
    env.reset(1);
    int[] first = picture(env);
    int[] again = picture(env);
    for (int t = 0; t < 8; t++) {
      env.step(env.actionSpace().sample(Rng.ofSeed(t)));
    }
    assertThat(first).isEqualTo(again).isNotEqualTo(picture(env));
    assertThat(Arrays.stream(first).distinct().count()).isGreaterThan(20);
  }

  private static int[] picture(Drawable env) {
    Drawable.Size size = env.pictureSize();
    var image = new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, size.width(), size.height());
    env.draw(g);
    g.dispose();
    return image.getRGB(0, 0, size.width(), size.height(), null, 0, size.width());
  }
}
