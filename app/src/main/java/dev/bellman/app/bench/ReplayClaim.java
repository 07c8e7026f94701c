package dev.bellman.app.bench;

import dev.bellman.app.chart.Band;
import dev.bellman.app.chart.Figure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What keeps deep Q-learning stable: memory and a target network, with and without each, at the
/// same number of gradient steps on batches of the same size.
final class ReplayClaim {
  private static final int STEPS = 50_000;
  private static final int POINTS = 40;

  /// A batch is drawn from the steps since the last time of learning alone.
  private static final String NO_MEMORY = "replay.capacity=64";

  /// The target network is a copy of the online network before each gradient step.
  private static final String NO_TARGET = "target.update={polyak: {tau: 1, everyGradientSteps: 1}}";

  private static final List<String> COMMON =
      List.of(
          "steps=" + STEPS,
          "replay.capacity=50000",
          "exploration={learningStarts: 1000, epsilon: {linearUntil: {from: 1, to: 0.05, share:"
              + " 0.2}}}",
          "update.trainEvery=64",
          "update.gradientSteps=32",
          "update.batchSize=64",
          "update.learningRate=0.001",
          "target.update={hard: {everyEnvSteps: 500}}",
          "network.hidden=[128, 128]");

  private ReplayClaim() {}

  static List<Measurement> run(Pictures pictures, int seeds) {
    Map<String, List<String>> variants = new LinkedHashMap<>();
    variants.put("replay and target network", List.of());
    variants.put("no target network", List.of(NO_TARGET));
    variants.put("no replay", List.of(NO_MEMORY));
    variants.put("neither", List.of(NO_MEMORY, NO_TARGET));
    var results = new ArrayList<Measurement>();
    Figure returns =
        Figure.of(
            "DQN on CartPole with and without replay and target network",
            "thousand env steps",
            "mean return of the last 100 episodes");
    Figure values =
        Figure.of(
                "what the same networks believe: at most 100 is possible",
                "thousand env steps",
                "mean Q(s, a) of the batches")
            .logarithmicY();
    var at = new double[POINTS];
    for (int p = 0; p < POINTS; p++) {
      at[p] = (p + 1.0) * STEPS / POINTS / 1000;
    }
    variants.forEach(
        (name, settings) -> {
          var scores = new double[POINTS][seeds];
          var beliefs = new double[POINTS][seeds];
          var last = new double[seeds];
          for (int seed = 1; seed <= seeds; seed++) {
            Course course = train(settings, seed);
            last[seed - 1] = course.meanReturn();
            double[] curve = course.returns(POINTS);
            double[] believed = course.metric("q_mean", POINTS);
            for (int p = 0; p < POINTS; p++) {
              scores[p][seed - 1] = curve[p];
              beliefs[p][seed - 1] = believed[p];
            }
          }
          returns.banded(name, Band.of(at, scores));
          values.banded(name, Band.of(at, beliefs));
          String what = "dqn CartPole-v1, " + name;
          results.addAll(ClaimsBench.interval(what, last, "return"));
          results.addAll(ClaimsBench.interval(what, beliefs[POINTS - 1], "mean Q"));
        });
    pictures.draw("replay-return", returns);
    pictures.draw("replay-value", values);
    return results;
  }

  private static Course train(List<String> settings, int seed) {
    var all = new ArrayList<>(COMMON);
    all.addAll(settings);
    return Course.of("dqn", Optional.empty(), "CartPole-v1", all, seed);
  }
}
