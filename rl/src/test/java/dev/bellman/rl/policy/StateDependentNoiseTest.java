package dev.bellman.rl.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Box;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Tensor;
import org.junit.jupiter.api.Test;

class StateDependentNoiseTest {
  private final Scope scope = Scope.inference();
  private final Parameters parameters = new Parameters();

  /// σ of 0.5 and 0.25 for one action from a latent of two.
  private final Tensor logStd =
      parameters.add("logStd", new float[] {(float) Math.log(0.5), (float) Math.log(0.25)}, 2, 1);

  private StateDependentNoise of(double temperature, int sampleEvery, float... latent) {
    Tensor rows = scope.constant(latent, latent.length / 2, 2);
    return StateDependentNoise.of(rows, logStd, temperature, sampleEvery);
  }

  private DiagonalGaussian gaussian(StateDependentNoise noise, float... mean) {
    return DiagonalGaussian.of(scope.constant(mean, mean.length, 1), noise.marginalLogStd(), noise);
  }

  private static Actions continuous(float... values) {
    return new Actions(new int[0], values);
  }

  @Test
  void varianceIsThatOfTheProductOverAllMatrices() {
    // ½ log(9·0.25 + 16·0.0625 + 1e-6), ½ log(1e-6)
    assertThat(of(1, 0, 3, 4, 0, 0).marginalLogStd().toArray())
        .containsExactly(new float[] {0.5893275f, -6.9077554f}, within(1e-5f));
    assertThat(of(4, 0, 3, 4).marginalLogStd().item()).isEqualTo(1.2824746f, within(1e-5f));
  }

  @Test
  void noiseIsTheLatentTimesTheMatrixOfItsRow() {
    float[] matrices = {0.1f, -0.2f, 1, 2};
    float[] actions = {10, 20};
    of(1, 0, 3, 4, -1, 0.5f).addTo(matrices, actions);
    // 10 + 0.3 - 0.8, 20 - 1 + 1
    assertThat(actions).containsExactly(new float[] {9.5f, 20}, within(1e-6f));
  }

  @Test
  void matricesAreDrawnWithTheirDeviations() {
    Rng expected = Rng.ofSeed(5);
    double[] z = new double[4];
    for (int k = 0; k < 4; k++) {
      z[k] = expected.nextGaussian();
    }
    float[] matrices = new float[4];
    of(4, 0, 1, 1, 1, 1).draw(Rng.ofSeed(5), matrices);
    // the first entries of both rows, then the second ones; √τ = 2
    assertThat(matrices[0]).isEqualTo((float) z[0], within(1e-6f));
    assertThat(matrices[2]).isEqualTo((float) z[1], within(1e-6f));
    assertThat(matrices[1]).isEqualTo((float) (0.5 * z[2]), within(1e-6f));
    assertThat(matrices[3]).isEqualTo((float) (0.5 * z[3]), within(1e-6f));
  }

  private float[] draws(ActionSampler sampler, int sampleEvery, int steps) {
    float[] drawn = new float[steps];
    Actions out = continuous(0);
    for (int t = 0; t < steps; t++) {
      sampler.sample(gaussian(of(1, sampleEvery, 1, 2), 7), out);
      drawn[t] = out.continuous()[0];
    }
    return drawn;
  }

  @Test
  void theSameObservationGetsTheSameNoiseUntilTheNextMatrix() {
    ActionSampler sampler = new ActionSampler(Rng.ofSeed(1));
    float[] drawn = draws(sampler, 3, 7);
    assertThat(drawn[1]).isEqualTo(drawn[0]);
    assertThat(drawn[2]).isEqualTo(drawn[0]);
    assertThat(drawn[3]).isNotEqualTo(drawn[0]);
    assertThat(drawn[5]).isEqualTo(drawn[3]);
    assertThat(drawn[6]).isNotEqualTo(drawn[3]);
    sampler.begin();
    assertThat(draws(sampler, 0, 9)).containsOnly(draws(sampler, 0, 1)[0]);
  }

  @Test
  void aRolloutThatStartsDrawsAMatrix() {
    ActionSampler sampler = new ActionSampler(Rng.ofSeed(1));
    float first = draws(sampler, 0, 1)[0];
    assertThat(draws(sampler, 0, 1)[0]).isEqualTo(first);
    sampler.begin();
    assertThat(draws(sampler, 0, 1)[0]).isNotEqualTo(first);
  }

  @Test
  void aLoadedSamplerGoesOnToTheBit() {
    ActionSampler sampler = new ActionSampler(Rng.ofSeed(1));
    draws(sampler, 2, 5);
    State state = new State();
    sampler.save(state);
    sampler.begin();
    float[] expected = draws(sampler, 2, 5);
    ActionSampler loaded = new ActionSampler(Rng.ofSeed(999));
    loaded.load(state);
    loaded.begin();
    assertThat(draws(loaded, 2, 5)).containsExactly(expected);
  }

  @Test
  void drawsHaveTheMarginalDeviation() {
    ActionSampler sampler = new ActionSampler(Rng.ofSeed(2));
    double squares = 0;
    int n = 20_000;
    for (float drawn : draws(sampler, 1, n)) {
      squares += (drawn - 7) * (drawn - 7);
    }
    assertThat(squares / n).isEqualTo(0.5, within(0.02)); // 1·0.25 + 4·0.0625; 4 standard errors
  }

  @Test
  void theMostProbableActionHasNoNoise() {
    Actions out = continuous(0);
    gaussian(of(1, 0, 1, 2), 7).mode(out);
    assertThat(out.continuous()).containsExactly(7);
  }

  @Test
  void squashedActionsTakeTheNoiseBefore() {
    ActionSampler sampler = new ActionSampler(Rng.ofSeed(1));
    float plain = draws(sampler, 0, 1)[0];
    ActionSampler same = new ActionSampler(Rng.ofSeed(1));
    Actions out = continuous(0);
    same.sample(SquashedGaussian.of(gaussian(of(1, 0, 1, 2), 7), Box.of(-1, 1, 1)), out);
    assertThat(out.continuous()[0]).isEqualTo(plain);
  }

  @Test
  void theDeviationIsLearnedAndTheLatentIsNot() {
    Tensor weight = parameters.add("weight", new float[] {1, 1}, 1, 2);
    var gradients = parameters.newGradients();
    try (Scope recording = Scope.recording()) {
      Tensor latent = recording.constant(new float[] {1}, 1, 1).matmul(weight.in(recording));
      StateDependentNoise.of(latent, logStd, 1, 0).marginalLogStd().sum().backward(gradients);
    }
    // d/dlogσ of ½ log Σ: latent²σ² / Σ latent²σ²
    assertThat(gradients.get("logStd")).containsExactly(new float[] {0.8f, 0.2f}, within(1e-4f));
    assertThat(gradients.get("weight")).containsOnly(0);
  }
}
