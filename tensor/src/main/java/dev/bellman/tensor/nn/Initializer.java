package dev.bellman.tensor.nn;

import dev.bellman.tensor.Rng;

/// How a layer's weights and biases start.
public sealed interface Initializer {
  /// First values of a weight matrix.
  ///
  /// @param inputs rows, I
  /// @param outputs columns, O
  /// @param rng what to draw from
  /// @return values of shape `[I,O]`
  float[] weight(int inputs, int outputs, Rng rng);

  /// First values of a bias.
  ///
  /// @param inputs I
  /// @param outputs O
  /// @param rng what to draw from
  /// @return values of shape `[O]`
  float[] bias(int inputs, int outputs, Rng rng);

  /// A random orthogonal matrix times a gain (Saxe et al. 2014, arXiv:1312.6120): the Q of a
  /// Gaussian matrix's QR decomposition, its signs fixed by R's diagonal so that it is uniform.
  /// Biases start at 0. PPO, A2C and TRPO start from these: gain √2 for hidden layers, 0.01 for the
  /// policy's last, 1 for the value's.
  ///
  /// @param gain the factor
  record Orthogonal(double gain) implements Initializer {
    @Override
    public float[] weight(int inputs, int outputs, Rng rng) {
      int rows = Math.max(inputs, outputs);
      int columns = Math.min(inputs, outputs);
      double[][] basis = new double[columns][rows];
      for (double[] vector : basis) {
        for (int i = 0; i < rows; i++) {
          vector[i] = rng.nextGaussian();
        }
      }
      orthonormalise(basis);
      float[] weight = new float[inputs * outputs];
      for (int i = 0; i < inputs; i++) {
        for (int o = 0; o < outputs; o++) {
          double q = inputs >= outputs ? basis[o][i] : basis[i][o];
          weight[i * outputs + o] = (float) (gain * q);
        }
      }
      return weight;
    }

    @Override
    public float[] bias(int inputs, int outputs, Rng rng) {
      return new float[outputs];
    }

    /// Gram and Schmidt's method, twice for accuracy; it leaves R's diagonal positive.
    private static void orthonormalise(double[][] basis) {
      for (int j = 0; j < basis.length; j++) {
        for (int pass = 0; pass < 2; pass++) {
          for (int i = 0; i < j; i++) {
            double projection = dot(basis[i], basis[j]);
            for (int r = 0; r < basis[j].length; r++) {
              basis[j][r] -= projection * basis[i][r];
            }
          }
        }
        double norm = Math.sqrt(dot(basis[j], basis[j]));
        for (int r = 0; r < basis[j].length; r++) {
          basis[j][r] /= norm;
        }
      }
    }

    private static double dot(double[] a, double[] b) {
      double sum = 0;
      for (int i = 0; i < a.length; i++) {
        sum += a[i] * b[i];
      }
      return sum;
    }
  }

  /// PyTorch's default for dense layers: weights and biases uniform in ±1/√I.
  record TorchDefault() implements Initializer {
    @Override
    public float[] weight(int inputs, int outputs, Rng rng) {
      return uniform(inputs * outputs, inputs, rng);
    }

    @Override
    public float[] bias(int inputs, int outputs, Rng rng) {
      return uniform(outputs, inputs, rng);
    }

    private static float[] uniform(int size, int inputs, Rng rng) {
      double bound = 1 / Math.sqrt(inputs);
      float[] values = new float[size];
      for (int i = 0; i < size; i++) {
        values[i] = (float) rng.uniform(-bound, bound);
      }
      return values;
    }
  }
}
