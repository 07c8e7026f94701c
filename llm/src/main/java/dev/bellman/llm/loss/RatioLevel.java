package dev.bellman.llm.loss;

import dev.bellman.tensor.Segments;
import dev.bellman.tensor.Tensor;

/// What has an importance ratio r = π/π_old of its own: each token, or each sequence.
public enum RatioLevel {
  /// `r[i,t] = π(y[i,t]) / π_old(y[i,t])`, one a token (PPO, GRPO).
  TOKEN {
    @Override
    Tensor logRatio(TokenTerms terms) {
      return terms.logRatio();
    }
  },

  /// `s[i] = (π(y[i]) / π_old(y[i]))^(1/T_i) = exp(mean log-ratio)`, one a sequence (GSPO: Zheng et
  /// al. 2025, arXiv:2507.18071, equation 7). It takes one advantage a sequence.
  SEQUENCE {
    @Override
    Tensor logRatio(TokenTerms terms) {
      return meanLogRatio(terms);
    }

    @Override
    Tensor advantage(TokenTerms terms) {
      return sequenceAdvantage(terms);
    }

    @Override
    Tensor weights(Aggregation aggregation, TokenTerms terms) {
      int n = terms.sequences();
      float[] weights = terms.scope().floats(n);
      for (int i = 0; i < n; i++) {
        int length = terms.length(i);
        weights[i] =
            length == 0 ? 0f : (float) (length * aggregation.weight(length, terms.totals()));
      }
      return terms.scope().constant(weights, n);
    }

    @Override
    boolean counts(TokenTerms terms, int i) {
      return terms.length(i) > 0;
    }

    @Override
    long total(Totals totals) {
      return totals.sequences();
    }
  },

  /// `s[i,t] = sg[s[i]]·π(y[i,t]) / sg[π(y[i,t])]`: the value of the sequence's ratio with each
  /// token's own gradient, so that advantages may differ within a sequence (GSPO-token:
  /// arXiv:2507.18071, equation 14). Computed as `log π - sg[log π] + sg[log s]`.
  /// GSPO itself has each sequence weigh the same ([Aggregation.SequenceMean]).
  SEQUENCE_TOKEN {
    @Override
    Tensor logRatio(TokenTerms terms) {
      Tensor own = terms.kept(terms.logp().sub(terms.logp().detach()));
      Tensor mean = meanLogRatio(terms).detach();
      return own.add(Segments.spread(mean, terms.starts(), terms.sequences()));
    }
  };

  /// The logarithm of the ratio, `[N]` or, one a sequence, `[sequences]`.
  abstract Tensor logRatio(TokenTerms terms);

  /// The advantages that go with the ratios.
  Tensor advantage(TokenTerms terms) {
    return terms.kept(terms.advantage());
  }

  /// What the ratios' terms weigh in the loss; 0 for what does not count.
  Tensor weights(Aggregation aggregation, TokenTerms terms) {
    return tokenWeights(aggregation, terms);
  }

  /// Whether a ratio counts.
  boolean counts(TokenTerms terms, int i) {
    return terms.counts(i);
  }

  /// How many ratios the whole batch has.
  long total(Totals totals) {
    return totals.tokens();
  }

  static Tensor tokenWeights(Aggregation aggregation, TokenTerms terms) {
    float[] weights = terms.scope().floats(terms.size());
    for (int i = 0; i < terms.sequences(); i++) {
      int length = terms.length(i);
      float weight = length == 0 ? 0f : (float) aggregation.weight(length, terms.totals());
      for (int t = terms.starts()[i]; t < terms.starts()[i + 1]; t++) {
        weights[t] = terms.counts(t) ? weight : 0f;
      }
    }
    return terms.scope().constant(weights, terms.size());
  }

  private static Tensor meanLogRatio(TokenTerms terms) {
    int n = terms.sequences();
    float[] lengths = terms.scope().floats(n);
    for (int i = 0; i < n; i++) {
      lengths[i] = Math.max(1, terms.length(i));
    }
    Tensor sums = Segments.sum(terms.logRatio(), terms.starts(), n);
    return sums.div(terms.scope().constant(lengths, n));
  }

  private static Tensor sequenceAdvantage(TokenTerms terms) {
    int n = terms.sequences();
    float[] advantages = terms.scope().floats(n);
    for (int i = 0; i < n; i++) {
      boolean found = false;
      advantages[i] = 0f;
      for (int t = terms.starts()[i]; t < terms.starts()[i + 1]; t++) {
        float advantage = terms.advantage().get(t);
        if (terms.counts(t)) {
          if (found && advantage != advantages[i]) {
            throw new IllegalArgumentException(
                "advantage: expected one a sequence with ratio SEQUENCE, got %s and %s in one"
                        .formatted(advantages[i], advantage)
                    + " (take ratio SEQUENCE_TOKEN)");
          }
          advantages[i] = advantage;
          found = true;
        }
      }
    }
    return terms.scope().constant(advantages, n);
  }
}
