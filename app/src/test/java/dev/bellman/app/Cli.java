package dev.bellman.app;

import dev.bellman.rl.env.Envs;
import dev.bellman.tensor.internal.json.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;

/// What a command did.
record Cli(int status, String out, String err) {
  static Cli run(String... args) {
    return run(Envs.builtIn(), args);
  }

  static Cli run(Envs envs, String... args) {
    var out = new StringWriter();
    var err = new StringWriter();
    int status = Bellman.run(envs, new PrintWriter(out), new PrintWriter(err), args);
    return new Cli(status, out.toString(), err.toString());
  }

  /// Runs a line of words without spaces.
  static Cli line(String line) {
    return run(line.isEmpty() ? new String[0] : line.split(" "));
  }

  @SuppressWarnings("unchecked")
  Map<String, Object> object() {
    return (Map<String, Object>) json();
  }

  @SuppressWarnings("unchecked")
  List<Map<String, Object>> objects() {
    return (List<Map<String, Object>>) json();
  }

  /// The one line of standard output as JSON.
  private Object json() {
    if (status != 0 || out.lines().count() != 1) {
      throw new AssertionError("status %d, out '%s', err '%s'".formatted(status, out, err));
    }
    return Json.parse(out.strip());
  }
}
