package dev.bellman.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ParametersTest {
  private static Parameters parameters(float first) {
    Parameters parameters = new Parameters();
    parameters.add("w", new float[] {first, 2, 3, 4, 5, 6}, 2, 3);
    parameters.add("scale", new float[] {0.5f});
    return parameters;
  }

  @Test
  void savedAndLoadedValuesAreTheSame() {
    State state = new State();
    parameters(1).save(state.at("net"));
    assertThat(state.names()).containsExactly("net.w", "net.scale");
    assertThat(state.entry("net.w").shape()).containsExactly(2, 3);
    Parameters other = parameters(9);
    other.load(state.at("net"));
    assertThat(other.get("w").toArray()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(other.get("scale").item()).isEqualTo(0.5f);
  }

  @Test
  void loadingRefusesAnotherShapeTypeOrAMissingName() {
    State shape = new State();
    shape.put("w", new float[6], 3, 2);
    refused(() -> parameters(1).load(shape), "parameter 'w': expected shape [2,3], got [3, 2]");
    State type = new State();
    type.put("w", new double[6], 2, 3);
    refused(() -> parameters(1).load(type), "state 'w': expected float[], got double[]");
    refused(() -> parameters(1).load(new State().at("net")), "state 'net.w': missing");
  }

  @Test
  void namesAndSizesAreChecked() {
    Parameters parameters = parameters(1);
    assertThat(parameters.count()).isEqualTo(2);
    assertThat(parameters.size()).isEqualTo(7);
    assertThat(parameters.names()).containsExactly("w", "scale");
    refused(() -> parameters.add("w", new float[1], 1), "parameter 'w': is there already");
    refused(
        () -> parameters.add("v", new float[1], 2),
        "parameter 'v': shape [2] needs 2 values, got 1");
    refused(() -> parameters.get("v"), "parameter 'v': unknown, there are [w, scale]");
  }

  @Test
  void firstValuesAreCopied() {
    float[] values = {1, 2};
    Tensor tensor = new Parameters().add("v", values, 2);
    values[0] = 7;
    assertThat(tensor.toArray()).containsExactly(1, 2);
  }

  @Test
  void valuesAreCopiedFromAnotherSet() {
    Parameters target = parameters(1);
    Parameters source = parameters(9);
    source.add("more", new float[1], 1);
    target.copyFrom(source);
    assertThat(target.get("w").toArray()).containsExactly(9, 2, 3, 4, 5, 6);
    refused(() -> source.copyFrom(target), "parameter 'more': unknown, there are [w, scale]");
    Parameters turned = new Parameters();
    turned.add("w", new float[6], 3, 2);
    refused(() -> turned.copyFrom(source), "parameter 'w': expected shape [3,2], got [2,3]");
  }

  @Test
  void gradientsAreSummedInOrderAndClipped() {
    Parameters parameters = parameters(1);
    Gradients first = gradients(parameters, 3);
    Gradients second = gradients(parameters, 1);
    Gradients sum = parameters.newGradients();
    sum.setSum(List.of(first, second));
    assertThat(sum.get("w")).containsExactly(4, 4, 4, 4, 4, 4);
    sum.setSum(List.of(first));
    assertThat(sum.get("w")).containsExactly(3, 3, 3, 3, 3, 3);
    assertThat(sum.norm()).isCloseTo(Math.sqrt(54), within(1e-12));
    assertThat(sum.clipByGlobalNorm(100)).isCloseTo(Math.sqrt(54), within(1e-12));
    assertThat(sum.get("w")).containsExactly(3, 3, 3, 3, 3, 3);
    sum.clipByGlobalNorm(Math.sqrt(6));
    for (float value : sum.get("w")) {
      assertThat(value).isCloseTo(1, within(1e-6f));
    }
    sum.zero();
    assertThat(sum.norm()).isZero();
  }

  @Test
  void normOfGradientsThatAreNotNumbersSaysSo() {
    assertThat(gradients(parameters(1), Float.NaN).norm()).isNaN();
    assertThat(gradients(parameters(1), Float.POSITIVE_INFINITY).norm()).isInfinite();
    assertThat(gradients(parameters(1), 1e30f).norm()).isCloseTo(2.449e30, within(1e27));
  }

  @Test
  void aMoveGoesAlongAStraightLineFromItsOrigin() {
    Parameters parameters = parameters(2);
    Parameters origin = parameters.copy();
    Gradients direction = gradients(parameters, 3);
    parameters.move(origin, direction, 0.5);
    parameters.move(origin, direction, -0.25);
    assertThat(parameters.get("w").toArray())
        .containsExactly(1.25f, 1.25f, 2.25f, 3.25f, 4.25f, 5.25f);
    assertThat(origin.get("w").toArray()).containsExactly(2, 2, 3, 4, 5, 6);
  }

  @Test
  void distancesAreEuclideanOverAllParameters() {
    Parameters parameters = parameters(1);
    Parameters before = parameters.copy();
    assertThat(parameters.distance(before)).isZero();
    parameters.update(
        parameters.newGradients(),
        (index, values, _) -> {
          values[0] += index == 0 ? 2 : 4; // w[0], then scale
          if (index == 0) {
            values[5] -= 4;
          }
        });
    assertThat(parameters.distance(before)).isEqualTo(6); // √(4 + 16 + 16)
    assertThat(before.distance(parameters)).isEqualTo(6);
  }

  @Test
  void gradientsTravelAsOneVectorInTheOrderOfTheParameters() {
    Parameters parameters = parameters(1);
    Gradients gradients = parameters.newGradients();
    gradients.copyFrom(new double[] {1, 2, 3, 4, 5, 6, 7});
    assertThat(gradients.get("w")).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(gradients.get("scale")).containsExactly(7);
    double[] vector = new double[gradients.size()];
    gradients.copyTo(vector);
    assertThat(vector).containsExactly(1, 2, 3, 4, 5, 6, 7);
  }

  private static Gradients gradients(Parameters parameters, float value) {
    Gradients gradients = parameters.newGradients();
    try (Scope scope = Scope.recording()) {
      scope.full(value, 2, 3).mul(parameters.get("w")).sum().backward(gradients);
    }
    return gradients;
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
