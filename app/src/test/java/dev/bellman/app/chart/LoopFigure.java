package dev.bellman.app.chart;

import dev.bellman.app.chart.Loop.Box;
import java.util.List;

/// Draws a [Loop]: three steps to the right, three back to the left below them, the policy at the
/// left between the two rows, the formulas inside the ring.
final class LoopFigure {
  static final int WIDTH = 760;
  private static final int COLUMN = 208;
  private static final int SPACE = 36;
  private static final int MARGIN = 32;
  private static final int TOP = 34;
  private static final int LINE = 17;
  private static final int[] COLUMNS = {
    MARGIN, MARGIN + COLUMN + SPACE, MARGIN + 2 * (COLUMN + SPACE)
  };
  private static final int DOWN = COLUMNS[2] + 152;

  /// What a box is about.
  private enum Kind {
    DATA("#EAF2FB", "#1F5FA8"),
    LEARNING("#FBEFE6", "#C2571A"),
    POLICY("#EAF5EA", "#2E7D32");

    private final String fill;
    private final String line;

    Kind(String fill, String line) {
      this.fill = fill;
      this.line = line;
    }
  }

  private final Loop loop;
  private final StringBuilder out = new StringBuilder();
  private final int upper;
  private final int middle;
  private final int lower;
  private final int upperHeight;
  private final int middleHeight;
  private final int lowerHeight;

  private LoopFigure(Loop loop) {
    this.loop = loop;
    this.upper = TOP + (loop.shared().isPresent() ? 14 : -14);
    this.upperHeight = heightOf(loop.steps().subList(0, 3));
    this.middle = upper + upperHeight + SPACE;
    this.middleHeight =
        Math.max(heightOf(List.of(loop.policy())), 34 + LINE * loop.formulas().size());
    this.lower = middle + middleHeight + SPACE;
    this.lowerHeight = heightOf(loop.steps().subList(3, Loop.STEPS));
  }

  /// {@return the picture as a file's text}
  static String svg(Loop loop) {
    return new LoopFigure(loop).draw();
  }

  private static int heightOf(List<Box> boxes) {
    int most = boxes.stream().mapToInt(box -> box.lines().size()).max().orElse(0);
    return 52 + LINE * most;
  }

  private String draw() {
    int bottom = lower + lowerHeight;
    loop.shared().ifPresent(_ -> frames());
    for (int column = 0; column < 3; column++) {
      box(loop.steps().get(column), Kind.DATA, COLUMNS[column], upper, upperHeight);
      Box below = loop.steps().get(Loop.STEPS - 1 - column);
      box(below, Kind.LEARNING, COLUMNS[column], lower, lowerHeight);
    }
    box(loop.policy(), Kind.POLICY, COLUMNS[0], middle, middleHeight);
    formulas();
    ring();
    loop.repeat().ifPresent(what -> repeat(what, bottom));
    loop.shared().ifPresent(box -> shared(box, bottom));
    int height = bottom + (loop.shared().isPresent() ? 156 : loop.repeat().isPresent() ? 48 : 20);
    return head(height) + out + "</svg>\n";
  }

  private String head(int height) {
    return """
    <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" \
    role="img" font-family="Helvetica, Arial, sans-serif" font-size="12" fill="#222222">
    <title>The loop of %3$s</title>
    <defs>
    <marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" \
    orient="auto-start-reverse" markerUnits="userSpaceOnUse">\
    <path d="M0 0L8 4L0 8z" fill="#444444"/></marker>
    </defs>
    <rect width="%1$d" height="%2$d" fill="#FFFFFF"/>
    """
        .formatted(WIDTH, height, loop.name());
  }

  private void box(Box box, Kind kind, int x, int y, int height) {
    frame(kind.fill, kind.line, x, y, COLUMN, height);
    text(x + 12, y + 21, "font-size=\"14\" font-weight=\"bold\"", box.title());
    text(x + 12, y + 37, "font-size=\"11\" font-family=\"monospace\" fill=\"#666666\"", box.code());
    int baseline = y + 57;
    for (String line : box.lines()) {
      text(x + 12, baseline, "", line);
      baseline += LINE;
    }
  }

  private void formulas() {
    int x = COLUMNS[1];
    frame("#F6F6F6", "#CCCCCC", x, middle, DOWN - 20 - x, middleHeight);
    int baseline = middle + (middleHeight - LINE * (loop.formulas().size() - 1)) / 2 + 4;
    for (String line : loop.formulas()) {
      text(x + 10, baseline, "font-family=\"monospace\" xml:space=\"preserve\"", line);
      baseline += LINE;
    }
  }

