package dev.bellman.tensor;

/// The noise of a noisy layer (Fortunato et al. 2018, arXiv:1706.10295), factorised: one number for
/// each input, one for each output, and a weight's noise is the product of its two. Numbers are
/// `sign(ε)·√|ε|` of standard normal ε. Owns them; 0 until they are drawn.
///
/// Several scopes on several threads may read it at once while nobody draws.
public final class FactorisedNoise implements Stateful {
  private static final float[] ONE = {1f};

  private final float[] inputs;
  private final float[] outputs;

  /// Noise of 0.
  ///
  /// @param inputs I
  /// @param outputs O
  public FactorisedNoise(int inputs, int outputs) {
    this.inputs = new float[inputs];
    this.outputs = new float[outputs];
  }

  /// Draws anew: the inputs' numbers first, then the outputs'. Not while a scope that used this
  /// noise is open.
  ///
  /// @param rng what to draw from
  public void resample(Rng rng) {
    draw(inputs, rng);
    draw(outputs, rng);
  }

  private static void draw(float[] noise, Rng rng) {
    for (int i = 0; i < noise.length; i++) {
      double epsilon = rng.nextGaussian();
      noise[i] = (float) (Math.signum(epsilon) * Math.sqrt(Math.abs(epsilon)));
    }
  }

  /// A noisy weight: `μ + σ ∘ inputs·outputsᵀ`.
  ///
  /// @param mean μ, shape `[I,O]`
  /// @param scale σ, shape `[I,O]`
  /// @param partner a tensor of the scope to compute in
  /// @return shape `[I,O]`
  /// @throws IllegalArgumentException if a shape is another
  public Tensor weight(Tensor mean, Tensor scale, Tensor partner) {
    return Matrices.noisy(mean, scale, inputs, outputs, partner);
  }

  /// A noisy bias: `μ + σ ∘ outputs`.
  ///
  /// @param mean μ, shape `[O]`
  /// @param scale σ, shape `[O]`
  /// @param partner a tensor of the scope to compute in
  /// @return shape `[O]`
  /// @throws IllegalArgumentException if a shape is another
  public Tensor bias(Tensor mean, Tensor scale, Tensor partner) {
    return Matrices.noisy(mean, scale, ONE, outputs, partner);
  }

  @Override
  public void save(State out) {
    out.put("inputs", inputs.clone(), inputs.length);
    out.put("outputs", outputs.clone(), outputs.length);
  }

  @Override
  public void load(State in) {
    System.arraycopy(in.floats("inputs", inputs.length), 0, inputs, 0, inputs.length);
    System.arraycopy(in.floats("outputs", outputs.length), 0, outputs, 0, outputs.length);
  }
}
