package dev.bellman.rl.dp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.env.TransitionModel;
import dev.bellman.tensor.Workers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BackwardInductionTest {
  private final Workers workers = new Workers(2);

  @AfterAll
  void close() {
    workers.close();
  }

  /// In state 0 one may take 1 at once and again and again, or walk over state 1 to 10 at the end.
  private static final TransitionModel SMALL_OR_LARGE =
      Models.of(
          2,
          2,
          _ -> false,
          (state, action, out) -> {
            if (action == 0) {
              out.add(1, state, state == 0 ? 1 : 0, false);
            } else if (state == 0) {
              out.add(1, 1, 0, false);
            } else {
              out.add(1, 1, 10, true);
            }
          });

  @Test
  void theBestActionDependsOnHowManyDecisionsAreLeft() {
    Mdp mdp = Mdp.of(SMALL_OR_LARGE, workers);
    List<String> stages = new ArrayList<>();
    Solution solution =
        new BackwardInduction(1, 4)
            .solve(
                mdp,
                workers,
                (t, values, policy) ->
                    stages.add(
                        "%d: V %s %s, a %d %d"
                            .formatted(t, values[0], values[1], policy[0], policy[1])));
    assertThat(stages)
        .containsExactly(
            "3: V 1.0 10.0, a 0 1",
            "2: V 10.0 10.0, a 1 0",
            "1: V 11.0 10.0, a 0 0",
            "0: V 12.0 10.0, a 0 0");
    assertThat(solution.values()).containsExactly(12, 10);
    assertThat(solution.policy()).containsExactly(0, 0);
    assertThat(solution.iterations()).isEqualTo(4);
    assertThat(solution.residual()).isEqualTo(1);
  }

  @Test
  void aCorridorThatIsLongerThanTheHorizonCostsTheHorizon() {
    Mdp mdp = Mdp.of(Models.corridor(6, 1), workers);
    assertThat(new BackwardInduction(1, 3).solve(mdp, workers).values())
        .containsExactly(-3, -3, -3, -2, -1, 0);
    assertThat(new BackwardInduction(0.5, 3).solve(mdp, workers).values())
        .containsExactly(-1.75, -1.75, -1.75, -1.5, -1, 0);
    assertThat(new BackwardInduction(1, 5).solve(mdp, workers).residual()).isZero();
  }

  @Test
  void aLongHorizonComesToTheOptimalValues() {
    for (int seed = 0; seed < 50; seed++) {
      Mdp mdp = Mdp.of(Models.random(seed), workers);
      assertThat(new BackwardInduction(0.8, 150).solve(mdp, workers).values())
          .containsExactly(new PolicyIteration(0.8).solve(mdp, workers).values(), within(1e-9));
    }
  }

  @Test
  void theHorizonMustBePositive() {
    assertThatThrownBy(() -> new BackwardInduction(1, 0))
        .hasMessage("horizon: must be at least 1, got 0");
  }
}
