package dev.bellman.app;

import dev.bellman.app.config.Overlay;
import dev.bellman.app.config.Tree;
import dev.bellman.app.train.RunConfig;
import dev.bellman.app.train.SavedRun;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.Reset;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.StartState;
import dev.bellman.rl.env.Step;
import dev.bellman.tensor.Rng;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Steps an environment with given or sampled actions and shows what happens.
@Command(name = "rollout", description = "Step an environment with given or sampled actions.")
final class Rollout implements Runnable {
  private static final int SAMPLED_ACTIONS = 100;

  private final Context context;

  @Parameters(paramLabel = "<environment>", description = "One of: bellman envs.")
  private String environment = "";

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "The seed of the first reset and of sampled actions (default: 1).")
  private long seed = 1;

  @Option(
      names = "--start",
      paramLabel = "x,y,..",
      description = "Start from this internal state, which need not be the observation.")
  private @Nullable String start;

  @Option(
      names = "--actions",
      paramLabel = "a,b,..",
      description = "The actions, a vector as x:y:z (default: 100 sampled).")
  private @Nullable String actions;

  @Option(
      names = "--set",
      paramLabel = "environment.NAME=value",
      description = "Set an option of the environment.")
  private List<String> settings = List.of();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Mixin private final ClassPath classPath = new ClassPath();

  Rollout(Context context) {
    this.context = context;
  }

  private Envs envs() {
    return classPath.envs(context);
  }

  @Override
  public void run() {
    if (seed < 0) {
      throw new UserError("--seed: must be at least 0, got " + seed);
    }
    String id = SavedRun.environment(envs(), environment);
    Map<String, Object> options = RunConfig.environmentOptions(id, trees());
    try (Env<?, ?> env = env(id, options)) {
      show(id, env);
    } catch (UserError e) {
      throw e;
    } catch (RuntimeException e) {
      throw new RunFailed(
          "environment '%s': must not throw, got %s (mend it; trace with --debug)".formatted(id, e),
          e);
    }
  }

  private List<Tree.Mapping> trees() {
    return settings.stream().map(Overlay::setting).toList();
  }

  private Env<?, ?> env(String id, Map<String, Object> options) {
    try {
      return envs().make(id, options);
    } catch (IllegalArgumentException e) {
      throw new UserError(String.valueOf(e.getMessage()), e);
    }
  }

  private <O, A> void show(String id, Env<O, A> env) {
    List<A> given = actions == null ? List.of() : SpaceText.actions(actions, env.actionSpace());
    Reset<O> reset = env.reset(seed);
    O first =
        start == null
            ? reset.observation()
            : startFrom(env, id, SpaceText.numbers("--start", start));
    var steps = new ArrayList<Map<String, Object>>();
    Rng rng = Rng.stream(seed, "actions", 0);
    byte[] mask = reset.actionMask();
    int count = actions == null ? SAMPLED_ACTIONS : given.size();
    for (int t = 0; t < count; t++) {
      A action = actions == null ? sample(env.actionSpace(), mask, rng) : given.get(t);
      Step<O> step = env.step(action);
      mask = step.actionMask();
      Map<String, Object> line = line(action, step);
      if (step.done()) {
        Reset<O> next = env.reset();
        mask = next.actionMask();
        line.put("reset_to", SpaceText.json(next.observation()));
      }
      steps.add(line);
    }
    var object = new LinkedHashMap<String, Object>();
    object.put("environment", id);
    object.put("first", SpaceText.json(first));
    object.put("steps", steps);
    context.print(json, object, () -> text(id, SpaceText.json(first), steps));
  }

  @SuppressWarnings("unchecked") // the environment inside has the observations of its wrappers
  private static <O> O startFrom(Env<O, ?> env, String id, double[] state) {
    if (!(env.unwrapped() instanceof StartState<?> starting)) {
      throw new UserError("--start: environment '%s' can't start from a state".formatted(id));
    }
    try {
      return (O) starting.startFrom(state);
    } catch (IllegalArgumentException e) {
      throw new UserError("--" + e.getMessage(), e);
    }
  }

  private static <A> A sample(Space<A> space, byte @Nullable [] mask, Rng rng) {
    return mask == null ? space.sample(rng) : space.sample(rng, mask);
  }

  private static Map<String, Object> line(Object action, Step<?> step) {
    var line = new LinkedHashMap<String, Object>();
    line.put("action", SpaceText.json(action));
    line.put("observation", SpaceText.json(step.observation()));
    line.put("reward", step.reward());
    line.put("terminated", step.terminated());
    line.put("truncated", step.truncated());
    return line;
  }

  private static String text(String id, Object first, List<Map<String, Object>> steps) {
    var text = new StringBuilder("%s starts at %s%n".formatted(id, SpaceText.text(first)));
    for (Map<String, Object> step : steps) {
      text.append(
          "%s -> %s  reward %s%s%s%n"
              .formatted(
                  SpaceText.text(step.get("action")),
                  SpaceText.text(step.get("observation")),
                  step.get("reward"),
                  Boolean.TRUE.equals(step.get("terminated")) ? "  terminated" : "",
                  Boolean.TRUE.equals(step.get("truncated")) ? "  truncated" : ""));
      if (step.containsKey("reset_to")) {
        text.append("reset to %s%n".formatted(SpaceText.text(step.get("reset_to"))));
      }
    }
    return text.toString();
  }
}
