package dev.bellman.llm.sample;

/// How the next token is chosen. The filters apply one after the other, in this order; what they
/// leave is made a distribution again. A token that is as likely as the last one that remains,
/// remains too.
///
/// @param temperature what logits are divided by; 0 takes the likeliest token
/// @param topK how many of the likeliest tokens remain; 0 for all
/// @param topP the likeliest tokens remain until their probabilities reach this; 1 for all
/// @param minP tokens remain whose probability is at least this share of the likeliest's; 0 for all
public record SamplingConfig(double temperature, int topK, double topP, double minP) {
  /// Divided by less, logits would overflow.
  private static final double LEAST_TEMPERATURE = 1e-6;

  /// The model's own distribution.
  public static final SamplingConfig DEFAULTS = new SamplingConfig(1, 0, 1, 0);

  /// The likeliest token; of several, the one with the lowest number.
  public static final SamplingConfig GREEDY = new SamplingConfig(0, 0, 1, 0);

  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException if one is out of its range
  public SamplingConfig {
    boolean finite = temperature >= LEAST_TEMPERATURE && temperature < Double.POSITIVE_INFINITY;
    if (temperature != 0 && !finite) {
      throw new IllegalArgumentException(
          "temperature: must be 0 or at least %s, and finite, got %s"
              .formatted(LEAST_TEMPERATURE, temperature));
    }
    if (topK < 0) {
      throw new IllegalArgumentException("topK: must be at least 0, got " + topK);
    }
    if (!(topP > 0 && topP <= 1)) {
      throw new IllegalArgumentException("topP: must be in (0, 1], got " + topP);
    }
    if (!(minP >= 0 && minP <= 1)) {
      throw new IllegalArgumentException("minP: must be in [0, 1], got " + minP);
    }
  }

  /// Whether every token can be drawn, with its probability at this temperature. Only then are a
  /// trainer's log-probabilities those of what was drawn.
  ///
  /// @return false if a filter is on or the choice is greedy
  public boolean wholeDistribution() {
    return temperature > 0 && topK == 0 && topP == 1 && minP == 0;
  }

  /// Refuses what an online trainer cannot learn from.
  ///
  /// @param path where the value stands, for the message
  /// @throws IllegalArgumentException unless the whole distribution is drawn from
  public void requireWholeDistribution(String path) {
    if (!wholeDistribution()) {
      throw new IllegalArgumentException(
          "%s: must draw from the whole distribution in training, got %s (take topK 0, topP 1,"
                  .formatted(path, this)
              + " minP 0 and a temperature above 0)");
    }
  }
}
