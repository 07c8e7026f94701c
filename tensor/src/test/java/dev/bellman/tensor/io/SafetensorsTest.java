package dev.bellman.tensor.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellman.tensor.State;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
  @TempDir Path folder;

  @Test
  void arraysOfAllTypesAndMetadataComeBackToTheBit() throws IOException {
    var state = new State();
    state.put("bytes", new byte[] {-128, 0, 127});
    float[] floats = {1.5f, -0.0f, Float.NaN, Float.MIN_VALUE, Float.POSITIVE_INFINITY, 6};
    state.put("a.floats", floats, 2, 3);
    state.put("a.doubles", new double[] {Math.PI, -0.0, Double.NaN}, 3, 1);
    state.put("longs", new long[] {Long.MIN_VALUE, Long.MAX_VALUE});
    state.put("ints", new int[] {Integer.MIN_VALUE, 7}, 1, 2, 1);
    state.put("none", new float[0], 0, 4);
    Map<String, String> metadata = Map.of("format", "1", "quote \" and\nline", "é😀");
    Path file = folder.resolve("state.safetensors");
    Safetensors.write(file, state, metadata);
    Safetensors.Contents contents = Safetensors.read(file);
    assertThat(contents.metadata()).isEqualTo(metadata);
    assertThat(contents.arrays().names())
        .containsExactly("bytes", "a.floats", "a.doubles", "longs", "ints", "none");
    for (String name : state.names()) {
      State.Entry read = contents.arrays().entry(name);
      assertThat(read.values()).isEqualTo(state.entry(name).values());
      assertThat(read.shape()).isEqualTo(state.entry(name).shape());
    }
    assertThat(Float.floatToRawIntBits(contents.arrays().floats("a.floats", 6)[1]))
        .isEqualTo(0x80000000);
  }

  @Test
  void bytesOnDiskAreThoseOfTheFormat() throws IOException {
    var state = new State();
    state.put("b", new byte[] {1, -1});
    state.put("f", new float[] {1, -2}, 1, 2);
    Path file = folder.resolve("f");
    Safetensors.write(file, state, Map.of("z", "1", "a", "2"));
    String header =
        """
        {"__metadata__":{"a":"2","z":"1"},\
        "b":{"dtype":"U8","shape":[2],"data_offsets":[8,10]},\
        "f":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}\
        """;
    int padded = (header.length() + 7) / 8 * 8;
    ByteBuffer bytes = ByteBuffer.allocate(8 + padded + 10).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(padded);
    bytes.put((header + " ".repeat(padded - header.length())).getBytes(StandardCharsets.UTF_8));
    bytes.putFloat(1).putFloat(-2).put((byte) 1).put((byte) -1);
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes.array());
  }

  @Test
  void arraysLongerThanTheBufferComeBack() throws IOException {
    int length = 100_003;
    double[] doubles = new double[length];
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      doubles[i] = i * 0.5;
      bytes[i] = (byte) (i * 31);
    }
    var state = new State();
    state.put("bytes", bytes);
    state.put("doubles", doubles);
    Path file = folder.resolve("f");
    Safetensors.write(file, state, Map.of());
    State read = Safetensors.read(file).arrays();
    assertThat(read.doubles("doubles", length)).isEqualTo(doubles);
    assertThat(read.bytes("bytes", length)).isEqualTo(bytes);
  }

  @Test
  void aViewIsWrittenUnderItsOwnNames() throws IOException {
    var state = new State();
    state.put("left", new int[] {1});
    state.at("actor").put("weight", new int[] {2});
    Path file = folder.resolve("f");
    Safetensors.write(file, state.at("actor"), Map.of());
    State read = Safetensors.read(file).arrays();
    assertThat(read.names()).containsExactly("weight");
    assertThat(read.ints("weight", 1)).containsExactly(2);
  }

  @Test
  void anEmptyStateComesBackEmpty() throws IOException {
    Path file = folder.resolve("f");
    Safetensors.write(file, new State(), Map.of());
    assertThat(Files.size(file)).isEqualTo(16);
    assertThat(Safetensors.read(file).arrays().names()).isEmpty();
    assertThat(Safetensors.read(file).metadata()).isEmpty();
  }

  @Test
  void halvesBecomeFloatsAndSmallTypesBytes() throws IOException {
    String header =
        """
        {"h":{"dtype":"F16","shape":[3],"data_offsets":[0,6]},\
        "b":{"dtype":"BF16","shape":[2],"data_offsets":[6,10]},\
        "i":{"dtype":"I8","shape":[2],"data_offsets":[10,12]},\
        "t":{"dtype":"BOOL","shape":[],"data_offsets":[12,13]}}\
        """;
    byte[] data = {0, 0x3C, 1, 0, 0, (byte) 0xFC, (byte) 0x80, 0x3F, 0x49, (byte) 0xC0, -1, 2, 1};
    State read = Safetensors.read(file(header, data)).arrays();
    assertThat(read.floats("h", 3)).containsExactly(1, 0x1.0p-24f, Float.NEGATIVE_INFINITY);
    assertThat(read.floats("b", 2)).containsExactly(1, -3.140625f);
    assertThat(read.bytes("i", 2)).containsExactly(-1, 2);
    assertThat(read.bytes("t", 1)).containsExactly(1);
    assertThat(read.entry("t").shape()).containsExactly(1);
  }

  /// First, second and last element and the sum in double precision, computed with NumPy 2.4.6.
  @ParameterizedTest
  @CsvSource({
    "llama-tied-f32, 20, -0x1.02a438p-1, 0x1.c3789cp-3, -0x1.35731cp-1, 0x1.1468a8dd7ep+3",
    "qwen2-bf16, 27, 0x1.acp-2, -0x1.6ap-2, -0x1.1ap+0, 0x1.dbb3568p+5",
    "qwen3-f16, 24, 0x1.04cp-3, -0x1.928p-2, -0x1.f38p-2, 0x1.f6ec3e8p+3"
  })
  void modelsThatOtherSoftwareWroteAreRead(
      String model, int tensors, String first, String second, String last, String sum)
      throws IOException {
    Path file = folder.resolve("model.safetensors");
    try (InputStream in =
        SafetensorsTest.class.getResourceAsStream("/golden/lm/" + model + "/model.safetensors")) {
      Files.copy(in, file);
    }
    Safetensors.Contents contents = Safetensors.read(file);
    assertThat(contents.metadata()).isEqualTo(Map.of("format", "pt"));
    assertThat(contents.arrays().names()).hasSize(tensors);
    assertThat(contents.arrays().entry("model.embed_tokens.weight").shape())
        .containsExactly(97, 32);
    float[] weight = contents.arrays().floats("model.embed_tokens.weight", 97 * 32);
    assertThat(weight[0]).isEqualTo(Float.parseFloat(first));
    assertThat(weight[1]).isEqualTo(Float.parseFloat(second));
    assertThat(weight[weight.length - 1]).isEqualTo(Float.parseFloat(last));
    double total = 0;
    for (float value : weight) {
      total += value;
    }
    assertThat(total).isEqualTo(Double.parseDouble(sum));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[]|header: expected an object that begins with '{', got \"[]\"",
        "` {}`|header: expected an object that begins with '{', got \" {}\"",
        "{\"a\":|header: json line 1 column 6: expected a value, got the end of the text",
        "{} x|header: json line 1 column 4: expected the end of the text, got 'x'",
        "{\"__metadata__\":1}|__metadata__: expected an object of strings, got 1",
        "{\"__metadata__\":{\"a\":1}}|__metadata__ \"a\": expected a string, got 1",
        "{\"a\":1}|tensor \"a\": expected an object of dtype, shape and data_offsets, got 1",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}|tensor \"a\": expected an object of dtype, shape"
            + " and data_offsets, got {\"dtype\":\"F32\",\"shape\":[1]}",
      })
  void headersThatAreNotOfTheFormatAreRefused(String header, String message) throws IOException {
    assertRefused(file(header, new byte[0]), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"F8_E4M3\"|[4]|[0,4]|dtype: expected one of [F64, F32, F16, BF16, I64, I32, I8, U8,"
            + " BOOL], got \"F8_E4M3\"",
        "32|[4]|[0,4]|dtype: expected one of [F64, F32, F16, BF16, I64, I32, I8, U8, BOOL], got 32",
        "\"U8\"|4|[0,4]|shape: expected a list of integers, got 4",
        "\"U8\"|[4.0]|[0,4]|shape: expected integers from 0 up, got 4.0",
        "\"U8\"|[-1,-4]|[0,4]|shape: expected integers from 0 up, got -1",
        "\"U8\"|[2147483648]|[0,4]|shape: expected at most 2147483639 values (a Java array's), got "
            + "[2147483648]",
        "\"U8\"|[65536,65536,0]|[0,4]|shape: expected at most 2147483639 values (a Java array's),"
            + " got [65536,65536,0]",
        "\"U8\"|[9223372036854775807,2]|[0,4]|shape: expected at most 2147483639 values (a Java "
            + "array's), got [9223372036854775807,2]",
        "\"U8\"|[4]|[0]|data_offsets: expected begin <= end <= 4 (the data's size), got [0]",
        "\"U8\"|[4]|[4,0]|data_offsets: expected begin <= end <= 4 (the data's size), got [4,0]",
        "\"U8\"|[5]|[0,5]|data_offsets: expected begin <= end <= 4 (the data's size), got [0,5]",
        "\"U8\"|[4]|[-4,0]|data_offsets: expected integers from 0 up, got -4",
        "\"U8\"|[4]|[0,1e30]|data_offsets: expected integers from 0 up, got 1.0E30",
        "\"F32\"|[4]|[0,4]|data_offsets: expected 16 bytes for F32 [4], got 4",
        "\"U8\"|[3]|[1,4]|data_offsets: expected to begin where the data before it ends, at 0, got"
            + " 1",
      })
  void tensorsThatDoNotFitAreRefused(String dtype, String shape, String offsets, String message)
      throws IOException {
    String header =
        "{\"a\":{\"dtype\":%s,\"shape\":%s,\"data_offsets\":%s}}".formatted(dtype, shape, offsets);
    assertRefused(file(header, new byte[4]), "tensor \"a\": " + message);
  }

  @Test
  void overlapsGapsAndUnusedBytesAreRefused() throws IOException {
    String two =
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]},"
            + "\"b\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[%d,%d]}}";
    assertThat(Safetensors.read(file(two.formatted(2, 4), new byte[4])).arrays().names())
        .hasSize(2);
    assertRefused(
        file(two.formatted(1, 3), new byte[4]),
        "tensor \"b\": data_offsets: expected to begin where the data before it ends, at 2, got 1");
    assertRefused(
        file(two.formatted(3, 5), new byte[5]),
        "tensor \"b\": data_offsets: expected to begin where the data before it ends, at 2, got 3");
    assertRefused(
        file(two.formatted(2, 4), new byte[5]), "data: expected 4 bytes as in the header, got 5");
  }

  @Test
  void duplicateNamesAndDeepNestingAreRefused() throws IOException {
    String tensor = "\"a\\n\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}";
    assertRefused(
        file("{" + tensor + "," + tensor + "}", new byte[0]),
        "header: json line 1 column 56: expected every key once, got \"a\\n\" again");
    assertRefused(
        file("{\"a\":" + "[".repeat(50_000), new byte[0]),
        "header: json line 1 column 69: expected at most 64 levels of nesting, got more");
  }

  @Test
  void lengthsThatTheFileDoesNotHaveAreRefused() throws IOException {
    Path file = folder.resolve("f");
    Files.write(file, new byte[] {1, 2, 3});
    assertRefused(file, "expected at least 8 bytes, got 3");
    Files.write(file, longBytes(1, 0));
    assertRefused(file, "header length: expected at most 0, got 1");
    Files.write(file, longBytes(-1, 2));
    assertRefused(file, "header length: expected at most 2, got 18446744073709551615");
    Files.write(file, longBytes(Long.MAX_VALUE, 2));
    assertRefused(file, "header length: expected at most 2, got 9223372036854775807");
    Files.write(file, longBytes(0, 0));
    assertRefused(file, "header: expected an object that begins with '{', got \"\"");
  }

  @Test
  void headersThatAreNotUtf8AreRefused() throws IOException {
    byte[] bytes = longBytes(4, 4);
    bytes[8] = '{';
    bytes[9] = '"';
    bytes[10] = (byte) 0xC3;
    bytes[11] = '"';
    Path file = folder.resolve("f");
    Files.write(file, bytes);
    assertRefused(file, "header: expected UTF-8, got other bytes");
  }

  @Test
  void everyTruncationIsRefused() throws IOException {
    var state = new State();
    state.put("a", new float[] {1, 2, 3});
    Path file = folder.resolve("f");
    Safetensors.write(file, state, Map.of("k", "v"));
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Safetensors.read(file))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(file + ": ");
    }
  }

  @Test
  void missingFilesAndFoldersAreNamed() {
    Path missing = folder.resolve("none").resolve("f");
    assertThatThrownBy(() -> Safetensors.read(missing))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(missing + ": expected a file, got none");
    assertThatThrownBy(() -> Safetensors.read(folder))
        .hasMessage(folder + ": expected a regular file, got a directory or a device");
    assertThatThrownBy(() -> Safetensors.write(missing, new State(), Map.of()))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(missing.getParent() + ": expected an existing directory, got none");
  }

  @Test
  void writingReplacesTheFileAndLeavesNothingElse() throws IOException {
    Path file = folder.resolve("f");
    Safetensors.write(file, new State(), Map.of("version", "1"));
    Safetensors.write(file, new State(), Map.of("version", "2"));
    assertThat(Safetensors.read(file).metadata()).isEqualTo(Map.of("version", "2"));
    assertThat(folder).isDirectoryContaining(path -> path.equals(file));
    assertThat(folder.toFile().list()).containsExactly("f");
  }

  @Test
  void failedWritesRemoveTheTemporaryFileAndKeepWhatWasThere() throws IOException {
    Path taken = Files.createDirectories(folder.resolve("taken").resolve("inner")).getParent();
    assertThatThrownBy(() -> Safetensors.write(taken, new State(), Map.of()))
        .isInstanceOf(IOException.class);
    assertThat(folder.toFile().list()).containsExactly("taken");
    assertThat(taken.resolve("inner")).exists();
  }

  @Test
  void namesAndStringsThatCannotBeWrittenAreRefusedBeforeAFileIsMade() {
    var reserved = new State();
    reserved.put("__metadata__", new int[1]);
    Path file = folder.resolve("f");
    assertThatThrownBy(() -> Safetensors.write(file, reserved, Map.of()))
        .hasMessage("array '__metadata__': expected another name, got the reserved one");
    assertThatThrownBy(() -> Safetensors.write(file, new State(), Map.of("k", "\ud800")))
        .hasMessage("json: a string must be valid Unicode, got an unpaired \\ud800");
    assertThat(folder).isEmptyDirectory();
  }

  private void assertRefused(Path file, String message) {
    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(IOException.class)
        .hasMessage(file + ": " + message);
  }

  private Path file(String header, byte[] data) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json).put(data);
    return Files.write(folder.resolve("f"), bytes.array());
  }

  private static byte[] longBytes(long length, int more) {
    return ByteBuffer.allocate(8 + more).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array();
  }
}
