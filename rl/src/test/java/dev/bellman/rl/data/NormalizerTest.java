package dev.bellman.rl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.EnvAdapter;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.IdentityEnvs;
import dev.bellman.rl.env.Info;
import dev.bellman.rl.env.MultiDiscrete;
import dev.bellman.rl.env.Reset;
import dev.bellman.rl.env.ScriptedEnv;
import dev.bellman.rl.env.Step;
import dev.bellman.rl.env.Tuple;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.env.VecStep;
import dev.bellman.rl.policy.ActorCritic;
import dev.bellman.rl.policy.MlpActorCritic;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Workers;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NormalizerTest {
  private final Workers workers = new Workers(1);

  @AfterEach
  void closeWorkers() {
    workers.close();
  }

  private static Function<Integer, Step<float[]>> step(
      float observation, double reward, boolean terminated, boolean truncated) {
    return _ ->
        new Step<>(new float[] {observation}, reward, terminated, truncated, null, Info.NONE);
  }

  private static VecEnv scripted() {
    List<Function<Integer, Step<float[]>>> script =
        List.of(
            step(1, 10, false, false),
            step(2, 20, true, false),
            step(3, 30, false, true),
            step(4, 40, true, true),
            step(5, 50, false, false));
    return EnvAdapter.of(
        "scripted",
        1,
        () ->
            new ScriptedEnv<>(
                Box.of(0, 9, 1), Discrete.of(2), false, Reset.of(new float[] {0.5f}), script));
  }

  private static ActorCritic net(VecEnv envs) {
    return MlpActorCritic.of(MlpActorCritic.Config.DEFAULTS, envs, 0);
  }

  /// The numbers of a direct computation in float64: moments that start with weight 1e-4 and
  /// variance 1, seen 0.5 at the reset, then 1, 0.5, 0.5, 0.5, 5.
  @Test
  void normalisesWithTheMomentsOfTheMoment() {
    VecEnv envs = scripted();
    var normalizer = new Normalizer(Normalization.BOTH, 0.5, envs);
    var interaction = new Interaction(envs, 0, "envs", workers, normalizer);
    VecStep shown = interaction.current();
    assertThat((double) shown.observations()[0]).isEqualTo(0.004471778, within(1e-8));
    float[] observations = {0.9995504f, -0.7067180f, -0.5770713f, -0.4997750f, 2.2223487f};
    double[] rewards = {10, 2.666369268, 3.529766094, 3.694815964, 3.685893065};
    for (int t = 0; t < 5; t++) {
      interaction.step();
      assertThat(shown.observations()[0]).isEqualTo(observations[t], within(1e-6f));
      assertThat(shown.rewards()[0]).isEqualTo(rewards[t], within(1e-9));
      if (t == 1) {
        assertThat(shown.finalObservations()[0]).isEqualTo(5.6545925f, within(1e-6f));
      }
      if (t == 2) {
        assertThat(shown.finalObservations()[0]).isEqualTo(10);
      }
    }
    assertThat(interaction.episodes().meanTotalReward()).isEqualTo((30 + 30 + 40) / 3.0);
  }

  @Test
  void eitherCanBeLeftAsItIs() {
    VecEnv first = scripted();
    var observations = new Normalizer(Normalization.DEFAULTS.with(true, false), 0.5, first);
    var seen = new Interaction(first, 0, "envs", workers, observations);
    seen.step();
    assertThat(seen.current().observations()[0]).isEqualTo(0.9995504f, within(1e-6f));
    assertThat(seen.current().rewards()[0]).isEqualTo(10);
    VecEnv second = scripted();
    var rewards = new Normalizer(Normalization.DEFAULTS.with(false, true), 0.5, second);
    var paid = new Interaction(second, 0, "envs", workers, rewards);
    paid.step();
    paid.step();
    assertThat(paid.current().observations()[0]).isEqualTo(0.5f);
    assertThat(paid.current().finalObservations()[0]).isEqualTo(2);
    assertThat(paid.current().rewards()[0]).isEqualTo(2.666369268, within(1e-9));
  }

  @Test
  void withoutNormalisationNothingIsCopiedOrSaved() {
    VecStep raw = VecStep.of(scripted());
    assertThat(Normalizer.none().view(raw)).isSameAs(raw);
    State state = new State();
    Normalizer.none().save(state);
    assertThat(state.names()).isEmpty();
  }

  @Test
  void indicesAreShownAsTheyAre() {
    Supplier<Env<Integer, Integer>> env = () -> IdentityEnvs.discrete(4, 9);
    VecEnv envs = EnvAdapter.of("discrete", 2, env);
    var normalizer = new Normalizer(Normalization.BOTH, 0.9, envs);
    assertThat(normalizer.normalizesObservations()).isFalse();
    var interaction = new Interaction(envs, 0, "envs", workers, normalizer);
    assertThat(interaction.current().states()).hasSize(2);
  }

  @Test
  void ofMixedObservationsTheContinuousCoordinatesAreNormalised() {
    Tuple space = Tuple.of(Discrete.of(2), Box.of(0, 9, 1), MultiDiscrete.of(2, 2));
    List<Object> start = List.of(1, new float[] {4}, new int[] {0, 1});
    VecEnv envs =
        EnvAdapter.of(
            "mixed",
            1,
            () -> new ScriptedEnv<>(space, Discrete.of(2), false, Reset.of(start), List.of()));
    var normalizer = new Normalizer(Normalization.BOTH, 0.9, envs);
    var interaction = new Interaction(envs, 0, "envs", workers, normalizer);
    float[] shown = interaction.current().observations();
    assertThat(shown[2]).isEqualTo(0.01f, within(1e-3f));
    shown[2] = 9;
    assertThat(shown).containsExactly(0, 1, 9, 1, 0, 0, 1);
  }

  /// The policy is shown raw observations and acts as the learner that sees normalised ones.
  @Test
  void thePolicyNormalisesWithTheStatisticsAsTheyAre() {
    VecEnv envs = Envs.builtIn().vector("Pendulum-v1", 3, Map.of());
    ActorCritic net = net(envs);
    var normalizer = new Normalizer(Normalization.BOTH, 0.9, envs);
    var rollout = new Rollout(envs, 50, 0, workers, normalizer);
    rollout.collect(net);
    VecStep raw = VecStep.of(3, envs.observationSpace(), envs.actionSpace());
    System.arraycopy(new float[] {1, 0, 0, 0, 1, 8, -1, 0, -8}, 0, raw.observations(), 0, 9);
    VecStep seen = VecStep.of(3, envs.observationSpace(), envs.actionSpace());
    normalizer.normalize(raw.observations(), seen.observations());
    assertThat(seen.observations()).isNotEqualTo(raw.observations());
    Actions acted = Actions.of(3, envs.actionSpace());
    Actions expected = Actions.of(3, envs.actionSpace());
    new ActorCriticPolicy(net, envs.observationSpace(), normalizer).act(raw, null, acted);
    new ActorCriticPolicy(net, envs.observationSpace()).act(seen, null, expected);
    assertThat(acted.continuous()).containsExactly(expected.continuous());
  }

  @Test
  void aLoadedRolloutGoesOnToTheBit() {
    VecEnv first = Envs.builtIn().vector("Pendulum-v1", 4, Map.of());
    VecEnv second = Envs.builtIn().vector("Pendulum-v1", 4, Map.of());
    Rollout undisturbed = rollout(first, 7);
    undisturbed.collect(net(first));
    State state = new State();
    undisturbed.save(state);
    undisturbed.collect(net(first));
    Rollout resumed = rollout(second, 999);
    resumed.load(state);
    resumed.collect(net(second));
    assertThat(resumed.rows.rewards).containsExactly(undisturbed.rows.rewards);
    assertThat(resumed.rows.values).containsExactly(undisturbed.rows.values);
    assertThat(resumed.rows.actions.continuous())
        .containsExactly(undisturbed.rows.actions.continuous());
  }

  private Rollout rollout(VecEnv envs, long seed) {
    return new Rollout(envs, 33, seed, workers, new Normalizer(Normalization.BOTH, 0.9, envs));
  }

  @Test
  void whatIsLearnedIsTheMomentsWithoutTheReturnsUnderWay() {
    VecEnv envs = scripted();
    var normalizer = new Normalizer(Normalization.BOTH, 0.5, envs);
    State learned = new State();
    normalizer.saveLearned(learned);
    assertThat(learned.names())
        .containsExactly(
            "observations.mean",
            "observations.variance",
            "observations.count",
            "returns.mean",
            "returns.variance",
            "returns.count");
  }

  @Test
  void environmentsThatCannotBeSavedBeginAnewWithWhatIsKnown() {
    VecEnv envs = scripted();
    Rollout rollout = new Rollout(envs, 5, 0, workers, new Normalizer(Normalization.BOTH, 1, envs));
    rollout.collect(net(envs));
    State state = new State();
    rollout.save(state);
    VecEnv again = scripted();
    var normalizer = new Normalizer(Normalization.BOTH, 1, again);
    Rollout resumed = new Rollout(again, 5, 0, workers, normalizer);
    resumed.load(state);
    State learned = new State();
    normalizer.save(learned);
    assertThat(learned.doubles("observations.count", 1)).containsExactly(6.0001);
    assertThat(learned.doubles("running", 1)).containsExactly(0);
  }

  @Test
  void rangesAreChecked() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Normalization(true, true, 0, 10, 1e-8))
        .withMessage("clipObservation: must be above 0, got 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Normalization(true, true, 10, 10, -1))
        .withMessage("epsilon: must be at least 0, got -1.0");
  }
}
