package dev.bellman.tensor.internal.kernel;

/// The most fused multiply-adds that a core does: independent chains in registers, with nothing
/// else to do. What kernels are measured against.
public final class FmaPeak {
  /// Chains side by side: more than a core has in flight, and few enough for 16 registers.
  static final int CHAINS = 12;

  /// Each chain is x -> x · FACTOR + TERM, which stays near 1.
  static final float FACTOR = 0.999f;

  static final float TERM = 0.001f;

  private final int lanes;

  private FmaPeak(int lanes) {
    this.lanes = lanes;
  }

  /// The loop on the kernels in use: vectors, or single numbers with the scalar kernels.
  ///
  /// @return the loop
  public static FmaPeak ofKernelsInUse() {
    String name = KernelSelection.choose().kernels().name();
    String bits = name.startsWith("vector-") ? name.substring("vector-".length()) : "32";
    return new FmaPeak(Integer.parseInt(bits) / Float.SIZE);
  }

  /// Runs the chains.
  ///
  /// @param rounds how long each chain is
  /// @return a number that depends on all of them, so that none is left out
  public float run(int rounds) {
    return lanes == 1 ? scalar(rounds) : VectorFma.run(rounds);
  }

  /// The floating-point operations of a round.
  ///
  /// @return two for each lane of each chain
  public long flopsPerRound() {
    return 2L * CHAINS * lanes;
  }

  private static float scalar(int rounds) {
    float a = 1f;
    float b = 2f;
    float c = 3f;
    float d = 4f;
    float e = 5f;
    float f = 6f;
    float g = 7f;
    float h = 8f;
    float i = 9f;
    float j = 10f;
    float k = 11f;
    float l = 12f;
    for (int round = 0; round < rounds; round++) {
      a = Math.fma(a, FACTOR, TERM);
      b = Math.fma(b, FACTOR, TERM);
      c = Math.fma(c, FACTOR, TERM);
      d = Math.fma(d, FACTOR, TERM);
      e = Math.fma(e, FACTOR, TERM);
      f = Math.fma(f, FACTOR, TERM);
      g = Math.fma(g, FACTOR, TERM);
      h = Math.fma(h, FACTOR, TERM);
      i = Math.fma(i, FACTOR, TERM);
      j = Math.fma(j, FACTOR, TERM);
      k = Math.fma(k, FACTOR, TERM);
      l = Math.fma(l, FACTOR, TERM);
    }
    return a + b + c + d + e + f + g + h + i + j + k + l;
  }
}
