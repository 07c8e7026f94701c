package dev.bellman.app.bench;

import dev.bellman.app.chart.Band;
import dev.bellman.app.chart.Figure;
import dev.bellman.app.train.Presets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What limits an update and what keeps a policy random: PPO with and without a limit on the ratio
/// over more and more epochs, and with and without an entropy bonus.
final class UpdateClaim {
  private static final int[] EPOCHS = {2, 5, 10, 20, 40};
  private static final String[] BONUSES = {"0", "0.01", "0.1"};
  private static final int POINTS = 40;

  private UpdateClaim() {}

  static List<Measurement> run(Pictures pictures, int seeds) {
    var results = new ArrayList<>(epochs(pictures, seeds));
    results.addAll(entropy(pictures, seeds));
    return results;
  }

  private static List<Measurement> epochs(Pictures pictures, int seeds) {
    Map<String, List<String>> objectives = new LinkedHashMap<>();
    objectives.put("CPI, no limit", List.of("objective=cpi"));
    objectives.put("KL penalty, adaptive", List.of("objective=klPenalty"));
    objectives.put("clip 0.2", List.of("objective={clip: {low: 0.2, high: 0.2}}"));
    var results = new ArrayList<Measurement>();
    Figure returns =
        Figure.of(
                "PPO on CartPole, 50,000 steps: return by epochs on each rollout",
                "epochs",
                "return of the final policy")
            .vertical(0, 510)
            .logarithmicX();
    Figure kls =
        Figure.of(
                "PPO on CartPole: how far an update moves the policy",
                "epochs",
                "mean approximate KL")
            .logarithmicX()
            .logarithmicY();
    double[] at = Arrays.stream(EPOCHS).asDoubleStream().toArray();
    objectives.forEach(
        (name, settings) -> {
          var scores = new double[EPOCHS.length][seeds];
          var distances = new double[EPOCHS.length][seeds];
          for (int k = 0; k < EPOCHS.length; k++) {
            var all = new ArrayList<>(settings);
            all.addAll(
                List.of(
                    "steps=50000",
                    "update.epochs=" + EPOCHS[k],
                    "update.learningRate={constant: {value: 0.001}}"));
            for (int seed = 1; seed <= seeds; seed++) {
              Course course = train("CartPole-v1", all, seed);
              scores[k][seed - 1] = course.meanReturn();
              distances[k][seed - 1] = course.mean("approx_kl");
            }
            String what = "ppo CartPole-v1, %s, %d epochs".formatted(name, EPOCHS[k]);
            results.addAll(ClaimsBench.interval(what, scores[k], "return"));
            results.addAll(ClaimsBench.interval(what, distances[k], "KL"));
          }
          returns.banded(name, Band.of(at, scores));
          kls.banded(name, Band.of(at, distances));
        });
    pictures.draw("epochs-return", returns);
    pictures.draw("epochs-kl", kls);
    return results;
  }

  private static List<Measurement> entropy(Pictures pictures, int seeds) {
    var results = new ArrayList<Measurement>();
    Figure returns =
        Figure.of(
            "PPO on FrozenLake with and without an entropy bonus",
            "share of 200,000 steps",
            "mean return of the last 100 episodes");
    Figure entropies =
        Figure.of("the entropy of the same policies", "share of 200,000 steps", "entropy, nats");
    var at = new double[POINTS];
    for (int p = 0; p < POINTS; p++) {
      at[p] = (p + 1.0) / POINTS;
    }
    for (String bonus : BONUSES) {
      var scores = new double[POINTS][seeds];
      var nats = new double[POINTS][seeds];
      var last = new double[seeds];
      for (int seed = 1; seed <= seeds; seed++) {
        Course course =
            train("FrozenLake-v1", List.of("steps=200000", "entropyCoefficient=" + bonus), seed);
        last[seed - 1] = course.meanReturn();
        double[] curve = course.returns(POINTS);
        double[] itsEntropies = course.metric("entropy", POINTS);
        for (int p = 0; p < POINTS; p++) {
          scores[p][seed - 1] = curve[p];
          nats[p][seed - 1] = itsEntropies[p];
        }
      }
      String name = "coefficient " + bonus;
      returns.banded(name, Band.of(at, scores));
      entropies.banded(name, Band.of(at, nats));
      results.addAll(ClaimsBench.interval("ppo FrozenLake-v1, " + name, last, "return"));
      results.addAll(
          ClaimsBench.interval("ppo FrozenLake-v1, " + name, nats[POINTS - 1], "entropy"));
    }
    pictures.draw("entropy-return", returns);
    pictures.draw("entropy", entropies);
    return results;
  }

  private static Course train(String environment, List<String> settings, int seed) {
    var all = new ArrayList<>(List.of("environment.id=" + environment));
    all.addAll(settings);
    return Course.of("ppo", Presets.find("ppo", "CartPole-v1"), environment, all, seed);
  }
}
