package dev.bellman.rl.env.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.ModelContract;
import dev.bellman.rl.env.ModelSolver;
import dev.bellman.rl.env.Pictures;
import dev.bellman.rl.env.SimulatedEnv;
import dev.bellman.rl.env.Step;
import dev.bellman.rl.env.VecStep;
import dev.bellman.tensor.State;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTest {
  @Test
  void namingTheIndexEarnsOne() {
    var env = Identity.env(3);
    int seen = env.reset(0).observation();
    var all = new TreeSet<Integer>();
    for (int t = 0; t < 50; t++) {
      Step<Integer> right = env.step(seen);
      assertThat(right.reward()).isEqualTo(1);
      assertThat(right.done()).isFalse();
      Step<Integer> wrong = env.step((right.observation() + 1) % 3);
      assertThat(wrong.reward()).isZero();
      seen = wrong.observation();
      all.add(seen);
    }
    assertThat(all).containsExactly(0, 1, 2);
  }

  @Test
  void theOneHotVectorShowsTheIndex() {
    var plain = Identity.env(4);
    var oneHot = IdentityOneHot.env(4);
    int index = plain.reset(9).observation();
    float[] vector = oneHot.reset(9).observation();
    for (int t = 0; t < 20; t++) {
      assertThat(vector).hasSize(4);
      assertThat(vector[index]).isEqualTo(1);
      assertThat(vector[0] + vector[1] + vector[2] + vector[3]).isEqualTo(1);
      Step<float[]> step = oneHot.step(index);
      assertThat(step.reward()).isEqualTo(1);
      vector = step.observation();
      index = plain.step(index).observation();
    }
  }

  @Test
  void missingTheVectorCostsTheSquaredDistance() {
    var env = IdentityBox.env(2);
    env.reset(0);
    assertThat(env.startFrom(new double[] {0.5, -0.25})).containsExactly(0.5f, -0.25f);
    Step<float[]> step = env.step(new float[] {0, 0.25f});
    assertThat(step.reward()).isEqualTo(-0.5);
    assertThat(env.step(step.observation()).reward()).isZero();
  }

  @Test
  void theMaskAllowsTheIndexAndSomeOthers() {
    var env = new SimulatedEnv<>(new Identity(1, 6, true));
    assertThat(env.masksActions()).isTrue();
    int seen = env.reset(0).observation();
    byte[] mask = new byte[] {1, 1, 1, 1, 1, 1};
    int allowed = 0;
    for (int t = 0; t < 200; t++) {
      assertThat(mask[seen]).isEqualTo((byte) 1);
      Step<Integer> step = env.step(seen);
      assertThat(step.reward()).isEqualTo(1);
      mask = Objects.requireNonNull(step.actionMask());
      seen = step.observation();
      for (byte m : mask) {
        allowed += m;
      }
    }
    assertThat(allowed / 200.0).isCloseTo(3.5, within(0.3));
  }

  @Test
  void aForbiddenActionCosts() {
    var env = new SimulatedEnv<>(new Identity(1, 40, true));
    byte[] mask = Objects.requireNonNull(env.reset(3).actionMask());
    int forbidden = 0;
    while (mask[forbidden] == 1) {
      forbidden++;
    }
    assertThat(env.step(forbidden).reward()).isEqualTo(-1);
    env.startFrom(new double[] {7});
    assertThat(env.step(8).reward()).isZero();
  }

  @Test
  void theModelSaysThatEveryIndexFollows() {
    var identity = new Identity(1, 3, false);
    ModelContract.checkProbabilities(identity.model().orElseThrow());
    for (int index = 0; index < 3; index++) {
      ModelContract.checkFrequencies(identity, index, new double[] {index});
    }
    assertThat(ModelSolver.values(identity.model().orElseThrow(), 0.9))
        .containsExactly(new double[] {10, 10, 10}, within(1e-9));
    assertThat(new Identity(1, 3, true).model()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Identity-v0", "IdentityMasked-v0", "IdentityOneHot-v0", "IdentityBox-v0"})
  void episodesAreCutAfterAHundredSteps(String id) {
    try (var envs = Envs.builtIn().vector(id, 1, Map.of("size", 2))) {
      var step = VecStep.of(envs);
      envs.reset(new long[1], step);
      Actions actions = Actions.of(1, envs.actionSpace());
      for (int t = 1; t <= 100; t++) {
        envs.step(actions, step);
        assertThat(step.truncated()[0]).isEqualTo(t == 100);
        assertThat(step.terminated()[0]).isFalse();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Identity-v0, 0, 1000000",
    "IdentityOneHot-v0, 10001, 10000",
    "IdentityBox-v0, -1, 10000",
  })
  void sizesOutOfRangeAreRefused(String id, long size, int max) {
    assertThatThrownBy(() -> Envs.builtIn().make(id, Map.of("size", size)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("environment.size: must be in 1..%d, got %d", max, size);
  }

  @Test
  void startsAreChecked() {
    assertThatThrownBy(() -> Identity.env(3).startFrom(new double[] {3}))
        .hasMessage("start[0]: must be an index in 0..2, got 3.0");
    assertThatThrownBy(() -> IdentityBox.env(2).startFrom(new double[] {0, 1.5}))
        .hasMessage("start[1]: must be in [-1, 1], got 1.5");
    var env = IdentityOneHot.env(3);
    assertThat(env.startFrom(new double[] {2})).containsExactly(0, 0, 1);
    assertThat(env.state()).containsExactly(2);
  }

  @Test
  void anIndexOutsideIsNotLoaded() {
    var saved = new State();
    var larger = new Identity(1, 9, false);
    larger.set(0, new double[] {8});
    larger.save(saved);
    assertThatThrownBy(() -> new Identity(1, 3, false).load(saved))
        .hasMessage("Identity: saved value must be in 0..2, got 8");
  }

  @Test
  void picturesMarkTheIndexAndTheForbidden() {
    var env = new SimulatedEnv<>(new Identity(1, 40, true));
    env.reset(3);
    assertThat(Pictures.colors(env)).contains(0xC9803A, 0x2B3A4A);
    var box = IdentityBox.env(50);
    box.reset(0);
    assertThat(Pictures.colors(box)).contains(0xC9803A);
    Env<?, ?> large = Identity.env(1_000_000);
    assertThat(((Discrete) large.actionSpace()).n()).isEqualTo(1_000_000);
    assertThat(Pictures.colors((SimulatedEnv<?, ?>) large)).contains(0xC9803A);
  }
}
