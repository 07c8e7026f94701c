package dev.bellman.app;

import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.EnvSpec;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.Info;
import dev.bellman.rl.env.Reset;
import dev.bellman.rl.env.Step;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Two observed numbers and two actions; ends every fourth step. From a step on it does what a test
/// asks for.
final class MisbehavingEnv implements Env<float[], Integer> {
  private static final byte[] ALL = {1, 1};

  private final int badStep;
  private final IntFunction<@Nullable Step<float[]>> bad;
  private int steps;

  private MisbehavingEnv(int badStep, IntFunction<@Nullable Step<float[]>> bad) {
    this.badStep = badStep;
    this.bad = bad;
  }

  /// A registry with `Bad-v0`, whose instances misbehave in their step number `badStep`; an answer
  /// of null means to go on as usual.
  static Envs registry(int badStep, IntFunction<@Nullable Step<float[]>> bad) {
    return Envs.builtIn()
        .with(EnvSpec.of("Bad-v0", "Misbehaves.", _ -> new MisbehavingEnv(badStep, bad)));
  }

  @Override
  public Box observationSpace() {
    return Box.of(-1, 1, 2);
  }

  @Override
  public Discrete actionSpace() {
    return Discrete.of(2);
  }

  @Override
  public boolean masksActions() {
    return true;
  }

  @Override
  public Reset<float[]> reset(OptionalLong seed) {
    if (badStep == 0) {
      throw new IllegalStateException("no battery");
    }
    return Reset.of(new float[2]);
  }

  @Override
  public Step<float[]> step(Integer action) {
    steps++;
    Step<float[]> answer = steps == badStep ? bad.apply(steps) : null;
    return answer == null ? step(new float[2], 1, steps % 4 == 0, ALL) : answer;
  }

  static Step<float[]> step(
      float[] observation, double reward, boolean terminated, byte[] actionMask) {
    return new Step<>(observation, reward, terminated, false, actionMask, Info.NONE);
  }
}
