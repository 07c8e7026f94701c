package dev.bellman.rl.tabular;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.VecStep;
import dev.bellman.rl.policy.Policy;
import dev.bellman.tensor.Rng;
import org.jspecify.annotations.Nullable;

/// Action values in use: the greatest one, or an action that the behaviour draws as it does at the
/// end of training. Masks count as they are shown; nothing is learned of them.
final class ValuePolicy implements Policy {
  /// Reads the values of a state.
  @FunctionalInterface
  interface Source {
    /// Fills a table of one state.
    ///
    /// @param features the state's features; not modified
    void read(int[] features, ActionValues row);
  }

  private final FeatureMap map;
  private final Source source;
  private final Exploration behaviour;
  private final int[] features;
  private final ActionValues row;

  ValuePolicy(FeatureMap map, int actions, Source source, Exploration behaviour) {
    this.map = map;
    this.source = source;
    this.behaviour = behaviour;
    this.features = new int[map.active()];
    this.row = new ActionValues(1, actions, 0);
  }

  @Override
  public void act(VecStep shown, @Nullable Rng rng, Actions out) {
    byte[] masks = shown.actionMasks();
    for (int i = 0; i < shown.count(); i++) {
      for (int j = 0; j < features.length; j++) {
        features[j] = map.of(shown.observations(), shown.states(), i, j);
      }
      source.read(features, row);
      if (masks != null) {
        row.allow(0, masks, i);
      }
      out.discrete()[i] = rng == null ? row.greedy(0, null) : behaviour.choose(row, 0, 1, rng);
    }
  }
}
