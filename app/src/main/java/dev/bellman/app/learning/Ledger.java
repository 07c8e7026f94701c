package dev.bellman.app.learning;

import dev.bellman.app.UserError;
import dev.bellman.app.run.Reason;
import dev.bellman.tensor.internal.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The cells that are done: a file of one JSON object a line, each forced to disk when it is
/// appended. A line that was cut off while it was written is dropped. Cells may be appended from
/// several threads; another process can't open the same file meanwhile.
final class Ledger implements AutoCloseable {
  private final FileChannel channel;
  private final List<Cell> cells;

  private Ledger(FileChannel channel, List<Cell> cells) {
    this.channel = channel;
    this.cells = cells;
  }

  /// Opens a ledger.
  ///
  /// @param file the file; made with its folder if it is absent
  /// @throws UserError if it can't be written, is in use, or is no ledger
  static Ledger open(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      try {
        return open(file, channel);
      } catch (IOException | UserError e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UserError("%s: must be writable, got %s".formatted(file, Reason.of(e)), e);
    }
  }

  private static Ledger open(Path file, FileChannel channel) throws IOException {
    if (!isLocked(channel)) {
      throw new UserError(file + ": in use by another process (choose another --out)");
    }
    String text = text(channel);
    String whole = text.substring(0, text.lastIndexOf('\n') + 1);
    var cells = new ArrayList<Cell>();
    for (String line : whole.lines().toList()) {
      cells.add(parse(line, file, cells.size() + 1));
    }
    long end = whole.getBytes(StandardCharsets.UTF_8).length;
    channel.truncate(end).position(end);
    return new Ledger(channel, cells);
  }

  /// What the file holds, read through the channel itself: where a process closes any other
  /// descriptor of a file, POSIX takes its lock away.
  private static String text(FileChannel channel) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(channel.size()));
    while (content.hasRemaining() && channel.read(content) >= 0) {}
    return StandardCharsets.UTF_8.decode(content.flip()).toString();
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static Cell parse(String line, Path file, int number) {
    try {
      if (Json.parse(line) instanceof Map<?, ?> object) {
        return Cell.of(object);
      }
    } catch (IllegalArgumentException e) {
      throw new UserError("%s:%d: %s".formatted(file, number, e.getMessage()), e);
    }
    throw new UserError("%s:%d: must be an object".formatted(file, number));
  }

  /// Appends a cell and forces it to disk.
  synchronized void append(Cell cell) {
    ByteBuffer line = StandardCharsets.UTF_8.encode(Json.write(cell.json()) + "\n");
    try {
      while (line.hasRemaining()) {
        channel.write(line);
      }
      channel.force(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cells.add(cell);
  }

  /// The cells so far.
  synchronized List<Cell> cells() {
    return List.copyOf(cells);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
