package dev.bellman.rl.env;

import dev.bellman.tensor.Rng;
import dev.bellman.tensor.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Tries an environment against the rules that learners rely on, and says what to change.
///
/// Two instances are run side by side with the same seeds and random actions: they must agree,
/// which finds hidden randomness and state shared between instances. Observations, rewards and
/// masks must be what the spaces say; a saved environment must go on as the one it was saved from.
public final class EnvChecker {
  /// How bad a finding is.
  public enum Severity {
    /// Training would go wrong or stop.
    ERROR,
    /// Training works, likely worse than it could.
    WARNING
  }

  /// Something to change.
  ///
  /// @param severity how bad it is
  /// @param message where it is, what was expected and what came
  public record Finding(Severity severity, String message) {}

  private static final int STEPS = 200;
  private static final long SEED = 123;

  private final Supplier<? extends Env<?, ?>> factory;
  private final Set<Finding> findings = new LinkedHashSet<>();

  private EnvChecker(Supplier<? extends Env<?, ?>> factory) {
    this.factory = factory;
  }

  /// Checks an environment.
  ///
  /// @param factory creates a new environment at each call; the instances are closed
  /// @return what to change, worst first; empty if all is well
  public static List<Finding> check(Supplier<? extends Env<?, ?>> factory) {
    var checker = new EnvChecker(factory);
    checker.run();
    var sorted = new ArrayList<>(checker.findings);
    sorted.sort((a, b) -> a.severity().compareTo(b.severity()));
    return List.copyOf(sorted);
  }

  /// Checks an environment and refuses one with errors; warnings pass.
  ///
  /// @param factory creates a new environment at each call; the instances are closed
  /// @throws IllegalStateException if there are errors, with one line for each
  public static void require(Supplier<? extends Env<?, ?>> factory) {
    List<String> errors =
        check(factory).stream()
            .filter(finding -> finding.severity() == Severity.ERROR)
            .map(Finding::message)
            .toList();
    if (!errors.isEmpty()) {
      throw new IllegalStateException(String.join("\n", errors));
    }
  }

  @SuppressWarnings("ReferenceEquality") // one and the same object is what must be found
  private void run() {
    try (Env<?, ?> a = factory.get();
        Env<?, ?> b = factory.get()) {
      if (a == b) {
        error("factory: must create a new environment at each call, got the same one twice");
        return;
      }
      if (a.observationSpace() == null || a.actionSpace() == null) {
        error("spaces: must be there from construction on, got null");
        return;
      }
      warnAboutObservations(a.observationSpace());
      warnAboutActions(a.actionSpace());
      var first = new Probe(a);
      var second = new Probe(b);
      boolean once = agree(first, second);
      if (once && agree(first, second)) {
        checkSaved(first, second);
      }
      checkClose(a);
    } catch (RuntimeException e) {
      error(e.getMessage() == null ? "environment: must not throw, got " + e : e.getMessage());
    }
  }

  private void warnAboutObservations(Space<?> space) {
    if (space instanceof Discrete) {
      return;
    }
    Box box = space.flattened();
    for (int d = 0; d < box.flatSize(); d++) {
      if (box.low(d) == box.high(d)) {
        warn(
            "observationSpace: bounds of coordinate %d must differ, got %s twice (leave it out)"
                .formatted(d, box.low(d)));
      }
    }
  }

  private void warnAboutActions(Space<?> space) {
    if (!(Actions.carried(space) instanceof Box box)) {
      return;
    }
    if (!box.isBounded()) {
      error(
          "actionSpace: must have finite bounds, got %s (learners clip to them; Box.of(-1, 1, n)?)"
              .formatted(box));
      return;
    }
    for (int d = 0; d < box.flatSize(); d++) {
      if (box.low(d) != -1 || box.high(d) != 1) {
        warn(
            "actionSpace: coordinate %d should be in [-1, 1], got [%s, %s] (scale inside step)"
                .formatted(d, box.low(d), box.high(d)));
        return;
      }
    }
  }

