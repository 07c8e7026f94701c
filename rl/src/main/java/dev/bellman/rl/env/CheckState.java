package dev.bellman.rl.env;

import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tries whether a saved environment goes on as the one it was saved from, and whether a state that
/// can be set gives the observation of that state.
final class CheckState {
  private static final int BEFORE = 7;

  private final CheckFindings findings;

  CheckState(CheckFindings findings) {
    this.findings = findings;
  }

  void run(Env<?, ?> a, Env<?, ?> b) {
    if (!a.savesState()) {
      findings.warn("savesState: is false, so a resumed run is not exact (implement Stateful)");
    } else if (a instanceof Stateful && b instanceof Stateful) {
      saved(new CheckProbe(a), new CheckProbe(b));
    } else {
      findings.error("savesState: must be false unless the class implements Stateful, got true");
    }
    if (a.unwrapped() instanceof StartState<?> start && isPlain(a)) {
      startState(a, start);
    }
  }

  /// What was saved must hold while its environment and those that load it go on.
  private void saved(CheckProbe a, CheckProbe b) {
    a.run(EnvChecker.SEED + 1, BEFORE);
    var state = new State();
    a.save(state);
    List<CheckMoment> expected = a.goOn(EnvChecker.STEPS);
    b.run(EnvChecker.SEED + 2, 1);
    String difference = loaded(b, state, expected);
    if (difference != null) {
      findings.error(
          "load: must go on as the saved environment does, got in %s (save all fields that change,"
                  .formatted(difference)
              + " the random stream too)");
      return;
    }
    if (loaded(b, state, expected) != null) {
      findings.error("load: must copy the arrays that it takes, got one that changes later");
    }
  }

  private static @Nullable String loaded(CheckProbe b, State state, List<CheckMoment> expected) {
    b.load(state);
    return CheckProbe.difference(1, expected, b.goOn(EnvChecker.STEPS));
  }

  /// Whether the observations are those of the environment inside.
  @SuppressWarnings("ReferenceEquality") // one and the same object is what must be found
  private static boolean isPlain(Env<?, ?> env) {
    return env == env.unwrapped()
        || (env instanceof TimeLimit<?, ?> limit && limit.inner() == env.unwrapped());
  }

  private void startState(Env<?, ?> env, StartState<?> start) {
    CheckMoment shown = new CheckProbe(env).run(EnvChecker.SEED, BEFORE).getLast();
    Object observation = start.startFrom(start.state());
    Space<?> space = env.observationSpace();
    String problem = Members.problem(space, "observation", observation);
    if (problem != null || observation == null) {
      findings.error("startFrom: %s".formatted(problem));
      return;
    }
    var values = new float[space.flatSize()];
    var expected = new float[values.length];
    Members.flatten(space, observation, values, 0);
    if (space instanceof Discrete) {
      expected[shown.state()] = 1;
    } else {
      System.arraycopy(shown.observation(), 0, expected, 0, expected.length);
    }
    for (int d = 0; d < values.length; d++) {
      if (values[d] != expected[d]) {
        findings.error(
            "startFrom(state()): must give the observation of that state, got %s for %s at [%d]"
                .formatted(values[d], expected[d], d));
        return;
      }
    }
  }
}
