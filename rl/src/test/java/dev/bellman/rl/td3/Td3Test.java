package dev.bellman.rl.td3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.data.GradientSteps;
import dev.bellman.rl.data.Replay;
import dev.bellman.rl.data.ReplayConfig;
import dev.bellman.rl.data.ReplaySampling;
import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.EnvAdapter;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.IdentityEnvs;
import dev.bellman.rl.env.Reset;
import dev.bellman.rl.env.Step;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.policy.ActionNoise;
import dev.bellman.rl.policy.ContinuousNetworks;
import dev.bellman.tensor.Activation;
import dev.bellman.tensor.Gradients;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Tensor;
import dev.bellman.tensor.Workers;
import dev.bellman.tensor.optim.Schedule;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class Td3Test {
  private final Workers workers = new Workers(1);
  private final Scope scope = Scope.recording();

  @AfterEach
  void close() {
    workers.close();
  }

  private Td3 learner(int policyDelay, double learningRate) {
    var update =
        new Td3Config.Update(
            1, new GradientSteps.Fixed(1), 8, Schedule.constant(learningRate), 0.5, policyDelay);
    return learner(update, new ActionNoise.None(), boxes(1));
  }

  private static VecEnv boxes(int n) {
    return Envs.builtIn().vector("IdentityBox-v0", n, Map.of("size", 1));
  }

  private Td3 learner(Td3Config.Update update, ActionNoise exploration, VecEnv envs) {
    var config =
        new Td3Config(
            envs.count(),
            0.9,
            100,
            new ReplayConfig(1000, 1, new ReplaySampling.Uniform(), false),
            update,
            Td3Config.TD3.smoothing(),
            exploration,
            new ContinuousNetworks(List.of(), Activation.RELU, 2));
    return new Td3(config, envs, 1, workers);
  }

  private Td3 drifting(VecEnv envs) {
    var update =
        new Td3Config.Update(1, new GradientSteps.Fixed(1), 8, Schedule.constant(1e-3), 0.5, 1);
    return learner(update, ActionNoise.OrnsteinUhlenbeck.DEFAULTS, envs);
  }

  private Tensor column(float... values) {
    return scope.constant(values, values.length, 1);
  }

  private Tensor row(float... values) {
    return scope.constant(values, values.length);
  }

  @Test
  void targetsAreThoseOfTheLeastTargetCriticAtASmoothedAction() {
    Td3 td3 = learner(2, 1e-3);
    // Q_0 = 0.5 s + 2 a + 0.1, Q_1 = a - s + 1, μ = tanh(s)
    State state = new State();
    state.put("critic.0.0.weight", new float[] {0.5f, 2}, 2, 1);
    state.put("critic.0.0.bias", new float[] {0.1f}, 1);
    state.put("critic.1.0.weight", new float[] {-1, 1}, 2, 1);
    state.put("critic.1.0.bias", new float[] {1}, 1);
    state.put("actor.0.weight", new float[] {1}, 1, 1);
    state.put("actor.0.bias", new float[] {0}, 1);
    td3.targets().parameters().load(state);
    td3.targetActor().parameters().load(state);
    var batch =
        new Replay.Batch(
            column(0, 0, 0),
            new Actions(new int[0], new float[3]),
            row(1, 1, 1),
            row(0.9f, 0.9f, 0),
            column(0.5f, 2, 0.5f),
            null,
            row(1, 1, 1));
    Tensor y = td3.target(batch, column(-0.2f, 0.4f, 0));
    // a' = tanh(0.5) - 0.2 = 0.262117; 1 + 0.9·min(0.874234, 0.762117)
    assertThat(y.get(0)).isEqualTo(1.685905f, within(1e-5f));
    // a' = tanh(2) + 0.4 is put to 1; 1 + 0.9·min(3.1, 0)
    assertThat(y.get(1)).isEqualTo(1, within(1e-5f));
    assertThat(y.get(2)).isEqualTo(1);
  }

  @Test
  void theActorClimbsTheFirstCriticWhicheverIsTheLeast() {
    Td3 td3 = learner(2, 1e-3);
    // Q_0 = 0.5 s + 2 a + 0.1 is above Q_1 = a - s - 5
    State state = new State();
    state.put("critic.0.0.weight", new float[] {0.5f, 2}, 2, 1);
    state.put("critic.0.0.bias", new float[] {0.1f}, 1);
    state.put("critic.1.0.weight", new float[] {-1, 1}, 2, 1);
    state.put("critic.1.0.bias", new float[] {-5}, 1);
    td3.critics().parameters().load(state);
    Parameters action = new Parameters();
    Tensor a = action.add("a", new float[] {0.25f}, 1, 1).in(scope);
    Tensor value = td3.value(column(0.5f), a);
    assertThat(value.item()).isEqualTo(0.85f, within(1e-6f));
    Gradients gradients = action.newGradients();
    value.sum().backward(gradients); // refused if a critic's weights took one
    assertThat(gradients.get("a")).containsExactly(2f);
  }

  @Test
  void smoothingNoiseIsClipped() {
    float[] noise = new float[10_000];
    Td3Config.TD3.smoothing().draw(Rng.ofSeed(2), noise);
    Rng expected = Rng.ofSeed(2);
    int clipped = 0;
    for (float value : noise) {
      double drawn = 0.2 * expected.nextGaussian();
      assertThat(value).isEqualTo((float) Math.min(0.5, Math.max(-0.5, drawn)));
      clipped += Math.abs(drawn) > 0.5 ? 1 : 0;
    }
    // 2·(1 - Φ(2.5)) = 1.24 %
    assertThat(clipped).isBetween(90, 160);
  }

  @Test
  void withoutSigmaNothingIsDrawn() {
    Rng rng = Rng.ofSeed(2);
    Td3Config.DDPG.smoothing().draw(rng, new float[10]);
    assertThat(rng.nextLong()).isEqualTo(Rng.ofSeed(2).nextLong());
  }

  @Test
  void theActorLearnsEverySoManyStepsOfTheCritics() {
    for (int delay : List.of(1, 2, 7)) {
      Td3 td3 = learner(delay, 1e-3);
      td3.iterate(0.5);
      assertThat(td3.gradientSteps()).isEqualTo(150);
      State state = new State();
      td3.save(state);
      assertThat(state.longValue("actorOptimizer.gradientSteps")).isEqualTo(150 / delay);
    }
  }

  @Test
  void targetsFollowWithTheActorAlone() {
    State before = new State();
    Td3 td3 = learner(1000, 1e-3);
    td3.save(before);
    td3.iterate(0.5);
    State after = new State();
    td3.save(after);
    for (String name : before.names()) {
      if (name.startsWith("targets.") || name.startsWith("actor.")) {
        assertThat(after.entry(name).values()).as(name).isEqualTo(before.entry(name).values());
      }
    }
    assertThat(td3.iterate(1).asMap()).doesNotContainKey("actor_loss").containsKey("critic_loss");
  }

  @Test
  void noiseThatDriftsBeginsAt0WithEachEpisode() {
    assertThat(lastNoise(10)).containsOnly(0); // 250 steps end with an episode
    assertThat(lastNoise(17)).isNotEmpty().doesNotContain(0);
  }

  private double[] lastNoise(int episodeLength) {
    var envs = EnvAdapter.of("identity", 1, () -> IdentityEnvs.continuous(2, episodeLength));
    Td3 ddpg = drifting(envs);
    ddpg.iterate(0.5);
    State state = new State();
    ddpg.save(state);
    return state.doubles("actions.last", 2);
  }

  @Test
  void soItDoesWithTheEpisodeThatAResumeBegins() {
    Td3 ddpg = drifting(forgetful());
    ddpg.iterate(0.5);
    State state = new State();
    ddpg.save(state);
    assertThat(state.doubles("actions.last", 1)).doesNotContain(0);
    Td3 resumed = drifting(forgetful());
    resumed.load(state);
    State after = new State();
    resumed.save(after);
    assertThat(after.doubles("actions.last", 1)).containsOnly(0);
  }

  /// An environment that cannot save its state.
  private static VecEnv forgetful() {
    return EnvAdapter.of(
        "forgetful",
        1,
        () ->
            new Env<float[], float[]>() {
              @Override
              public Box observationSpace() {
                return Box.of(-1, 1, 1);
              }

              @Override
              public Box actionSpace() {
                return Box.of(-1, 1, 1);
              }

              @Override
              public Reset<float[]> reset(OptionalLong seed) {
                return Reset.of(new float[1]);
              }

              @Override
              public Step<float[]> step(float[] action) {
                return Step.of(new float[1], 0, false);
              }
            });
  }

  @Test
  void aFixedNumberOfGradientStepsDoesNotGrowWithTheEnvironments() {
    var update =
        new Td3Config.Update(5, new GradientSteps.Fixed(2), 8, Schedule.constant(1e-3), 0.5, 2);
    Td3 td3 = learner(update, new ActionNoise.None(), boxes(3));
    td3.iterate(0.5);
    // 17 cycles of 15 steps, of which 11 end after step 100
    assertThat(td3.gradientSteps()).isEqualTo(22);
  }

  @Test
  void anActorThatWouldNeverLearnIsRefused() {
    Td3 td3 = learner(151, 1e-3);
    td3.requireBudget(251); // two iterations
    assertThatIllegalArgumentException()
        .isThrownBy(() -> td3.requireBudget(250))
        .withMessage(
            "update.policyDelay: must be at most 150, the budget's gradient steps, got 151 (the"
                + " actor would never learn)");
  }

  @Test
  void ddpgIsTd3WithOneCriticNoDelayAndNoSmoothing() {
    assertThat(Td3Config.DDPG.network().critics()).isEqualTo(1);
    assertThat(Td3Config.DDPG.update().policyDelay()).isEqualTo(1);
    assertThat(Td3Config.DDPG.smoothing()).isEqualTo(new Td3Config.Smoothing(0, 0));
    assertThat(Td3Config.TD3.network().critics()).isEqualTo(2);
    assertThat(Td3Config.TD3.update().policyDelay()).isEqualTo(2);
    assertThat(Td3Config.TD3.smoothing()).isEqualTo(new Td3Config.Smoothing(0.2, 0.5));
  }

  @Test
  void badHyperParametersAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> learner(0, 1e-3))
        .withMessage("policyDelay: must be at least 1, got 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Td3Config.Smoothing(-1, 0.5))
        .withMessage("sigma: must be at least 0, got -1.0");
  }
}
