package dev.bellman.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Dict;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.EnvSpec;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.MultiBinary;
import dev.bellman.rl.env.MultiDiscrete;
import dev.bellman.rl.env.Reset;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.Step;
import dev.bellman.rl.env.Tuple;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/// Observations and actions of every kind, as the command line shows and reads them.
class SpacesTest {
  /// Shows the action that was taken, and a lamp.
  private record Echo<A>(Space<A> actionSpace, A first) implements Env<Map<String, Object>, A> {
    @Override
    public Dict observationSpace() {
      return new Dict(Map.of("taken", actionSpace, "lamp", MultiBinary.of(2)));
    }

    @Override
    public Reset<Map<String, Object>> reset(OptionalLong seed) {
      return Reset.of(Map.of("taken", first, "lamp", new byte[] {0, 1}));
    }

    @Override
    public Step<Map<String, Object>> step(A action) {
      return Step.of(Map.of("taken", action, "lamp", new byte[] {1, 0}), 0.5, false);
    }
  }

  private static final Envs ENVS =
      Envs.builtIn()
          .with(
              EnvSpec.of(
                  "Wheels-v0",
                  "two wheels",
                  _ -> new Echo<>(MultiDiscrete.of(3, 2), new int[] {0, 0})))
          .with(
              EnvSpec.of(
                  "Mixed-v0",
                  "a gear and a push",
                  _ ->
                      new Echo<>(
                          Tuple.of(new Discrete(2, 4), Box.of(-1, 1, 2)),
                          List.of(4, new float[2]))));

  private static Cli cli(String line) {
    return Cli.run(ENVS, line.split(" "));
  }

  @Test
  void aRolloutReadsAndShowsVectorsOfIntegers() {
    Map<String, Object> result = cli("rollout Wheels-v0 --actions 2:1,0:0 --json").object();
    assertThat(result.get("first"))
        .isEqualTo(Map.of("lamp", List.of(0L, 1L), "taken", List.of(0L, 0L)));
    assertThat(result.get("steps"))
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .first()
        .isEqualTo(
            Map.of(
                "action",
                List.of(2L, 1L),
                "observation",
                Map.of("lamp", List.of(1L, 0L), "taken", List.of(2L, 1L)),
                "reward",
                0.5,
                "terminated",
                false,
                "truncated",
                false));
    assertThat(cli("rollout Wheels-v0 --actions 2:1").out().lines())
        .containsExactly(
            "Wheels-v0 starts at {lamp: [0, 1], taken: [0, 0]}",
            "[2, 1] -> {lamp: [1, 0], taken: [2, 1]}  reward 0.5");
    assertThat(cli("rollout Wheels-v0").status()).isZero();
  }

  @Test
  void aRolloutReadsThePartsOfAnActionInTheirOrder() {
    assertThat(cli("rollout Mixed-v0 --actions 5:0.25:-1").out().lines())
        .containsExactly(
            "Mixed-v0 starts at {lamp: [0, 1], taken: [4, [0.0, 0.0]]}",
            "[5, [0.25, -1.0]] -> {lamp: [1, 0], taken: [5, [0.25, -1.0]]}  reward 0.5");
  }

  @Test
  void actionsThatDoNotFitAreRefused() {
    assertThat(cli("rollout Wheels-v0 --actions 2:1,2:2").err())
        .contains("--actions[1]: must lie in MultiDiscrete([3, 2]), got 2:2");
    assertThat(cli("rollout Wheels-v0 --actions 2").err())
        .contains("--actions[0]: must lie in MultiDiscrete([3, 2]), got 2");
    assertThat(cli("rollout Wheels-v0 --actions 2:1:0").err())
        .contains("--actions[0]: must lie in MultiDiscrete([3, 2]), got 2:1:0");
    assertThat(cli("rollout Mixed-v0 --actions 5:x:1").err())
        .contains("--actions: must be numbers, got 'x'");
  }

  @Test
  void spacesThatNoPolicyActsInAreRefusedBeforeTraining() {
    Cli cli = cli("train ppo Mixed-v0 --steps 100");
    assertThat(cli.status()).isEqualTo(2);
    assertThat(cli.err().lines())
        .singleElement()
        .asString()
        .contains("environment 'Mixed-v0': action space: must be all Box or all discrete");
  }
}
