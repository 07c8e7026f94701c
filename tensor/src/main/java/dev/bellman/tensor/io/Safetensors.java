package dev.bellman.tensor.io;

import dev.bellman.tensor.State;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/// Files of named arrays in the safetensors format: the length of the header in 8 bytes, the header
/// in JSON, the arrays' bytes; all little-endian, nothing executable.
///
/// Types `F64`, `F32`, `I64`, `I32` and `U8` are written, for arrays of double, float, long, int
/// and byte; floats also as `F16` and `BF16`, see [FloatType]. Read are all of these, those of half
/// precision as floats, and `I8` and `BOOL`, as bytes. A tensor without dimensions is read with
/// shape [1].
///
/// A file need not be trusted: everything in it is checked before memory is taken for it.
public final class Safetensors {
  private static final int CHUNK = 1 << 16;
  private static final int PREFIX = 8;

  private Safetensors() {}

  /// What a file holds.
  ///
  /// @param arrays the arrays, in the order of the header
  /// @param metadata the strings that stand beside them
  public record Contents(State arrays, Map<String, String> metadata) {}

  /// Writes a file whole or not at all: to a temporary file beside it, which is forced to disk and
  /// then renamed. The same arrays and metadata give the same bytes.
  ///
  /// @param file where to write; replaced if it is there
  /// @param arrays the arrays, by their names seen from this view; not modified
  /// @param metadata strings to stand beside them; not modified
  /// @throws IOException if the file cannot be written; what was there before is then still there
  /// @throws IllegalArgumentException if an array has the reserved name `__metadata__`, a name or a
  ///   string is not valid Unicode, or the header is longer than the format allows
  public static void write(Path file, State arrays, Map<String, String> metadata)
      throws IOException {
    write(file, arrays, metadata, FloatType.F32);
  }

  /// Writes a file as the other form does, with all floats in one type.
  ///
  /// @param file where to write; replaced if it is there
  /// @param arrays the arrays, by their names seen from this view; not modified
  /// @param metadata strings to stand beside them; not modified
  /// @param floats the type of the arrays of floats
  /// @throws IOException if the file cannot be written; what was there before is then still there
  /// @throws IllegalArgumentException as the other form
  public static void write(Path file, State arrays, Map<String, String> metadata, FloatType floats)
      throws IOException {
    Path target = file.toAbsolutePath();
    Header header = Header.of(arrays, metadata, floats);
    ByteBuffer prefixed = encoded(header);
    Path temporary = temporary(target);
    try {
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        writeFully(channel, prefixed);
        ByteBuffer buffer = buffer(CHUNK);
        for (TensorInfo tensor : header.byOffset()) {
          writeValues(channel, arrays.entry(tensor.name()).values(), tensor, buffer);
        }
        channel.force(true);
      }
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static Path temporary(Path target) throws IOException {
    Path directory = target.getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      throw new NoSuchFileException(directory + ": expected an existing directory, got none");
    }
    long process = ProcessHandle.current().pid();
    long thread = Thread.currentThread().threadId();
    return directory.resolve(".%s.%d-%d.tmp".formatted(target.getFileName(), process, thread));
  }

  private static ByteBuffer encoded(Header header) {
    byte[] json = header.json().getBytes(StandardCharsets.UTF_8);
    int padded = Math.ceilDiv(json.length, PREFIX) * PREFIX;
    if (padded > Header.MAX_LENGTH) {
      throw new IllegalArgumentException(
          "safetensors: the header must have at most %d bytes, got %d"
              .formatted(Header.MAX_LENGTH, padded));
    }
    ByteBuffer encoded = buffer(PREFIX + padded).putLong(padded).put(json);
    while (encoded.hasRemaining()) {
      encoded.put((byte) ' ');
    }
    return encoded.flip();
  }

  private static void writeValues(
      FileChannel channel, Object values, TensorInfo tensor, ByteBuffer buffer) throws IOException {
    int width = tensor.dtype().width();
    int length = Array.getLength(values);
    int at = 0;
    while (at < length) {
      int n = Math.min(CHUNK / width, length - at);
      buffer.clear().limit(n * width);
      tensor.dtype().put(values, at, n, buffer);
      writeFully(channel, buffer);
      at += n;
    }
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /// Reads a file.
  ///
  /// @param file the file
  /// @return what it holds
  /// @throws IOException if the file cannot be read, is not in the format or holds a type that is
  ///   not read; the message is one line that starts with the file's name
  public static Contents read(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file + ": expected a file, got none");
    }
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + ": expected a regular file, got a directory or a device");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      int length = headerLength(file, channel, size);
      long dataStart = PREFIX + (long) length;
      String text = text(file, bytes(file, channel, PREFIX, length));
      Header header = new HeaderReader(file, size - dataStart).read(text);
      var arrays = new State();
      ByteBuffer buffer = buffer(CHUNK);
      for (TensorInfo tensor : header.tensors()) {
        Object values = values(file, channel, dataStart, tensor, buffer);
        arrays.put(tensor.name(), values, tensor.shape());
      }
      return new Contents(arrays, header.metadata());
    }
  }

  private static int headerLength(Path file, FileChannel channel, long size) throws IOException {
    if (size < PREFIX) {
      throw new IOException("%s: expected at least 8 bytes, got %d".formatted(file, size));
    }
    long length = bytes(file, channel, 0, PREFIX).getLong();
    long most = Math.min(Header.MAX_LENGTH, size - PREFIX);
    if (length < 0 || length > most) {
      throw new IOException(
          "%s: header length: expected at most %d, got %s"
              .formatted(file, most, Long.toUnsignedString(length)));
    }
    return (int) length;
  }

  private static String text(Path file, ByteBuffer utf8) throws IOException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
    } catch (CharacterCodingException malformed) {
      throw new IOException(
          "%s: header: expected UTF-8, got other bytes".formatted(file), malformed);
    }
  }

  private static Object values(
      Path file, FileChannel channel, long dataStart, TensorInfo tensor, ByteBuffer buffer)
      throws IOException {
    int width = tensor.dtype().width();
    int length = tensor.length();
    Object values = tensor.dtype().array(length);
    int at = 0;
    while (at < length) {
      int n = Math.min(CHUNK / width, length - at);
      buffer.clear().limit(n * width);
      readFully(file, channel, dataStart + tensor.begin() + (long) at * width, buffer);
      tensor.dtype().get(buffer, values, at, n);
      at += n;
    }
    return values;
  }

  private static ByteBuffer bytes(Path file, FileChannel channel, long position, int length)
      throws IOException {
    ByteBuffer bytes = buffer(length);
    readFully(file, channel, position, bytes);
    return bytes;
  }

  private static void readFully(Path file, FileChannel channel, long position, ByteBuffer bytes)
      throws IOException {
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, position + bytes.position()) < 0) {
        throw new IOException(
            "%s: expected %d more bytes, got the end of the file"
                .formatted(file, bytes.remaining()));
      }
    }
    bytes.flip();
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
