package dev.bellman.app.chart;

import java.util.List;
import java.util.Optional;

/// An algorithm's loop as it is drawn: environments, rollout, estimate, batches, loss, step, and
/// back to the policy.
///
/// @param name of the algorithm, as in the page's file name
/// @param steps the six boxes in the order in which they run
/// @param policy what acts in the environments and what the last step changes
/// @param formulas what the loss and the estimate are in full
/// @param repeat what goes from the step back to the batches before the policy acts again
/// @param shared what several actors share; each of them then runs a loop of its own
record Loop(
    String name,
    List<Box> steps,
    Box policy,
    List<String> formulas,
    Optional<String> repeat,
    Optional<Box> shared) {
  static final int STEPS = 6;
  static final int FORMULA_LENGTH = 46;

  Loop {
    if (steps.size() != STEPS) {
      throw new IllegalArgumentException(
          "%s: expected %d steps, got %d".formatted(name, STEPS, steps.size()));
    }
    formulas.forEach(line -> requireShort(line, FORMULA_LENGTH));
  }

  /// One loop over one policy.
  static Loop of(String name, Box policy, List<Box> steps, String... formulas) {
    return new Loop(name, steps, policy, List.of(formulas), Optional.empty(), Optional.empty());
  }

  Loop repeating(String what) {
    return new Loop(name, steps, policy, formulas, Optional.of(what), shared);
  }

  Loop over(Box common) {
    return new Loop(name, steps, policy, formulas, repeat, Optional.of(common));
  }

  private static void requireShort(String line, int most) {
    if (line.length() > most) {
      throw new IllegalArgumentException(
          "'%s': expected at most %d characters, got %d (it would leave its box)"
              .formatted(line, most, line.length()));
    }
  }

  /// A box.
  ///
  /// @param title what happens
  /// @param code the call that does it
  /// @param lines what there is to say, one line each
  record Box(String title, String code, List<String> lines) {
    static final int TITLE_LENGTH = 20;
    static final int LENGTH = 28;
    static final int CODE_LENGTH = 27;

    Box {
      requireShort(title, TITLE_LENGTH);
      requireShort(code, CODE_LENGTH);
    }

    static Box of(String title, String code, String... lines) {
      for (String line : lines) {
        requireShort(line, LENGTH);
      }
      return new Box(title, code, List.of(lines));
    }
  }
}
