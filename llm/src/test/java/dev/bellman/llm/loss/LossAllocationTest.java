package dev.bellman.llm.loss;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.bellman.rl.Metrics;
import dev.bellman.tensor.Gradients;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.Tensor;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What a loss and its gradient allocate in the steady state: nothing that grows with the tokens.
class LossAllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int SEQUENCES = 4;
  private static final int ROUNDS = 20_000; // vectors are objects until they are compiled
  private static final long MOST_BYTES = 4096;

  static Stream<GroupObjective> objectives() {
    return Stream.of(
        GroupObjective.GRPO,
        GroupObjective.drGrpo(1000),
        GroupObjective.CISPO,
        GroupObjective.gspo(0.1, 0.1),
        GroupObjective.gspoToken(0.1, 0.1));
  }

  @ParameterizedTest
  @MethodSource("objectives")
  void roundsComeToAllocateLessThanOneArrayOfTheTokens(GroupObjective objective) {
    assertThat(rounds(objective, 1000).anyMatch(bytes -> bytes < MOST_BYTES)).isTrue();
  }

  /// What one round after the other allocates.
  private static LongStream rounds(GroupObjective objective, int length) {
    int n = SEQUENCES * length;
    int[] starts = new int[SEQUENCES + 1];
    Arrays.setAll(starts, i -> i * length);
    Totals totals = new Totals(SEQUENCES, n);
    float[] old = Tokens.filled(n, -1.1);
    float[] advantage = Tokens.filled(n, 0.5);
    float[] mask = Tokens.filled(n, 1);
    Parameters parameters = new Parameters();
    parameters.add("logp", Tokens.filled(n, -1), n);
    Gradients gradients = parameters.newGradients();
    Metrics metrics = new Metrics();
    Scope scope = Scope.recording();
    return LongStream.range(0, ROUNDS)
        .map(
            _ -> {
              long before = THREADS.getCurrentThreadAllocatedBytes();
              try (scope) {
                Tensor logp = parameters.get("logp").in(scope);
                Tensor logpOld = scope.constant(old, n);
                Tensor each = scope.constant(advantage, n);
                var terms =
                    TokenTerms.of(scope, starts, SEQUENCES, totals, logp, logpOld, each)
                        .withReference(logpOld)
                        .withMask(scope.constant(mask, n));
                objective.of(terms, metrics).backward(gradients);
              }
              return THREADS.getCurrentThreadAllocatedBytes() - before;
            });
  }
}
