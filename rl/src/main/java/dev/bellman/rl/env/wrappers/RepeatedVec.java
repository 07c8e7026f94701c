package dev.bellman.rl.env.wrappers;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.env.VecStep;
import dev.bellman.rl.env.VecWrapper;
import java.util.Objects;

/// Many environments whose actions are taken several times, each until its own episode ends.
final class RepeatedVec implements VecWrapper {
  private final VecEnv inner;
  private final int repeats;
  private final boolean maximum;
  private final Space<?> actionSpace;

  /// The observations before the last ones, where the larger are shown.
  private final ObservationRows previous;

  RepeatedVec(String wrapper, VecEnv inner, int repeats, boolean maximum) {
    if (inner.joint()) {
      throw new IllegalArgumentException(
          "%s: must stand inside wrappers with common statistics, got it around one (wrap it first)"
              .formatted(wrapper));
    }
    this.inner = inner;
    this.repeats = repeats;
    this.maximum = maximum;
    actionSpace = inner.actionSpace();
    previous = ObservationRows.of(inner.observationSpace(), maximum ? inner.count() : 0);
  }

  @Override
  public VecEnv inner() {
    return inner;
  }

  @Override
  public void step(Actions actions, VecStep out, int from, int to) {
    Objects.checkFromToIndex(from, to, count());
    ObservationRows current = ObservationRows.current(observationSpace(), out);
    ObservationRows finals = ObservationRows.finals(observationSpace(), out);
    for (int i = from; i < to; i++) {
      inner.step(actions, out, i, i + 1);
      double sum = out.rewards()[i];
      boolean twice = false;
      for (int k = 1; k < repeats && goesOn(i, actions, out); k++) {
        twice = maximum;
        if (maximum) {
          previous.copy(i, current);
        }
        inner.step(actions, out, i, i + 1);
        sum += out.rewards()[i];
      }
      out.rewards()[i] = sum;
      if (twice) {
        enlarge(i, out.done(i) ? finals : current);
      }
    }
  }

  private boolean goesOn(int i, Actions actions, VecStep out) {
    return !out.done(i) && actions.allowedBy(out.actionMasks(), i, actionSpace);
  }

  private void enlarge(int i, ObservationRows rows) {
    for (int at = rows.at(i); at < rows.at(i + 1); at++) {
      rows.values()[at] = Math.max(rows.values()[at], previous.values()[at]);
    }
  }
}
