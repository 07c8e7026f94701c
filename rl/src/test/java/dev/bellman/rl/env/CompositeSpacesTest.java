package dev.bellman.rl.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Scope;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CompositeSpacesTest {
  private static final MultiDiscrete WHEELS =
      MultiDiscrete.of(new int[] {3, 2, 5}, new int[] {0, -1, 10});

  @Test
  void multiDiscreteSamplesAsNumPyDoes() {
    Rng rng = Rng.ofSeed(0);
    var space = MultiDiscrete.of(3, 2, 5);
    assertThat(space.sample(rng)).containsExactly(1, 0, 0);
    assertThat(space.sample(rng)).containsExactly(0, 1, 4);
    assertThat(WHEELS.sample(Rng.ofSeed(0))).containsExactly(1, -1, 10);
  }

  @Test
  void multiDiscreteFlattensToOneHots() {
    assertThat(WHEELS.flatSize()).isEqualTo(10);
    assertThat(flat(WHEELS, new int[] {2, -1, 13})).containsExactly(0, 0, 1, 1, 0, 0, 0, 0, 1, 0);
    assertThat(WHEELS.unflatten(new float[] {9, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0}, 1))
        .containsExactly(2, -1, 13);
    assertThat(WHEELS.flattened()).isEqualTo(Box.of(0, 1, 10));
  }

  @Test
  void multiDiscreteContainsEachComponentsValues() {
    assertThat(WHEELS.contains(new int[] {0, 0, 14})).isTrue();
    assertThat(WHEELS.contains(new int[] {3, 0, 14})).isFalse();
    assertThat(WHEELS.contains(new int[] {0, -2, 14})).isFalse();
    assertThat(WHEELS.contains(new int[] {0, 0})).isFalse();
    assertThat(WHEELS.contains(null)).isFalse();
    assertThat(WHEELS).hasToString("MultiDiscrete([3, 2, 5], start=[0, -1, 10])");
    assertThat(MultiDiscrete.of(3, 2))
        .isEqualTo(MultiDiscrete.of(new int[] {3, 2}, new int[2]))
        .hasSameHashCodeAs(MultiDiscrete.of(3, 2))
        .isNotEqualTo(MultiDiscrete.of(2, 3))
        .hasToString("MultiDiscrete([3, 2])");
  }

  @Test
  void masksGoByComponent() {
    byte[] mask = {0, 1, 0, 1, 0, 0, 0, 1, 0, 0};
    assertThat(WHEELS.sample(Rng.ofSeed(3), mask)).containsExactly(1, -1, 12);
    assertThat(WHEELS.allows(mask, 0)).isTrue();
    mask[3] = 0;
    assertThat(WHEELS.allows(mask, 0)).isFalse();
    assertThatThrownBy(() -> WHEELS.sample(Rng.ofSeed(3), new byte[3]))
        .hasMessage("mask: must have 10 values, one for each value of each component, got 3");
    assertThatThrownBy(() -> MultiBinary.of(2).sample(Rng.ofSeed(3), new byte[2]))
        .hasMessage(
            "mask: must come with a Discrete or MultiDiscrete space, got one with MultiBinary(2)");
  }

  @Test
  void multiBinaryIsAVectorOfBits() {
    var space = MultiBinary.of(2, 3);
    assertThat(space.flatSize()).isEqualTo(6);
    assertThat(flat(space, new byte[] {1, 0, 0, 1, 1, 0})).containsExactly(1, 0, 0, 1, 1, 0);
    assertThat(space.unflatten(new float[] {1, 0, 0, 1, 1, 0}, 0))
        .containsExactly(1, 0, 0, 1, 1, 0);
    assertThat(space.contains(new byte[] {1, 0, 0, 1, 1, 0})).isTrue();
    assertThat(space.contains(new byte[] {1, 0, 0, 1, 1, 2})).isFalse();
    assertThat(space.contains(new byte[5])).isFalse();
    assertThat(space).hasToString("MultiBinary([2, 3])").isEqualTo(MultiBinary.of(2, 3));
    assertThat(MultiBinary.of(6)).hasToString("MultiBinary(6)").isNotEqualTo(space);
    Rng rng = Rng.ofSeed(0);
    int ones = 0;
    for (int k = 0; k < 1000; k++) {
      for (byte bit : space.sample(rng)) {
        ones += bit;
      }
    }
    assertThat(ones).isBetween(2850, 3150);
  }

  @Test
  void dictFlattensInTheOrderOfItsKeys() {
    Map<String, Object> member =
        Map.of(
            "speed",
            new float[] {1.5f, -2},
            "gear",
            3,
            "lamps",
            new byte[] {0, 1},
            "pair",
            List.of(new int[] {1, 2}, new float[] {0.5f, 0.25f}));
    Dict space = AnySpaceEnv.PARTS;
    assertThat(space.contains(member)).isTrue();
    assertThat(space.flatSize()).isEqualTo(14);
    float[] flat = flat(space, member);
    assertThat(flat).containsExactly(0, 0, 1, 0, 1, 0, 1, 0, 0, 1, 0.5f, 0.25f, 1.5f, -2);
    Map<String, Object> back = space.unflatten(flat, 0);
    assertThat(back.keySet()).containsExactly("gear", "lamps", "pair", "speed");
    assertThat(back.get("gear")).isEqualTo(3);
    assertThat(flat(space, back)).isEqualTo(flat);
    assertThat(space.flattened())
        .isEqualTo(
            Box.of(
                new float[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -2, -2},
                new float[] {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3, 3}));
    assertThat(space)
        .hasToString(
            "Dict(gear: Discrete(3, start=1), lamps: MultiBinary(2),"
                + " pair: Tuple(MultiDiscrete([2, 3]), Box(0.0, 1.0, [1, 2])),"
                + " speed: Box(-2.0, 3.0, [2]))");
  }

  @Test
  void compositesContainWhatTheirPartsDo() {
    Rng rng = Rng.ofSeed(4);
    for (int k = 0; k < 100; k++) {
      assertThat(AnySpaceEnv.PARTS.contains(AnySpaceEnv.PARTS.sample(rng))).isTrue();
    }
    var space = Tuple.of(Discrete.of(2), Box.of(-1, 1, 1));
    assertThat(space.contains(List.of(1, new float[] {0}))).isTrue();
    assertThat(space.contains(List.of(1, new float[] {2}))).isFalse();
    assertThat(space.contains(List.of(1))).isFalse();
    assertThat(space.contains(List.of("left", new float[] {0}))).isFalse();
    assertThat(space.contains(null)).isFalse();
    assertThat(new Dict(Map.of("a", Discrete.of(2))).contains(Map.of("b", 1))).isFalse();
    assertThat(space).isEqualTo(Tuple.of(Discrete.of(2), Box.of(-1, 1, 1)));
  }

  private static <T> float[] flat(Space<T> space, T value) {
    float[] out = new float[space.flatSize()];
    space.flatten(value, out, 0);
    return out;
  }

  @Test
  void discreteActionsOfManyPartsTravelAsIndices() {
    var space = Tuple.of(new Discrete(3, 1), MultiBinary.of(2), WHEELS);
    assertThat(Actions.carried(space)).isEqualTo(MultiDiscrete.of(3, 2, 2, 3, 2, 5));
    Actions actions = Actions.of(2, space);
    actions.set(1, List.of(3, new byte[] {1, 0}, new int[] {2, -1, 14}), space);
    assertThat(actions.discrete()).containsExactly(0, 0, 0, 0, 0, 0, 2, 1, 0, 2, 0, 4);
    assertThat(actions.get(1, space))
        .satisfiesExactly(
            gear -> assertThat(gear).isEqualTo(3),
            lamps -> assertThat(lamps).isEqualTo(new byte[] {1, 0}),
            wheels -> assertThat(wheels).isEqualTo(new int[] {2, -1, 14}));
    assertThatThrownBy(
            () -> actions.set(0, List.of(3, new byte[] {1, 0}, new int[] {3, -1, 14}), space))
        .hasMessage(
            "action[2]: must lie in MultiDiscrete([3, 2, 5], start=[0, -1, 10]), got [3, -1, 14]");
  }

  @Test
  void continuousActionsOfManyPartsTravelAsOneVector() {
    var space = new Dict(Map.of("turn", Box.of(-1, 1, 1), "push", Box.of(0, 2, 2)));
    assertThat(Actions.carried(space))
        .isEqualTo(Box.of(new float[] {0, 0, -1}, new float[] {2, 2, 1}));
    Actions actions = Actions.of(1, space);
    actions.set(0, Map.of("turn", new float[] {-0.5f}, "push", new float[] {1, 2}), space);
    assertThat(actions.continuous()).containsExactly(1, 2, -0.5f);
    assertThat(actions.get(0, space))
        .hasEntrySatisfying("turn", turn -> assertThat(turn).isEqualTo(new float[] {-0.5f}));
    assertThatThrownBy(() -> actions.set(0, Map.of("turn", new float[] {1}), space))
        .hasMessageStartingWith("action: must lie in Dict(");
  }

  @Test
  void mixedActionsAreRefusedWithARemedy() {
    var space = Tuple.of(Box.of(-1, 1, 1), Discrete.of(2));
    assertThatThrownBy(() -> EnvAdapter.of("Mixed-v0", 1, () -> env(space)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "environment 'Mixed-v0': action space: must be all Box or all discrete, got"
                + " Tuple(Box(-1.0, 1.0, [1]), Discrete(2)) (make the discrete parts coordinates of"
                + " a Box and round them in step)");
  }

  private static Env<Integer, List<Object>> env(Tuple space) {
    return new AnySpaceEnv<>(Discrete.of(2), space, false, 3);
  }

  @Test
  void someActionsAreChosenByRow() {
    var space = MultiDiscrete.of(2, 3);
    Actions actions = Actions.of(3, space);
    for (int i = 0; i < 3; i++) {
      actions.set(i, new int[] {i % 2, i}, space);
    }
    try (var scope = Scope.inference()) {
      Actions last = Actions.of(0, space);
      int[] chosen = actions.select(scope, new int[] {9, 2, 0}, 1, 3, space, last).discrete();
      assertThat(chosen).startsWith(0, 2, 0, 0);
    }
    Actions all = Actions.of(5, space);
    all.put(actions, 2, space);
    assertThat(all.discrete()).containsExactly(0, 0, 0, 0, 0, 0, 1, 1, 0, 2);
  }

  @Test
  void observationsOfManyPartsAreCheckedByName() {
    var space = new Dict(Map.of("eye", Box.of(0, 1, 2), "ear", Discrete.of(2)));
    assertThat(problem(space, Map.of("eye", new float[] {0, Float.NaN}, "ear", 1)))
        .contains("reset: observation.eye[1] must be finite, got NaN");
    assertThat(problem(space, Map.of("eye", new float[2], "ear", 2)))
        .contains("observation.ear must be an Integer in Discrete(2), got 2");
    assertThat(problem(space, Map.of("eye", new float[2])))
        .contains(
            "observation must have the keys [ear, eye] as observationSpace() says, got [eye]");
    var tuple = Tuple.of(MultiBinary.of(2), MultiDiscrete.of(2, 2));
    assertThat(problem(tuple, List.of(new byte[2])))
        .contains("observation must have 2 members as observationSpace() says, got 1");
    assertThat(problem(tuple, List.of(new byte[] {0, 3}, new int[2])))
        .contains("observation[0] must be a byte[] in MultiBinary(2), got [0, 3]");
    assertThat(problem(tuple, List.of(new byte[2], new int[] {2, 0})))
        .contains("observation[1] must be an int[] in MultiDiscrete([2, 2]), got [2, 0]");
  }

  private static <O> String problem(Space<O> space, O start) {
    var env = new ScriptedEnv<>(space, Discrete.of(1), false, Reset.of(start), List.of());
    EnvAdapter envs = EnvAdapter.of("Test-v0", 1, () -> env);
    try {
      envs.reset(new long[1], VecStep.of(envs));
      return "";
    } catch (EnvironmentFailure e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void environmentsOfManyPartsPassTheChecker() {
    assertThat(EnvChecker.check(() -> AnySpaceEnv.multiDiscrete(4))).isEmpty();
    assertThat(EnvChecker.check(() -> AnySpaceEnv.multiBinary(4))).isEmpty();
    assertThat(EnvChecker.check(() -> AnySpaceEnv.composite(4)))
        .singleElement()
        .extracting(EnvChecker.Finding::message)
        .isEqualTo(
            "actionSpace: coordinate 2 should be in [-1, 1], got [0.0, 2.0] (scale inside step)");
  }

  @Test
  void wrongSpacesAreRefusedByName() {
    assertThatThrownBy(() -> MultiDiscrete.of())
        .hasMessage("MultiDiscrete.n: must have a component, got none");
    assertThatThrownBy(() -> MultiDiscrete.of(2, 0))
        .hasMessage("MultiDiscrete.n[1]: must be at least 1, got 0");
    assertThatThrownBy(() -> MultiDiscrete.of(new int[2], new int[1]))
        .hasMessage("MultiDiscrete.start: must have 2 values as n has, got 1");
    assertThatThrownBy(() -> MultiBinary.of(2, 0))
        .hasMessage("MultiBinary.shape: extents must be at least 1, got [2, 0]");
    assertThatThrownBy(() -> Tuple.of()).hasMessage("Tuple: must have a part, got none");
    assertThatThrownBy(() -> new Dict(Map.of())).hasMessage("Dict: must have a key, got none");
  }
}
