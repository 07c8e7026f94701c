package dev.bellman.jmh;

import dev.bellman.tensor.State;
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
import org.openjdk.jmh.annotations.Warmup;

/// What a checkpoint costs the training loop: collecting a network's arrays into a [State].
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@org.openjdk.jmh.annotations.State(Scope.Benchmark)
public class StateBenchmark {
  /// Width of the two hidden layers.
  @Param({"64", "256"})
  public int width;

  private float[] weights;
  private float[] biases;

  /// Allocates the arrays of one layer.
  @Setup
  public void allocate() {
    weights = new float[width * width];
    biases = new float[width];
  }

  /// Two layers, each copied in under its own prefix.
  ///
  /// @return the state
  @Benchmark
  public State collectTwoLayers() {
    var state = new State();
    for (int layer = 0; layer < 2; layer++) {
      State view = state.at("layer").at(Integer.toString(layer));
      view.put("weight", weights, width, width);
      view.put("bias", biases);
    }
    return state;
  }
}
