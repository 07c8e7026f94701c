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

/// The matrix product at the shapes of small networks, by either kernels.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@State(Scope.Benchmark)
public class GemmBenchmark {
  /// Rows of A, columns of B, columns of A: a hidden layer, a layer of inputs, a policy's last
  /// layer, a wide layer.
  @Param({"128x64x64", "128x64x4", "128x2x64", "256x256x256"})
  public String shape;

  /// Which kernels.
  @Param({"best", "scalar"})
  public String kernels;

  private Kernels chosen;
  private int m;
  private int n;
  private int k;
  private float[] a;
  private float[] b;
  private float[] c;
  private float[] scratch;

  /// Allocates the matrices.
  @Setup
  public void allocate() {
    chosen = kernels.equals("scalar") ? new ScalarKernels() : KernelSelection.choose().kernels();
    String[] extents = shape.split("x");
    m = Integer.parseInt(extents[0]);
    n = Integer.parseInt(extents[1]);
    k = Integer.parseInt(extents[2]);
    a = new float[m * k];
    b = new float[k * n];
    c = new float[m * n];
    scratch = new float[Kernels.scratchSize(m, n, k)];
  }

  /// `C += A·B`, as in a forward pass.
  ///
  /// @return C
  @Benchmark
  public float[] product() {
    chosen.gemm(m, n, k, a, k, 1, b, n, c, n, scratch);
    return c;
  }

  /// `C += Aᵀ·B`, as in a weight's gradient.
  ///
  /// @return C
  @Benchmark
  public float[] transposedProduct() {
    chosen.gemm(m, n, k, a, 1, m, b, n, c, n, scratch);
    return c;
  }
}
