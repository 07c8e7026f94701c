package dev.bellman.tensor.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.bellman.tensor.Rng;
import dev.bellman.tensor.State;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Mutates a small file and reads it: whatever comes, the reader returns or throws an `IOException`
/// of one line. `-Dbellman.fuzz.inputs=N` sets how many inputs.
class SafetensorsFuzzTest {
  private static final int INPUTS = Integer.getInteger("bellman.fuzz.inputs", 30_000);
  private static final String[] TOKENS = {
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "\\u",
    "\\ud800",
    "-",
    "0",
    "9",
    "1e9",
    "4294967296",
    "9223372036854775807",
    "99999999999999999999",
    "null",
    "true",
    "\n",
    "\u0000",
    "BF16",
    "F16",
    "F64",
    "__metadata__",
    "dtype",
    "[[[[[[[["
  };

  @TempDir Path folder;

  @Test
  void mutatedFilesAreReadOrRefusedInOneLine() throws IOException {
    Path file = folder.resolve("f");
    byte[] seed = seed(file);
    Rng rng = Rng.stream(0, "fuzz", 0);
    int refused = 0;
    // One channel kept open: opening a file anew for each input costs ten times the reading.
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (int i = 0; i < INPUTS; i++) {
        byte[] mutated = seed;
        for (int n = 1 + rng.nextInt(3); n > 0; n--) {
          mutated = mutation(mutated, rng);
        }
        channel.write(ByteBuffer.wrap(mutated), 0);
        channel.truncate(mutated.length);
        refused += isRefused(file, mutated) ? 1 : 0;
      }
    }
    assertThat(refused).isBetween(INPUTS / 2, INPUTS - 1);
  }

  private static boolean isRefused(Path file, byte[] bytes) {
    try {
      Safetensors.read(file);
      return false;
    } catch (IOException expected) {
      assertThat(expected.getMessage()).startsWith(file + ": ").doesNotContain("\n", "\u0000");
      return true;
    } catch (RuntimeException unexpected) {
      return fail(Arrays.toString(bytes), unexpected);
    }
  }

  private static byte[] seed(Path file) throws IOException {
    var state = new State();
    state.put("a.weight", new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
    state.put("steps", new long[] {7});
    state.put("mask", new byte[] {1, 0, 1});
    Safetensors.write(file, state, Map.of("version", "1", "config", "{\"gamma\":0.99}"));
    return Files.readAllBytes(file);
  }

  private static byte[] mutation(byte[] bytes, Rng rng) {
    int at = rng.nextInt(bytes.length + 1);
    return switch (rng.nextInt(6)) {
      case 0 -> Arrays.copyOf(bytes, at);
      case 1 -> flipped(bytes, Math.min(at, 11), rng);
      case 2, 3 -> flipped(bytes, at, rng);
      case 4 -> replaced(bytes, at, Math.min(bytes.length, at + rng.nextInt(12)), new byte[0]);
      default -> {
        byte[] token = TOKENS[rng.nextInt(TOKENS.length)].getBytes(StandardCharsets.UTF_8);
        int end = Math.min(bytes.length, at + (rng.nextInt(2) == 0 ? 0 : token.length));
        yield replaced(bytes, at, end, token);
      }
    };
  }

  private static byte[] flipped(byte[] bytes, int at, Rng rng) {
    byte[] flipped = bytes.clone();
    if (at < flipped.length) {
      flipped[at] ^= (byte) (1 << rng.nextInt(8));
    }
    return flipped;
  }

  private static byte[] replaced(byte[] bytes, int from, int to, byte[] middle) {
    byte[] replaced = new byte[from + middle.length + bytes.length - to];
    System.arraycopy(bytes, 0, replaced, 0, from);
    System.arraycopy(middle, 0, replaced, from, middle.length);
    System.arraycopy(bytes, to, replaced, from + middle.length, bytes.length - to);
    return replaced;
  }
}
