package dev.bellman.rl.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.VecEnv;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Numbers of states and features.
class FeaturesTest {
  private static final Bins BINS = new Bins(List.of(4, 2), List.of(-1.0, 0.0), List.of(1.0, 10.0));

  private static int bin(double x, double y) {
    return new Tiling(BINS, new double[0])
        .of(new float[] {9, 9, (float) x, (float) y}, new int[0], 1);
  }

  private static VecEnv env(String id) {
    return Envs.builtIn().vector(id, 1, Map.of());
  }

  @Test
  void binsAreNumberedRowMajorAndTakeTheirLowerEdge() {
    assertThat(bin(-1, 0)).isZero();
    assertThat(bin(-0.5, 0)).isEqualTo(2);
    assertThat(bin(Math.nextDown(-0.5f), 0)).isZero();
    assertThat(bin(-1, 5)).isEqualTo(1);
    assertThat(bin(0.99, 9.99)).isEqualTo(7);
  }

  @Test
  void valuesOutsideFallIntoTheOutermostBins() {
    assertThat(bin(-100, -100)).isZero();
    assertThat(bin(1, 10)).isEqualTo(7);
    assertThat(bin(Float.MAX_VALUE, Float.POSITIVE_INFINITY)).isEqualTo(7);
    assertThat(bin(Float.NEGATIVE_INFINITY, 5)).isEqualTo(1);
  }

  @Test
  void shiftedGridsHaveOneTileMore() {
    var tiling = new Tiling(BINS, new double[] {0.5, 0.25});
    assertThat(tiling.size()).isEqualTo(15);
    assertThat(tiling.of(new float[] {-1, 0}, new int[0], 0)).isZero();
    assertThat(tiling.of(new float[] {-0.75f, 0}, new int[0], 0)).isEqualTo(3);
    assertThat(tiling.of(new float[] {1, 10}, new int[0], 0)).isEqualTo(14);
  }

  @Test
  void tilesAreExactFeaturesWithOddDisplacements() {
    try (VecEnv env = env("MountainCar-v0")) {
      FeatureMap map = FeatureMap.of(env, Features.Tiles.of(4, List.of(8, 8)));
      assertThat(map.size()).isEqualTo(4 * 81);
      assertThat(map.active()).isEqualTo(4);
      float[] corner = {-1.2f, -0.07f};
      assertThat(IntStream.range(0, 4).map(j -> map.of(corner, new int[0], 0, j)))
          .containsExactly(0, 81, 162, 243);
      // half a tile to the right: beyond the edges of the grids shifted by 2/4 and 3/4
      float[] right = {-1.2f + 0.501f * 1.8f / 8, -0.07f};
      assertThat(IntStream.range(0, 4).map(j -> map.of(right, new int[0], 0, j)))
          .containsExactly(0, 81, 162 + 9, 243 + 9);
      // and half a tile up: shifts of the second coordinate are 0, 3/4, 2/4, 1/4
      float[] up = {-1.2f, -0.07f + 0.501f * 0.14f / 8};
      assertThat(IntStream.range(0, 4).map(j -> map.of(up, new int[0], 0, j)))
          .containsExactly(0, 81 + 1, 162 + 1, 243);
    }
  }

  @Test
  void aTupleOfDiscreteSpacesIsNumberedRowMajor() {
    try (VecEnv env = env("Blackjack-v1")) {
      FeatureMap map = FeatureMap.states(env, Bins.NONE);
      assertThat(map.size()).isEqualTo(32 * 11 * 2);
      float[] oneHot = new float[45];
      oneHot[20] = 1;
      oneHot[32 + 10] = 1;
      oneHot[43 + 1] = 1;
      assertThat(map.of(oneHot, new int[0], 0, 0)).isEqualTo((20 * 11 + 10) * 2 + 1);
    }
  }

  @Test
  void whatDoesNotFitIsRefusedWithARemedy() {
    try (VecEnv cart = env("CartPole-v1");
        VecEnv lake = env("FrozenLake-v1")) {
      assertThatThrownBy(() -> FeatureMap.states(cart, Bins.NONE))
          .hasMessageMatching(
              "environment 'CartPole': observations must be discrete, got Box.*"
                  + " \\(set the number of bins: bins.counts=\\[..], or take linear-q-learning with"
                  + " features.tiles.bins.counts=\\[..]\\)");
      assertThatThrownBy(() -> FeatureMap.of(cart, Features.Tiles.of(8, List.of(4, 4, 4, 4))))
          .hasMessage(
              "environment 'CartPole': coordinate 1 has no bounds, got [-Infinity, Infinity]"
                  + " (set features.tiles.bins.low and features.tiles.bins.high)");
      assertThatThrownBy(() -> FeatureMap.of(cart, Features.Tiles.of(8, List.of(4))))
          .hasMessage(
              "environment 'CartPole': features.tiles.bins.counts must have a number for each of"
                  + " 4 coordinates, got [4]");
      assertThatThrownBy(() -> FeatureMap.of(lake, Features.Tiles.of(8, List.of(4))))
          .hasMessage(
              "environment 'FrozenLake': tiles need a Box, got Discrete(16)"
                  + " (set features=oneHot)");
    }
    assertThatThrownBy(() -> new Bins(List.of(2, 2), List.of(0.0), List.of(1.0)))
        .hasMessage("low, high: must have 2 values as counts has, or none, got 1 and 1");
    assertThatThrownBy(() -> new Bins(List.of(2), List.of(1.0), List.of(1.0)))
        .hasMessage("low[0]: must be below high[0] = 1.0, got 1.0");
    assertThatThrownBy(() -> new Bins(List.of(0), List.of(), List.of()))
        .hasMessage("counts[0]: must be at least 1, got 0");
    assertThatThrownBy(() -> new Features.Tiles(0, Bins.NONE))
        .hasMessage("tilings: must be at least 1, got 0");
  }
}
