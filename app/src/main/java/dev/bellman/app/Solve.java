package dev.bellman.app;

import dev.bellman.app.config.Overlay;
import dev.bellman.app.solve.Method;
import dev.bellman.app.solve.PictureFile;
import dev.bellman.app.solve.Report;
import dev.bellman.app.train.RunConfig;
import dev.bellman.app.train.SavedRun;
import dev.bellman.rl.dp.Mdp;
import dev.bellman.rl.dp.Solution;
import dev.bellman.rl.dp.Solver;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.EnvSpec;
import dev.bellman.rl.env.GridShape;
import dev.bellman.rl.env.TransitionModel;
import dev.bellman.tensor.Workers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Solves an environment whose model is known.
@Command(name = "solve", description = "Solve an environment whose model is known.")
final class Solve implements Runnable {
  private static final int MOST_THREADS = 1024;

  private final Context context;

  @Parameters(
      index = "0",
      paramLabel = "<method>",
      description =
          "value-iteration, gauss-seidel, prioritized-sweeping, policy-iteration,"
              + " modified-policy-iteration, policy-evaluation, iterative-policy-evaluation"
              + " (both of the uniform random policy) or backward-induction.")
  private String method = "";

  @Parameters(index = "1", paramLabel = "<environment>", description = "One of: bellman envs.")
  private String environment = "";

  @Option(
      names = "--gamma",
      paramLabel = "G",
      description = "The discount, in [0, 1] (default: ${DEFAULT-VALUE}).")
  private double gamma = 0.99;

  @Option(
      names = "--tolerance",
      paramLabel = "E",
      description = "How far values may be from the exact ones (default: 1e-10).")
  private @Nullable Double tolerance;

  @Option(
      names = "--horizon",
      paramLabel = "H",
      description = "How many decisions there are, for backward-induction.")
  private @Nullable Integer horizon;

  @Option(
      names = "--set",
      paramLabel = "environment.NAME=value",
      description = "Set an option of the environment.")
  private List<String> settings = List.of();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads (default: the number of cores). They change no result.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Draw values and policy, where states lie on a grid: NAME.png.")
  private @Nullable Path out;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Mixin private final ClassPath classPath = new ClassPath();

  Solve(Context context) {
    this.context = context;
  }

  @Override
  public void run() {
    Method chosen = Method.of(method);
    Solver solver = solver(chosen);
    if (threads < 1 || threads > MOST_THREADS) {
      throw new UserError("--threads: must be in [1, 1024], got " + threads);
    }
    String id = SavedRun.environment(classPath.envs(context), environment);
    TransitionModel model = model(id);
    PictureFile picture = out == null ? null : picture(out, id, model);
    long start = System.nanoTime();
    Solution solution = solve(solver, id, model);
    double seconds = (System.nanoTime() - start) * 1e-9;
    String title = title(chosen, id);
    if (picture != null) {
      picture.write(solution, title);
    }
    context.print(
        json,
        json ? object(chosen, id, solution) : Map.of(),
        () -> "%s: %s".formatted(title, Report.of(model, solution, seconds)));
  }

  private Solver solver(Method chosen) {
    if (tolerance != null && chosen.setting() != Method.Setting.TOLERANCE) {
      throw new UserError("--tolerance: %s takes none, it is exact".formatted(chosen.word()));
    }
    boolean finite = chosen.setting() == Method.Setting.HORIZON;
    if (finite && horizon == null) {
      throw new UserError("--horizon: must be given, got none (for example --horizon 100)");
    }
    if (!finite && horizon != null) {
      throw new UserError("--horizon: only backward-induction takes one, got " + horizon);
    }
    try {
      return chosen.solver(
          gamma, tolerance == null ? Solver.TOLERANCE : tolerance, horizon == null ? 1 : horizon);
    } catch (IllegalArgumentException e) {
      throw new UserError("--" + e.getMessage(), e);
    }
  }

  private TransitionModel model(String id) {
    Map<String, Object> options =
        RunConfig.environmentOptions(id, settings.stream().map(Overlay::setting).toList());
    try (Env<?, ?> env = classPath.envs(context).make(id, options)) {
      return env.unwrapped().model().orElseThrow(() -> unknownModel(id));
    } catch (IllegalArgumentException e) {
      throw new UserError(String.valueOf(e.getMessage()), e);
    }
  }

  private UserError unknownModel(String id) {
    List<String> known =
        context.envs().specs().stream().map(EnvSpec::id).filter(this::hasModel).toList();
    return new UserError(
        ("environment '%s': must have a known model, got none (these have one: %s; others are"
                + " learned: bellman train)")
            .formatted(id, String.join(", ", known)));
  }

  private boolean hasModel(String id) {
    try (Env<?, ?> env = context.envs().make(id, Map.of())) {
      return env.unwrapped().model().isPresent();
    }
  }

  private Solution solve(Solver solver, String id, TransitionModel model) {
    try (var workers = new Workers(threads)) {
      return solver.solve(Mdp.of(model, workers), workers);
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      throw new UserError(
          message.startsWith("gamma:")
              ? "--" + message
              : "environment '%s': %s".formatted(id, message),
          e);
    } catch (OutOfMemoryError e) {
      throw new UserError(
          "environment '%s': %d states with %d actions do not fit into memory"
              .formatted(id, model.states(), model.actions()),
          e);
    }
  }

  private static PictureFile picture(Path file, String id, TransitionModel model) {
    GridShape grid =
        model
            .grid()
            .orElseThrow(
                () ->
                    new UserError(
                        "--out: environment '%s' must lie on a grid to be drawn (use --json)"
                            .formatted(id)));
    return PictureFile.of(file, grid);
  }

  private String title(Method chosen, String id) {
    return "%s on %s, gamma %s%s"
        .formatted(chosen.word(), id, gamma, horizon == null ? "" : ", horizon " + horizon);
  }

  private Map<String, Object> object(Method chosen, String id, Solution solution) {
    var object = new LinkedHashMap<String, Object>();
    object.put("environment", id);
    object.put("method", chosen.word());
    object.put("gamma", gamma);
    object.put("iterations", solution.iterations());
    object.put("residual", solution.residual());
    object.put("values", Arrays.stream(solution.values()).boxed().toList());
    object.put("policy", Arrays.stream(solution.policy()).boxed().toList());
    return object;
  }
}
