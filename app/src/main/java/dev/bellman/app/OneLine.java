package dev.bellman.app;

/// Text from anywhere as one line of a message: it can neither break the line nor steer a terminal
/// nor fill it.
final class OneLine {
  private static final int LONGEST = 1000;

  private OneLine() {}

  static String of(String text) {
    String begin = text.substring(0, Math.min(text.length(), LONGEST));
    var shown = new StringBuilder();
    begin
        .strip()
        .replaceAll("\\s*(?:\\R|\\t)\\s*", " ")
        .codePoints()
        .forEach(
            c -> {
              if (isInvisible(c)) {
                shown.append("\\u%04x".formatted(c));
              } else {
                shown.appendCodePoint(c);
              }
            });
    return text.length() > LONGEST ? shown + "..." : shown.toString();
  }

  private static boolean isInvisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
