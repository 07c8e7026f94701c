package dev.bellman.rl.tabular;

import dev.bellman.rl.Algorithm;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.tensor.optim.Schedule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Every learner of this package with settings that use all they can, and schedules that move.
final class Learners {
  private static final Bootstrap NEXT = new Bootstrap.NextAction();

  private Learners() {}

  /// Makes a learner.
  @FunctionalInterface
  interface Maker {
    Algorithm make(VecEnv envs, long seed);
  }

  /// Those for discrete observations, by name.
  static Map<String, Maker> all(int envs, int steps) {
    var all = new LinkedHashMap<String, Maker>();
    Map<String, ControlMethod> methods = new LinkedHashMap<>();
    methods.put("q-learning", new ControlMethod.OneStep(new Bootstrap.Max()));
    methods.put("sarsa", new ControlMethod.OneStep(NEXT));
    methods.put("expected-sarsa", new ControlMethod.OneStep(new Bootstrap.Expectation()));
    methods.put("double-q-learning", new ControlMethod.DoubleQ());
    methods.put("n-step-sarsa", new ControlMethod.NStep(3, NEXT));
    methods.put("watkins-q", new ControlMethod.WatkinsQ(0.8, true));
    methods.put("monte-carlo-control", new ControlMethod.MonteCarlo(true));
    methods.forEach(
        (name, method) ->
            all.put(name, (e, s) -> new TabularControl(control(envs, steps, method), e, s)));
    Map<String, PredictionMethod> predictions = new LinkedHashMap<>();
    predictions.put("td", new PredictionMethod.Td(1));
    predictions.put("n-step-td", new PredictionMethod.Td(3));
    predictions.put("td-lambda", new PredictionMethod.TdLambda(0.8, false));
    predictions.put("monte-carlo-prediction", new PredictionMethod.MonteCarlo(true));
    predictions.forEach(
        (name, method) ->
            all.put(name, (e, s) -> new TabularPrediction(prediction(envs, steps, method), e, s)));
    all.put(
        "linear-q-learning",
        (e, s) -> new LinearControl(linear(envs, steps, new Bootstrap.Max()), e, s));
    all.put("linear-sarsa", (e, s) -> new LinearControl(linear(envs, steps, NEXT), e, s));
    all.put(
        "lstd",
        (e, s) ->
            new Lstd(new LstdConfig(envs, steps, 0.95, 0.7, 1e-6, new Features.OneHot()), e, s));
    all.put(
        "lspi",
        (e, s) ->
            new Lspi(
                new LspiConfig(
                    envs, steps, 0.95, behaviour(), 5, 1e-6, 1e-6, new Features.OneHot()),
                e,
                s));
    return all;
  }

  /// The same for one who may see CartPole.
  static Map<String, Maker> onCartPole(int envs, int steps) {
    var bins =
        new Bins(
            List.of(3, 3, 6, 3), List.of(-2.4, -2.0, -0.21, -2.0), List.of(2.4, 2.0, 0.21, 2.0));
    var tiles = new Features.Tiles(3, bins);
    ControlConfig q = control(envs, steps, new ControlMethod.OneStep(new Bootstrap.Max()));
    var all = new LinkedHashMap<String, Maker>();
    all.put(
        "q-learning with bins",
        (e, s) ->
            new TabularControl(
                new ControlConfig(
                    envs, steps, q.gamma(), q.stepSize(), q.behaviour(), q.method(), 1, bins),
                e,
                s));
    all.put(
        "linear-sarsa with tiles",
        (e, s) -> new LinearControl(linear(envs, steps, NEXT).with(tiles), e, s));
    return all;
  }

  private static Exploration behaviour() {
    return new Exploration.EpsilonGreedy(Schedule.linear(1, 0.1));
  }

  static ControlConfig control(int envs, int steps, ControlMethod method) {
    return new ControlConfig(
        envs,
        steps,
        0.95,
        new StepSize.Scheduled(Schedule.linear(0.5, 0.1)),
        behaviour(),
        method,
        0.5,
        Bins.NONE);
  }

  private static PredictionConfig prediction(int envs, int steps, PredictionMethod method) {
    return new PredictionConfig(
        envs, steps, 0.95, new StepSize.PerVisit(0.7), method, 0.5, Bins.NONE);
  }

  private static LinearConfig linear(int envs, int steps, Bootstrap target) {
    return new LinearConfig(
        envs,
        steps,
        0.95,
        Schedule.linear(0.5, 0.1),
        behaviour(),
        target,
        0.5,
        new Features.OneHot());
  }
}
