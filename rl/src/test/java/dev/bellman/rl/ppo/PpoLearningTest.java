package dev.bellman.rl.ppo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellman.rl.env.BanditEnv;
import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.EnvAdapter;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.IdentityEnvs;
import dev.bellman.rl.env.Info;
import dev.bellman.rl.env.Reset;
import dev.bellman.rl.env.Step;
import dev.bellman.rl.env.TimeLimit;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.policy.Agent;
import dev.bellman.rl.train.Evaluation;
import dev.bellman.rl.train.Training;
import dev.bellman.tensor.Workers;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PpoLearningTest {
  private static Ppo train(Supplier<? extends Env<?, ?>> env, long envSteps) {
    try (Workers workers = new Workers(1)) {
      Ppo ppo = new Ppo(Ppos.QUICK, EnvAdapter.of("task", 8, env), 1, workers);
      new Training(ppo, envSteps).run();
      return ppo;
    }
  }

  private static double meanReturn(Ppo ppo, Supplier<? extends Env<?, ?>> env) {
    VecEnv fresh = EnvAdapter.of("task", 4, env);
    return new Evaluation(40, 5, true).run(ppo.policy(), fresh).meanReturn();
  }

  @Test
  void solvesTheIdentityOfIndices() {
    Supplier<Env<Integer, Integer>> env = () -> IdentityEnvs.discrete(5, 20);
    assertThat(meanReturn(train(env, 8192), env)).isEqualTo(20);
  }

  @Test
  void solvesTheIdentityOfOneHotVectors() {
    Supplier<Env<float[], Integer>> env = () -> IdentityEnvs.oneHot(5, 20);
    assertThat(meanReturn(train(env, 8192), env)).isEqualTo(20);
  }

  @Test
  void solvesTheContinuousIdentity() {
    Supplier<Env<float[], float[]>> env = () -> IdentityEnvs.continuous(1, 20);
    // an action of 0 earns -20/3, a perfect one 0
    assertThat(meanReturn(train(env, 20_480), env)).isGreaterThan(-0.2);
  }

  @Test
  void findsTheBestArm() {
    Ppo ppo = train(() -> new BanditEnv(0.2, 0.5, 0.8), 8192);
    assertThat(Agent.of(ppo.policy(), new BanditEnv(0.2, 0.5, 0.8)).act(0)).isEqualTo(2);
  }

  /// A walk along a line from 0 to 5, which pays -1 a step, as a user would write it.
  private static final class Walk implements Env<float[], Integer> {
    private int place;

    @Override
    public Box observationSpace() {
      return Box.of(-10, 5, 1);
    }

    @Override
    public Discrete actionSpace() {
      return Discrete.of(2);
    }

    @Override
    public Reset<float[]> reset(OptionalLong seed) {
      place = 0;
      return Reset.of(new float[] {place});
    }

    @Override
    public Step<float[]> step(Integer action) {
      place = Math.max(-10, place + (action == 1 ? 1 : -1));
      return Step.of(new float[] {place}, -1, place == 5);
    }
  }

  @Test
  void learnsAUsersEnvironmentWithATimeLimit() {
    Supplier<Env<float[], Integer>> env = () -> new TimeLimit<>(new Walk(), 50);
    assertThat(meanReturn(train(env, 16_384), env)).isEqualTo(-5);
  }

  /// An identity task in which the right action is forbidden: half of the reward is for the next.
  private static final class Masked implements Env<Integer, Integer> {
    private final Env<Integer, Integer> env = IdentityEnvs.discrete(3, 10);
    private int state;

    @Override
    public Discrete observationSpace() {
      return Discrete.of(3);
    }

    @Override
    public Discrete actionSpace() {
      return Discrete.of(3);
    }

    @Override
    public boolean masksActions() {
      return true;
    }

    private byte[] mask() {
      byte[] mask = {1, 1, 1};
      mask[state] = 0;
      return mask;
    }

    @Override
    public Reset<Integer> reset(OptionalLong seed) {
      state = env.reset(seed).observation();
      return new Reset<>(state, mask(), Info.NONE);
    }

    @Override
    public Step<Integer> step(Integer action) {
      if (action == state) {
        throw new IllegalStateException("forbidden");
      }
      double reward = action == (state + 1) % 3 ? 0.5 : 0;
      Step<Integer> step = env.step(action);
      state = step.observation();
      return new Step<>(state, reward, step.terminated(), step.truncated(), mask(), Info.NONE);
    }
  }

  @Test
  void learnsTheBestOfTheActionsThatAreAllowed() {
    assertThat(meanReturn(train(Masked::new, 8192), Masked::new)).isEqualTo(5);
  }

  @Test
  void cartPoleWithTheTunedValuesIsLearnedInFifteenThousandSteps() {
    VecEnv envs = Envs.builtIn().vector("CartPole-v1", 8, Map.of());
    try (Workers workers = new Workers(2)) {
      Ppo ppo = new Ppo(Ppos.CART_POLE, envs, 1, workers);
      new Training(ppo, 15_360).run();
      assertThat(ppo.gradientSteps()).isEqualTo(60 * 20);
      assertThat(ppo.episodes().episodes()).isEqualTo(171);
      assertThat(ppo.episodes().meanTotalReward()).isEqualTo(129.45);
      assertThat(Ppos.crc(ppo)).isEqualTo(1002209157L);
    }
  }
}
