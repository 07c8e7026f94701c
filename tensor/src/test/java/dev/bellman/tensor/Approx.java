package dev.bellman.tensor;

/// A number in double, and a bound on how far from it float32 arithmetic may end: the errors of the
/// operands to first order, and the rounding of each operation.
record Approx(double value, double error) {
  static final Approx ZERO = new Approx(0, 0);
  static final Approx ONE = new Approx(1, 0);

  /// Half a unit in the last place of 1.
  static final double ROUNDING = 0x1p-24;

  /// Rounding errors of a transcendental function.
  private static final double FUNCTION = 8 * ROUNDING;

  static Approx exact(double value) {
    return new Approx(value, 0);
  }

  private static Approx rounded(double value, double error) {
    return new Approx(value, error + ROUNDING * Math.abs(value));
  }

  Approx plus(Approx b) {
    return rounded(value + b.value, error + b.error);
  }

  Approx minus(Approx b) {
    return rounded(value - b.value, error + b.error);
  }

  Approx times(Approx b) {
    return rounded(value * b.value, error * Math.abs(b.value) + b.error * Math.abs(value));
  }

  Approx over(Approx b) {
    double quotient = value / b.value;
    return rounded(quotient, (error + b.error * Math.abs(quotient)) / Math.abs(b.value));
  }

  Approx exp() {
    return function(Math.exp(value), Math.exp(value));
  }

  Approx log() {
    return function(Math.log(value), 1 / value);
  }

  Approx sqrt() {
    return function(Math.sqrt(value), 0.5 / Math.sqrt(value));
  }

  Approx tanh() {
    double y = Math.tanh(value);
    return function(y, 1 - y * y);
  }

  Approx sigmoid() {
    double y = Doubles.sigmoid(value);
    return function(y, y * (1 - y));
  }

  Approx softplus() {
    return function(Math.log1p(Math.exp(value)), Doubles.sigmoid(value));
  }

  private Approx function(double y, double derivative) {
    return new Approx(y, error * Math.abs(derivative) + FUNCTION * Math.abs(y));
  }

  /// A sum whose order is not known.
  static final class Sum {
    private double value;
    private double error;
    private double magnitude;
    private int terms;

    void add(Approx term) {
      value += term.value;
      error += term.error;
      magnitude += Math.abs(term.value);
      terms++;
    }

    Approx total() {
      return new Approx(value, error + terms * ROUNDING * magnitude);
    }
  }
}
