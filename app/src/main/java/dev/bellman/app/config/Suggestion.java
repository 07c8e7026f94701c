package dev.bellman.app.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/// Finds the word that was probably meant.
public final class Suggestion {
  private Suggestion() {}

  /// The known words and, where one is near, which of them was probably meant.
  ///
  /// @param word what was written
  /// @param known what could have been written
  /// @return `known: gamma, lambda (did you mean 'gamma'?)`
  public static String among(String word, Collection<String> known) {
    if (known.isEmpty()) {
      return "known: none";
    }
    String list = "known: " + String.join(", ", known);
    return nearest(word, known).map(near -> list + " (did you mean '" + near + "'?)").orElse(list);
  }

  /// The known word that was probably meant.
  ///
  /// @param word what was written
  /// @param known what could have been written
  /// @return the nearest word, or nothing if none is near
  public static Optional<String> nearest(String word, Collection<String> known) {
    Optional<String> best = Optional.empty();
    int bestDistance = Math.max(1, word.length() / 3) + 1;
    for (String candidate : known) {
      int distance = distance(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      if (distance < bestDistance) {
        best = Optional.of(candidate);
        bestDistance = distance;
      }
    }
    return best;
  }

  /// Edits (insert, delete, replace, swap of neighbours) that lead from one word to the other.
  private static int distance(String a, String b) {
    int[][] edits = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          edits[i][j] = i + j;
          continue;
        }
        int replace = edits[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        edits[i][j] = Math.min(replace, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          edits[i][j] = Math.min(edits[i][j], edits[i - 2][j - 2] + 1);
        }
      }
    }
    return edits[a.length()][b.length()];
  }
}
