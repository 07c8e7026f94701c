package dev.bellman.app;

import dev.bellman.tensor.Engine;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Tells what this installation runs on.
@Command(name = "doctor", description = "Show the virtual machine and the kernels in use.")
final class Doctor implements Runnable {
  private static final Runtime.Version ADVISED = Runtime.Version.parse("25.0.3");

  private final Context context;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  Doctor(Context context) {
    this.context = context;
  }

  @Override
  public void run() {
    Map<String, Object> report = report();
    context.print(json, report, () -> text(report) + advice(Runtime.version()));
  }

  private static Map<String, Object> report() {
    var report = new LinkedHashMap<String, Object>();
    report.put("java_home", System.getProperty("java.home"));
    report.put("java_version", System.getProperty("java.version"));
    report.put("kernels", Engine.kernels());
    report.put("reason", Engine.reason());
    report.put("cores", Runtime.getRuntime().availableProcessors());
    return report;
  }

  private static String text(Map<String, Object> report) {
    var text = new StringBuilder();
    report.forEach(
        (name, value) -> text.append("%-14s%s%n".formatted(name.replace('_', ' '), value)));
    return text.toString();
  }

  /// What to say of a version; nothing if there is nothing to say.
  static String advice(Runtime.Version version) {
    return version.compareToIgnoreOptional(ADVISED) >= 0
        ? ""
        : "advice        use JDK %s or newer: earlier updates of 25 can corrupt pinned arrays%n"
            .formatted(ADVISED);
  }
}