  /// The arrows from step to step.
  private void ring() {
    int between = upper + upperHeight / 2;
    int back = lower + lowerHeight / 2;
    for (int column = 0; column < 2; column++) {
      int end = COLUMNS[column] + COLUMN;
      arrow("M%d %dH%d".formatted(end, between, end + SPACE));
      arrow("M%d %dH%d".formatted(end + SPACE, back, end));
    }
    arrow("M%d %dV%d".formatted(DOWN, upper + upperHeight, lower));
    text(DOWN + 9, middle + middleHeight / 2, "", "Â,");
    text(DOWN + 9, middle + middleHeight / 2 + LINE, "", "targets");
    int left = COLUMNS[0] + 60;
    int right = COLUMNS[0] + 140;
    arrow("M%d %dV%d".formatted(left, middle, upper + upperHeight));
    text(left + 9, middle - SPACE / 2 + 4, "", "actions");
    arrow("M%d %dV%d".formatted(right, upper + upperHeight, middle));
    text(right + 9, middle - SPACE / 2 + 4, "", "states");
    if (loop.shared().isEmpty()) {
      arrow("M%d %dV%d".formatted(COLUMNS[0] + 100, lower, middle + middleHeight));
      text(COLUMNS[0] + 109, lower - SPACE / 2 + 4, "", "new parameters");
    }
  }

  private void repeat(String what, int bottom) {
    int from = COLUMNS[0] + COLUMN / 2;
    int to = COLUMNS[2] + COLUMN / 2;
    dashed("M%d %dV%dH%dV%d".formatted(from, bottom, bottom + 20, to, bottom));
    text((from + to) / 2, bottom + 37, "text-anchor=\"middle\"", what);
  }

  /// The actor that is shown, and behind it the others.
  private void frames() {
    for (int behind = 2; behind >= 0; behind--) {
      int x = 8 + 7 * behind;
      int y = 20 - 7 * behind;
      frame("#FFFFFF", "#999999", x, y, WIDTH - 30, lower + lowerHeight + 12 - 20);
    }
    text(COLUMNS[0], 38, "font-weight=\"bold\"", "actor 1 of K, each at its own pace");
  }

  /// What all actors read and write, below them.
  private void shared(Box box, int bottom) {
    int y = bottom + 66;
    int height = 74;
    frame(Kind.POLICY.fill, Kind.POLICY.line, 8, y, WIDTH - 16, height);
    text(MARGIN + 12, y + 25, "font-size=\"14\" font-weight=\"bold\"", box.title());
    text(
        MARGIN + 12,
        y + 41,
        "font-size=\"11\" font-family=\"monospace\" fill=\"#666666\"",
        box.code());
    text(MARGIN + 12, y + 60, "", String.join(" ", box.lines()));
    int copy = 20;
    arrow("M%d %dV%dH%d".formatted(copy, y, middle + middleHeight / 2, COLUMNS[0]));
    text(copy + 9, y - 20, "", "copy θ");
    int apply = COLUMNS[0] + 100;
    arrow("M%d %dV%d".formatted(apply, bottom, y));
    text(apply + 9, y - 20, "", "apply Δθ");
    for (int other = 1; other <= 2; other++) {
      int x = COLUMNS[other] + 100;
      both("M%d %dV%d".formatted(x, bottom + 13, y));
      text(x + 9, y - 20, "", other == 1 ? "actor 2" : "... actor K");
    }
  }

  private void frame(String fill, String line, int x, int y, int width, int height) {
    out.append(
        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"5\" fill=\"%s\" stroke=\"%s\"/>\n"
            .formatted(x, y, width, height, fill, line));
  }

  private void arrow(String path) {
    path(path, "marker-end=\"url(#head)\"");
  }

  private void both(String path) {
    path(path, "marker-start=\"url(#head)\" marker-end=\"url(#head)\"");
  }

  private void dashed(String path) {
    path(path, "stroke-dasharray=\"5 3\" marker-end=\"url(#head)\"");
  }

  private void path(String path, String how) {
    out.append(
        "<path d=\"%s\" fill=\"none\" stroke=\"#444444\" stroke-width=\"1.4\" %s/>\n"
            .formatted(path, how));
  }

  private void text(int x, int y, String how, String text) {
    String space = how.isEmpty() ? "" : " ";
    String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    out.append("<text x=\"%d\" y=\"%d\"%s%s>%s</text>\n".formatted(x, y, space, how, escaped));
  }
}
