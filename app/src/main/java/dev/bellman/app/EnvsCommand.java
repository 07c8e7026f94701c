package dev.bellman.app;

import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.EnvOption;
import dev.bellman.rl.env.EnvSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Lists the environments.
@Command(name = "envs", description = "List the environments and their options.")
final class EnvsCommand implements Runnable {
  private final Context context;

  @Option(names = "--json", description = "Print one JSON array.")
  private boolean json;

  EnvsCommand(Context context) {
    this.context = context;
  }

  @Override
  public void run() {
    List<EnvSpec> specs = List.copyOf(context.envs().specs());
    context.print(json, specs.stream().map(this::describe).toList(), () -> text(specs));
  }

  private Map<String, @Nullable Object> describe(EnvSpec spec) {
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put("id", spec.id());
    object.put("doc", spec.doc());
    try (Env<?, ?> env = context.envs().make(spec.id(), Map.of())) {
      object.put("observation_space", env.observationSpace().toString());
      object.put("action_space", env.actionSpace().toString());
    }
    object.put(
        "max_episode_steps",
        spec.maxEpisodeSteps().isPresent() ? spec.maxEpisodeSteps().getAsInt() : null);
    object.put(
        "reward_threshold",
        spec.rewardThreshold().isPresent() ? spec.rewardThreshold().getAsDouble() : null);
    object.put("options", spec.options().stream().map(EnvsCommand::describe).toList());
    return object;
  }

  private static Map<String, Object> describe(EnvOption option) {
    var object = new LinkedHashMap<String, Object>();
    object.put("name", option.name());
    object.put("type", option.type().name().toLowerCase(Locale.ROOT));
    object.put("default", option.defaultValue());
    object.put("doc", option.doc());
    return object;
  }

  private static String text(List<EnvSpec> specs) {
    int width = specs.stream().mapToInt(spec -> spec.id().length()).max().orElse(0);
    var text = new StringBuilder();
    for (EnvSpec spec : specs) {
      String limit =
          spec.maxEpisodeSteps().isPresent()
              ? ", at most %d steps".formatted(spec.maxEpisodeSteps().getAsInt())
              : "";
      String doc = spec.doc().replaceAll("\\.$", "");
      text.append(spec.id() + " ".repeat(width + 2 - spec.id().length()));
      text.append("%s%s%n".formatted(doc, limit));
      for (EnvOption option : spec.options()) {
        text.append(
            "  environment.%s=%s  %s%n"
                .formatted(option.name(), option.defaultValue(), option.doc()));
      }
    }
    return text.toString();
  }
}
