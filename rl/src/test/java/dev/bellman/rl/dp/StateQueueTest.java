package dev.bellman.rl.dp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellman.tensor.Rng;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StateQueueTest {
  @Test
  void theHighestPriorityComesFirst() {
    var queue = new StateQueue(5);
    queue.put(3, 1);
    queue.put(0, 4);
    queue.put(4, 2);
    queue.put(1, 3);
    queue.put(0, 0.5);
    queue.put(3, 5);
    queue.remove(4);
    queue.remove(2);
    assertThat(new int[] {queue.poll(), queue.poll(), queue.poll()}).containsExactly(3, 1, 0);
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void anyOrderOfCallsKeepsItSorted() {
    Rng rng = Rng.ofSeed(1);
    var queue = new StateQueue(50);
    var expected = new TreeMap<Double, Integer>();
    double[] priority = new double[50];
    for (int i = 0; i < 20_000; i++) {
      int state = rng.nextInt(50);
      switch (rng.nextInt(4)) {
        case 0 -> {
          expected.remove(priority[state]);
          queue.remove(state);
        }
        case 1 -> {
          if (!expected.isEmpty()) {
            assertThat(queue.poll()).isEqualTo(expected.pollLastEntry().getValue());
          }
        }
        default -> {
          expected.remove(priority[state]);
          priority[state] = rng.nextDouble();
          expected.put(priority[state], state);
          queue.put(state, priority[state]);
        }
      }
      assertThat(queue.isEmpty()).isEqualTo(expected.isEmpty());
    }
  }
}
