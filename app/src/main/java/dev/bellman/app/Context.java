package dev.bellman.app;

import dev.bellman.rl.env.Envs;
import dev.bellman.tensor.internal.json.Json;
import java.io.PrintWriter;
import java.util.function.Supplier;

/// What every command works with.
///
/// @param envs the environments that can be named
/// @param out takes results
/// @param err takes progress, warnings and errors
record Context(Envs envs, PrintWriter out, PrintWriter err) {
  /// Prints a result.
  ///
  /// @param json whether as one line of JSON
  /// @param value the result, as [Json#write] takes it
  /// @param text the result for people, with its line ends
  void print(boolean json, Object value, Supplier<String> text) {
    if (json) {
      out.println(Json.write(value));
    } else {
      out.print(text.get());
    }
    out.flush();
  }
}
