package dev.bellman.rl.env;

import java.util.ArrayList;
import java.util.List;

/// Looks at the spaces of an environment, and at observations that must lie in them.
final class CheckSpaces {
  private static final int LISTED = 5;

  private final CheckFindings findings;

  CheckSpaces(CheckFindings findings) {
    this.findings = findings;
  }

  /// Whether the spaces are there, so that everything else can be tried.
  boolean run(Env<?, ?> env) {
    Space<?> observations = env.observationSpace();
    Space<?> actions = env.actionSpace();
    if (observations == null || actions == null) {
      findings.error("spaces: must be there from construction on, got null");
      return false;
    }
    if (!observations.equals(env.observationSpace()) || !actions.equals(env.actionSpace())) {
      findings.error("spaces: must be the same at each call (keep them in fields)");
    }
    observations(observations);
    actions(actions);
    return !findings.hasErrors();
  }

  private void observations(Space<?> space) {
    if (space instanceof Discrete) {
      return;
    }
    Box box = space.flattened();
    var unbounded = new ArrayList<Integer>();
    for (int d = 0; d < box.flatSize(); d++) {
      if (box.low(d) == box.high(d)) {
        findings.warn(
            "observationSpace: bounds of coordinate %d must differ, got %s twice (leave it out)"
                .formatted(d, box.low(d)));
      }
      if (Float.isInfinite(box.low(d)) || Float.isInfinite(box.high(d))) {
        unbounded.add(d);
      }
    }
    if (!unbounded.isEmpty()) {
      findings.note(
          "observationSpace: %s without bounds, so nothing can be scaled by them"
              .formatted(coordinates(unbounded)));
    }
  }

  private static String coordinates(List<Integer> numbers) {
    String list =
        String.join(", ", numbers.stream().limit(LISTED).map(number -> "" + number).toList());
    return "coordinate%s %s%s"
        .formatted(numbers.size() == 1 ? "" : "s", list, numbers.size() > LISTED ? ", ..." : "");
  }

  private void actions(Space<?> space) {
    if (space instanceof Discrete discrete && discrete.start() != 0) {
      findings.note(
          "actionSpace: begins at %d, which some other libraries refuse (begin at 0 to be portable)"
              .formatted(discrete.start()));
    }
    if (!(Actions.carried(space) instanceof Box box)) {
      return;
    }
    if (!box.isBounded()) {
      findings.error(
          "actionSpace: must have finite bounds, got %s (learners clip to them; Box.of(-1, 1, n)?)"
              .formatted(box));
      return;
    }
    for (int d = 0; d < box.flatSize(); d++) {
      if (box.low(d) != -1 || box.high(d) != 1) {
        findings.warn(
            "actionSpace: coordinate %d should be in [-1, 1], got [%s, %s] (scale inside step)"
                .formatted(d, box.low(d), box.high(d)));
        return;
      }
    }
  }

  /// Looks for observations that are not in their space; each coordinate is named once.
  void inside(Space<?> space, List<CheckMoment> moments) {
    if (space instanceof Discrete) {
      return;
    }
    Box box = space.flattened();
    for (int d = 0, named = 0; d < box.flatSize() && named < LISTED; d++) {
      int t = 0;
      while (t < moments.size() && inside(box, d, moments.get(t))) {
        t++;
      }
      if (t < moments.size()) {
        named++;
        CheckMoment moment = moments.get(t);
        float[] shown = inside(box, d, moment.observation()) ? moment.last() : moment.observation();
        findings.error(
            "observation[%d]: must be in [%s, %s] as observationSpace() says, got %s in %s"
                    .formatted(d, box.low(d), box.high(d), shown[d], t == 0 ? "reset" : "step " + t)
                + " (widen the space or clip)");
      }
    }
  }

  private static boolean inside(Box box, int d, CheckMoment moment) {
    return inside(box, d, moment.observation()) && inside(box, d, moment.last());
  }

  private static boolean inside(Box box, int d, float[] values) {
    return values.length == 0 || (values[d] >= box.low(d) && values[d] <= box.high(d));
  }
}
