package dev.bellman.tensor.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.tensor.Golden;
import dev.bellman.tensor.Gradients;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.State;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OptimizerTest {
  /// An optimiser under the contract that all keep.
  record Kind(String name, Function<Parameters, Optimizer> create) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Kind> kinds() {
    var groups = List.of(new ParameterGroup("b", 0.5));
    return List.of(
        new Kind("Adam", p -> new Adam(p, Adam.Config.DEFAULTS, groups)),
        new Kind("AdamW", p -> new Adam(p, new Adam.Config(0.9, 0.99, 1e-8, 0.1), groups)),
        new Kind("RMSprop", p -> new RmsProp(p, RmsProp.Config.DEFAULTS, groups)),
        new Kind("Sgd", p -> new Sgd(p, new Sgd.Config(0.9, true), groups)));
  }

  static List<Map<String, Object>> runs() {
    return Golden.objects(Golden.read("optimizers.json").get("runs"));
  }

  @ParameterizedTest
  @MethodSource("runs")
  void stepsAreThoseOfTheReference(Map<String, Object> run) {
    float[] initial = Golden.floats(run.get("initial"));
    Parameters parameters = new Parameters();
    parameters.add("theta", initial, initial.length);
    Map<?, ?> options = (Map<?, ?>) run.get("options");
    Optimizer optimizer = create((String) run.get("optimizer"), options, parameters);
    List<?> gradients = (List<?>) run.get("gradients");
    List<?> expected = (List<?>) run.get("parameters_after_each_step");
    for (int i = 0; i < gradients.size(); i++) {
      optimizer.step(gradients(parameters, Golden.floats(gradients.get(i))), number(options, "lr"));
      String step = run.get("optimizer") + ", step " + i;
      Golden.close(step, parameters.get("theta").toArray(), Golden.numbers(expected.get(i)));
    }
    assertThat(optimizer.gradientSteps()).isEqualTo(6);
  }

  @Test
  void clippingByGlobalNormIsTorchs() {
    Map<?, ?> golden = (Map<?, ?>) Golden.read("optimizers.json").get("clip_by_global_norm");
    List<?> arrays = (List<?>) golden.get("gradients");
    Parameters parameters = new Parameters();
    parameters.add("a", new float[6], 3, 2);
    parameters.add("b", new float[5], 5);
    Gradients gradients = parameters.newGradients();
    try (Scope scope = Scope.recording()) {
      var a = scope.constant(Golden.floats(arrays.get(0)), 3, 2).mul(parameters.get("a")).sum();
      var b = scope.constant(Golden.floats(arrays.get(1)), 5).mul(parameters.get("b")).sum();
      a.add(b).backward(gradients);
    }
    double maxNorm = number(golden, "max_norm");
    double norm = gradients.clipByGlobalNorm(maxNorm);
    assertThat(norm).isCloseTo(number(golden, "total_norm"), within(1e-6));
    List<?> clipped = (List<?>) golden.get("clipped");
    Golden.close("a", gradients.get("a"), Golden.numbers(clipped.get(0)));
    Golden.close("b", gradients.get("b"), Golden.numbers(clipped.get(1)));
    float[] before = gradients.get("a");
    assertThat(gradients.clipByGlobalNorm(Double.POSITIVE_INFINITY)).isCloseTo(0.5, within(1e-6));
    assertThat(gradients.get("a")).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aSavedAndLoadedOptimiserGoesOnWithTheSameBits(Kind kind) {
    Parameters first = parameters();
    Optimizer optimizer = kind.create.apply(first);
    for (int i = 0; i < 3; i++) {
      optimizer.step(gradients(first, 1, -2, 0.5f), 0.1);
    }
    State saved = new State();
    optimizer.save(saved.at("optimizer"));
    first.save(saved.at("parameters"));
    Parameters second = parameters();
    Optimizer resumed = kind.create.apply(second);
    resumed.load(saved.at("optimizer"));
    second.load(saved.at("parameters"));
    for (int i = 0; i < 3; i++) {
      optimizer.step(gradients(first, -1, 3, 0.25f), 0.1);
      resumed.step(gradients(second, -1, 3, 0.25f), 0.1);
    }
    assertThat(resumed.gradientSteps()).isEqualTo(6);
    assertThat(second.get("a").toArray()).isEqualTo(first.get("a").toArray());
    assertThat(second.get("b").toArray()).isEqualTo(first.get("b").toArray());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aStepGoesAgainstTheGradientAndRateZeroChangesNothing(Kind kind) {
    Parameters parameters = parameters();
    Optimizer optimizer = kind.create.apply(parameters);
    optimizer.step(gradients(parameters, 1, -2, 0.5f), 0);
    assertThat(parameters.get("a").toArray()).containsExactly(0, 0);
    optimizer.step(gradients(parameters, 1, -2, 0.5f), 0.1);
    float[] a = parameters.get("a").toArray();
    assertThat(a[0]).isNegative();
    assertThat(a[1]).isPositive();
  }

  @Test
  void theLongestPrefixDecides() {
    Parameters parameters = new Parameters();
    for (String name : List.of("actor.0", "actor.1", "critic.0", "logStd")) {
      parameters.add(name, new float[1], 1);
    }
    var groups =
        List.of(
            new ParameterGroup("actor.1", 4),
            new ParameterGroup("actor", 2),
            new ParameterGroup("critic", 0));
    var membership = ParameterGroup.Membership.of(parameters, groups);
    assertThat(membership.scale()).containsExactly(2, 4, 0, 1);
    assertThat(membership.group()).containsExactly(1, 0, 2, -1);
    new Sgd(parameters, Sgd.Config.DEFAULTS, groups).step(gradients(parameters, 1, 1, 1, 1), 0.125);
    assertThat(parameters.names().stream().map(name -> parameters.get(name).item()))
        .containsExactly(-0.25f, -0.5f, 0f, -0.125f);
    assertThatThrownBy(() -> new ParameterGroup("", -1))
        .hasMessage("learningRateScale: must be at least 0, got -1.0");
  }

  @Test
  void aStepMayGiveEachGroupARateOfItsOwn() {
    Parameters parameters = new Parameters();
    for (String name : List.of("actor.0", "critic.0", "logStd")) {
      parameters.add(name, new float[1], 1);
    }
    var groups = List.of(new ParameterGroup("critic", 1), new ParameterGroup("actor", 2));
    new Sgd(parameters, Sgd.Config.DEFAULTS, groups)
        .step(gradients(parameters, 1, 1, 1), 0.125, 0.5, 0.25);
    assertThat(parameters.names().stream().map(name -> parameters.get(name).item()))
        .containsExactly(-0.5f, -0.5f, -0.125f);
  }

  @Test
  void constantsOutOfRangeAreRefusedByName() {
    refused(() -> new Adam.Config(1, 0.9, 1e-8, 0), "beta1: must be in [0, 1), got 1.0");
    refused(() -> new Adam.Config(0.9, -1, 1e-8, 0), "beta2: must be in [0, 1), got -1.0");
    refused(() -> Adam.Config.DEFAULTS.withEpsilon(0), "epsilon: must be above 0, got 0.0");
    refused(
        () -> new Adam.Config(0.9, 0.9, 1, Double.NaN), "weightDecay: must be at least 0, got NaN");
    refused(() -> new Sgd.Config(1, false), "momentum: must be in [0, 1), got 1.0");
    refused(
        () -> new RmsProp.Config(RmsProp.Form.TORCH, 2, 1), "alpha: must be in [0, 1), got 2.0");
  }

  private static void refused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  private static Parameters parameters() {
    Parameters parameters = new Parameters();
    parameters.add("a", new float[2], 2);
    parameters.add("b", new float[] {3}, 1);
    return parameters;
  }

  /// Gradients of the given values over all parameters in order.
  private static Gradients gradients(Parameters parameters, float... values) {
    Gradients gradients = parameters.newGradients();
    try (Scope scope = Scope.recording()) {
      int from = 0;
      for (String name : parameters.names()) {
        int size = parameters.get(name).size();
        float[] part = java.util.Arrays.copyOfRange(values, from, from + size);
        scope.constant(part, size).mul(parameters.get(name)).sum().backward(gradients);
        from += size;
      }
    }
    return gradients;
  }

  private static Optimizer create(String name, Map<?, ?> options, Parameters parameters) {
    List<ParameterGroup> none = List.of();
    return switch (name) {
      case "adam", "adamw" -> {
        List<?> betas = options.get("betas") instanceof List<?> given ? given : List.of(0.9, 0.999);
        double decay =
            options.get("weight_decay") instanceof Number given ? given.doubleValue() : 0;
        double[] beta = Golden.numbers(betas);
        var config = new Adam.Config(beta[0], beta[1], number(options, "eps"), decay);
        yield new Adam(parameters, config);
      }
      case "rmsprop", "rmsprop_tensorflow_like" -> {
        var form = name.equals("rmsprop") ? RmsProp.Form.TORCH : RmsProp.Form.TENSORFLOW;
        double alpha = number(options, "alpha");
        var config = new RmsProp.Config(form, alpha, number(options, "eps"));
        yield new RmsProp(parameters, config, none);
      }
      case "sgd" -> new Sgd(parameters, new Sgd.Config(number(options, "momentum"), false), none);
      default -> throw new IllegalArgumentException("optimizer: unknown, got " + name);
    };
  }

  private static double number(Map<?, ?> options, String name) {
    return ((Number) java.util.Objects.requireNonNull(options.get(name))).doubleValue();
  }
}
