package dev.bellman.rl.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.Metrics;
import dev.bellman.rl.env.BanditEnv;
import dev.bellman.rl.env.EnvAdapter;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.loss.EntropyCoefficient;
import dev.bellman.rl.loss.KlCoefficient;
import dev.bellman.rl.loss.KlDirection;
import dev.bellman.rl.loss.PolicyObjective;
import dev.bellman.rl.train.Evaluation;
import dev.bellman.rl.train.Training;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Workers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Coefficients that are moved after each iteration.
@Timeout(60)
class PpoControlTest {
  private static final PolicyObjective CPI = new PolicyObjective.Cpi();
  private static final EntropyCoefficient TARGET = new EntropyCoefficient.Target(0.4, 0.01, 0.5);

  private static PolicyObjective penalty(PolicyObjective surrogate, KlCoefficient coefficient) {
    return new PolicyObjective.KlPenalty(surrogate, coefficient, KlDirection.OLD_TO_NEW);
  }

  private static PpoConfig config(PolicyObjective objective, EntropyCoefficient entropy) {
    PpoConfig quick = Ppos.QUICK;
    return new PpoConfig(
        quick.envs(),
        quick.rolloutLength(),
        quick.gae(),
        quick.update(),
        objective,
        quick.value(),
        entropy,
        quick.network(),
        quick.normalization());
  }

  private static final List<PpoConfig> CONTROLLED =
      List.of(
          config(penalty(CPI, new KlCoefficient.Adaptive(1, 0.003)), TARGET),
          config(
              penalty(PolicyObjective.Clip.of(0.3), new KlCoefficient.Banded(3, 0.001, 0.002)),
              TARGET));

  private static VecEnv cartPole() {
    return Envs.builtIn().vector("CartPole-v1", 8, Map.of());
  }

  private static State after(int iterations, PpoConfig config, int threads) {
    try (VecEnv envs = cartPole();
        Workers workers = new Workers(threads)) {
      var ppo = new Ppo(config, envs, 4, workers);
      for (int k = 0; k < iterations; k++) {
        ppo.iterate((k + 1.0) / iterations);
      }
      return saved(ppo);
    }
  }

  private static State saved(Ppo ppo) {
    State state = new State();
    ppo.save(state);
    return state;
  }

  private static void assertSame(State actual, State expected) {
    assertThat(actual.names()).containsExactlyElementsOf(expected.names());
    for (String name : expected.names()) {
      assertThat(actual.entry(name).values()).as(name).isEqualTo(expected.entry(name).values());
    }
  }

  @Test
  void coefficientsMoveByWhatTheIterationCameTo() {
    for (PpoConfig config : CONTROLLED) {
      try (VecEnv envs = cartPole();
          Workers workers = new Workers(1)) {
        var ppo = new Ppo(config, envs, 4, workers);
        Metrics first = ppo.iterate(0.1);
        double beta = config.objective().klCoefficient(0).orElseThrow();
        assertThat(first.get("kl_coefficient")).isEqualTo(beta);
        assertThat(first.get("entropy_coefficient")).isEqualTo(0.01);
        assertThat(first.get("kl")).isPositive();
        Metrics second = ppo.iterate(0.2);
        assertThat(second.get("kl_coefficient"))
            .isEqualTo(config.objective().next(_ -> first.get("kl")).klCoefficient(0).orElseThrow())
            .isNotEqualTo(beta);
        // the entropy begins near ln 2, above the target
        assertThat(second.get("entropy_coefficient")).isBetween(0.008, 0.0095);
      }
    }
  }

  @Test
  void threadsChangeNoBits() {
    for (PpoConfig config : CONTROLLED) {
      State one = after(3, config, 1);
      assertSame(after(3, config, 2), one);
      assertSame(after(3, config, 3), one);
    }
  }

  @Test
  void stoppingAfterEveryIterationChangesNoBits() {
    for (PpoConfig config : CONTROLLED) {
      State last = new State();
      for (int k = 1; k <= 3; k++) {
        try (VecEnv envs = cartPole();
            Workers workers = new Workers(1 + k % 3)) {
          var ppo = new Ppo(config, envs, k == 1 ? 4 : 40 + k, workers);
          if (k > 1) {
            ppo.load(last);
          }
          ppo.iterate(k / 3.0);
          last = saved(ppo);
        }
      }
      assertSame(last, after(3, config, 2));
      assertThat(last.doubles("klCoefficient", 1)[0])
          .isNotEqualTo(config.objective().klCoefficient(0).orElseThrow());
    }
  }

  @Test
  void penaltiesLearnTheBestArm() {
    for (PpoConfig config : CONTROLLED) {
      try (Workers workers = new Workers(1)) {
        var arms = EnvAdapter.of("arms", 8, () -> new BanditEnv(0.2, 0.5, 0.8));
        var ppo = new Ppo(config, arms, 1, workers);
        new Training(ppo, 8192).run();
        VecEnv fresh = EnvAdapter.of("arms", 4, () -> new BanditEnv(0, 0, 1));
        assertThat(new Evaluation(20, 5, true).run(ppo.policy(), fresh).meanReturn()).isEqualTo(1);
      }
    }
  }

  @Test
  void aTargetKeepsTheEntropyNear() {
    PpoConfig config =
        config(PolicyObjective.Clip.of(0.2), new EntropyCoefficient.Target(0.5, 0.01, 1));
    try (Workers workers = new Workers(1)) {
      var arms = EnvAdapter.of("arms", 8, () -> new BanditEnv(0.1, 0.9));
      var ppo = new Ppo(config, arms, 1, workers);
      double entropy = 0;
      for (int k = 0; k < 80; k++) {
        double now = ppo.iterate(0.5).get("entropy");
        entropy += k < 60 ? 0 : now / 20;
      }
      assertThat(entropy).isCloseTo(0.5, within(0.1));
    }
  }
}
