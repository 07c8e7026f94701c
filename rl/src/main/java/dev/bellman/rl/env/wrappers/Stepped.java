package dev.bellman.rl.env.wrappers;

import dev.bellman.rl.env.VecStep;
import java.util.Arrays;
import java.util.function.IntConsumer;

/// Which environments were stepped since the last settlement. Disjoint ranges may be marked on
/// different threads.
final class Stepped {
  private final boolean[] marks;

  Stepped(int n) {
    marks = new boolean[n];
  }

  void mark(int from, int to) {
    Arrays.fill(marks, from, to, true);
  }

  void forEach(IntConsumer action) {
    for (int i = 0; i < marks.length; i++) {
      if (marks[i]) {
        action.accept(i);
      }
    }
  }

  /// Those whose episode ended.
  void forEachDone(VecStep step, IntConsumer action) {
    forEach(
        i -> {
          if (step.done(i)) {
            action.accept(i);
          }
        });
  }

  void clear() {
    Arrays.fill(marks, false);
  }
}
