package dev.bellman.llm.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.llm.math.TokenRewards;
import dev.bellman.rl.Metrics;
import dev.bellman.tensor.Gradients;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.Tensor;
import java.util.Arrays;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// Expected values and gradients of every form of the divergence by full enumeration: one state,
/// three tokens, each weighed by the probability that the policy writes it.
class KlFormTest {
  private static final float[] LOGITS = {0.3f, -0.8f, 1.1f};
  private static final double[] REF = {0.5, 0.2, 0.3};
  private static final Totals ONE = new Totals(1, 1);

  private static final GroupObjective PLAIN =
      new GroupObjective(
          RatioLevel.TOKEN,
          new Surrogate.None(),
          new Aggregation.TokenMean(),
          new KlPenalty.None(),
          0);

  /// A value and its derivatives with respect to the logits.
  private record Slope(double value, double[] gradient) {}

  private static double[] policy(double[] logits) {
    double[] p = Arrays.stream(logits).map(StrictMath::exp).toArray();
    double sum = Arrays.stream(p).sum();
    return Arrays.stream(p).map(x -> x / sum).toArray();
  }

  private static double[] policy() {
    double[] logits = new double[LOGITS.length];
    Arrays.setAll(logits, i -> LOGITS[i]);
    return policy(logits);
  }

  private static double divergence(double[] p, double[] q) {
    double sum = 0;
    for (int a = 0; a < p.length; a++) {
      sum += p[a] * StrictMath.log(p[a] / q[a]);
    }
    return sum;
  }

  /// KL(π ‖ π_ref), or the other direction, by central differences.
  private static Slope divergence(boolean forward) {
    double[] logits = new double[LOGITS.length];
    Arrays.setAll(logits, i -> LOGITS[i]);
    Function<double[], Double> of =
        z -> forward ? divergence(REF, policy(z)) : divergence(policy(z), REF);
    double[] gradient = new double[logits.length];
    for (int i = 0; i < logits.length; i++) {
      double[] above = logits.clone();
      double[] below = logits.clone();
      above[i] += 1e-6;
      below[i] -= 1e-6;
      gradient[i] = (of.apply(above) - of.apply(below)) / 2e-6;
    }
    return new Slope(of.apply(logits), gradient);
  }

  private static float[] logs(double[] ref) {
    float[] result = new float[ref.length];
    for (int a = 0; a < result.length; a++) {
      result[a] = (float) StrictMath.log(ref[a]);
    }
    return result;
  }

  /// The terms when a token was written, on policy.
  private static TokenTerms terms(
      Scope scope, Tensor logits, double[] ref, int token, float advantage) {
    Tensor all = logits.logSoftmax();
    Tensor reference = scope.constant(logs(ref), 1, ref.length);
    int[] written = {token};
    Tensor logp = all.gather(written);
    return TokenTerms.of(
            scope, new int[] {0, 1}, 1, ONE, logp, logp.detach(), scope.full(advantage, 1))
        .withReference(reference.gather(written))
        .withVocabulary(new TokenTerms.Vocabulary(all, reference));
  }

  /// The expectation over what the policy writes of a loss of one token.
  private static Slope expected(
      double[] ref, Function<TokenTerms, Tensor> loss, float[] advantage) {
    double[] p = policy();
    double value = 0;
    double[] gradient = new double[LOGITS.length];
    for (int token = 0; token < p.length; token++) {
      Parameters parameters = new Parameters();
      parameters.add("logits", LOGITS, 1, LOGITS.length);
      Gradients gradients = parameters.newGradients();
      try (Scope scope = Scope.recording()) {
        Tensor logits = parameters.get("logits").in(scope);
        Tensor one = loss.apply(terms(scope, logits, ref, token, advantage[token]));
        one.backward(gradients);
        value += p[token] * one.item();
      }
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] += p[token] * gradients.get("logits")[i];
      }
    }
    return new Slope(value, gradient);
  }

  private static Slope expected(double[] ref, KlForm form) {
    GroupObjective objective = PLAIN.withKl(new KlPenalty.InLoss(form, 1));
    return expected(ref, terms -> objective.of(terms, new Metrics()), new float[3]);
  }

  private static void close(double[] actual, double[] expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).as("logit %d", i).isCloseTo(expected[i], within(1e-6));
    }
  }

  @Test
  void k1HasTheDivergenceAsItsValueAndNoGradientAtAll() {
    Slope k1 = expected(REF, KlForm.K1);
    assertThat(k1.value()).isCloseTo(divergence(false).value(), within(1e-6));
    close(k1.gradient(), new double[3]);
  }

  @Test
  void k2HasABiasedValueAndTheGradientOfTheReverseDivergence() {
    Slope k2 = expected(REF, KlForm.K2);
    assertThat(Math.abs(k2.value() - divergence(false).value())).isGreaterThan(1e-3);
    close(k2.gradient(), divergence(false).gradient());
  }

  @Test
  void k3HasTheDivergenceAsItsValueAndTheGradientOfTheForwardOne() {
    Slope k3 = expected(REF, KlForm.K3);
    assertThat(k3.value()).isCloseTo(divergence(false).value(), within(1e-6));
    close(k3.gradient(), divergence(true).gradient());
  }

  @Test
  void k3TimesTheRatioHasTheGradientOfTheReverseDivergence() {
    Slope weighted =
        expected(
            REF,
            terms -> terms.logp().sub(terms.logpOld()).exp().mul(KlForm.K3.of(terms)).sum(),
            new float[3]);
    close(weighted.gradient(), divergence(false).gradient());
  }

  @Test
  void k1InTheRewardHasTheGradientOfTheReverseDivergence() {
    double[] p = policy();
    float[] advantage = new float[3];
    for (int token = 0; token < 3; token++) {
      double[] reward = new double[1];
      double[] old = {StrictMath.log(p[token])};
      double[] ref = {StrictMath.log(REF[token])};
      TokenRewards.of(0, 1, old, ref, 0, 1, reward);
      advantage[token] = (float) reward[0];
    }
    Slope inReward = expected(REF, terms -> PLAIN.of(terms, new Metrics()), advantage);
    close(inReward.gradient(), divergence(false).gradient());
  }

  @Test
  void exactHasTheValueAndTheGradientOfTheReverseDivergenceWhateverIsWritten() {
    Slope exact = expected(REF, KlForm.EXACT);
    assertThat(exact.value()).isCloseTo(divergence(false).value(), within(1e-6));
    close(exact.gradient(), divergence(false).gradient());
    Metrics metrics = new Metrics();
    try (Scope scope = Scope.inference()) {
      PLAIN.of(terms(scope, scope.constant(LOGITS, 1, 3), REF, 0, 0), metrics);
    }
    assertThat(metrics.get("ref_kl")).isCloseTo(divergence(false).value(), within(1e-6));
  }

  @Test
  void atTheReferenceAllFormsAreZeroWithoutGradient() {
    for (KlForm form : KlForm.values()) {
      Slope slope = expected(policy(), form);
      assertThat(slope.value()).as("%s", form).isCloseTo(0, within(1e-7));
      close(slope.gradient(), new double[3]);
    }
  }
}
