package dev.bellman.rl.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellman.rl.env.classic.CartPole;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class EnvsTest {
  /// Pendulum's torque is Gymnasium's, and so is this warning.
  private static final String TORQUE_WARNING =
      "actionSpace: coordinate 0 should be in [-1, 1], got [-2.0, 2.0] (scale inside step)";

  private final Envs envs = Envs.builtIn();

  @Test
  void cartPoleHasGymnasiumsLimitsAndThresholds() {
    EnvSpec v0 = envs.spec("CartPole-v0");
    assertThat(v0.maxEpisodeSteps()).hasValue(200);
    assertThat(v0.rewardThreshold()).hasValue(195);
    EnvSpec v1 = envs.spec("CartPole-v1");
    assertThat(v1.maxEpisodeSteps()).hasValue(500);
    assertThat(v1.rewardThreshold()).hasValue(475);
    assertThat(v1.name()).isEqualTo("CartPole");
    assertThat(v1.version()).isEqualTo(1);
  }

  @Test
  void nameWithoutVersionMeansTheHighest() {
    assertThat(envs.spec("CartPole").id()).isEqualTo("CartPole-v1");
    Envs more = envs.with(EnvSpec.of("CartPole-v10", "", _ -> CartPole.env(false)));
    assertThat(more.spec("CartPole").id()).isEqualTo("CartPole-v10");
    assertThat(envs.spec("CartPole").id()).isEqualTo("CartPole-v1");
  }

  @Test
  void unknownIdIsAnsweredWithASuggestion() {
    assertThatThrownBy(() -> envs.spec("CartPol-v1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "environment 'CartPol-v1': unknown"
                + " (did you mean 'CartPole-v1'? list with: bellman envs)");
    assertThatThrownBy(() -> envs.spec("cartpole"))
        .hasMessage(
            "environment 'cartpole': unknown (did you mean 'CartPole'? list with: bellman envs)");
    assertThatThrownBy(() -> envs.spec("CartPole-v7"))
        .hasMessage(
            "environment 'CartPole-v7': unknown"
                + " (did you mean 'CartPole-v1'? list with: bellman envs)");
    assertThatThrownBy(() -> envs.spec("Pong-v5"))
        .hasMessage("environment 'Pong-v5': unknown (list with: bellman envs)");
  }

  @Test
  void optionsAreCheckedByPath() {
    assertThatThrownBy(() -> envs.make("CartPole-v1", Map.of("sutton_barto_reward", 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("environment.sutton_barto_reward: must be true or false, got 3");
    assertThatThrownBy(() -> envs.vector("CartPole-v1", 2, Map.of("sutton_barto", true)))
        .hasMessage(
            "environment.sutton_barto: unknown (known: sutton_barto_reward, gravity, masscart,"
                + " masspole, length, force_mag, tau, max_episode_steps)");
    assertThatThrownBy(() -> envs.make("CartPole-v1", Map.of("suton_barto_reward", true)))
        .hasMessage(
            "environment.suton_barto_reward: unknown (did you mean 'sutton_barto_reward'? known:"
                + " sutton_barto_reward, gravity, masscart, masspole, length, force_mag, tau,"
                + " max_episode_steps)");
    assertThatThrownBy(() -> envs.make("CartPole-v1", Map.of("max_episode_steps", 0)))
        .hasMessage(
            "environment.max_episode_steps: must be in 1..2147483647, or -1 for none, got 0");
    var options = new HashMap<String, Object>();
    options.put("sutton_barto_reward", null);
    assertThatThrownBy(() -> envs.make("CartPole-v1", options))
        .hasMessage("environment.sutton_barto_reward: must be true or false, got null");
  }

  @Test
  void optionsTakeTheNumbersOfConfigurationFiles() {
    var whole = new EnvOption("size", EnvOption.Type.INTEGER, 4, "");
    assertThat(whole.defaultValue()).isEqualTo(4L);
    assertThat(whole.convert(7L)).isEqualTo(7L);
    assertThatThrownBy(() -> whole.convert(1.5))
        .hasMessage("environment.size: must be a whole number, got 1.5");
    var number = new EnvOption("g", EnvOption.Type.NUMBER, 10, "");
    assertThat(number.convert(9.81)).isEqualTo(9.81);
    assertThat(number.convert(10)).isEqualTo(10.0);
    assertThatThrownBy(() -> number.convert(Double.NaN))
        .hasMessage("environment.g: must be a finite number, got NaN");
    var text = new EnvOption("map_name", EnvOption.Type.TEXT, "4x4", "");
    assertThat(text.convert("8x8")).isEqualTo("8x8");
    assertThatThrownBy(() -> text.convert(8))
        .hasMessage("environment.map_name: must be a text, got 8");
  }

  @Test
  void optionsReachBothForms() {
    Map<String, Object> options = Map.of("sutton_barto_reward", true, "max_episode_steps", 3);
    @SuppressWarnings("unchecked")
    var env = (Env<float[], Integer>) envs.make("CartPole-v1", options);
    env.reset(0);
    assertThat(env.step(0).reward()).isZero();
    assertThat(env.step(1).truncated()).isFalse();
    assertThat(env.step(0).truncated()).isTrue();

    VecEnv vector = envs.vector("CartPole-v1", 1, options);
    assertThat(vector).isInstanceOf(SimulatedVec.class);
    VecStep out = VecStep.of(vector);
    vector.reset(new long[1], out);
    Actions actions = Actions.of(1, vector.actionSpace());
    for (int t = 1; t <= 3; t++) {
      vector.step(actions, out);
      assertThat(out.rewards()[0]).isZero();
      assertThat(out.truncated()[0]).isEqualTo(t == 3);
    }
  }

  @Test
  void minusOneTakesTheTimeLimitAway() {
    assertThat(envs.make("CartPole-v1", Map.of("max_episode_steps", -1)))
        .isInstanceOf(SimulatedEnv.class);
    assertThat(envs.make("CartPole-v1", Map.of())).isInstanceOf(TimeLimit.class);
  }

  @Test
  void ownEnvironmentsAreAdapted() {
    Envs own =
        envs.with(
            EnvSpec.of("my/Bandit-v0", "Two arms.", options -> bandit(options))
                .withOption(new EnvOption("good", EnvOption.Type.NUMBER, 0.8, "the better arm")));
    VecEnv vector = own.vector("my/Bandit", 3, Map.of("good", 1));
    assertThat(vector.count()).isEqualTo(3);
    VecStep out = VecStep.of(vector);
    vector.reset(new long[] {1, 2, 3}, out);
    vector.step(new Actions(new int[] {1, 1, 0}, new float[0]), out);
    assertThat(out.rewards()).containsExactly(1, 1, 0);
    assertThatThrownBy(() -> own.vector("my/Bandit", 0, Map.of()))
        .hasMessage("environment 'my/Bandit-v0': count must be at least 1, got 0");
  }

  private static Env<?, ?> bandit(EnvOptions options) {
    return new BanditEnv(0, options.number("good"));
  }

  @Test
  void anIdIsRegisteredOnce() {
    assertThatThrownBy(() -> envs.with(envs.spec("CartPole-v1")))
        .hasMessageStartingWith("environment 'CartPole-v1': must be new");
    assertThatThrownBy(() -> EnvSpec.of("CartPole", "", _ -> CartPole.env(false)))
        .hasMessage("EnvSpec.id: must be like 'Name-v0' or 'family/Name-v0', got 'CartPole'");
  }

  @Test
  void everyRegisteredEnvironmentPassesTheChecker() {
    for (EnvSpec spec : envs.specs()) {
      assertThat(EnvChecker.check(() -> envs.make(spec.id(), Map.of())))
          .extracting(EnvChecker.Finding::message)
          .isSubsetOf(TORQUE_WARNING);
      assertThat(
              EnvChecker.checkVector(
                  () -> envs.make(spec.id(), Map.of()), n -> envs.vector(spec.id(), n, Map.of())))
          .isEmpty();
      assertThat(envs.vector(spec.id(), 2, Map.of()).savesState()).isTrue();
    }
  }

  @Test
  void aLimitOfNoneIsUnlimited() {
    var vector = new SimulatedVec(new CartPole(1, false), OptionalInt.empty());
    assertThat(vector.count()).isEqualTo(1);
    assertThatThrownBy(() -> new SimulatedVec(new CartPole(1, false), OptionalInt.of(0)))
        .hasMessage("maxEpisodeSteps: must be at least 1, got 0");
    assertThatThrownBy(() -> new SimulatedVec(new CartPole(0, false), OptionalInt.empty()))
        .hasMessage("environment 'CartPole': count must be at least 1, got 0");
  }
}
