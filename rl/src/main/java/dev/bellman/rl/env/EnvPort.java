package dev.bellman.rl.env;

import java.util.Arrays;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// One environment of an [EnvAdapter]: moves values between typed environment and flat arrays, and
/// checks them on the way.
final class EnvPort {
  private final String name;
  private final int index;
  private final Env<Object, Object> env;
  private final Space<?> observationSpace;
  private final int observationSize;
  private final Space<?> actionSpace;
  private final Space<?> sentSpace;
  private final int actionSize;
  private @Nullable InfoColumns watched;

  /// Steps taken in the episode, for messages.
  private long steps;

  // The two casts are sound because values enter as members of actionSpace(), whose type is the
  // environment's A, and leave through instanceof checks.
  @SuppressWarnings("unchecked")
  EnvPort(String name, int index, Env<?, ?> env) {
    this.name = name;
    this.index = index;
    this.env = (Env<Object, Object>) env;
    observationSpace = env.observationSpace();
    observationSize = observationSpace.flatSize();
    actionSpace = env.actionSpace();
    sentSpace = Actions.carried(actionSpace);
    actionSize = actionSpace.flatSize();
  }

  void reset(OptionalLong seed, VecStep out) {
    steps = 0;
    Reset<Object> reset;
    try {
      reset = env.reset(seed);
    } catch (Throwable e) { // whatever foreign code, in any language of the JVM, throws
      throw failed("reset", e);
    }
    if (reset == null) {
      throw broken("reset must return a Reset, got null");
    }
    observe(reset.observation(), out.observations(), out.states());
    mask(reset.actionMask(), out.actionMasks());
  }

  void step(Actions actions, VecStep out) {
    actions.check(name, sentSpace, index, index + 1);
    Object action = actions.get(index, actionSpace);
    steps++;
    Step<Object> step;
    try {
      step = env.step(action);
    } catch (Throwable e) {
      throw failed("step", e);
    }
    if (step == null) {
      throw broken("step must return a Step, got null");
    }
    if (!Double.isFinite(step.reward())) {
      throw broken("reward must be finite, got " + step.reward() + " (check what step computes)");
    }
    out.rewards()[index] = step.reward();
    out.terminated()[index] = step.terminated();
    out.truncated()[index] = step.truncated();
    tell(step.info());
    if (step.done()) {
      observe(step.observation(), out.finalObservations(), out.finalStates());
      reset(OptionalLong.empty(), out);
    } else {
      observe(step.observation(), out.observations(), out.states());
      mask(step.actionMask(), out.actionMasks());
    }
  }

  /// Writes what infos tell into columns from now on, or no longer.
  void watch(@Nullable InfoColumns columns) {
    watched = columns;
  }

  private void tell(Info info) {
    if (watched != null) {
      try {
        watched.put(index, info);
      } catch (Throwable e) {
        throw failed("info", e);
      }
    }
  }

  private void observe(@Nullable Object observation, float[] floats, int[] states) {
    String problem = Members.problem(observationSpace, "observation", observation);
    if (problem != null || observation == null) {
      throw broken(String.valueOf(problem));
    }
    if (observationSpace instanceof Discrete space) {
      states[index] = (Integer) observation - space.start();
    } else {
      Members.flatten(observationSpace, observation, floats, index * observationSize);
    }
  }

  private void mask(byte @Nullable [] mask, byte @Nullable [] masks) {
    if (masks == null) {
      if (mask != null) {
        throw broken("must return no action mask, got one (let masksActions() return true)");
      }
      return;
    }
    int offset = index * actionSize;
    if (mask == null) {
      Arrays.fill(masks, offset, offset + actionSize, (byte) 1);
      return;
    }
    if (mask.length != actionSize) {
      throw broken(
          "action mask must have %d values, one for each action, got %d"
              .formatted(actionSize, mask.length));
    }
    for (int a = 0; a < actionSize; a++) {
      masks[offset + a] = (byte) (mask[a] == 0 ? 0 : 1);
    }
    if (!actionSpace.allows(masks, offset)) {
      throw broken("action mask must allow an action, got only zeros (terminate the episode then)");
    }
  }

  private EnvironmentFailure broken(String problem) {
    return new EnvironmentFailure(where() + problem, null);
  }

  private EnvironmentFailure failed(String call, Throwable cause) {
    return new EnvironmentFailure(
        "%s%s must not throw, got %s".formatted(where(), call, cause), cause);
  }

  private String where() {
    return "environment '%s' [%d], %s: "
        .formatted(name, index, steps == 0 ? "reset" : "step " + steps);
  }

  /// The steps taken in the episode.
  long steps() {
    return steps;
  }

  void resumeAt(long steps) {
    this.steps = steps;
  }
}
