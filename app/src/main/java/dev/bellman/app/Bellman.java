package dev.bellman.app;

import dev.bellman.app.config.Suggestion;
import dev.bellman.rl.env.Envs;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/// The root command: options that every command has, exit statuses and one-line errors.
@Command(
    name = "bellman",
    description = "Reinforcement learning for the JVM.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Bellman.Version.class)
public final class Bellman {
  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Print stack traces of errors.")
  private boolean debug;

  private Bellman() {}

  /// Runs one command.
  ///
  /// @param out takes results
  /// @param err takes progress, warnings and errors
  /// @param args the command and its options
  /// @return the exit status, one of [ExitStatus]
  public static int run(PrintWriter out, PrintWriter err, String... args) {
    return run(Envs.builtIn(), out, err, args);
  }

  /// Runs one command with environments of one's own.
  ///
  /// @param envs the environments that can be named
  /// @param out takes results
  /// @param err takes progress, warnings and errors
  /// @param args the command and its options
  /// @return the exit status, one of [ExitStatus]
  public static int run(Envs envs, PrintWriter out, PrintWriter err, String... args) {
    var root = new Bellman();
    var context = new Context(envs, out, err);
    var commands =
        new CommandLine(root)
            .addSubcommand(new Train(context))
            .addSubcommand(new Evaluate(context))
            .addSubcommand("lm", Lm.commands(context))
            .addSubcommand(new Rollout(context))
            .addSubcommand(new Solve(context))
            .addSubcommand(new Check(context))
            .addSubcommand(new RecordCommand(context))
            .addSubcommand(new Watch(context))
            .addSubcommand(new EnvsCommand(context))
            .addSubcommand(new AlgorithmsCommand(context))
            .addSubcommand(new Bench(context))
            .addSubcommand(new Doctor(context))
            .setOut(out)
            .setErr(err)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler(root::refused)
            .setExecutionExceptionHandler(root::failed)
            .setExitCodeExceptionMapper(ExitStatus::of);
    try {
      return commands.execute(args);
    } catch (Error e) { // such as too little memory; picocli catches exceptions alone
      root.tell(e, "bellman", err);
      return ExitStatus.FAILED;
    }
  }

  private int refused(ParameterException e, String[] args) {
    PrintWriter err = e.getCommandLine().getErr();
    CommandSpec command = e.getCommandLine().getCommandSpec();
    String name = command.qualifiedName();
    String remedy =
        e instanceof UnmatchedArgumentException unmatched
            ? suggestion(unmatched.getUnmatched().getFirst(), command)
            : "see: " + name + " --help";
    err.println("%s: %s (%s)".formatted(name, OneLine.of(String.valueOf(e.getMessage())), remedy));
    if (debug) {
      e.printStackTrace(err);
    }
    err.flush();
    return ExitStatus.REFUSED;
  }

  private static String suggestion(String word, CommandSpec command) {
    int equals = word.indexOf('=');
    var known = new ArrayList<String>(command.subcommands().keySet());
    known.addAll(command.optionsMap().keySet());
    return Suggestion.nearest(equals < 0 ? word : word.substring(0, equals), known)
        .map(near -> "did you mean '" + near + "'?")
        .orElse("see: " + command.qualifiedName() + " --help");
  }

  private int failed(Exception e, CommandLine command, ParseResult result) {
    tell(e, command.getCommandSpec().qualifiedName(), command.getErr());
    return ExitStatus.of(e);
  }

  private void tell(Throwable e, String name, PrintWriter err) {
    err.println(name + ": " + OneLine.of(ExitStatus.describe(e)));
    if (debug) {
      e.printStackTrace(err);
    }
    err.flush();
  }

  /// The version that the build wrote into the jar's manifest.
  ///
  /// @return the version, or `(not packaged)`
  public static String version() {
    String version = Bellman.class.getPackage().getImplementationVersion();
    return Objects.requireNonNullElse(version, "(not packaged)");
  }

  /// What `--version` prints.
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"bellman " + version()};
    }
  }
}
