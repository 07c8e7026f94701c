package dev.bellman.llm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.bellman.tensor.State;
import dev.bellman.tensor.io.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokenCheckpointTest {
  private static final Pattern UNSUPPORTED =
      Pattern.compile("model_type|hidden_act|rope_.*(type|layers)|use_|layer_types|quantization");

  @TempDir Path folder;

  @BeforeEach
  void copyAModel() throws IOException {
    Golden.copy("qwen3-f16", folder);
  }

  private void assertRefused(String file, String message) {
    Throwable thrown = catchThrowable(() -> Pretrained.load(folder));
    assertThat(thrown).isInstanceOf(IOException.class);
    assertThat(thrown.getMessage())
        .isEqualTo(folder.resolve(file) + ": " + message)
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"qwen3\"|\"gpt2\"|model_type: expected one of llama, qwen2, qwen3, got \"gpt2\"",
        "\"qwen3\"|null|model_type: expected one of llama, qwen2, qwen3, got null",
        "\"silu\"|\"gelu\"|hidden_act: expected \"silu\", the one activation there is here, got"
            + " \"gelu\"",
        "97,|97.5,|vocab_size: expected an integer, got 97.5",
        "97,|0,|model.vocabulary: must be at least 1, got 0",
        "\"hidden_size\"|\"hidden\"|hidden_size: expected an integer, got none",
        "\"num_key_value_heads\": 2|\"num_key_value_heads\": 3|model.keyValueHeads: must divide 4"
            + " heads, got 3",
        "1000000.0|\"1e6\"|rope_theta: expected a number, got \"1e6\"",
        "true|1|tie_word_embeddings: expected true or false, got 1",
        "1000000.0|1e6,\"rope_scaling\":{\"type\":\"yarn\",\"factor\":4}|rope_scaling.type:"
            + " expected \"default\", the one kind of positions there is here, got \"yarn\"",
        "1000000.0|1e6,\"rope_parameters\":{\"rope_type\":\"llama3\"}|rope_parameters.rope_type:"
            + " expected \"default\", the one kind of positions there is here, got \"llama3\"",
        "1000000.0|1e6,\"rope_parameters\":{\"a\":{}}|rope_parameters: expected the same positions"
            + " in all layers, got {\"a\":{}}",
        "1000000.0|1e6,\"rope_scaling\":4|rope_scaling: expected an object, got 4",
        "true|true,\"use_sliding_window\":true,\"sliding_window\":64|use_sliding_window: expected"
            + " false, attention to all tokens before, got true",
        "true|true,\"layer_types\":[\"full_attention\",\"sliding_attention\"]|layer_types: expected"
            + " \"full_attention\" everywhere, got [\"full_attention\",\"sliding_attention\"]",
        "true|true,\"quantization_config\":{}|quantization_config: expected none, numbers that"
            + " are not quantised, got {}",
        "true|true,\"eos_token_id\":[1,97]|eos_token_id: expected tokens in [0, 97), got [1,97]",
        "true|true,\"bos_token_id\":\"<s>\"|bos_token_id: expected tokens in [0, 97), got \"<s>\"",
        "true|true,|json line 17 column 30: expected a key in double quotes, got ','",
      })
  void configsThatAreNotSupportedAreRefused(String words, String others, String message)
      throws IOException {
    Path config = folder.resolve("config.json");
    Files.writeString(config, Files.readString(config).replace(words, others));
    boolean unsupported = UNSUPPORTED.matcher(message).lookingAt();
    String remedy = unsupported ? " (take another model)" : " (mend or download the file)";
    assertRefused("config.json", message + remedy);
  }

  @Test
  void configsThatSayNothingNewAreRead() throws IOException {
    Path config = folder.resolve("config.json");
    String more =
        """
        null, "rope_scaling": null, "use_sliding_window": true, "max_window_layers": 2,
        "sliding_window": 64, "layer_types": ["full_attention", "full_attention"],
        "rope_parameters": {"rope_type": "default", "rope_theta": 5e5}
        """;
    String text = Files.readString(config);
    Files.writeString(config, text.replace("1000000.0", more));
    assertThat(Pretrained.load(folder).config().ropeTheta()).isEqualTo(500_000);
  }

  @Test
  void missingFilesAreNamed() throws IOException {
    Files.delete(folder.resolve("model.safetensors"));
    assertRefused(
        "model.safetensors",
        "expected a file, got none (nor is there model.safetensors.index.json)");
    Files.delete(folder.resolve("config.json"));
    assertRefused(
        "config.json",
        "expected a file, got none (a model's folder has config.json and model.safetensors in it)");
  }

  @Test
  void truncatedWeightsAreRefused() throws IOException {
    Path weights = folder.resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    Files.write(weights, Arrays.copyOf(bytes, bytes.length - 100));
    assertRefused(
        "model.safetensors",
        "tensor \"model.layers.1.mlp.down_proj.weight\": data_offsets: expected begin <= end <="
            + " 49564 (the data's size), got [46528,49600] (damaged or cut short? download it"
            + " again)");
  }

  private void rewrite(String name, Object values, int... shape) throws IOException {
    Path weights = folder.resolve("model.safetensors");
    State read = Safetensors.read(weights).arrays();
    var changed = new State();
    for (String other : read.names()) {
      if (!other.equals(name)) {
        changed.put(other, read.entry(other).values(), read.entry(other).shape());
      }
    }
    if (shape.length > 0) {
      changed.put(name, values, shape);
    }
    Safetensors.write(weights, changed, Map.of());
  }

  @Test
  void tensorsThatDoNotFitTheConfigAreRefused() throws IOException {
    String name = "model.layers.1.self_attn.q_proj.weight";
    String where = "tensor \"%s\": expected ".formatted(name);
    String remedy = " (does config.json belong to it?)";
    rewrite(name, new float[32 * 64], 32, 64);
    assertRefused("model.safetensors", where + "shape [64, 32], got [32, 64]" + remedy);
    rewrite(name, new float[0]);
    assertRefused("model.safetensors", where + "shape [64, 32], got no such tensor" + remedy);
    rewrite(name, new int[64 * 32], 64, 32);
    assertRefused(
        "model.safetensors",
        where + "F32, F16 or BF16, got numbers of type int (take the model that is not quantised)");
    float[] values = new float[64 * 32];
    values[5] = Float.NaN;
    rewrite(name, values, 64, 32);
    assertRefused(
        "model.safetensors",
        where + "finite numbers, got NaN or an infinity among them (take another checkpoint)");
  }

  @Test
  void tensorsThatTheModelDoesNotHaveAreRefused() throws IOException {
    rewrite("lm_head.weight", new float[97 * 32], 97, 32);
    rewrite("model.layers.0.self_attn.rotary_emb.inv_freq", new float[8], 8);
    assertThat(Pretrained.load(folder).parameters().count()).isEqualTo(24);
    rewrite("classifier.weight", new float[32], 1, 32);
    assertRefused(
        "model.safetensors",
        "tensor \"classifier.weight\": expected no such tensor in this kind of model, got one (does"
            + " config.json belong to it?)");
  }

  @Test
  void moreLayersThanTensorsAreRefusedBeforeTheyAreCounted() throws IOException {
    Path config = folder.resolve("config.json");
    String text = Files.readString(config);
    Files.writeString(
        config, text.replace("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 2000000000"));
    assertRefused(
        "model.safetensors",
        "expected tensors of 2000000000 layers, got 24 tensors (does config.json belong to it?)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|weight_map: expected an object, got none",
        "{\"weight_map\":{\"a\":1}}|weight_map.a: expected a string, got 1",
        "{\"weight_map\":{\"a\":\"../other\"}}|weight_map.a: expected the name of a file in the"
            + " same folder, got \"../other\"",
        "[1]|expected an object in braces, got another value",
      })
  void brokenIndexesAreRefused(String index, String message) throws IOException {
    Files.move(folder.resolve("model.safetensors"), folder.resolve("part.safetensors"));
    Files.writeString(folder.resolve("model.safetensors.index.json"), index);
    assertRefused("model.safetensors.index.json", message + " (mend or download the file)");
  }

  @Test
  void aShardWithoutItsTensorIsNamed() throws IOException {
    Files.move(folder.resolve("model.safetensors"), folder.resolve("part.safetensors"));
    Path index = folder.resolve("model.safetensors.index.json");
    Files.writeString(index, "{\"weight_map\":{\"a\":\"part.safetensors\"}}");
    assertRefused(
        "part.safetensors",
        "tensor \"a\": expected it here, as model.safetensors.index.json says, got none (download"
            + " both again)");
    Files.writeString(index, "{\"weight_map\":{\"a\":\"other.safetensors\"}}");
    assertRefused("other.safetensors", "expected a file, got none");
  }
}
