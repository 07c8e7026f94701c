package dev.bellman.rl.env;

import dev.bellman.tensor.Rng;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// Tries what an environment does to its callers: calls in the wrong order, arrays that change
/// later, infos, pictures, closing.
final class CheckManners {
  private static final int STEPS = 50;
  private static final int DRAWN = 10;
  private static final int LONGEST = 2000;

  private final CheckFindings findings;

  CheckManners(CheckFindings findings) {
    this.findings = findings;
  }

  void run(Supplier<? extends Env<?, ?>> factory) {
    try (Env<?, ?> env = factory.get()) {
      order(env);
      kept(env);
    }
    try (Env<?, ?> env = factory.get()) {
      if (env.unwrapped() instanceof Drawable drawn) {
        pictures(env, drawn);
      }
    }
  }

  static void closeTwice(Env<?, ?> env, CheckFindings findings) {
    env.close();
    try {
      env.close();
    } catch (RuntimeException e) {
      findings.error("close: must do nothing at the second call, got " + e);
    }
  }

  /// Steps before the first reset, and after a termination.
  private <O, A> void order(Env<O, A> env) {
    Rng rng = Rng.ofSeed(EnvChecker.SEED);
    refused(env, "before the first reset", rng);
    byte[] mask = env.reset(EnvChecker.SEED).actionMask();
    for (int t = 0; t < LONGEST; t++) {
      Space<A> space = env.actionSpace();
      Step<O> step = env.step(mask == null ? space.sample(rng) : space.sample(rng, mask));
      mask = step.actionMask();
      if (step.terminated()) {
        refused(env, "after the end of an episode", rng);
        return;
      }
      if (step.truncated()) {
        mask = env.reset().actionMask();
      }
    }
  }

  private <A> void refused(Env<?, A> env, String when, Rng rng) {
    String got;
    try {
      env.step(env.actionSpace().sample(rng));
      got = "a step";
    } catch (IllegalStateException e) {
      return;
    } catch (RuntimeException e) {
      got = e.toString();
    }
    findings.note(
        "step: could throw IllegalStateException %s, got %s (it would show mistakes in loops of"
                .formatted(when, got)
            + " your own)");
  }

  /// What was handed out must not change, nor may the action that was handed in.
  private <O, A> void kept(Env<O, A> env) {
    Rng rng = Rng.ofSeed(EnvChecker.SEED);
    Reset<O> reset = env.reset(EnvChecker.SEED);
    info("reset", reset.info());
    O shown = reset.observation();
    byte[] mask = reset.actionMask();
    for (int t = 1; t <= STEPS; t++) {
      float[] before = flat(env.observationSpace(), shown);
      byte[] maskBefore = mask == null ? null : mask.clone();
      A action = mask == null ? env.actionSpace().sample(rng) : env.actionSpace().sample(rng, mask);
      float[] actionBefore = flat(env.actionSpace(), action);
      Step<O> step = env.step(action);
      if (!Arrays.equals(before, flat(env.observationSpace(), shown))) {
        findings.warn(
            "step: should return a new observation, got an earlier one changed (clone it)");
      }
      if (mask != null && !Arrays.equals(mask, maskBefore)) {
        findings.warn(
            "step: should return a new action mask, got an earlier one changed (clone it)");
      }
      if (!Arrays.equals(actionBefore, flat(env.actionSpace(), action))) {
        findings.warn("step: should not change the action that it is given (clone it first)");
      }
      info("step", step.info());
      shown = step.observation();
      mask = step.actionMask();
      if (step.done()) {
        Reset<O> next = env.reset();
        shown = next.observation();
        mask = next.actionMask();
      }
    }
  }

  private static <T> float[] flat(Space<T> space, T member) {
    var values = new float[space.flatSize()];
    space.flatten(member, values, 0);
    return values;
  }

  private void info(String where, Info info) {
    if (info == null || info.toMap() == null) {
      findings.error(
          "%s: info must be there, got null (Info.NONE where there is nothing to tell)"
              .formatted(where));
    }
  }

  /// Pictures and texts must work and change nothing.
  private void pictures(Env<?, ?> env, Drawable drawn) {
    var probe = new CheckProbe(env);
    List<CheckMoment> expected = probe.run(EnvChecker.SEED, DRAWN);
    Drawable.Size size = drawn.pictureSize();
    if (size.width() < 1 || size.height() < 1) {
      findings.error("pictureSize: must be at least 1 x 1, got " + size);
      return;
    }
    var picture = new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_INT_RGB);
    Runnable draw =
        () -> {
          Graphics2D g = picture.createGraphics();
          try {
            drawn.draw(g);
            if (drawn.text() == null) {
              findings.error("text: must be a text, got null (the empty one where there is none)");
            }
          } catch (RuntimeException e) {
            findings.error("draw: must not throw, got " + e);
          } finally {
            g.dispose();
          }
        };
    String difference =
        CheckProbe.difference(
            0, expected, probe.run(OptionalLong.of(EnvChecker.SEED), DRAWN, draw));
    if (difference != null) {
      findings.error("draw: must not change the state, got in " + difference);
    }
  }
}
