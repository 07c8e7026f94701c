package dev.bellman.tensor;

import java.util.Arrays;
import java.util.List;

/// Gradients of a set of parameters, added up by [Tensor#backward]. Confined to one thread at a
/// time.
public final class Gradients {
  /// Keeps the clipping factor finite at a zero gradient, as PyTorch's `clip_grad_norm_` does.
  private static final double NORM_EPSILON = 1e-6;

  private final Parameters parameters;
  private final float[][] arrays;

  Gradients(Parameters parameters) {
    this.parameters = parameters;
    List<Tensor> tensors = parameters.tensors();
    this.arrays = new float[tensors.size()][];
    for (int i = 0; i < arrays.length; i++) {
      arrays[i] = new float[tensors.get(i).size()];
    }
  }

  /// Sets all gradients to zero.
  public void zero() {
    for (float[] array : arrays) {
      Arrays.fill(array, 0f);
    }
  }

  /// The gradient of one parameter.
  ///
  /// @param name the parameter's name
  /// @return a copy, in the parameter's layout
  public float[] get(String name) {
    return arrays[parameters.place(parameters.get(name))].clone();
  }

  /// How many numbers these are.
  ///
  /// @return the sum of the parameters' sizes
  public int size() {
    int size = 0;
    for (float[] array : arrays) {
      size += array.length;
    }
    return size;
  }

  /// Copies all gradients into one vector, in the order of the parameters.
  ///
  /// @param vector as long as [#size]; modified
  public void copyTo(double[] vector) {
    int place = 0;
    for (float[] array : arrays) {
      for (float number : array) {
        vector[place++] = number;
      }
    }
  }

  /// Becomes the numbers of one vector, in the order of the parameters: a direction, for
  /// [ForwardMode#tangent] or [Parameters#move].
  ///
  /// @param vector as long as [#size]; not modified
  public void copyFrom(double[] vector) {
    int place = 0;
    for (float[] array : arrays) {
      for (int i = 0; i < array.length; i++) {
        array[i] = (float) vector[place++];
      }
    }
  }

  /// Becomes the sum of several gradients, added up in the order given: the same bits whoever
  /// computed them.
  ///
  /// @param parts gradients of the same parameters, at least one
  public void setSum(List<Gradients> parts) {
    for (int i = 0; i < arrays.length; i++) {
      float[] sum = arrays[i];
      System.arraycopy(parts.getFirst().arrays[i], 0, sum, 0, sum.length);
      for (int p = 1; p < parts.size(); p++) {
        float[] part = parts.get(p).arrays[i];
        for (int j = 0; j < sum.length; j++) {
          sum[j] += part[j];
        }
      }
    }
  }

  /// The Euclidean norm over all gradients together.
  ///
  /// @return the norm; NaN or infinite if a gradient is
  public double norm() {
    double squares = 0;
    for (float[] array : arrays) {
      squares += Engine.KERNELS.squares(array, array.length);
    }
    return Math.sqrt(squares);
  }

  /// Scales all gradients by `maxNorm / (norm + 1e-6)` if that is below 1 (Pascanu et al. 2013,
  /// arXiv:1211.5063; the constant is PyTorch's).
  ///
  /// @param maxNorm the greatest norm to leave as it is; infinite leaves all
  /// @return the norm before clipping
  public double clipByGlobalNorm(double maxNorm) {
    double norm = norm();
    float scale = (float) (maxNorm / (norm + NORM_EPSILON));
    if (scale < 1f) {
      for (float[] array : arrays) {
        for (int i = 0; i < array.length; i++) {
          array[i] *= scale;
        }
      }
    }
    return norm;
  }

  float[] array(int index) {
    return arrays[index];
  }

  float[] of(Tensor parameter) {
    return arrays[parameters.place(parameter)];
  }
}
