package dev.bellman.llm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.State;
import dev.bellman.tensor.internal.json.Json;
import dev.bellman.tensor.io.FloatType;
import dev.bellman.tensor.io.Safetensors;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class PretrainedTest {
  static final List<String> MODELS = Golden.MODELS;

  @TempDir Path folder;

  @Test
  void readsTheFormsOfLlamaQwen2AndQwen3() throws IOException, URISyntaxException {
    var none = TransformerConfig.Biases.NONE;
    var queryKeyValue = new TransformerConfig.Biases(true, false, false);
    assertThat(Pretrained.load(Golden.folder("llama-tied-f32")).config())
        .isEqualTo(
            new TransformerConfig(97, 32, 48, 2, 4, 2, 8, 128, 1e4, 1e-6, none, false, true));
    assertThat(Pretrained.load(Golden.folder("qwen2-bf16")).config())
        .isEqualTo(
            new TransformerConfig(
                97, 32, 48, 2, 4, 2, 8, 128, 1e6, 1e-6, queryKeyValue, false, false));
    assertThat(Pretrained.load(Golden.folder("qwen3-f16")).config())
        .isEqualTo(
            new TransformerConfig(97, 32, 48, 2, 4, 2, 16, 128, 1e6, 1e-6, none, true, true));
  }

  @Test
  void givesEveryTensorItsShape() throws IOException, URISyntaxException {
    assertThat(shapes("llama-tied-f32"))
        .hasSize(20)
        .containsEntry("model.embed_tokens.weight", "[97, 32]")
        .containsEntry("model.norm.weight", "[32]")
        .doesNotContainKey("lm_head.weight");
    for (String layer : List.of("model.layers.0.", "model.layers.1.")) {
      assertThat(shapes("qwen2-bf16"))
          .hasSize(27)
          .containsEntry("lm_head.weight", "[32, 97]")
          .containsEntry(layer + "self_attn.q_proj.bias", "[32]")
          .containsEntry(layer + "self_attn.k_proj.bias", "[16]")
          .containsEntry(layer + "self_attn.v_proj.bias", "[16]");
      assertThat(shapes("qwen3-f16"))
          .hasSize(24)
          .containsEntry(layer + "input_layernorm.weight", "[32]")
          .containsEntry(layer + "self_attn.q_proj.weight", "[32, 64]")
          .containsEntry(layer + "self_attn.k_proj.weight", "[32, 32]")
          .containsEntry(layer + "self_attn.v_proj.weight", "[32, 32]")
          .containsEntry(layer + "self_attn.o_proj.weight", "[64, 32]")
          .containsEntry(layer + "self_attn.q_norm.weight", "[16]")
          .containsEntry(layer + "self_attn.k_norm.weight", "[16]")
          .containsEntry(layer + "post_attention_layernorm.weight", "[32]")
          .containsEntry(layer + "mlp.gate_proj.weight", "[32, 48]")
          .containsEntry(layer + "mlp.up_proj.weight", "[32, 48]")
          .containsEntry(layer + "mlp.down_proj.weight", "[48, 32]");
    }
  }

  private static Map<String, String> shapes(String model) throws IOException, URISyntaxException {
    var shapes = new LinkedHashMap<String, String>();
    Parameters parameters = Pretrained.load(Golden.folder(model)).parameters();
    for (String name : parameters.names()) {
      shapes.put(name, Arrays.toString(parameters.get(name).shape().toArray()));
    }
    return shapes;
  }

  @Test
  void projectionsAreTransposedAndTheEmbeddingIsNot() throws IOException, URISyntaxException {
    Path weights = Golden.folder("qwen2-bf16").resolve("model.safetensors");
    State stored = Safetensors.read(weights).arrays();
    Parameters read = Pretrained.load(Golden.folder("qwen2-bf16")).parameters();
    String key = "model.layers.1.self_attn.k_proj.weight";
    assertThat(read.get(key).get(7 * 16 + 3)).isEqualTo(stored.floats(key, 512)[3 * 32 + 7]);
    assertThat(read.get("lm_head.weight").get(7 * 97 + 90))
        .isEqualTo(stored.floats("lm_head.weight", 97 * 32)[90 * 32 + 7]);
    String embedding = "model.embed_tokens.weight";
    assertThat(read.get(embedding).toArray()).isEqualTo(stored.floats(embedding, 97 * 32));
  }

  @ParameterizedTest
  @FieldSource("MODELS")
  void modelsComeBackToTheBitInAllTypes(String model) throws IOException, URISyntaxException {
    Pretrained first = Pretrained.load(Golden.folder(model));
    for (FloatType type : FloatType.values()) {
      first.save(folder.resolve(type.name()), type);
      Pretrained second = Pretrained.load(folder.resolve(type.name()));
      assertThat(second.config()).isEqualTo(first.config());
      assertThat(second.parameters().names()).isEqualTo(first.parameters().names());
      for (String name : first.parameters().names()) {
        float[] expected = first.parameters().get(name).toArray();
        for (int i = 0; i < expected.length; i++) {
          expected[i] = type.nearest(expected[i]);
        }
        assertThat(second.parameters().get(name).toArray()).isEqualTo(expected);
      }
      second.save(folder.resolve("again"), type);
      assertThat(folder.resolve("again/model.safetensors"))
          .hasSameBinaryContentAs(folder.resolve(type.name()).resolve("model.safetensors"));
    }
  }

  @Test
  void theTypeOfAFileKeepsItsBits() throws IOException, URISyntaxException {
    for (int i = 0; i < 3; i++) {
      FloatType type = List.of(FloatType.F32, FloatType.BF16, FloatType.F16).get(i);
      Pretrained first = Pretrained.load(Golden.folder(MODELS.get(i)));
      first.save(folder, type);
      Pretrained second = Pretrained.load(folder);
      for (String name : first.parameters().names()) {
        assertThat(second.parameters().get(name).toArray())
            .isEqualTo(first.parameters().get(name).toArray());
      }
    }
  }

  @Test
  void formsWithAllBiasesComeBack() throws IOException {
    var all = new TransformerConfig.Biases(true, true, true);
    var attention = new TransformerConfig.Biases(true, true, false);
    var llama = new TransformerConfig(9, 4, 6, 1, 2, 1, 2, 16, 500.5, 1e-5, all, false, false);
    var qwen3 = new TransformerConfig(9, 4, 6, 1, 2, 1, 4, 16, 1e4, 1e-6, attention, true, true);
    for (TransformerConfig config : List.of(llama, qwen3)) {
      var parameters = new Parameters();
      for (StoredTensor tensor : StoredTensor.of(config)) {
        int[] shape = tensor.parameterShape();
        parameters.add(
            tensor.name(), new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)], shape);
      }
      new Pretrained(config, parameters, List.of(2), OptionalInt.of(1)).save(folder, FloatType.F32);
      assertThat(Pretrained.load(folder).config()).isEqualTo(config);
      assertThat(Pretrained.load(folder).parameters().names()).isEqualTo(parameters.names());
    }
  }

  @Test
  void aModelThatGivesOneNumberComesBackWithItsHead() throws IOException {
    var form = TransformerConfig.small(9, 4, 6, 1, 2, 16);
    ScalarModel model = ScalarModel.random(Transformer.create(form, Rng.ofSeed(1)), Rng.ofSeed(2));
    new Pretrained(form, model.parameters(), List.of(2), OptionalInt.of(1))
        .save(folder, FloatType.F32);
    assertThat(folder.resolve("config.json"))
        .content()
        .contains("ForSequenceClassification", "\"num_labels\":1");
    Pretrained loaded = Pretrained.load(folder);
    ScalarModel read = ScalarModel.over(loaded.config(), loaded.parameters());
    for (String name : model.parameters().names()) {
      assertThat(read.parameters().get(name).toArray())
          .isEqualTo(model.parameters().get(name).toArray());
    }
  }

  @Test
  void aFormThatNoFamilyHasIsNotSaved() {
    var output = new TransformerConfig.Biases(false, true, false);
    var config = new TransformerConfig(9, 4, 6, 1, 2, 1, 2, 16, 1e4, 1e-6, output, false, true);
    var model = new Pretrained(config, new Parameters(), List.of(), OptionalInt.empty());
    assertThatThrownBy(() -> model.save(folder, FloatType.F32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "model: must have the biases and norms of llama, qwen2 or qwen3 to be saved, got");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void numbersOutsideTheRangeOfATypeAreNotSaved() throws IOException, URISyntaxException {
    Pretrained model = Pretrained.load(Golden.folder("qwen3-f16"));
    var changed = new Parameters();
    for (String name : model.parameters().names()) {
      float[] values = model.parameters().get(name).toArray();
      values[0] = name.equals("model.norm.weight") ? 1e5f : values[0];
      changed.add(name, values, model.parameters().get(name).shape().toArray());
    }
    var large = new Pretrained(model.config(), changed, List.of(), OptionalInt.empty());
    assertThatThrownBy(() -> large.save(folder, FloatType.F16))
        .hasMessage(
            "tensor 'model.norm.weight': must be within the range of F16, got 100000.0 (save as"
                + " BF16 or F32)");
    large.save(folder, FloatType.BF16);
    assertThat(Pretrained.load(folder).parameters().get("model.norm.weight").get(0))
        .isEqualTo(99_840);
  }

  @Test
  void endTokensAreThoseOfBothFiles() throws IOException {
    Golden.copy("llama-tied-f32", folder);
    Path config = folder.resolve("config.json");
    assertThat(Pretrained.load(folder).endTokens()).isEmpty();
    assertThat(Pretrained.load(folder).bos()).isEmpty();
    String text = Files.readString(config);
    Files.writeString(config, text.replace("{", "{\"bos_token_id\": 1, \"eos_token_id\": 5,"));
    assertThat(Pretrained.load(folder).endTokens()).containsExactly(5);
    assertThat(Pretrained.load(folder).bos()).hasValue(1);
    Files.writeString(
        folder.resolve("generation_config.json"),
        "{\"bos_token_id\": 3, \"eos_token_id\": [7, 5, 2], \"temperature\": 0.7}");
    Pretrained model = Pretrained.load(folder);
    assertThat(model.endTokens()).containsExactly(2, 5, 7);
    assertThat(model.bos()).hasValue(1);
    model.save(folder, FloatType.F32);
    assertThat(Pretrained.load(folder).endTokens()).containsExactly(2, 5, 7);
    assertThat(Pretrained.load(folder).bos()).hasValue(1);
  }

  @ParameterizedTest
  @FieldSource("MODELS")
  void severalFilesUnderAnIndexAreOneModel(String model) throws IOException, URISyntaxException {
    Golden.copy(model, folder);
    Path single = folder.resolve("model.safetensors");
    State all = Safetensors.read(single).arrays();
    State[] shards = {new State(), new State()};
    var places = new LinkedHashMap<String, String>();
    for (String name : all.names()) {
      int shard = places.size() % 2;
      shards[shard].put(name, all.entry(name).values(), all.entry(name).shape());
      places.put(name, "model-%d.safetensors".formatted(shard));
    }
    for (int i = 0; i < 2; i++) {
      Safetensors.write(folder.resolve("model-%d.safetensors".formatted(i)), shards[i], Map.of());
    }
    Files.writeString(
        folder.resolve("model.safetensors.index.json"),
        Json.write(Map.of("metadata", Map.of("total_size", 1), "weight_map", places)));
    Files.delete(single);
    Parameters read = Pretrained.load(folder).parameters();
    Parameters expected = Pretrained.load(Golden.folder(model)).parameters();
    assertThat(read.names()).isEqualTo(expected.names());
    assertThat(read.distance(expected)).isZero();
  }
}
