package dev.bellman.app;

import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.Drawable;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.Reset;
import dev.bellman.rl.env.Step;
import java.awt.Graphics2D;
import java.util.OptionalLong;

/// Can be drawn, but its third step fails.
final class DrawnButBroken implements Env<Integer, Integer>, Drawable {
  private int steps;

  @Override
  public Discrete observationSpace() {
    return Discrete.of(10);
  }

  @Override
  public Discrete actionSpace() {
    return Discrete.of(2);
  }

  @Override
  public Reset<Integer> reset(OptionalLong seed) {
    steps = 0;
    return Reset.of(0);
  }

  @Override
  public Step<Integer> step(Integer action) {
    if (++steps == 3) {
      throw new IllegalStateException("motor broken");
    }
    return Step.of(steps, 1, false);
  }

  @Override
  public Size pictureSize() {
    return new Size(100, 50);
  }

  @Override
  public void draw(Graphics2D g) {
    g.fillRect(10 * steps, 0, 10, 10);
  }

  @Override
  public String text() {
    return "." + "x".repeat(steps);
  }
}
