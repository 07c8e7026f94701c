package dev.bellman.app;

import dev.bellman.tensor.internal.json.Json;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Tells what this installation runs on.
@Command(name = "doctor", description = "Show the virtual machine and the kernels in use.")
final class Doctor implements Runnable {
  private final KernelChoice kernels;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  Doctor() {
    this(KernelChoice.current());
  }

  Doctor(KernelChoice kernels) {
    this.kernels = kernels;
  }

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    Map<String, Object> report = report();
    if (json) {
      out.println(Json.write(report));
    } else {
      report.forEach((name, value) -> out.printf("%-14s%s%n", name.replace('_', ' '), value));
    }
    out.flush();
  }

  private Map<String, Object> report() {
    var report = new LinkedHashMap<String, Object>();
    report.put("java_home", System.getProperty("java.home"));
    report.put("java_version", System.getProperty("java.version"));
    report.put("kernels", kernels.name());
    report.put("reason", kernels.reason());
    report.put("cores", Runtime.getRuntime().availableProcessors());
    return report;
  }
}
