package dev.bellman.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellman.tensor.ScalarGraph.Node;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Random expression graphs against the same graphs computed number by number in double. The system
/// property `bellman.fuzz.graphs` says how many, `bellman.fuzz.seed` from which seed on.
class GraphFuzzTest {
  /// The bounds on rounding are of first order; this much more is let through.
  private static final double SLACK = 2;

  private static final double TINY = 1e-9;

  /// What transformers alone have is held to finite differences ([OpDerivativesTest]) and to its
  /// own tests; these graphs do not draw it.
  private static final Set<Class<?>> OF_TRANSFORMERS =
      Set.of(
          Lookup.Rows.class,
          Lookup.Scores.class,
          RmsNorm.Norm.class,
          Rotary.Rotate.class,
          SwiGlu.Gate.class,
          Attention.Causal.class);

  private final Scope scope = Scope.recording();
  private final Set<Class<?>> operations = new HashSet<>();
  private long numbers;
  private long loose;

  @Test
  void randomGraphsGiveTheValuesAndGradientsOfTheirScalarTwins() {
    int graphs = Integer.getInteger("bellman.fuzz.graphs", 300);
    long first = Long.getLong("bellman.fuzz.seed", 0);
    for (long seed = first; seed < first + graphs; seed++) {
      check(seed);
    }
    if (graphs >= 300) {
      operations.addAll(OF_TRANSFORMERS);
      assertThat(operations).containsExactlyInAnyOrder(Op.class.getPermittedSubclasses());
    }
    assertThat(loose).as("numbers whose bound is wide, of %d", numbers).isLessThan(numbers / 100);
  }

  private void check(long seed) {
    // one scope for all graphs: buffers hold what the last one left in them
    try (scope) {
      RandomGraph graph = new RandomGraph(seed, scope);
      Gradients gradients = graph.parameters.newGradients();
      List<Twins.Pair> losses = graph.losses();
      losses.forEach(loss -> loss.tensor().backward(gradients));
      graph.scalars.backward(losses.stream().map(loss -> loss.nodes().getFirst()).toList());
      for (Twins.Pair pair : graph.pairs) {
        assertThat(pair.tensor().shape().toArray()).as("seed %d", seed).isEqualTo(pair.shape());
        List<Approx> expected = pair.nodes().stream().map(node -> node.value).toList();
        compare(
            "seed %d, value %s".formatted(seed, pair.tensor()), pair.tensor().toArray(), expected);
      }
      for (int i = 0; i < graph.leaves.size(); i++) {
        List<Approx> expected = graph.leaves.get(i).nodes().stream().map(Node::gradient).toList();
        compare("seed %d, gradient of p%d".formatted(seed, i), gradients.get("p" + i), expected);
      }
      operations.addAll(graph.operations);
    } catch (RuntimeException e) {
      throw new AssertionError("seed %d".formatted(seed), e);
    }
  }

  private void compare(String what, float[] actual, List<Approx> expected) {
    assertThat(actual).as(what).hasSize(expected.size());
    for (int i = 0; i < actual.length; i++) {
      double value = expected.get(i).value();
      double bound = SLACK * expected.get(i).error() + TINY;
      numbers++;
      loose += bound > 1e-3 * Math.max(1, Math.abs(value)) ? 1 : 0;
      if (!(Math.abs(actual[i] - value) <= bound)) {
        throw new AssertionError(
            "%s [%d]: expected %s within %s, got %s".formatted(what, i, value, bound, actual[i]));
      }
    }
  }
}
