package dev.bellman.app;

import dev.bellman.app.config.Overlay;
import dev.bellman.app.play.Subject;
import dev.bellman.app.terminal.Quantity;
import dev.bellman.app.train.Evaluations;
import dev.bellman.app.train.RunConfig;
import dev.bellman.app.train.SavedRun;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.EnvChecker;
import dev.bellman.rl.env.EnvChecker.Finding;
import dev.bellman.rl.env.EnvChecker.Report;
import dev.bellman.rl.env.EnvChecker.Severity;
import dev.bellman.rl.env.Envs;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Tries an environment against the rules that learners rely on.
@Command(name = "check", description = "Say what should change in an environment.")
final class Check implements Runnable {
  private final Context context;

  @Parameters(
      paramLabel = "<environment>",
      description = "One of: bellman envs; or the class of your own.")
  private String environment = "";

  @Option(
      names = "--set",
      paramLabel = "environment.NAME=value",
      description = "Set an option of the environment.")
  private List<String> settings = List.of();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Mixin private final ClassPath classPath = new ClassPath();

  Check(Context context) {
    this.context = context;
  }

  @Override
  public void run() {
    Envs envs = classPath.envs(context);
    String id = SavedRun.environment(envs, environment);
    Map<String, Object> options =
        RunConfig.environmentOptions(id, settings.stream().map(Overlay::setting).toList());
    String observations;
    String actions;
    try (Env<?, ?> env = new Subject(id, options, null).make(envs)) {
      observations = String.valueOf(env.observationSpace());
      actions = String.valueOf(env.actionSpace());
    }
    Report report = report(envs, id, options);
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put("environment", id);
    object.put("observation_space", observations);
    object.put("action_space", actions);
    object.put("steps_per_second", Evaluations.finite(report.stepsPerSecond()));
    for (Severity severity : Severity.values()) {
      object.put(name(severity) + "s", report.count(severity));
    }
    object.put("findings", report.findings().stream().map(Check::json).toList());
    context.print(json, object, () -> text(id, observations, actions, report));
    int errors = report.count(Severity.ERROR);
    if (errors > 0) {
      throw new UserError(
          "environment '%s': must have no errors, got %d (mend it as the report says)"
              .formatted(id, errors));
    }
  }

  /// What there is to say about one environment and, if it has that form, about many at once.
  private static Report report(Envs envs, String id, Map<String, Object> options) {
    Report single = EnvChecker.report(() -> envs.make(id, options), System::nanoTime);
    if (single.count(Severity.ERROR) > 0 || envs.spec(id).vectorFactory() == null) {
      return single;
    }
    var findings = new ArrayList<>(single.findings());
    findings.addAll(
        EnvChecker.checkVector(() -> envs.make(id, options), n -> envs.vector(id, n, options)));
    findings.sort(Comparator.comparing(Finding::severity));
    return new Report(findings, single.stepsPerSecond());
  }

  private static String name(Severity severity) {
    return severity.name().toLowerCase(Locale.ROOT);
  }

  private static Map<String, Object> json(Finding finding) {
    var object = new LinkedHashMap<String, Object>();
    object.put("severity", name(finding.severity()));
    object.put("message", finding.message());
    return object;
  }

  private static String text(String id, String observations, String actions, Report report) {
    var text =
        new StringBuilder(
            """
            environment   %s
            observations  %s
            actions       %s
            speed         %s steps/s in one thread
            """
                .formatted(id, observations, actions, Quantity.count(report.stepsPerSecond())));
    for (Finding finding : report.findings()) {
      text.append("%-8s %s%n".formatted(name(finding.severity()), OneLine.of(finding.message())));
    }
    return text.append(
            "%s, %s, %s%n"
                .formatted(
                    count(report, Severity.ERROR),
                    count(report, Severity.WARNING),
                    count(report, Severity.NOTE)))
        .toString();
  }

  private static String count(Report report, Severity severity) {
    int count = report.count(severity);
    return "%s %s%s".formatted(count == 0 ? "no" : count, name(severity), count == 1 ? "" : "s");
  }
}
