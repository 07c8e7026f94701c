package dev.bellman.rl.ppo;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.EnvAdapter;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.IdentityEnvs;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.tensor.Workers;
import dev.bellman.tensor.optim.Schedule;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What all threads together allocate in the steady state. A shard's graph costs some objects; rows
/// cost nothing.
class PpoAllocationTest {
  private static final int STEPS = 32;
  private static final int EPOCHS = 8;
  private static final int SHARD_ROWS = 128;
  private static final int WINDOWS = 20;
  private static final int MOST_ROUNDS = 200;
  private static final long TOLERANCE = 1024;
  private static final long MOST_BYTES = 200_000;

  static List<IntFunction<VecEnv>> environments() {
    return List.of(
        PpoAllocationTest::cartPole, PpoAllocationTest::continuous, PpoAllocationTest::discrete);
  }

  private static VecEnv cartPole(int n) {
    return Envs.builtIn().vector("CartPole-v1", n, Map.of());
  }

  private static VecEnv continuous(int n) {
    Supplier<Env<float[], float[]>> env = () -> IdentityEnvs.continuous(2, 30);
    return EnvAdapter.of("continuous", n, env);
  }

  private static VecEnv discrete(int n) {
    Supplier<Env<Integer, Integer>> env = () -> IdentityEnvs.discrete(3, 30);
    return EnvAdapter.of("discrete", n, env);
  }

  /// A learner, and the least that a window of its work allocated.
  private static final class Learner implements AutoCloseable {
    private final ThreadMXBean beans = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final VecEnv envs;
    private final Workers workers;
    private final Ppo ppo;
    private final long[] threads;

    Learner(IntFunction<VecEnv> make, int rows, int minibatchSize) {
      envs = make.apply(rows / STEPS);
      workers = new Workers(2);
      var update =
          Ppos.update(EPOCHS, minibatchSize, Schedule.constant(1e-5), Double.POSITIVE_INFINITY);
      ppo = new Ppo(Ppos.with(Ppos.QUICK, STEPS, update), envs, 3, workers);
      threads =
          Thread.getAllStackTraces().keySet().stream()
              .filter(Learner::works)
              .mapToLong(Thread::threadId)
              .toArray();
      ppo.iterate(0.5);
    }

    private static boolean works(Thread thread) {
      return thread.equals(Thread.currentThread()) || thread.getName().startsWith("bellman-worker");
    }

    long bytesOfAnIteration() {
      ppo.episodes().drain();
      return bytes(() -> ppo.iterate(0.5));
    }

    long bytesOfLearning() {
      return bytes(() -> ppo.learn(0.5));
    }

    long bytesOfAGradientStep() {
      long before = ppo.gradientSteps();
      long bytes = bytesOfLearning();
      return bytes / (ppo.gradientSteps() - before);
    }

    private long bytes(Runnable work) {
      long before = allocated();
      work.run();
      return allocated() - before;
    }

    private long allocated() {
      return Arrays.stream(beans.getThreadAllocatedBytes(threads)).sum();
    }

    @Override
    public void close() {
      workers.close();
      envs.close();
    }
  }

  /// Whether two works come to allocate the same in 20 windows. Until C2 has compiled the kernels,
  /// vectors are objects.
  private static void assertSettles(LongSupplier small, LongSupplier large) {
    long difference = Long.MAX_VALUE;
    for (int round = 0; round < MOST_ROUNDS && difference >= TOLERANCE; round++) {
      difference = Math.abs(least(large) - least(small));
    }
    assertThat(difference).isLessThan(TOLERANCE);
    assertThat(least(large)).isLessThan(MOST_BYTES);
  }

  private static long least(LongSupplier bytes) {
    return LongStream.generate(bytes).limit(WINDOWS).min().orElseThrow();
  }

  @Test
  void rowsOfAnIterationCostNothing() {
    try (var small = new Learner(PpoAllocationTest::cartPole, 32, 32);
        var large = new Learner(PpoAllocationTest::cartPole, 128, 128)) {
      assertSettles(small::bytesOfAnIteration, large::bytesOfAnIteration);
    }
  }

  @ParameterizedTest
  @MethodSource("environments")
  void rowsThatAreLearnedFromCostNothing(IntFunction<VecEnv> envs) {
    try (var small = new Learner(envs, 32, 32);
        var large = new Learner(envs, 128, 128)) {
      assertSettles(small::bytesOfLearning, large::bytesOfLearning);
    }
  }

  @ParameterizedTest
  @MethodSource("environments")
  void gradientStepsOfALongRolloutCostWhatThoseOfAShortOneDo(IntFunction<VecEnv> envs) {
    try (var small = new Learner(envs, 256, 256);
        var large = new Learner(envs, 1024, 256)) {
      assertSettles(small::bytesOfAGradientStep, large::bytesOfAGradientStep);
    }
  }

  @ParameterizedTest
  @MethodSource("environments")
  void shardsOfALargeMinibatchCostWhatThoseOfASmallOneDo(IntFunction<VecEnv> envs) {
    try (var small = new Learner(envs, 256, 256);
        var large = new Learner(envs, 1024, 1024)) {
      assertSettles(
          () -> small.bytesOfAGradientStep() / (256 / SHARD_ROWS),
          () -> large.bytesOfAGradientStep() / (1024 / SHARD_ROWS));
    }
  }
}
