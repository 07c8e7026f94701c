package dev.bellman.app;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.Space;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Actions as the command line has them: `a,b,..`, a vector as `x:y:z`.
final class ActionWords {
  private ActionWords() {}

  /// Reads actions. Continuous ones may lie outside their bounds, as in [Actions#set].
  ///
  /// @throws UserError if one can't be taken
  @SuppressWarnings("unchecked") // A is Integer for Discrete and float[] for Box
  static <A> List<A> parse(String text, Space<A> space) {
    Function<String, A> one =
        switch (space) {
          case Discrete _ -> word -> (A) integer(word);
          case Box _ -> word -> (A) floats(word);
        };
    Actions taken = Actions.of(1, space);
    var result = new ArrayList<A>();
    for (String word : text.split(",", -1)) {
      A action = one.apply(word.strip());
      try {
        taken.set(0, action, space);
      } catch (IllegalArgumentException e) {
        String where = "--actions[%d]".formatted(result.size());
        throw new UserError(String.valueOf(e.getMessage()).replaceFirst("^action", where), e);
      }
      result.add(action);
    }
    return result;
  }

  private static Integer integer(String word) {
    try {
      return Integer.valueOf(word);
    } catch (NumberFormatException e) {
      throw new UserError("--actions: must be whole numbers, got '%s'".formatted(word), e);
    }
  }

  private static float[] floats(String word) {
    double[] values = numbers("--actions", word.replace(':', ','));
    var result = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = (float) values[i];
    }
    return result;
  }

  /// Reads numbers with commas between.
  ///
  /// @throws UserError if one is none
  static double[] numbers(String option, String text) {
    String[] words = text.split(",", -1);
    var result = new double[words.length];
    for (int i = 0; i < words.length; i++) {
      try {
        result[i] = Double.parseDouble(words[i].strip());
      } catch (NumberFormatException e) {
        throw new UserError("%s: must be numbers, got '%s'".formatted(option, words[i]), e);
      }
    }
    return result;
  }
}
