package dev.bellman.rl.env;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/// Finds what a misspelt word may have meant.
public final class Suggestions {
  private Suggestions() {}

  /// The candidate with the least edit distance, ignoring case, if that is at most 2 or a third of
  /// the word's length; the first of equals.
  ///
  /// @param word what was written
  /// @param candidates what could have been written
  /// @return the word that may have been meant, or nothing if none is near
  public static Optional<String> closest(String word, Collection<String> candidates) {
    int limit = Math.max(2, word.length() / 3);
    int best = limit + 1;
    String closest = null;
    for (String candidate : candidates) {
      int distance = distance(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      if (distance < best) {
        best = distance;
        closest = candidate;
      }
    }
    return Optional.ofNullable(closest);
  }

  /// Levenshtein's distance: insertions, deletions and replacements that turn one word into the
  /// other.
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
