package dev.bellman.rl.dqn;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.bellman.rl.data.GradientSteps;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.loss.ActionValue;
import dev.bellman.tensor.Workers;
import dev.bellman.tensor.optim.Adam;
import dev.bellman.tensor.optim.Schedule;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What an iteration allocates in the steady state: some small objects for each gradient step, none
/// of them as large as a batch.
class DqnAllocationTest {
  private static final int MOST_ITERATIONS = 300;

  /// An iteration has 64 steps of 4 environments and 128 gradient steps, each of 64 rows.
  private static final long MOST_BYTES = 128 * 1024;

  static List<DqnConfig> configs() {
    return List.of(
        Dqns.QUICK, Dqns.with(Dqns.QUICK, new ActionValue.Quantile(10, 1)), Dqns.RAINBOW);
  }

  @ParameterizedTest
  @MethodSource("configs")
  void gradientStepsMakeNoBatches(DqnConfig config) {
    var update =
        new DqnConfig.Update(
            16, new GradientSteps.Fixed(32), 64, Schedule.constant(1e-5), 10, Adam.Config.DEFAULTS);
    var beans = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (Workers workers = new Workers(1);
        VecEnv envs = Envs.builtIn().vector("CartPole-v1", 4, Map.of())) {
      Dqn dqn = new Dqn(Dqns.with(config, update), envs, 1, workers);
      long least = Long.MAX_VALUE;
      for (int i = 0; i < MOST_ITERATIONS && least > MOST_BYTES; i++) {
        long before = beans.getCurrentThreadAllocatedBytes();
        dqn.iterate(0.5);
        long bytes = beans.getCurrentThreadAllocatedBytes() - before;
        dqn.episodes().drain();
        if (i > 1) { // the first ones are warm-up
          least = Math.min(least, bytes);
        }
      }
      assertThat(least).isLessThan(MOST_BYTES);
    }
  }
}
