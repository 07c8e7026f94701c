package dev.bellman.rl.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.Golden;
import dev.bellman.rl.env.Actions;
import dev.bellman.rl.policy.Categorical;
import dev.bellman.rl.policy.Distribution;
import dev.bellman.tensor.Gradients;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.Tensor;
import dev.bellman.tensor.optim.Schedule;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Objectives of softmax policies whose logits are parameters, `[rows, A]`.
class KlPenaltyTest {
  private static final PolicyObjective CPI = new PolicyObjective.Cpi();
  private static final PolicyObjective CLIP = PolicyObjective.Clip.of(0.2);

  private record Rows(float[] oldLogits, float[] logits, int[] actions, float[] advantages) {
    int count() {
      return actions.length;
    }
  }

  private record Result(double loss, float[] gradient, double kl) {}

  private static PolicyObjective penalty(PolicyObjective surrogate, double beta) {
    var fixed = new KlCoefficient.Fixed(Schedule.constant(beta));
    return new PolicyObjective.KlPenalty(surrogate, fixed, KlDirection.OLD_TO_NEW);
  }

  /// Minus the mean objective, and its gradient at the logits.
  private static Result of(PolicyObjective objective, Rows rows) {
    int b = rows.count();
    int a = rows.logits.length / b;
    Parameters parameters = new Parameters();
    parameters.add("logits", rows.logits, b, a);
    Gradients gradients = parameters.newGradients();
    var actions = new Actions(rows.actions, new float[0]);
    try (Scope scope = Scope.recording()) {
      Distribution policy = Categorical.of(parameters.get("logits").in(scope));
      Tensor parametersOld = scope.constant(rows.oldLogits, b, a);
      Tensor logp = policy.logProb(actions);
      Distribution old = policy.with(parametersOld);
      var terms =
          new PolicyObjective.Terms(
              policy,
              parametersOld,
              actions,
              logp,
              logp.sub(old.logProb(actions)).exp(),
              scope.constant(rows.advantages, b),
              0);
      Tensor loss = objective.of(terms).mean().neg();
      loss.backward(gradients);
      return new Result(loss.item(), gradients.get("logits"), old.kl(policy).mean().item());
    }
  }

  static Stream<Golden> golden() {
    return Golden.cases("ppo.json", "kl_penalty");
  }

  private static Rows rows(Golden golden) {
    return new Rows(
        golden.floats("old_logits"),
        golden.floats("logits"),
        golden.ints("actions"),
        golden.floats("advantages"));
  }

  @ParameterizedTest
  @MethodSource("golden")
  void agreesWithTorch(Golden golden) {
    Result result = of(penalty(CPI, golden.number("beta")), rows(golden));
    assertThat(result.loss)
        .isEqualTo(golden.number("loss"), within(Golden.tolerance(golden.number("loss"))));
    assertThat(result.kl)
        .isEqualTo(golden.number("kl"), within(Golden.tolerance(golden.number("kl"))));
    Golden.check(result.gradient, golden.doubles("grad_logits"));
  }

  @ParameterizedTest
  @MethodSource("golden")
  void withoutAWeightItIsTheSurrogate(Golden golden) {
    Result clip = of(CLIP, rows(golden));
    Result both = of(penalty(CLIP, 0), rows(golden));
    assertThat(both.loss).isEqualTo(clip.loss);
    assertThat(both.gradient).isEqualTo(clip.gradient);
  }

  @ParameterizedTest
  @MethodSource("golden")
  void clipAndPenaltyAddUp(Golden golden) {
    Result clip = of(CLIP, rows(golden));
    Result both = of(penalty(CLIP, 0.5), rows(golden));
    assertThat(both.loss).isCloseTo(clip.loss + 0.5 * clip.kl, within(1e-6));
  }

  @ParameterizedTest
  @MethodSource("golden")
  void atThePolicyThatActedAllGradientsAreThePolicyGradient(Golden golden) {
    Rows moved = rows(golden);
    Rows still = new Rows(moved.logits, moved.logits, moved.actions, moved.advantages);
    PolicyObjective score = terms -> terms.logp().mul(terms.advantage());
    float[] policyGradient = of(score, still).gradient;
    for (PolicyObjective objective : new PolicyObjective[] {CPI, CLIP, penalty(CPI, 5)}) {
      float[] gradient = of(objective, still).gradient;
      assertThat(gradient).containsExactly(policyGradient, within(1e-6f));
    }
  }

  @Test
  void directionsDiffer() {
    // p_old = (1/2, 1/2), p = (3/4, 1/4)
    var rows =
        new Rows(new float[] {0, 0}, new float[] {1.0986123f, 0}, new int[] {0}, new float[1]);
    var one = new KlCoefficient.Fixed(Schedule.constant(1));
    double oldToNew =
        of(new PolicyObjective.KlPenalty(CPI, one, KlDirection.OLD_TO_NEW), rows).loss;
    double newToOld =
        of(new PolicyObjective.KlPenalty(CPI, one, KlDirection.NEW_TO_OLD), rows).loss;
    assertThat(oldToNew).isCloseTo(0.143841, within(1e-5)); // ½ ln(2/3) + ½ ln 2
    assertThat(newToOld).isCloseTo(0.130812, within(1e-5)); // ¾ ln(3/2) + ¼ ln(1/2)
  }

  @Test
  void aControlledWeightMovesByTheDivergenceOfItsDirection() {
    var adaptive = new KlCoefficient.Adaptive(1, 0.01);
    PolicyObjective penalty = new PolicyObjective.KlPenalty(CLIP, adaptive, KlDirection.NEW_TO_OLD);
    PolicyObjective next =
        penalty.next(direction -> direction == KlDirection.NEW_TO_OLD ? 0.1 : 0.01);
    assertThat(next.klCoefficient(0)).hasValue(2);
    assertThat(next.withKlCoefficient(1)).isEqualTo(penalty);
    assertThat(CLIP.klCoefficient(0)).isEmpty();
  }

  @Test
  void onePenaltyIsEnough() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> penalty(penalty(CPI, 1), 1))
        .withMessage("surrogate: must have no KL penalty of its own, got one (take one penalty)");
  }
}
