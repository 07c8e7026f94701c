package dev.bellman.rl.ppo;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.EnvAdapter;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.ForbiddingEnv;
import dev.bellman.rl.env.IdentityEnvs;
import dev.bellman.rl.env.IdentityParts;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.tensor.Workers;
import dev.bellman.tensor.optim.Schedule;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.LongStream;
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
  private static final long MOST_BYTES_OF_A_GRADIENT_STEP = 1024;
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
        PpoAllocationTest::forbidding,
        PpoAllocationTest::parts);
  }

  private static VecEnv parts(int n) {
    return EnvAdapter.of("parts", n, () -> new IdentityParts(true));
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

    long bytesOfAGradientStep() {
      long before = ppo.gradientSteps();
      long bytes = bytes(() -> ppo.learn(0.5));
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

  /// Whether two works come to allocate the same in each of 20 windows. Until C2 has compiled the
  /// kernels, vectors are objects.
  private static void assertSettles(LongSupplier small, LongSupplier large, long most) {
    LongSummaryStatistics bytes = windows(small, large);
    for (int round = 1; round < MOST_ROUNDS && !settled(bytes, most); round++) {
      bytes = windows(small, large);
    }
    assertThat(bytes.getMax() - bytes.getMin()).isLessThan(TOLERANCE);
    assertThat(bytes.getMax()).isLessThan(most);
  }

  private static boolean settled(LongSummaryStatistics bytes, long most) {
    return bytes.getMax() - bytes.getMin() < TOLERANCE && bytes.getMax() < most;
  }

  private static LongSummaryStatistics windows(LongSupplier small, LongSupplier large) {
    LongSummaryStatistics bytes = new LongSummaryStatistics();
    for (int window = 0; window < WINDOWS; window++) {
      bytes.accept(small.getAsLong());
      bytes.accept(large.getAsLong());
    }
    return bytes;
  }

  @ParameterizedTest
  @MethodSource("environmentsAndThreads")
  void learningFromALargeBatchCostsWhatASmallOneDoes(IntFunction<VecEnv> envs, int threads) {
    try (var small = new Learner(envs, threads, 256, 256);
        var large = new Learner(envs, threads, 1024, 1024)) {
      assertSettles(
          small::bytesOfAGradientStep, large::bytesOfAGradientStep, MOST_BYTES_OF_A_GRADIENT_STEP);
    }
  }

  @ParameterizedTest
  @MethodSource("environmentsAndThreads")
  void gradientStepsOfALongRolloutCostWhatThoseOfAShortOneDo(
      IntFunction<VecEnv> envs, int threads) {
    try (var small = new Learner(envs, threads, 256, 256);
        var large = new Learner(envs, threads, 1024, 256)) {
      assertSettles(
          small::bytesOfAGradientStep, large::bytesOfAGradientStep, MOST_BYTES_OF_A_GRADIENT_STEP);
    }
  }

  /// Rows alone: the more environments, the more episodes end, and each is told in a record.
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void rowsOfAnIterationCostNothing(int threads) {
    try (var small = new Learner(PpoAllocationTest::cartPole, threads, 32, 32);
        var large = new Learner(PpoAllocationTest::cartPole, threads, 128, 128)) {
      assertSettles(
          () -> least(small::bytesOfAnIteration),
          () -> least(large::bytesOfAnIteration),
          MOST_BYTES_OF_AN_ITERATION);
    }
  }

  private static long least(LongSupplier bytes) {
    return LongStream.generate(bytes).limit(WINDOWS).min().orElseThrow();
  }
}
