package dev.bellman.rl.env.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.ModelContract;
import dev.bellman.rl.env.ModelSolver;
import dev.bellman.rl.env.Pictures;
import dev.bellman.rl.env.Step;
import dev.bellman.rl.env.probe.Bandit.Kind;
import dev.bellman.tensor.State;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BanditTest {
  @Test
  void aPullIsAnEpisode() {
    var env = Bandit.env(Kind.BERNOULLI, 0, 1);
    assertThat(env.reset(0).observation()).isZero();
    Step<Integer> step = env.step(1);
    assertThat(step.reward()).isEqualTo(1);
    assertThat(step.terminated()).isTrue();
    assertThatThrownBy(() -> env.step(1)).isInstanceOf(IllegalStateException.class);
    env.reset();
    assertThat(env.step(0).reward()).isZero();
  }

  @Test
  void infoTellsTheBestArmAndTheRegret() {
    var env = Bandit.env(Kind.GAUSSIAN, 0.25, 1, -0.5);
    assertThat(env.reset(0).info().toMap()).isEqualTo(Map.of("best_arm", 1, "best_mean", 1.0));
    assertThat(env.step(2).info().toMap())
        .isEqualTo(Map.of("best_arm", 1, "best_mean", 1.0, "arm", 2, "mean", -0.5, "regret", 1.5));
    env.reset();
    assertThat(env.step(1).info().toMap()).containsEntry("regret", 0.0);
  }

  @Test
  void gaussianArmsPayAboutTheirMeansWithVarianceOne() {
    var env = Bandit.env(Kind.GAUSSIAN, 5, -2);
    int pulls = 20_000;
    double sum = 0;
    double squares = 0;
    env.reset(1);
    for (int k = 0; k < pulls; k++) {
      env.reset();
      double reward = env.step(1).reward();
      sum += reward;
      squares += (reward + 2) * (reward + 2);
    }
    assertThat(sum / pulls).isCloseTo(-2, within(0.03));
    assertThat(squares / pulls).isCloseTo(1, within(0.04));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void modelAndSimulationAgree(Kind kind) {
    var bandit = new Bandit(1, kind, 0.2, 0.8, 0.5);
    ModelContract.checkProbabilities(bandit.model().orElseThrow());
    ModelContract.checkFrequencies(bandit, 0, new double[0]);
    assertThat(ModelSolver.values(bandit.model().orElseThrow(), 0.9)).containsExactly(0.8);
  }

  @Test
  void theTestbedDrawsStandardNormalMeans() {
    double sum = 0;
    double squares = 0;
    for (int seed = 0; seed < 2000; seed++) {
      for (double mean : Bandit.drawMeans(Kind.GAUSSIAN, 10, seed)) {
        sum += mean;
        squares += mean * mean;
      }
    }
    assertThat(sum / 20_000).isCloseTo(0, within(0.03));
    assertThat(squares / 20_000).isCloseTo(1, within(0.04));
    assertThat(Arrays.stream(Bandit.drawMeans(Kind.BERNOULLI, 1000, 7)).boxed())
        .allMatch(mean -> mean >= 0 && mean < 1);
    assertThat(Bandit.drawMeans(Kind.GAUSSIAN, 10, 7))
        .isEqualTo(Bandit.drawMeans(Kind.GAUSSIAN, 10, 7));
  }

  @Test
  void optionsSayWhichArms() {
    Envs envs = Envs.builtIn();
    assertThat(envs.make("Bandit-v0", Map.of()).actionSpace()).hasToString("Discrete(10)");
    assertThat(envs.make("Bandit-v0", Map.of("arms", 3)).actionSpace()).hasToString("Discrete(3)");
    Env<?, ?> given =
        envs.make("Bandit-v0", Map.of("kind", "bernoulli", "means", "0.2, 0.8,0.5,1"));
    assertThat(given.actionSpace()).hasToString("Discrete(4)");
    assertThat(ModelSolver.values(given.unwrapped().model().orElseThrow(), 1)).containsExactly(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bernoulli | 0.2,1.5 | environment.means[1]: must be in [0, 1] for arms that pay 0 or 1, got 1.5
          bernoulli | NaN     | environment.means[0]: must be in [0, 1] for arms that pay 0 or 1, got NaN
          gaussian  | 1,NaN   | environment.means[1]: must be a finite number, got NaN
          gaussian  | 1,x     | environment.means[1]: must be a number, got 'x' (for example 0.2,0.8)
          gaussian  | 1,,2    | environment.means[1]: must be a number, got '' (for example 0.2,0.8)
          Gaussian  | 1       | environment.kind: must be bernoulli or gaussian, got 'Gaussian'
          """)
  void badArmsAreRefused(String kind, String means, String message) {
    assertThatThrownBy(() -> Envs.builtIn().make("Bandit-v0", Map.of("kind", kind, "means", means)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    assertThatThrownBy(() -> Bandit.drawMeans(Kind.GAUSSIAN, 0, 0))
        .hasMessage("environment.arms: must be in 1..100000, got 0");
    assertThatThrownBy(() -> Bandit.drawMeans(Kind.GAUSSIAN, 2, -1))
        .hasMessage("environment.means_seed: must be at least 0, got -1");
  }

  @Test
  void anArmThatIsNotThereIsNotLoaded() {
    var more = new Bandit(1, Kind.GAUSSIAN, 1, 2, 3);
    var saved = new State();
    more.save(saved);
    new Bandit(1, Kind.GAUSSIAN, 1).load(saved);
    var env = Bandit.env(Kind.GAUSSIAN, 1, 2, 3);
    env.reset(0);
    env.step(2);
    var pulled = new State();
    env.save(pulled);
    assertThatThrownBy(() -> new Bandit(1, Kind.GAUSSIAN, 1).load(pulled))
        .hasMessage("Bandit: saved arm must be in -1..0, got 2");
  }

  @Test
  void textAndPictureShowThePull() {
    var env = Bandit.env(Kind.BERNOULLI, 0.25, 1);
    env.reset(0);
    assertThat(env.text()).isEqualTo("  arm 0  mean 0.250\n* arm 1  mean 1.000");
    assertThat(Pictures.colors(env)).contains(0x3F8F5F).doesNotContain(0xC9803A);
    env.step(1);
    assertThat(env.text()).isEqualTo("  arm 0  mean 0.250\n* arm 1  mean 1.000  pays 1.000");
    assertThat(Pictures.colors(env)).contains(0xC9803A);
    var many = Bandit.env(Kind.GAUSSIAN, Bandit.drawMeans(Kind.GAUSSIAN, 1000, 0));
    many.reset(0);
    many.step(777);
    assertThat(many.text().lines()).hasSize(40).anyMatch(line -> line.contains("arm 777 "));
    assertThat(Pictures.colors(many)).contains(0xC9803A);
  }
}
