package dev.bellman.rl.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.env.Box;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.State;
import org.junit.jupiter.api.Test;

class ActionNoiseTest {
  private static final ActionNoise DRIFTING = ActionNoise.OrnsteinUhlenbeck.DEFAULTS;

  @Test
  void noneIsNothingAndDrawsNothing() {
    Rng rng = Rng.ofSeed(3);
    assertThat(new ActionNoise.None().next(0.7, rng)).isZero();
    assertThat(rng.nextLong()).isEqualTo(Rng.ofSeed(3).nextLong());
  }

  @Test
  void normalNoiseForgets() {
    double epsilon = Rng.ofSeed(3).nextGaussian();
    assertThat(new ActionNoise.Normal(0.1).next(9, Rng.ofSeed(3))).isEqualTo(0.1 * epsilon);
  }

  @Test
  void driftingNoiseIsDrawnBack() {
    double epsilon = Rng.ofSeed(3).nextGaussian();
    // 0.3 - 0.15·0.3·0.01 + 0.2·√0.01·ε
    assertThat(DRIFTING.next(0.3, Rng.ofSeed(3)))
        .isEqualTo(0.29955 + 0.02 * epsilon, within(1e-15));
  }

  @Test
  void aProcessGoesOnFromItsLastNoiseUntilItRestarts() {
    Rng expected = Rng.ofSeed(5);
    double[] x = new double[4];
    NoiseProcess process = new NoiseProcess(DRIFTING, 2, 2, Rng.ofSeed(5));
    for (int t = 0; t < 10; t++) {
      if (t == 6) {
        process.restart(1);
        x[2] = 0;
        x[3] = 0;
      }
      float[] units = {0, 0.1f, 0, -0.1f};
      process.addTo(units);
      for (int i = 0; i < 4; i++) {
        x[i] = 0.9985 * x[i] + 0.02 * expected.nextGaussian();
        float base = i == 1 ? 0.1f : i == 3 ? -0.1f : 0;
        assertThat(units[i]).isEqualTo((float) (base + x[i]), within(1e-6f));
      }
    }
  }

  @Test
  void actionsStayInTheBox() {
    NoiseProcess process = new NoiseProcess(new ActionNoise.Normal(100), 1, 4, Rng.ofSeed(5));
    float[] units = {1, -1, 0, 0.5f};
    process.addTo(units);
    assertThat(units).containsOnly(1f, -1f);
  }

  @Test
  void aSavedProcessGoesOnWithTheSameBits() {
    NoiseProcess first = new NoiseProcess(DRIFTING, 1, 2, Rng.ofSeed(5));
    first.addTo(new float[2]);
    State state = new State();
    first.save(state);
    NoiseProcess second = new NoiseProcess(DRIFTING, 1, 2, Rng.ofSeed(6));
    second.load(state);
    float[] expected = new float[2];
    float[] actual = new float[2];
    first.addTo(expected);
    second.addTo(actual);
    assertThat(actual).containsExactly(expected);
  }

  @Test
  void unitsGoFromTheLowerToTheUpperBound() {
    BoxUnits units = BoxUnits.of(Box.of(new float[] {-2, 0}, new float[] {2, 10}));
    float[] out = new float[6];
    units.intoBox(new float[] {-1, -1, 1, 1, 0.5f, -0.5f}, out);
    assertThat(out).containsExactly(-2, 0, 2, 10, 1, 2.5f);
    float[] drawn = new float[2000];
    units.sample(Rng.ofSeed(1), drawn);
    double sum = 0;
    for (float unit : drawn) {
      assertThat(unit).isBetween(-1f, 1f);
      sum += unit * unit;
    }
    assertThat(sum / drawn.length).isEqualTo(1.0 / 3, within(0.03));
  }

  @Test
  void badConstantsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ActionNoise.Normal(-0.1))
        .withMessage("sigma: must be at least 0, got -0.1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ActionNoise.OrnsteinUhlenbeck(0.1, -1, 0.01))
        .withMessage("theta: must be at least 0, got -1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ActionNoise.OrnsteinUhlenbeck(0.1, 1, 0))
        .withMessage("dt: must be above 0, got 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ActionNoise.OrnsteinUhlenbeck(0.1, 101, 0.01))
        .withMessage("theta: must be at most 1 / dt = 100.0, got 101.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ActionNoise.Normal(Double.POSITIVE_INFINITY))
        .withMessage("sigma: must be finite, got Infinity");
  }
}
