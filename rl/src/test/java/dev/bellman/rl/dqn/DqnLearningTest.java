package dev.bellman.rl.dqn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.env.BanditEnv;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.EnvAdapter;
import dev.bellman.rl.env.ForbiddingEnv;
import dev.bellman.rl.env.IdentityEnvs;
import dev.bellman.rl.env.Reset;
import dev.bellman.rl.env.Step;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.loss.ActionValue;
import dev.bellman.rl.loss.TdLoss;
import dev.bellman.rl.policy.Agent;
import dev.bellman.rl.train.Evaluation;
import dev.bellman.rl.train.Training;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.Workers;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
class DqnLearningTest {
  /// Each switch alone.
  static List<DqnConfig> switches() {
    return List.of(
        Dqns.QUICK,
        Dqns.with(Dqns.QUICK, new ActionValue.Expected(new TdLoss.Squared())),
        Dqns.with(Dqns.QUICK, Dqns.DOUBLE),
        Dqns.with(Dqns.QUICK, Dqns.POLYAK),
        Dqns.with(Dqns.QUICK, Dqns.DUELING),
        Dqns.with(Dqns.with(Dqns.QUICK, Dqns.NOISY), Dqns.ONLY_NOISE),
        Dqns.with(Dqns.QUICK, Dqns.PRIORITIZED),
        Dqns.with(Dqns.QUICK, Dqns.THREE_STEPS),
        Dqns.with(Dqns.QUICK, new ActionValue.Categorical(21, 0, 10)),
        Dqns.with(Dqns.QUICK, new ActionValue.Quantile(10, 1)),
        Dqns.RAINBOW);
  }

  private static Dqn train(DqnConfig config, Supplier<? extends Env<?, ?>> env, long envSteps) {
    try (Workers workers = new Workers(1)) {
      Dqn dqn = new Dqn(config, EnvAdapter.of("task", 8, env), 1, workers);
      new Training(dqn, envSteps).run();
      return dqn;
    }
  }

  private static double meanReturn(Dqn dqn, Supplier<? extends Env<?, ?>> env) {
    VecEnv fresh = EnvAdapter.of("task", 4, env);
    return new Evaluation(40, 5, true).run(dqn.policy(), fresh).meanReturn();
  }

  @ParameterizedTest
  @MethodSource("switches")
  void everySwitchSolvesTheIdentity(DqnConfig config) {
    Supplier<Env<Integer, Integer>> env = () -> IdentityEnvs.discrete(5, 20);
    assertThat(meanReturn(train(config, env, 12_288), env)).isEqualTo(20);
  }

  /// Three steps, of which the action 1 pays 1.
  private static final class Chain implements Env<Integer, Integer> {
    private int state;

    @Override
    public Discrete observationSpace() {
      return Discrete.of(3);
    }

    @Override
    public Discrete actionSpace() {
      return Discrete.of(2);
    }

    @Override
    public Reset<Integer> reset(OptionalLong seed) {
      state = 0;
      return Reset.of(state);
    }

    @Override
    public Step<Integer> step(Integer action) {
      state++;
      return Step.of(Math.min(state, 2), action, state == 3);
    }
  }

  @Test
  void valuesAreTheDiscountedReturns() {
    Dqn dqn = train(Dqns.with(Dqns.QUICK, Dqns.DOUBLE), Chain::new, 16_384);
    try (Scope scope = Scope.inference()) {
      float[] q = dqn.net().forwardMean(scope.oneHot(new int[] {0, 1, 2}, 0, 3, 3)).toArray();
      float[] expected = {1.71f, 2.71f, 0.9f, 1.9f, 0, 1};
      for (int i = 0; i < q.length; i++) {
        assertThat(q[i]).isCloseTo(expected[i], within(0.02f));
      }
    }
  }

  @Test
  void findsTheBestArm() {
    Dqn dqn = train(Dqns.QUICK, () -> new BanditEnv(0.2, 0.5, 0.8), 8192);
    assertThat(Agent.of(dqn.policy(), new BanditEnv(0.2, 0.5, 0.8)).act(0)).isEqualTo(2);
  }

  /// The environment throws where a forbidden action is taken.
  @ParameterizedTest
  @MethodSource("switches")
  void forbiddenActionsAreNeverTaken(DqnConfig config) {
    Supplier<Env<Integer, Integer>> env = ForbiddingEnv::new;
    assertThat(meanReturn(train(config, env, 2048), env)).isEqualTo(3);
  }
}
