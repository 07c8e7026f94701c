package dev.bellman.rl.tabular;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.VecStep;
import dev.bellman.rl.policy.Policy;
import dev.bellman.tensor.Rng;
import org.jspecify.annotations.Nullable;

/// A table in use: the greedy action, or one that the behaviour at the end of training draws.
final class TablePolicy implements Policy {
  private final ActionValues q;
  private final StateIndex index;
  private final Exploration behaviour;

  TablePolicy(ActionValues q, StateIndex index, Exploration behaviour) {
    this.q = q;
    this.index = index;
    this.behaviour = behaviour;
  }

  @Override
  public void act(VecStep shown, @Nullable Rng rng, Actions out) {
    byte[] masks = shown.actionMasks();
    for (int i = 0; i < shown.count(); i++) {
      int state = index.of(shown.observations(), shown.states(), i);
      if (masks != null) {
        q.allow(state, masks, i);
      }
      out.discrete()[i] = rng == null ? q.greedy(state, null) : behaviour.choose(q, state, 1, rng);
    }
  }
}
