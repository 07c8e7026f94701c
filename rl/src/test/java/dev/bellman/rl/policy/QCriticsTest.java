package dev.bellman.rl.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.Metrics;
import dev.bellman.rl.loss.CriticLoss;
import dev.bellman.tensor.Activation;
import dev.bellman.tensor.Gradients;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class QCriticsTest {
  private final Scope scope = Scope.recording();

  /// `Q_0 = 0.5 s + 2 a + 0.1` and `Q_1 = a - s + 1`.
  private static QCritics linear() {
    QCritics critics =
        QCritics.create(new ContinuousNetworks(List.of(), Activation.RELU, 2), 1, 1, Rng.ofSeed(1));
    State state = new State();
    state.put("critic.0.0.weight", new float[] {0.5f, 2}, 2, 1);
    state.put("critic.0.0.bias", new float[] {0.1f}, 1);
    state.put("critic.1.0.weight", new float[] {-1, 1}, 2, 1);
    state.put("critic.1.0.bias", new float[] {1}, 1);
    critics.parameters().load(state);
    return critics;
  }

  private Tensor input(float s, float a) {
    return QCritics.input(scope.constant(new float[] {s}, 1, 1), scope.full(a, 1, 1));
  }

  @Test
  void theLeastOfAllCriticsCounts() {
    assertThat(linear().value(0, input(0.5f, 0.25f)).item()).isEqualTo(0.85f, within(1e-6f));
    assertThat(linear().value(1, input(0.5f, 0.25f)).item()).isEqualTo(0.75f, within(1e-6f));
    assertThat(linear().least(input(0.5f, 0.25f)).item()).isEqualTo(0.75f, within(1e-6f));
    assertThat(linear().least(input(0.5f, -0.25f)).item()).isEqualTo(-0.15f, within(1e-6f));
  }

  @Test
  void frozenCriticsPassTheGradientToTheActionAlone() {
    QCritics critics = linear();
    Parameters action = new Parameters();
    Tensor a = action.add("a", new float[] {0.25f}, 1, 1);
    Tensor input = QCritics.input(scope.constant(new float[] {0.5f}, 1, 1), a.in(scope));
    Gradients gradients = action.newGradients();
    // weights that took a gradient would be refused: they are not among what it is for
    critics.frozen().least(input).sum().backward(gradients);
    assertThat(gradients.get("a")).containsExactly(1f);
  }

  @Test
  void targetsKeepTheirNumbersWhileCriticsLearn() {
    QCritics critics = linear();
    QCritics targets = critics.target();
    QCritics frozen = critics.frozen();
    Parameters other = critics.parameters().copy();
    State zeros = new State();
    for (String name : other.names()) {
      zeros.put(name, new float[other.get(name).size()], other.get(name).shape().toArray());
    }
    critics.parameters().load(zeros);
    assertThat(critics.least(input(0.5f, 0.25f)).item()).isZero();
    assertThat(frozen.least(input(0.5f, 0.25f)).item()).isZero();
    assertThat(targets.least(input(0.5f, 0.25f)).item()).isEqualTo(0.75f, within(1e-6f));
    targets.parameters().approach(critics.parameters(), 0.2);
    assertThat(targets.least(input(0.5f, 0.25f)).item()).isEqualTo(0.6f, within(1e-6f));
  }

  @Test
  void squaredErrorsOfAllCriticsAreAddedUp() {
    CriticLoss loss = new CriticLoss(0.5, 2);
    Tensor input =
        QCritics.input(
            scope.constant(new float[] {0.5f, 0.5f}, 2, 1),
            scope.constant(new float[] {0.25f, -0.25f}, 2, 1));
    // values 0.85, 0.75 and -0.15, 0.25 against 1 and 0, weights 1 and 2
    Tensor target = scope.constant(new float[] {1, 0}, 2);
    Tensor weights = scope.constant(new float[] {1, 2}, 2);
    float value = loss.of(linear(), input, target, weights, 0).item();
    // ½ · (0.15² + 0.25² + 2·(0.15² + 0.25²)) / 2
    assertThat(value).isEqualTo(0.06375f, within(1e-6f));
    assertThat(loss.errors()[0]).isEqualTo(0.2f, within(1e-6f));
    assertThat(loss.errors()[1]).isEqualTo(0.2f, within(1e-6f));
  }

  @Test
  void theAccountIsTheMeanOverGradientSteps() {
    CriticLoss loss = new CriticLoss(1, 1);
    var metrics = new Metrics();
    loss.tell(metrics);
    assertThat(metrics.asMap()).isEmpty();
    Tensor one = scope.full(1, 1);
    loss.of(linear(), input(0.5f, 0.25f), one, one, 0);
    loss.close(3);
    loss.of(linear(), input(0.5f, -0.25f), one, one, 0);
    loss.close(5);
    loss.tell(metrics);
    // errors 0.15 and 0.25, then 1.15 and 0.75
    assertThat(metrics.get("critic_loss")).isEqualTo((0.085 + 1.885) / 2, within(1e-6));
    assertThat(metrics.get("td_error")).isEqualTo((0.2 + 0.95) / 2, within(1e-6));
    assertThat(metrics.get("td_error_max")).isEqualTo(0.95, within(1e-6));
    assertThat(metrics.get("q_mean")).isEqualTo((0.8 + 0.05) / 2, within(1e-6));
    assertThat(metrics.get("grad_norm")).isEqualTo(4);
    loss.clear();
    var none = new Metrics();
    loss.tell(none);
    assertThat(none.asMap()).isEmpty();
  }

  @Test
  void anErrorThatIsNoNumberIsTold() {
    CriticLoss loss = new CriticLoss(1, 1);
    Tensor one = scope.full(1, 1);
    loss.of(linear(), input(0.5f, 0.25f), scope.full(Float.NaN, 1), one, 0);
    loss.close(1);
    var metrics = new Metrics();
    loss.tell(metrics);
    assertThat(metrics.get("td_error")).isNaN();
    assertThat(metrics.get("td_error_max")).isNaN();
  }

  @Test
  void noCriticIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ContinuousNetworks(List.of(4), Activation.RELU, 0))
        .withMessage("critics: must be at least 1, got 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ContinuousNetworks(List.of(4, 0), Activation.RELU, 2))
        .withMessage("hidden: must be at least 1, got 0");
  }
}
