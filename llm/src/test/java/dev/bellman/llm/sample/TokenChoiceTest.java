package dev.bellman.llm.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.tensor.Rng;
import org.junit.jupiter.api.Test;

class TokenChoiceTest {
  private static final int DRAWS = 20_000;

  private static float[] logs(double... probabilities) {
    float[] logs = new float[probabilities.length];
    for (int v = 0; v < logs.length; v++) {
      logs[v] = (float) StrictMath.log(probabilities[v]);
    }
    return logs;
  }

  /// Checks how often each token is drawn and what its log-probability is said to be.
  private static void assertDistribution(
      SamplingConfig config, double[] probabilities, double... expected) {
    float[] logs = logs(probabilities);
    float[] given = new float[logs.length];
    for (int v = 0; v < given.length; v++) {
      given[v] = (float) probabilities[v];
    }
    var choice = new TokenChoice(config);
    Rng rng = Rng.ofSeed(3);
    int[] counts = new int[expected.length];
    for (int i = 0; i < DRAWS; i++) {
      choice.choose(logs, given, 0, logs.length, rng);
      counts[choice.token()]++;
      assertThat((double) choice.logp())
          .isCloseTo(StrictMath.log(expected[choice.token()]), within(1e-6));
    }
    for (int v = 0; v < counts.length; v++) {
      if (expected[v] == 0) {
        assertThat(counts[v]).isZero();
      }
      // four standard deviations of a share of 20,000 draws are at most 0.0142
      assertThat((double) counts[v] / DRAWS).isCloseTo(expected[v], within(0.0142));
    }
  }

  private static SamplingConfig filters(int topK, double topP, double minP) {
    return new SamplingConfig(1, topK, topP, minP);
  }

  private static final double[] FOUR = {0.1, 0.4, 0.2, 0.3};

  @Test
  void wholeDistributionIsDrawnFromAsItIs() {
    assertDistribution(SamplingConfig.DEFAULTS, FOUR, 0.1, 0.4, 0.2, 0.3);
  }

  @Test
  void topKKeepsTheLikeliest() {
    assertDistribution(filters(2, 1, 0), FOUR, 0, 0.4 / 0.7, 0, 0.3 / 0.7);
    assertDistribution(filters(1, 1, 0), FOUR, 0, 1, 0, 0);
    assertDistribution(filters(9, 1, 0), FOUR, 0.1, 0.4, 0.2, 0.3);
  }

  @Test
  void topPKeepsTheLikeliestUntilTheirProbabilitiesReachIt() {
    assertDistribution(filters(0, 0.65, 0), FOUR, 0, 0.4 / 0.7, 0, 0.3 / 0.7);
    assertDistribution(filters(0, 0.75, 0), FOUR, 0, 0.4 / 0.9, 0.2 / 0.9, 0.3 / 0.9);
    assertDistribution(filters(0, 0.01, 0), FOUR, 0, 1, 0, 0);
  }

  @Test
  void minPKeepsWhatIsNotFarBelowTheLikeliest() {
    assertDistribution(filters(0, 1, 0.3), FOUR, 0, 0.4 / 0.9, 0.2 / 0.9, 0.3 / 0.9);
    assertDistribution(filters(0, 1, 1), FOUR, 0, 1, 0, 0);
  }

  @Test
  void filtersApplyInTheirOrder() {
    // of the two that top-k leaves, the likelier alone has 4/7, which reaches 0.55
    assertDistribution(filters(2, 0.55, 0), FOUR, 0, 1, 0, 0);
    // top-p takes 0.4 and 0.3 of all four to reach 0.6, not 0.4 of the 0.7 that min-p leaves
    assertDistribution(filters(0, 0.56, 0.7), FOUR, 0, 0.4 / 0.7, 0, 0.3 / 0.7);
    assertDistribution(filters(3, 0.9, 0.3), FOUR, 0, 0.4 / 0.9, 0.2 / 0.9, 0.3 / 0.9);
  }

  @Test
  void tokenAsLikelyAsTheLastOneRemainsToo() {
    assertDistribution(filters(1, 1, 0), new double[] {0.4, 0.2, 0.4}, 0.5, 0, 0.5);
    assertDistribution(filters(0, 0.3, 0), new double[] {0.4, 0.2, 0.4}, 0.5, 0, 0.5);
  }

  @Test
  void greedyTakesTheLowestOfTheLikeliestAndDrawsNothing() {
    var choice = new TokenChoice(SamplingConfig.GREEDY);
    Rng rng = Rng.ofSeed(1);
    choice.choose(new float[] {9, 9, -3f, -1f, -1f, -2f, 9}, new float[0], 2, 4, rng);
    assertThat(choice.token()).isEqualTo(1);
    assertThat(choice.logp()).isEqualTo(-1f);
    assertThat(rng.nextLong()).isEqualTo(Rng.ofSeed(1).nextLong());
  }

  @Test
  void whatCannotBeIsNeverDrawn() {
    assertDistribution(SamplingConfig.DEFAULTS, new double[] {0, 1, 0}, 0, 1, 0);
  }

  @Test
  void logProbabilityOfTheWholeDistributionIsTheOneGiven() {
    var choice = new TokenChoice(SamplingConfig.DEFAULTS);
    float[] unnormalised = {-0.1f, -30f};
    choice.choose(unnormalised, new float[] {0.9f, 0}, 0, 2, Rng.ofSeed(1));
    assertThat(choice.logp()).isEqualTo(-0.1f);
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new SamplingConfig(-1, 0, 1, 0))
        .hasMessage("temperature: must be 0 or at least 1.0E-6, and finite, got -1.0");
    assertThatThrownBy(() -> new SamplingConfig(1e-40, 0, 1, 0)).hasMessageContaining("1.0E-40");
    assertThatThrownBy(() -> filters(-1, 1, 0)).hasMessage("topK: must be at least 0, got -1");
    assertThatThrownBy(() -> filters(0, 0, 0)).hasMessage("topP: must be in (0, 1], got 0.0");
    assertThatThrownBy(() -> filters(0, 1, 1.5)).hasMessage("minP: must be in [0, 1], got 1.5");
  }

  @Test
  void trainersTakeTheWholeDistributionAlone() {
    SamplingConfig.DEFAULTS.requireWholeDistribution("sampling");
    assertThatThrownBy(() -> filters(5, 1, 0).requireWholeDistribution("sampling"))
        .hasMessage(
            "sampling: must draw from the whole distribution in training, got"
                + " SamplingConfig[temperature=1.0, topK=5, topP=1.0, minP=0.0] (take topK 0, topP"
                + " 1, minP 0 and a temperature above 0)");
    assertThat(SamplingConfig.GREEDY.wholeDistribution()).isFalse();
  }
}
