package dev.bellman.app;

import dev.bellman.tensor.Engine;
import dev.bellman.tensor.internal.json.Json;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Tells what this installation runs on.
@Command(name = "doctor", description = "Show the virtual machine and the kernels in use.")
final class Doctor implements Runnable {
  private final PrintWriter out;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  Doctor(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void run() {
    Map<String, Object> report = report();
    if (json) {
      out.println(Json.write(report));
    } else {
      report.forEach((name, value) -> out.printf("%-14s%s%n", name.replace('_', ' '), value));
    }
    out.flush();
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
}
