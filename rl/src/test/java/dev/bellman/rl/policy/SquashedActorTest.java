package dev.bellman.rl.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Box;
import dev.bellman.tensor.Activation;
import dev.bellman.tensor.Gradients;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class SquashedActorTest {
  private static final ContinuousNetworks LINEAR =
      new ContinuousNetworks(List.of(), Activation.RELU, 1);

  private final Scope scope = Scope.recording();

  /// An actor whose observations are two numbers, for two actions. Its output is constant: μ and
  /// log σ are the biases.
  private static SquashedActor constant(float... biases) {
    var units = new BoxUnits(Box.of(-1, 1, 2));
    SquashedActor actor =
        SquashedActor.create(
            LINEAR, new SquashedActor.Noise.Independent(), 2, units, Rng.ofSeed(1));
    State state = new State();
    state.put("actor.0.weight", new float[8], 2, 4);
    state.put("actor.0.bias", biases, 4);
    actor.parameters().load(state);
    return actor;
  }

  private SquashedActor.Sample sample(SquashedActor actor, float... epsilon) {
    return actor.sample(scope.constant(new float[2], 1, 2), epsilon, 0, scope);
  }

  @Test
  void actionsAreSquashedDraws() {
    // u = 0.3 + e^-0.5 · 0.8, and -0.2 - e^0.1 · 1.5
    var drawn = sample(constant(0.3f, -0.2f, -0.5f, 0.1f), 0.8f, -1.5f);
    assertThat(drawn.actions().get(0)).isEqualTo(0.655695f, within(1e-6f));
    assertThat(drawn.actions().get(1)).isEqualTo(-0.952471f, within(1e-6f));
    // -0.176931 + 0.233383
    assertThat(drawn.logp().item()).isEqualTo(0.0564512f, within(1e-6f));
  }

  @Test
  void theLogDensityAtTheEdgeOfTheBoxIsFiniteAndRight() {
    // u = 20 and -22.6, where tanh rounds to ±1: 37.694767 + 40.416655
    var drawn = sample(constant(20, -30, 0, 2), 0, 1);
    assertThat(drawn.actions().toArray()).containsExactly(1f, -1f);
    assertThat(drawn.logp().item()).isEqualTo(78.11142f, within(1e-4f));
  }

  @Test
  void logDeviationsAreClampedToMinusTwentyAndTwo() {
    var drawn = sample(constant(0, 0, -50, 9), 1, 1);
    // σ = e^-20 and e²; tanh(e²) rounds to 0.9999993
    assertThat(drawn.actions().get(0)).isEqualTo(2.0611536e-9f, within(1e-14f));
    assertThat(drawn.actions().get(1)).isEqualTo(0.9999992f, within(2e-7f));
  }

  @Test
  void gradientsFlowThroughTheDraw() {
    SquashedActor actor = constant(0.3f, 0, -0.5f, 0);
    Gradients gradients = actor.parameters().newGradients();
    sample(actor, 0.8f, 0).logp().sum().backward(gradients);
    float[] biases = gradients.get("actor.0.bias");
    // with u = 0.785225: 2 tanh(u), and -1 + 2 tanh(u)·σ·ε
    assertThat(biases[0]).isEqualTo(1.311390f, within(1e-5f));
    assertThat(biases[2]).isEqualTo(-0.363681f, within(1e-5f));
    assertThat(biases[1]).isZero();
    assertThat(biases[3]).isEqualTo(-1f);
  }

  @Test
  void aFrozenActorTakesNoGradient() {
    SquashedActor actor = constant(0.3f, 0, -0.5f, 0);
    Gradients gradients = actor.parameters().newGradients();
    sample(actor.frozen(), 0.8f, 0).logp().sum().backward(gradients);
    assertThat(gradients.norm()).isZero();
    assertThat(sample(actor.frozen(), 0.8f, 0).logp().item())
        .isEqualTo(sample(actor, 0.8f, 0).logp().item());
  }

  @Test
  void eachRowTakesItsOwnNoise() {
    SquashedActor actor = constant(0, 0, 0, 0);
    float[] epsilon = {9, 9, 9, 9, 0.5f, -0.5f};
    Tensor observations = scope.constant(new float[2], 1, 2);
    var drawn = actor.sample(observations, epsilon, 2, scope);
    // tanh(0.5)
    assertThat(drawn.actions().get(0)).isEqualTo(0.4621172f, within(1e-6f));
    assertThat(drawn.actions().get(1)).isEqualTo(-0.4621172f, within(1e-6f));
    assertThat(actor.noiseSize(3)).isEqualTo(6);
  }

  /// One action from two observed numbers, with noise of σ = 0.5 and 0.25.
  private static SquashedActor following(double meanLimit) {
    var noise = new SquashedActor.Noise.StateDependent(4, 0, meanLimit);
    var units = new BoxUnits(Box.of(-1, 1, 1));
    SquashedActor actor = SquashedActor.create(LINEAR, noise, 2, units, Rng.ofSeed(1));
    State state = new State();
    state.put("actor.0.weight", new float[] {0.4f, 0.2f}, 2, 1);
    state.put("actor.0.bias", new float[] {0.1f}, 1);
    state.put("actor.logStd", new float[] {(float) Math.log(0.5), (float) Math.log(0.25)}, 2, 1);
    actor.parameters().load(state);
    return actor;
  }

  @Test
  void noiseFollowsTheObservation() {
    SquashedActor actor = following(2);
    assertThat(actor.noiseSize(256)).isEqualTo(2);
    Tensor observations = scope.constant(new float[] {0.5f, -1}, 1, 2);
    var drawn = actor.sample(observations, new float[] {0.3f, -0.4f}, 0, scope);
    // u = 0.1 + (0.5·0.5·0.3 + 1·0.25·0.4), of variance 0.125 + 1e-6
    assertThat(drawn.actions().item()).isEqualTo(0.2682712f, within(1e-6f));
    assertThat(drawn.logp().item()).isEqualTo(0.0729698f, within(1e-5f));
  }

  @Test
  void meansOfNoiseThatFollowsAreLimited() {
    Tensor observations = scope.constant(new float[] {100, 0}, 1, 2);
    var drawn = following(0.5).sample(observations, new float[2], 0, scope);
    assertThat(drawn.actions().item()).isEqualTo(0.4621172f, within(1e-6f));
    var out = Actions.of(1, Box.of(-1, 1, 1));
    following(0.5).policy(observations).mode(out);
    assertThat(out.continuous()).containsExactly(0.5f);
  }

  @Test
  void whatActsHasTheDensityOfWhatIsLearned() {
    Tensor observations = scope.constant(new float[] {0.5f, -1}, 1, 2);
    for (SquashedActor actor : List.of(following(2), constant(0.3f, -0.2f, -0.5f, 0.1f))) {
      float[] epsilon = {0.3f, -0.4f};
      var drawn = actor.sample(observations, epsilon, 0, scope);
      float[] u = drawn.actions().toArray();
      for (int i = 0; i < u.length; i++) {
        u[i] = (float) (0.5 * (StrictMath.log1p(u[i]) - StrictMath.log1p(-u[i])));
      }
      assertThat(actor.policy(observations).logProb(new Actions(new int[0], u)).item())
          .isEqualTo(drawn.logp().item(), within(1e-5f));
    }
  }

  @Test
  void badNoiseIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SquashedActor.Noise.StateDependent(-1, 0, 2))
        .withMessage("sampleEvery: must be at least 0, got -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SquashedActor.Noise.StateDependent(0, 0, 0))
        .withMessage("meanLimit: must be above 0, got 0.0");
  }
}
