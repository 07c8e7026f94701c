package dev.bellman.llm.loss;

/// How the tokens of an optimiser batch come to one number: what each token of a sequence weighs. A
/// variant is another value. B is the batch's sequences, T_i the tokens of sequence i that count.
@FunctionalInterface
public interface Aggregation {
  /// The weight of each token of a sequence.
  ///
  /// @param length T_i, at least 1
  /// @param totals what the whole batch comes to
  /// @return the weight
  double weight(int length, Totals totals);

  /// The mean over sequences of the mean over their tokens, `1/(B·T_i)`: each sequence weighs the
  /// same (GRPO: Shao et al. 2024, arXiv:2402.03300, equation 3).
  record SequenceMean() implements Aggregation {
    @Override
    public double weight(int length, Totals totals) {
      return 1.0 / ((double) totals.sequences() * length);
    }
  }

  /// The mean over the tokens of the whole batch, `1/ΣT`: each token weighs the same (DAPO: Yu et
  /// al. 2025, arXiv:2503.14476, equation 8). The paper writes it for one group; like other
  /// libraries it is taken over the batch here.
  record TokenMean() implements Aggregation {
    @Override
    public double weight(int length, Totals totals) {
      return 1.0 / (double) totals.tokens();
    }
  }

  /// A constant divisor in place of each length, `1/(B·L)`: short answers weigh no more for being
  /// short (Dr. GRPO: Liu et al. 2025, arXiv:2503.20783).
  ///
  /// @param maxLength L, the longest completion, in tokens, at least 1
  record ConstantLength(int maxLength) implements Aggregation {
    /// Checks the length.
    ///
    /// @throws IllegalArgumentException if it is below 1
    public ConstantLength {
      if (maxLength < 1) {
        throw new IllegalArgumentException("maxLength: must be at least 1, got " + maxLength);
      }
    }

    @Override
    public double weight(int length, Totals totals) {
      return 1.0 / ((double) totals.sequences() * maxLength);
    }
  }
}
