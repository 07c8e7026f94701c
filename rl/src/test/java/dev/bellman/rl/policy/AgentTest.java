package dev.bellman.rl.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellman.rl.data.ActorCriticPolicy;
import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.EnvironmentFailure;
import dev.bellman.rl.env.MultiDiscrete;
import dev.bellman.rl.env.Reset;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.Step;
import dev.bellman.rl.env.VecStep;
import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Tensor;
import java.util.Arrays;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class AgentTest {
  private record Spaces<O, A>(Space<O> observationSpace, Space<A> actionSpace)
      implements Env<O, A> {
    @Override
    public Reset<O> reset(OptionalLong seed) {
      throw new IllegalStateException();
    }

    @Override
    public Step<O> step(A action) {
      throw new IllegalStateException();
    }
  }

  /// One-hot or real observations times a matrix.
  private record Table(Parameters parameters, int width, boolean discrete) implements ActorCritic {
    static Table of(boolean discrete, int rows, int columns, float... values) {
      Parameters parameters = new Parameters();
      parameters.add("table", values, rows, columns);
      return new Table(parameters, columns, discrete);
    }

    @Override
    public Distribution policy(Tensor observations) {
      Tensor out = observations.matmul(parameters.get("table"));
      return discrete ? Categorical.of(out) : new DiagonalGaussian(out, out.affine(0, -20));
    }

    @Override
    public Tensor value(Tensor observations) {
      throw new IllegalStateException();
    }
  }

  private static final Spaces<Integer, Integer> SHIFTED =
      new Spaces<>(new Discrete(2, 5), new Discrete(3, -1));

  private static <O, A> Agent<O, A> agent(ActorCritic net, Spaces<O, A> env) {
    return Agent.of(new ActorCriticPolicy(net, env.observationSpace()), env);
  }

  @Test
  void discreteValuesBeginAtTheirStart() {
    var agent = agent(Table.of(true, 2, 3, 0, 0, 9, 9, 0, 0), SHIFTED);
    assertThat(agent.act(5)).isEqualTo(1);
    assertThat(agent.act(6)).isEqualTo(-1);
  }

  @Test
  void forbiddenActionsAreNotTaken() {
    var agent = agent(Table.of(true, 2, 3, 0, 1, 9, 9, 0, 0), SHIFTED);
    assertThat(agent.act(5, new byte[] {1, 1, 0})).isZero();
  }

  @Test
  void samplingFollowsThePolicy() {
    var agent = agent(Table.of(true, 2, 3, 0, 0, -99, 0, 0, 0), SHIFTED);
    Rng rng = Rng.ofSeed(0);
    int[] counts = new int[3];
    for (int k = 0; k < 1000; k++) {
      counts[agent.sample(5, rng) + 1]++;
    }
    assertThat(counts[0]).isBetween(430, 570);
    assertThat(counts[2]).isZero();
  }

  @Test
  void continuousActionsAreClippedToTheirSpace() {
    var env = new Spaces<>(Box.of(-1, 1, 1), Box.of(-2, 2, 2));
    var agent = agent(Table.of(false, 1, 2, 1, 50), env);
    assertThat(agent.act(new float[] {0.5f})).containsExactly(0.5f, 2);
    assertThat(agent.act(new float[] {-0.5f})).containsExactly(-0.5f, -2);
  }

  @Test
  void actionsHandedOutAreNotChangedLater() {
    var env = new Spaces<>(Box.of(-1, 1, 1), Box.of(-2, 2, 1));
    var agent = agent(Table.of(false, 1, 1, 1), env);
    float[] first = agent.act(new float[] {0.5f});
    agent.act(new float[] {-0.5f});
    assertThat(first).containsExactly(0.5f);
  }

  @Test
  void observationsOutsideOfTheSpaceAreRefused() {
    var agent = agent(Table.of(true, 2, 3, 0, 0, 9, 9, 0, 0), SHIFTED);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> agent.act(4))
        .withMessage("observation: must lie in Discrete(2, start=5), got 4");
  }

  @Test
  void aMaskThatForbidsEverythingIsRefused() {
    var agent = agent(Table.of(true, 2, 3, 0, 1, 9, 9, 0, 0), SHIFTED);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> agent.act(5, new byte[3]))
        .withMessage("mask: must allow an action, got only zeros");
  }

  @Test
  void masksOfContinuousActionsAreRefused() {
    var env = new Spaces<>(Box.of(-1, 1, 1), Box.of(-2, 2, 1));
    var agent = agent(Table.of(false, 1, 1, 1), env);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> agent.act(new float[1], new byte[] {1}))
        .withMessage("mask: only discrete actions can be forbidden, got one");
  }

  @Test
  void aPolicyRefusesAMaskThatForbidsEverything() {
    var net = Table.of(true, 2, 3, 0, 1, 9, 9, 0, 0);
    VecStep shown = VecStep.of(2, Discrete.of(2), Discrete.of(3), true);
    byte[] masks = shown.actionMasks();
    assertThat(masks).isNotNull();
    Arrays.fill(masks, 3, 6, (byte) 0);
    Policy policy = new ActorCriticPolicy(net, Discrete.of(2));
    assertThatThrownBy(() -> policy.act(shown, null, Actions.of(2, Discrete.of(3))))
        .isInstanceOf(EnvironmentFailure.class)
        .hasMessage(
            "action mask [1]: must allow an action, got only zeros (terminate the episode)");
  }

  @Test
  void eachPartMustBeAllowedAValue() {
    var env = new Spaces<>(Box.of(-1, 1, 1), MultiDiscrete.of(2, 2));
    var config = MlpActorCritic.Config.DEFAULTS;
    var net = new MlpActorCritic(config, env.observationSpace(), env.actionSpace(), Rng.ofSeed(0));
    var agent = agent(net, env);
    assertThat(agent.act(new float[1], new byte[] {0, 1, 1, 0})).containsExactly(1, 0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> agent.act(new float[1], new byte[] {0, 1, 0, 0}))
        .withMessage("mask: must allow an action, got only zeros");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> agent.act(new float[1], new byte[] {0, 1}))
        .withMessage("mask: must have 4 values as MultiDiscrete([2, 2]) has, got 2");
  }
}
