package dev.bellman.rl.env.wrappers;

import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Space;

/// Takes actions of any size and clips them to the bounds of the environment's [Box].
public record ClipAction() implements ActionWrapper<float[], float[]> {
  @Override
  public ActionMap map(Space<?> space, int n) {
    Box box = Need.box("ClipAction", "action space", space);
    int size = box.flatSize();
    return ActionMap.of(
        Box.unbounded(box.shape()),
        (i, given, sent) -> {
          for (int d = 0; d < size; d++) {
            float value = given.continuous()[i * size + d];
            sent.continuous()[i * size + d] = Math.min(Math.max(value, box.low(d)), box.high(d));
          }
        });
  }
}
