import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.StringWrapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Checks the format of every Java file below a folder, or mends it.
///
/// Run from source by the root `pom.xml`, with google-java-format on the class path, so that it
/// runs on the JDK that compiles the project and not on the one that runs Maven.
final class Format {
  private static final Set<String> SKIPPED = Set.of("target", "runs", "runtime", ".git");

  private static final int WIDTH = 100;

  private Format() {}

  public static void main(String[] args) throws IOException {
    boolean fix = args[0].equals("fix");
    Path root = Path.of(args[1]);
    var formatter = new Formatter(JavaFormatterOptions.defaultOptions());
    int bad = 0;
    for (Path file : javaFiles(root)) {
      String source = Files.readString(file);
      String wanted;
      try {
        String wrapped = wrapDocumentation(source);
        wanted = StringWrapper.wrap(formatter.formatSourceAndFixImports(wrapped), formatter);
      } catch (FormatterException e) {
        System.err.printf("format: %s: %s%n", root.relativize(file), e.getMessage());
        bad++;
        continue;
      }
      if (wanted.equals(source)) {
        continue;
      }
      if (fix) {
        Files.writeString(file, wanted);
        System.err.printf("format: mended %s%n", root.relativize(file));
      } else {
        System.err.printf("format: %s%n", root.relativize(file));
        bad++;
      }
    }
    if (bad > 0) {
      System.err.printf("format: %d files differ from google-java-format", bad);
      System.err.println(fix ? "" : " (mend with: mvn -Pfix validate)");
      System.exit(1);
    }
  }

  /// Breaks `///` lines that are too long; the formatter would take their rest for a plain comment.
  private static String wrapDocumentation(String source) {
    var lines = new ArrayList<>(List.of(source.split("\n", -1)));
    boolean fenced = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      String text = line.strip();
      if (text.startsWith("/// ```")) {
        fenced = !fenced;
      }
      if (!text.startsWith("/// ") || fenced || line.length() <= WIDTH) {
        continue;
      }
      int cut = line.lastIndexOf(' ', WIDTH);
      String prefix = line.substring(0, line.indexOf("///")) + "/// ";
      if (cut <= prefix.length()) {
        continue;
      }
      String rest = line.substring(cut + 1);
      String indent = text.startsWith("/// @") || text.startsWith("///     ") ? "    " : "";
      lines.set(i, line.substring(0, cut).stripTrailing());
      if (i + 1 < lines.size() && continues(lines.get(i + 1).strip())) {
        lines.set(
            i + 1, prefix + indent + rest + " " + lines.get(i + 1).strip().substring(3).strip());
      } else {
        lines.add(i + 1, prefix + indent + rest);
      }
    }
    return String.join("\n", lines);
  }

  /// Whether a line goes on with the paragraph of the line before.
  private static boolean continues(String line) {
    return line.matches("/// +[^@\\-*|#`0-9 ].*") && !line.startsWith("/// ```");
  }

  private static List<Path> javaFiles(Path root) throws IOException {
    try (var paths = Files.walk(root)) {
      return paths
          .filter(path -> path.toString().endsWith(".java"))
          .filter(path -> !isSkipped(root.relativize(path)))
          .sorted()
          .toList();
    }
  }

  private static boolean isSkipped(Path relative) {
    for (Path name : relative) {
      if (SKIPPED.contains(name.toString())) {
        return true;
      }
    }
    return false;
  }
}