  /// Runs both with equal seeds and actions, over as many episodes as fit.
  private boolean agree(Probe first, Probe second) {
    first.reset(SEED);
    second.reset(SEED);
    return differ(first, second, "reset(%d)".formatted(SEED))
        .or(() -> runBoth(first, second))
        .map(
            difference -> {
              error(
                  difference
                      + " (draw all random numbers from the stream that reset seeds; share no"
                      + " static state between instances)");
              return false;
            })
        .orElse(true);
  }

  private Optional<String> runBoth(Probe first, Probe second) {
    Rng rng = Rng.ofSeed(SEED);
    for (int t = 1; t <= STEPS; t++) {
      first.sampleAction(rng);
      first.step(first.actions);
      second.step(first.actions);
      outside(first).ifPresent(this::error);
      Optional<String> difference = differ(first, second, "step " + t);
      if (difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> differ(Probe first, Probe second, String event) {
    String a = first.describe();
    String b = second.describe();
    return a.equals(b)
        ? Optional.empty()
        : Optional.of(
            "%s: must give the same for equal seeds and actions, got %s and %s"
                .formatted(event, a, b));
  }

  private static Optional<String> outside(Probe probe) {
    if (probe.env.observationSpace() instanceof Discrete) {
      return Optional.empty();
    }
    Box box = probe.env.observationSpace().flattened();
    VecStep out = probe.out;
    float[] values = out.done(0) ? out.finalObservations() : out.observations();
    for (int d = 0; d < values.length; d++) {
      if (values[d] < box.low(d) || values[d] > box.high(d)) {
        return Optional.of(
            "observation[%d]: must be inside observationSpace() (widen its bounds or clip)"
                .formatted(d));
      }
    }
    return Optional.empty();
  }

  private void checkSaved(Probe first, Probe second) {
    if (!first.env.savesState()) {
      warn("savesState: is false, so a resumed run is not exact (implement Stateful)");
      return;
    }
    first.reset(SEED + 1);
    second.reset(SEED + 2);
    Rng rng = Rng.ofSeed(SEED);
    first.sampleAction(rng);
    first.step(first.actions);
    var saved = new State();
    first.env.save(saved);
    second.env.load(saved);
    runBoth(first, second)
        .ifPresent(
            difference -> error("load: must go on as the saved environment does: " + difference));
  }

  private void checkClose(Env<?, ?> env) {
    env.close();
    try {
      env.close();
    } catch (RuntimeException e) {
      error("close: must do nothing at the second call, got " + e);
    }
  }

  private void error(String message) {
    findings.add(new Finding(Severity.ERROR, message));
  }

  private void warn(String message) {
    findings.add(new Finding(Severity.WARNING, message));
  }

  /// One environment behind an adapter, which checks each value and resets at each end.
  private static final class Probe {
    private final EnvAdapter env;
    private final VecStep out;
    private final Actions actions;

    Probe(Env<?, ?> env) {
      this.env = EnvAdapter.of(env.unwrapped().getClass().getSimpleName(), 1, () -> env);
      out = VecStep.of(this.env);
      actions = Actions.of(1, env.actionSpace());
    }

    void reset(long seed) {
      env.reset(new long[] {seed}, out);
    }

    void step(Actions taken) {
      env.step(taken, out);
    }

    void sampleAction(Rng rng) {
      actions.sample(0, env.actionSpace(), out.actionMasks(), rng);
    }

    /// All that the last call gave, final values only where an episode ended.
    String describe() {
      String observation = values(out.observations(), out.states()) + masks();
      String end =
          out.done(0)
              ? " (an end after %s)".formatted(values(out.finalObservations(), out.finalStates()))
              : "";
      return "observation %s, reward %s, terminated %s, truncated %s%s"
          .formatted(observation, out.rewards()[0], out.terminated()[0], out.truncated()[0], end);
    }

    private String masks() {
      byte[] masks = out.actionMasks();
      return masks == null ? "" : ", action mask " + Arrays.toString(masks);
    }

    private static String values(float[] floats, int[] states) {
      return states.length > 0 ? Integer.toString(states[0]) : Arrays.toString(floats);
    }
  }
}
