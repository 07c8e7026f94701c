package dev.bellman.rl.ppo;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.EnvAdapter;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.ForbiddingEnv;
import dev.bellman.rl.env.IdentityEnvs;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.tensor.Workers;
import dev.bellman.tensor.optim.Schedule;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What all threads together allocate in the steady state.
class PpoAllocationTest {
  private static final int STEPS = 32;
  private static final int EPOCHS = 8;
  private static final int WINDOWS = 20;
  private static final int MOST_ROUNDS = 200;
  private static final long TOLERANCE = 1024;
  private static final long MOST_BYTES_OF_A_GRADIENT_STEP = 512;
  private static final long MOST_BYTES_OF_AN_ITERATION = 16_384;

  static List<Arguments> environmentsAndThreads() {
    return environments().stream()
        .flatMap(envs -> Stream.of(1, 2).map(threads -> Arguments.of(envs, threads)))
        .toList();
  }

  private static List<IntFunction<VecEnv>> environments() {
    return List.of(
        PpoAllocationTest::cartPole,
        PpoAllocationTest::continuous,
        PpoAllocationTest::discrete,
        PpoAllocationTest::forbidding);
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

  private static VecEnv forbidding(int n) {
    return EnvAdapter.of("forbidding", n, ForbiddingEnv::new);
  }

  /// A learner, and what a window of its work allocates.
  private static final class Learner implements AutoCloseable {
    private final ThreadMXBean beans = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final VecEnv envs;
    private final Workers workers;
    private final Ppo ppo;
    private final long[] threads;

    Learner(IntFunction<VecEnv> make, int workingThreads, int rows, int minibatchSize) {
      envs = make.apply(rows / STEPS);
      workers = new Workers(workingThreads);
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
      long sum = 0;
      for (long bytes : beans.getThreadAllocatedBytes(threads)) {
        sum += bytes;
      }
      return sum;
    }

    @Override
    public void close() {
      workers.close();
      envs.close();
    }
  }

  /// What two works allocated in windows that took turns.
  private record Windows(LongSummaryStatistics small, LongSummaryStatistics large) {
    static Windows of(LongSupplier small, LongSupplier large) {
      Windows windows = new Windows(new LongSummaryStatistics(), new LongSummaryStatistics());
      for (int i = 0; i < WINDOWS; i++) {
        windows.small.accept(small.getAsLong());
        windows.large.accept(large.getAsLong());
      }
      return windows;
    }

    long most() {
      return Math.max(small.getMax(), large.getMax());
    }

    /// How far apart any two windows are.
    long spread() {
      return most() - Math.min(small.getMin(), large.getMin());
    }

    /// How far apart the windows with the least bytes are.
    long difference() {
      return Math.abs(large.getMin() - small.getMin());
    }
  }

  /// Lets two works take turns until 20 windows of each hold what is asked for. Until C2 has
  /// compiled the kernels, vectors are objects.
  private static Windows settled(
      LongSupplier small, LongSupplier large, Predicate<Windows> condition) {
    Windows windows = Windows.of(small, large);
    for (int round = 1; round < MOST_ROUNDS && !condition.test(windows); round++) {
      windows = Windows.of(small, large);
    }
    return windows;
  }

  private static void assertAllTheSame(LongSupplier small, LongSupplier large, long most) {
    Windows windows = settled(small, large, w -> w.spread() < TOLERANCE && w.most() < most);
    assertThat(windows.spread()).isLessThan(TOLERANCE);
    assertThat(windows.most()).isLessThan(most);
  }

  @ParameterizedTest
  @MethodSource("environmentsAndThreads")
  void learningFromALargeBatchCostsWhatASmallOneDoes(IntFunction<VecEnv> envs, int threads) {
    try (var small = new Learner(envs, threads, 256, 256);
        var large = new Learner(envs, threads, 1024, 1024)) {
      assertAllTheSame(
          small::bytesOfLearning, large::bytesOfLearning, EPOCHS * MOST_BYTES_OF_A_GRADIENT_STEP);
    }
  }

  @ParameterizedTest
  @MethodSource("environmentsAndThreads")
  void gradientStepsOfALongRolloutCostWhatThoseOfAShortOneDo(
      IntFunction<VecEnv> envs, int threads) {
    try (var small = new Learner(envs, threads, 256, 256);
        var large = new Learner(envs, threads, 1024, 256)) {
      assertAllTheSame(
          small::bytesOfAGradientStep, large::bytesOfAGradientStep, MOST_BYTES_OF_A_GRADIENT_STEP);
    }
  }

  /// Rows alone: each episode that ends is told in a record, and more environments end more.
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void rowsOfAnIterationCostNothing(int threads) {
    try (var small = new Learner(PpoAllocationTest::cartPole, threads, 32, 32);
        var large = new Learner(PpoAllocationTest::cartPole, threads, 128, 128)) {
      Windows windows =
          settled(
              small::bytesOfAnIteration,
              large::bytesOfAnIteration,
              w -> w.difference() < TOLERANCE && w.most() < MOST_BYTES_OF_AN_ITERATION);
      assertThat(windows.difference()).isLessThan(TOLERANCE);
      assertThat(windows.most()).isLessThan(MOST_BYTES_OF_AN_ITERATION);
    }
  }
}
