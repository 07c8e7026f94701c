package dev.bellman.tensor.nn;

import dev.bellman.tensor.Activation;
import dev.bellman.tensor.FactorisedNoise;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Tensor;
import java.util.Arrays;

/// A dense layer whose weights are noisy, with a scale of the noise that is learned (Fortunato et
/// al. 2018, arXiv:1706.10295): `f(x·(W + Σ ∘ ε) + b + σ ∘ η)`. Whoever owns it says when the noise
/// is drawn anew.
///
/// @param mean the layer without noise
/// @param weightScale Σ, shape `[I,O]`
/// @param biasScale σ, shape `[O]`
/// @param noise ε and η
public record NoisyLinear(
    Linear mean, Tensor weightScale, Tensor biasScale, FactorisedNoise noise) {
  /// The paper's σ₀ for factorised noise.
  public static final double SIGMA_0 = 0.5;

  /// A layer with fresh parameters, as in the paper: means uniform in ±1/√I, scales σ₀/√I; its
  /// noise is 0.
  ///
  /// @param parameters where they are added, as `name.weight`, `name.bias`, `name.weightScale` and
  ///   `name.biasScale`
  /// @param name the layer's name
  /// @param inputs I
  /// @param outputs O
  /// @param activation f
  /// @param sigma0 σ₀; see [#SIGMA_0]
  /// @param rng what to draw from
  /// @return the layer
  public static NoisyLinear create(
      Parameters parameters,
      String name,
      int inputs,
      int outputs,
      Activation activation,
      double sigma0,
      Rng rng) {
    var uniform = new Initializer.TorchDefault();
    Linear mean = Linear.create(parameters, name, inputs, outputs, activation, uniform, rng);
    float[] scales = new float[inputs * outputs];
    Arrays.fill(scales, (float) (sigma0 / Math.sqrt(inputs)));
    return new NoisyLinear(
        mean,
        parameters.add(name + ".weightScale", scales, inputs, outputs),
        parameters.add(name + ".biasScale", Arrays.copyOf(scales, outputs), outputs),
        new FactorisedNoise(inputs, outputs));
  }

  /// Applies the layer with its noise. The noisy weight is made and then multiplied.
  ///
  /// @param x shape `[B,I]`
  /// @return shape `[B,O]`
  public Tensor forward(Tensor x) {
    Tensor weight = noise.weight(mean.weight(), weightScale, x);
    return x.linear(weight, noise.bias(mean.bias(), biasScale, x), mean.activation());
  }

  /// Applies the layer without noise.
  ///
  /// @param x shape `[B,I]`
  /// @return shape `[B,O]`
  public Tensor forwardMean(Tensor x) {
    return mean.forward(x);
  }

  /// Draws the noise anew; not while a scope that used it is open.
  ///
  /// @param rng what to draw from
  public void resample(Rng rng) {
    noise.resample(rng);
  }
}
