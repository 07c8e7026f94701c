package dev.bellman.tensor.internal.kernel;

import java.util.function.DoubleUnaryOperator;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Every function of the twins with its reference in double and its documented error.
enum Elementary {
  EXP(FloatMath::exp, VectorMath::exp, StrictMath::exp, 0.9),
  LOG(FloatMath::log, VectorMath::log, StrictMath::log, 0.9),
  TANH(FloatMath::tanh, VectorMath::tanh, StrictMath::tanh, 4.7),
  SIGMOID(FloatMath::sigmoid, VectorMath::sigmoid, x -> 1 / (1 + StrictMath.exp(-x)), 2.5),
  SOFTPLUS(FloatMath::softplus, VectorMath::softplus, Elementary::softplus, 2.7),
  SIN(FloatMath::sin, VectorMath::sin, x -> bounded(x, StrictMath.sin(x)), 1.6),
  COS(FloatMath::cos, VectorMath::cos, x -> bounded(x, StrictMath.cos(x)), 1.6);

  interface Scalar {
    float apply(float x);
  }

  interface Vector {
    FloatVector apply(FloatVector x);
  }

  final Scalar scalar;
  final Vector vector;
  final DoubleUnaryOperator reference;
  final double maxUlp;

  Elementary(Scalar scalar, Vector vector, DoubleUnaryOperator reference, double maxUlp) {
    this.scalar = scalar;
    this.vector = vector;
    this.reference = reference;
    this.maxUlp = maxUlp;
  }

  /// The vector function on an array of any length, the rest through a mask.
  float[] vector(float[] x, VectorSpecies<Float> species) {
    float[] y = new float[x.length];
    for (int i = 0; i < x.length; i += species.length()) {
      var mask = species.indexInRange(i, x.length);
      vector.apply(FloatVector.fromArray(species, x, i, mask)).intoArray(y, i, mask);
    }
    return y;
  }

  /// The scalar function on an array.
  float[] scalar(float[] x) {
    float[] y = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = scalar.apply(x[i]);
    }
    return y;
  }

  private static double softplus(double x) {
    return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
  }

  private static double bounded(double x, double value) {
    return Math.abs(x) <= 524288 ? value : Double.NaN;
  }
}
