package dev.bellman.app;

import dev.bellman.app.train.AlgorithmSpec;
import dev.bellman.app.train.Algorithms;
import dev.bellman.app.train.Presets;
import dev.bellman.rl.env.EnvSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Lists the algorithms.
@Command(name = "algorithms", description = "List the algorithms and their presets.")
final class AlgorithmsCommand implements Runnable {
  private final Context context;

  @Option(names = "--json", description = "Print one JSON array.")
  private boolean json;

  AlgorithmsCommand(Context context) {
    this.context = context;
  }

  @Override
  public void run() {
    context.print(json, Algorithms.ALL.stream().map(this::describe).toList(), this::text);
  }

  private Map<String, Object> describe(AlgorithmSpec<?> algorithm) {
    var object = new LinkedHashMap<String, Object>();
    object.put("name", algorithm.name());
    object.put("doc", algorithm.doc());
    object.put("presets", presets(algorithm));
    return object;
  }

  private List<String> presets(AlgorithmSpec<?> algorithm) {
    return context.envs().specs().stream()
        .map(EnvSpec::id)
        .filter(id -> Presets.find(algorithm.name(), id).isPresent())
        .toList();
  }

  private String text() {
    var text = new StringBuilder();
    for (AlgorithmSpec<?> algorithm : Algorithms.ALL) {
      text.append("%-10s%s%n".formatted(algorithm.name(), algorithm.doc()));
      text.append("  presets: %s%n".formatted(String.join(", ", presets(algorithm))));
    }
    return text.toString();
  }
}
