package dev.bellman.tensor;

import dev.bellman.tensor.internal.kernel.KernelSelection;
import dev.bellman.tensor.internal.kernel.Kernels;

/// Which kernels this process computes with, chosen once.
///
/// The Vector API kernels are taken when module `jdk.incubator.vector` can be read and the C2
/// compiler is there; else the scalar ones, which give the same bits. `-Dbellman.simd=off` asks for
/// the scalar ones.
public final class Engine {
  private static final KernelSelection SELECTION = KernelSelection.choose();

  static final Kernels KERNELS = SELECTION.kernels();

  private Engine() {}

  /// The kernels in use.
  ///
  /// @return `vector` with the width in bits, as `vector-512`, or `scalar`
  public static String kernels() {
    return SELECTION.kernels().name();
  }

  /// Why these kernels were chosen.
  ///
  /// @return one line
  public static String reason() {
    return SELECTION.reason();
  }
}
