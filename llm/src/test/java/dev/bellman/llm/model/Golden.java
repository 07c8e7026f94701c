package dev.bellman.llm.model;

import dev.bellman.tensor.internal.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The three small checkpoints that other software wrote.
final class Golden {
  static final List<String> MODELS = List.of("llama-tied-f32", "qwen2-bf16", "qwen3-f16");

  private Golden() {}

  /// The checkpoint's own folder.
  static Path folder(String model) throws URISyntaxException {
    var config = Golden.class.getResource("/golden/lm/" + model + "/config.json");
    return Path.of(Objects.requireNonNull(config).toURI()).getParent();
  }

  /// A copy of the checkpoint that a test may break.
  static Path copy(String model, Path into) throws IOException {
    for (String file : List.of("config.json", "model.safetensors")) {
      try (InputStream in = Golden.class.getResourceAsStream("/golden/lm/" + model + "/" + file)) {
        Files.copy(Objects.requireNonNull(in), into.resolve(file));
      }
    }
    return into;
  }

  /// What the checkpoint's logits are compared with.
  static Map<?, ?> reference(String model) throws IOException {
    try (InputStream in =
        Golden.class.getResourceAsStream("/golden/lm/" + model + "/reference.json")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return (Map<?, ?>) Objects.requireNonNull(Json.parse(text));
    }
  }
}
