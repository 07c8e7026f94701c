package dev.bellman.rl.sac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.data.GradientSteps;
import dev.bellman.rl.data.Replay;
import dev.bellman.rl.data.ReplayConfig;
import dev.bellman.rl.data.ReplaySampling;
import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.policy.ContinuousNetworks;
import dev.bellman.rl.policy.SquashedActor;
import dev.bellman.tensor.Activation;
import dev.bellman.tensor.Gradients;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Tensor;
import dev.bellman.tensor.Workers;
import dev.bellman.tensor.optim.Schedule;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SacTest {
  private final Workers workers = new Workers(1);
  private final Scope scope = Scope.recording();

  @AfterEach
  void close() {
    workers.close();
  }

  private static SacConfig config(Temperature temperature, double tau) {
    return new SacConfig(
        1,
        0.9,
        100,
        new ReplayConfig(1000, 1, new ReplaySampling.Uniform(), false),
        new SacConfig.Update(1, new GradientSteps.Fixed(1), 8, Schedule.constant(1e-3), tau),
        temperature,
        new ContinuousNetworks(List.of(), Activation.RELU, 2),
        new SquashedActor.Noise.Independent());
  }

  /// One observed number and one action: `Q_0 = 0.5 s + 2 a + 0.1` and `Q_1 = a - s + 1`, the
  /// targets too.
  private Sac learner(Temperature temperature) {
    var envs = Envs.builtIn().vector("IdentityBox-v0", 1, Map.of("size", 1));
    Sac sac = new Sac(config(temperature, 0.5), envs, 1, workers);
    State state = new State();
    state.put("critic.0.0.weight", new float[] {0.5f, 2}, 2, 1);
    state.put("critic.0.0.bias", new float[] {0.1f}, 1);
    state.put("critic.1.0.weight", new float[] {-1, 1}, 2, 1);
    state.put("critic.1.0.bias", new float[] {1}, 1);
    sac.critics().parameters().load(state);
    sac.targets().parameters().load(state);
    return sac;
  }

  private Tensor column(float... values) {
    return scope.constant(values, values.length, 1);
  }

  private Tensor row(float... values) {
    return scope.constant(values, values.length);
  }

  @Test
  void targetsAreThoseOfTheLeastTargetCriticWithEntropy() {
    var next = new SquashedActor.Sample(column(0.25f, 0.25f), row(-0.7f, -0.7f));
    var batch =
        new Replay.Batch(
            column(0, 0),
            new Actions(new int[0], new float[2]),
            row(1, 1),
            row(0.9f, 0),
            column(0.5f, 0.5f),
            null,
            row(1, 1));
    Tensor y = learner(new Temperature.Fixed(0.2)).target(batch, next);
    // 1 + 0.9·(min(0.85, 0.75) + 0.2·0.7), and the reward alone after a termination
    assertThat(y.get(0)).isEqualTo(1.801f, within(1e-6f));
    assertThat(y.get(1)).isEqualTo(1);
  }

  @Test
  void theActorMakesEntropyAndTheLeastValueGreater() {
    Sac sac = learner(new Temperature.Fixed(0.2));
    Parameters action = new Parameters();
    Tensor a = action.add("a", new float[] {0.25f}, 1, 1).in(scope);
    Tensor loss = sac.disadvantage(column(0.5f), new SquashedActor.Sample(a, row(-0.7f)));
    // 0.2·(-0.7) - 0.75
    assertThat(loss.item()).isEqualTo(-0.89f, within(1e-6f));
    Gradients gradients = action.newGradients();
    loss.sum().backward(gradients); // refused if a critic's weights took one
    assertThat(gradients.get("a")).containsExactly(-1f);
  }

  @Test
  void theTemperatureRisesWhileThereIsTooLittleEntropy() {
    var low = new TemperatureLearner(new Temperature.Learned(1), 2);
    low.step(-3, 0.1); // the target is -2
    // Adam's first step has the size of the rate: e^0.1
    assertThat(low.alpha()).isEqualTo(1.105171, within(1e-6));
    low.step(-1, 0.1);
    assertThat(low.alpha()).isLessThan(1.105171);
    var other = new TemperatureLearner(new Temperature.LearnedFor(0.5, 0.3), 2);
    other.step(1, 0.1);
    assertThat(other.alpha()).isEqualTo(0.3 * 0.904837, within(1e-6));
    var fixed = new TemperatureLearner(new Temperature.Fixed(0.25), 2);
    fixed.step(-3, 0.1);
    assertThat(fixed.alpha()).isEqualTo(0.25, within(1e-8));
    assertThat(new TemperatureLearner(new Temperature.Fixed(0), 2).alpha()).isZero();
  }

  @Test
  void theGradientOfTheTemperatureIsTheEntropyBeyondTheTarget() {
    // gradients 1 and 3: m = 0.1·3 + 0.09·1 over 1 - 0.81, v = 0.001·9 + 0.000999 over 1 - 0.998001
    var learner = new TemperatureLearner(new Temperature.LearnedFor(-2, 1), 1);
    learner.step(-1, 0.1);
    learner.step(1, 0.1);
    double second = 0.1 * (0.39 / 0.19) / Math.sqrt(0.009999 / 0.001999);
    assertThat(learner.alpha()).isEqualTo(Math.exp(-0.1 - second), within(1e-6));
  }

  @Test
  void learningStartsAfterTheFirstHundredSteps() {
    var envs = Envs.builtIn().vector("IdentityBox-v0", 1, Map.of("size", 1));
    Sac sac = new Sac(config(Temperature.Learned.DEFAULTS, 0.5), envs, 1, workers);
    sac.iterate(0.5);
    assertThat(sac.gradientSteps()).isEqualTo(150);
  }

  @Test
  void theTemperatureIsAmongWhatIsLearned() {
    assertThat(learner(Temperature.Learned.DEFAULTS).learned().names()).contains("logAlpha");
    assertThat(learner(new Temperature.Fixed(0)).learned().names()).doesNotContain("logAlpha");
  }

  @Test
  void aTauOfOneCopiesTheCritics() {
    var envs = Envs.builtIn().vector("IdentityBox-v0", 1, Map.of("size", 1));
    Sac sac = new Sac(config(Temperature.Learned.DEFAULTS, 1), envs, 1, workers);
    assertThat(sac.iterate(0.5).get("target_distance")).isZero();
  }

  @Test
  void badHyperParametersAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Temperature.Fixed(-1))
        .withMessage("value: must be at least 0, got -1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Temperature.Fixed(Double.POSITIVE_INFINITY))
        .withMessage("value: must be finite, got Infinity");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TemperatureLearner(new Temperature.LearnedFor(1, 1), 1))
        .withMessage(
            "temperature.learnedFor.entropy: must be below 0.693, that of uniform actions, got 1.0"
                + " (is a minus missing?)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SquashedActor.Noise.StateDependent(0, 100, 2))
        .withMessage("logStd: must be in [-20.0, 2.0], got 100.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Temperature.LearnedFor(Double.NaN, 1))
        .withMessage("entropy: must be finite, got NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> config(Temperature.Learned.DEFAULTS, 0))
        .withMessage("tau: must be above 0, got 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> config(Temperature.Learned.DEFAULTS, 1.5))
        .withMessage("tau: must be in [0, 1], got 1.5");
  }
}
