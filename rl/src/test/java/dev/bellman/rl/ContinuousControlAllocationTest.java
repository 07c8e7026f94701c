package dev.bellman.rl;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.bellman.rl.env.Envs;
import dev.bellman.tensor.Workers;
import dev.bellman.tensor.optim.Schedule;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a step and its gradient step allocate in the steady state: little, and no more for large
/// batches than for small ones, but for the second shard.
class ContinuousControlAllocationTest {
  private static final int WINDOWS = 5;
  private static final int MOST_ROUNDS = 100;
  private static final long TOLERANCE = 512;
  private static final long MOST_BYTES = 2048;

  @ParameterizedTest
  @EnumSource
  void gradientStepsCostNothing(ContinuousControl algorithm) {
    try (Workers workers = new Workers(1)) {
      Algorithm small = learner(algorithm, 32, workers);
      Algorithm large = learner(algorithm, 256, workers);
      long few = least(small);
      long many = least(large);
      for (int round = 1; round < MOST_ROUNDS && !settled(few, many); round++) {
        few = least(small);
        many = least(large);
      }
      assertThat(many).isLessThan(MOST_BYTES);
      assertThat(many - few).isLessThan(TOLERANCE);
    }
  }

  private static Algorithm learner(ContinuousControl algorithm, int batchSize, Workers workers) {
    var form =
        new ContinuousControl.Form(0.99, 16, 0, 1, batchSize, Schedule.constant(1e-3), false);
    return algorithm.make(form, Envs.builtIn().vector("Pendulum-v1", 1, Map.of()), 1, workers);
  }

  private static boolean settled(long few, long many) {
    return many < MOST_BYTES && many - few < TOLERANCE;
  }

  private static long least(Algorithm learner) {
    return LongStream.generate(() -> bytes(learner)).limit(WINDOWS).min().orElseThrow();
  }

  private static long bytes(Algorithm learner) {
    ThreadMXBean beans = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    learner.episodes().drain();
    long stepsBefore = learner.gradientSteps();
    long before = beans.getCurrentThreadAllocatedBytes();
    learner.iterate(0.5);
    long bytes = beans.getCurrentThreadAllocatedBytes() - before;
    return bytes / (learner.gradientSteps() - stepsBefore);
  }
}
