package dev.bellman.tensor.internal.kernel;

import java.util.Locale;

/// The kernels chosen for this process and why.
///
/// @param kernels the kernels
/// @param reason one line for the user
public record KernelSelection(Kernels kernels, String reason) {
  private static final System.Logger LOG = System.getLogger(KernelSelection.class.getName());

  /// Looks at what this Java run-time environment offers and logs the choice.
  ///
  /// @return the choice
  public static KernelSelection choose() {
    KernelSelection choice = look(System.getProperty("bellman.simd", "on"));
    LOG.log(System.Logger.Level.DEBUG, "kernels: {0} ({1})", choice.kernels.name(), choice.reason);
    return choice;
  }

  private static KernelSelection look(String wish) {
    if (wish.toLowerCase(Locale.ROOT).equals("off")) {
      return scalar("-Dbellman.simd=off");
    }
    Module here = KernelSelection.class.getModule();
    Module vector = ModuleLayer.boot().findModule("jdk.incubator.vector").orElse(null);
    if (vector == null) {
      return scalar(
          "module jdk.incubator.vector is not there; start Java with"
              + " --add-modules jdk.incubator.vector");
    }
    if (!hasOptimisingCompiler()) {
      return scalar("the C2 compiler is off, and without it the Vector API is slower than loops");
    }
    here.addReads(vector);
    try {
      Class<?> type = Class.forName("dev.bellman.tensor.internal.kernel.VectorKernels");
      Kernels kernels = (Kernels) type.getDeclaredConstructor().newInstance();
      return new KernelSelection(
          kernels, "module jdk.incubator.vector and the C2 compiler are there");
    } catch (ReflectiveOperationException | LinkageError e) {
      return scalar("the Vector API does not work here: " + e);
    }
  }

  private static KernelSelection scalar(String reason) {
    return new KernelSelection(new ScalarKernels(), reason);
  }

  /// HotSpot with C2 says "Tiered" in its compiler's name; a client or interpreted machine does
  /// not.
  private static boolean hasOptimisingCompiler() {
    String compiler = System.getProperty("sun.management.compiler", "");
    String info = System.getProperty("java.vm.info", "");
    return compiler.contains("Tiered")
        && !info.contains("interpreted")
        && !info.contains("emulated-client");
  }
}
