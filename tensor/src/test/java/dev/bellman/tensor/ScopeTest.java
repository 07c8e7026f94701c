package dev.bellman.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.bellman.tensor.nn.ConvStack;
import dev.bellman.tensor.nn.Initializer;
import dev.bellman.tensor.nn.Mlp;
import dev.bellman.tensor.nn.NoisyLinear;
import dev.bellman.tensor.optim.Adam;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ScopeTest {
  private static final String CLOSED =
      ": the scope of an operand was closed (copy the values out before)";

  private final Scope scope = Scope.recording();

  @Test
  void tensorsOfAClosedScopeAreRefused() {
    Tensor x = scope.full(1, 1);
    Tensor detached = x.detach();
    scope.close();
    refused(() -> x.add(1), "affine" + CLOSED);
    refused(() -> scope.full(1, 1).add(x), "add" + CLOSED);
    refused(() -> scope.full(1, 3).add(x), "expand" + CLOSED);
    refused(() -> detached.exp(), "exp" + CLOSED);
    refused(x::detach, "detach" + CLOSED);
    refused(x::toArray, "toArray" + CLOSED);
    refused(x::item, "item" + CLOSED);
    refused(() -> x.copyTo(new float[1], 0), "copyTo" + CLOSED);
    refused(() -> x.in(scope), "in" + CLOSED);
    refused(() -> x.backward(new Parameters().newGradients()), "backward" + CLOSED);
  }

  @Test
  void aScopeCanBeUsedAgainOnceClosed() {
    for (int i = 0; i < 3; i++) {
      try (scope) {
        assertThat(scope.full(i, 2).add(1).toArray()).containsExactly(i + 1, i + 1);
      }
    }
  }

  @Test
  void aTensorIsRefusedForSixRoundsBeforeItsObjectServesAgain() {
    Tensor kept = scope.full(1, 3);
    for (int round = 1; round < 7; round++) {
      scope.close();
      assertThat(scope.full(2, 3).add(1).toArray()).containsExactly(3, 3, 3);
      refused(() -> kept.add(1), "affine" + CLOSED);
    }
    scope.close();
    assertThat(scope.full(2, 3)).isSameAs(kept);
  }

  @Test
  void inLaterRoundsTheSameStepHasTheSameObjects() {
    Tensor w = new Parameters().add("w", new float[] {1, 2, 3, 4}, 2, 2);
    List<Object> first = new ArrayList<>();
    for (int round = 0; round <= 7; round++) {
      try (scope) {
        Tensor x = scope.rows(new float[] {1, 2, 3, 4}, 2, new int[] {1, 0}, 0, 2);
        Tensor y = x.matmul(w).affine(2, 1).exp().mul(x).sum(1).clamp(-1, 1).mean();
        List<Object> objects = Stream.of(x, y).mapMulti(ScopeTest::parts).toList();
        if (round == 0) {
          first.addAll(objects);
        } else if (round == 7) {
          assertThat(objects).hasSize(8);
          for (int i = 0; i < 8; i++) {
            assertThat(objects.get(i)).isSameAs(first.get(i));
          }
        }
      }
    }
  }

  private static void parts(Tensor tensor, Consumer<Object> use) {
    use.accept(tensor);
    use.accept(tensor.shape());
    use.accept(tensor.data);
    use.accept(tensor.op == null ? tensor : tensor.op);
  }

  @Test
  void whatIsKeptWithATensorIsThereInLaterRounds() {
    Object made = new Object();
    Tensor first = scope.full(1, 3);
    assertThat(Scope.kept(first)).isNull();
    assertThat(Scope.keep(first, made)).isSameAs(made);
    for (int round = 1; round < 7; round++) {
      scope.close();
      assertThat(Scope.kept(scope.full(1, 3))).isNull();
    }
    scope.close();
    assertThat(Scope.kept(scope.full(2, 4))).isSameAs(made);
  }

  @Test
  void chosenRowsAndNumbersAreCopiedSideBySide() {
    float[] matrix = {1, 2, 3, 4, 5, 6};
    int[] order = {9, 2, 0, 9};
    Tensor rows = scope.rows(matrix, 2, order, 1, 3);
    Tensor numbers = scope.select(matrix, order, 1, 3);
    matrix[0] = 7;
    assertThat(rows.toArray()).containsExactly(5, 6, 1, 2);
    assertThat(rows.shape().toArray()).containsExactly(2, 2);
    assertThat(numbers.toArray()).containsExactly(3, 1);
    assertThat(numbers.shape().toArray()).containsExactly(2);
  }

  @Test
  void scopesDoNotMix() {
    Tensor here = scope.full(1, 2);
    Tensor there = Scope.recording().full(1, 2);
    refused(() -> here.add(there), "add: operands live in different scopes");
    refused(() -> Tensor.concat(0, here, there), "concat: operands live in different scopes");
    refused(() -> there.in(scope), "in: this tensor lives in another scope");
  }

  @Test
  void parametersAloneNeedAScope() {
    Tensor w = new Parameters().add("w", new float[] {1, 2}, 2);
    refused(
        () -> w.mul(w), "mul: no operand lives in a scope (bring the parameter in with Tensor.in)");
    assertThat(w.toArray()).containsExactly(1, 2);
    assertThat(w.in(scope).mul(w).toArray()).containsExactly(1, 4);
  }

  @Test
  void aConditionBringsParametersIntoItsScope() {
    Parameters parameters = new Parameters();
    Tensor row = parameters.add("row", new float[] {1, 2}, 2);
    Tensor one = parameters.add("one", new float[] {3}, 1);
    Tensor condition = scope.constant(new float[] {0, 1}, 2);
    assertThat(Tensor.where(condition, row, one).toArray()).containsExactly(3, 2);
    assertThat(Tensor.where(condition, one, row).toArray()).containsExactly(1, 3);
  }

  @Test
  void buffersAreReusedInOrderOfRequest() {
    float[] first = scope.buffer(10);
    float[] second = scope.buffer(20);
    scope.close();
    assertThat(scope.buffer(7)).isSameAs(first);
    assertThat(scope.buffer(20)).isSameAs(second);
    scope.close();
    assertThat(scope.buffer(11)).isNotSameAs(first).hasSizeGreaterThanOrEqualTo(11);
    assertThat(scope.zeros(20)).isSameAs(second).containsOnly(0);
  }

  @Test
  void whatAStepAllocatesDoesNotGrowWithTheBatch() {
    Steps small = new Steps(64);
    Steps large = new Steps(1024);
    // Until C2 has compiled the kernels, vectors are objects.
    boolean settled = false;
    for (int window = 0; window < 1000 && !settled; window++) {
      large.run(10);
      small.run(10);
      long difference = Math.abs(large.leastBytes - small.leastBytes);
      settled = large.leastBytes < 2048 && difference < 1024;
    }
    assertThat(settled).as("%d and %d bytes a step", small.leastBytes, large.leastBytes).isTrue();
  }

  /// Training steps on a batch of some size, and the least that one of them allocated.
  private static final class Steps {
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Parameters parameters = new Parameters();
    private final Scope scope = Scope.recording();
    private final int batch;
    private final float[] inputs;
    private final float[] columns;
    private final int[] actions;
    private final ConvStack stack;
    private final NoisyLinear noisy;
    private final Mlp net;
    private final Gradients gradients;
    private final Adam adam;
    private long leastBytes = Long.MAX_VALUE;

    Steps(int batch) {
      this.batch = batch;
      inputs = new float[batch * 4];
      columns = new float[batch];
      actions = new int[batch];
      for (int i = 0; i < inputs.length; i++) {
        inputs[i] = i % 17 / 8f - 1;
      }
      Initializer init = new Initializer.Orthogonal(1);
      List<ConvStack.Filters> filters =
          List.of(new ConvStack.Filters(3, 2, 1, 1), new ConvStack.Filters(1, 2, 1, 0));
      var images = new ConvStack.Plan(filters, Activation.RELU, init);
      stack = ConvStack.create(parameters, "stack", 2, 2, 1, images, Rng.ofSeed(1));
      noisy = NoisyLinear.create(parameters, "noisy", 4, 4, Activation.TANH, 1, Rng.ofSeed(2));
      noisy.resample(Rng.ofSeed(3));
      var plan = new Mlp.Plan(List.of(16, 16), Activation.TANH, init, init);
      net = Mlp.create(parameters, "net", 4, 3, plan, Rng.ofSeed(1));
      gradients = parameters.newGradients();
      adam = new Adam(parameters, Adam.Config.DEFAULTS);
    }

    void run(int count) {
      long before = threads.getThreadAllocatedBytes(Thread.currentThread().threadId());
      for (int i = 0; i < count; i++) {
        step();
      }
      long after = threads.getThreadAllocatedBytes(Thread.currentThread().threadId());
      leastBytes = Math.min(leastBytes, (after - before) / count);
    }

    private void step() {
      try (scope) {
        Tensor x = scope.constant(inputs, batch, 4);
        Tensor y = net.forward(noisy.forward(stack.forward(x)));
        loss(y, scope.constant(columns, batch, 1)).backward(gradients);
      }
      gradients.clipByGlobalNorm(0.5);
      adam.step(gradients, 1e-3);
      gradients.zero();
    }

    /// Something that takes every kind of path: broadcasting both ways, reductions, selection.
    private Tensor loss(Tensor y, Tensor column) {
      Tensor logp = y.logSoftmax();
      Tensor entropy = logp.exp().mul(logp).sum(-1).neg();
      Tensor best = y.sub(column).max(1).square();
      Tensor row = y.mean(0).softplus().mul(y).silu().sum(1);
      Tensor chosen = logp.gather(actions).clamp(-5, 5).min(best);
      Tensor parts = Tensor.concat(0, y.slice(1, 0, 1), y.slice(1, 1, 2)).transpose().relu();
      return chosen.add(entropy).add(row).mean().add(parts.mean());
    }
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalStateException.class).hasMessage(message);
  }
}
