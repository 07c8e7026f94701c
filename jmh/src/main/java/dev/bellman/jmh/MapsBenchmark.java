package dev.bellman.jmh;

import dev.bellman.tensor.internal.kernel.KernelSelection;
import dev.bellman.tensor.internal.kernel.Kernels;
import dev.bellman.tensor.internal.kernel.ScalarKernels;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The elementary functions over arrays, by either kernels; beside them what the JDK has.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@State(Scope.Benchmark)
public class MapsBenchmark {
  /// Which kernels.
  @Param({"best", "scalar"})
  public String kernels;

  private Kernels chosen;
  private final float[] x = new float[4096];
  private final float[] y = new float[4096];

  /// Fills in arguments from -4 to 4.
  @Setup
  public void fill() {
    chosen = kernels.equals("scalar") ? new ScalarKernels() : KernelSelection.choose().kernels();
    for (int i = 0; i < x.length; i++) {
      x[i] = (i - 2048) / 512f;
    }
  }

  /// 4096 hyperbolic tangents.
  ///
  /// @return the results
  @Benchmark
  public float[] tanh() {
    chosen.tanh(x, y, x.length);
    return y;
  }

  /// 4096 exponentials.
  ///
  /// @return the results
  @Benchmark
  public float[] exp() {
    chosen.exp(x, y, x.length);
    return y;
  }

  /// 4096 hyperbolic tangents by `java.lang.Math`.
  ///
  /// @return the results
  @Benchmark
  public float[] mathTanh() {
    for (int i = 0; i < x.length; i++) {
      y[i] = (float) Math.tanh(x[i]);
    }
    return y;
  }
}
