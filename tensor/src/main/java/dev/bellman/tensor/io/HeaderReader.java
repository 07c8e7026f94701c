package dev.bellman.tensor.io;

import dev.bellman.tensor.internal.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Checks a header before anything is allocated for the data; trusts nothing in it.
final class HeaderReader {
  private static final int MAX_VALUES = Integer.MAX_VALUE - 8;
  private static final Set<String> FIELDS = Set.of("dtype", "shape", "data_offsets");

  private final Path file;
  private final long dataSize;

  /// @param file the file's name, for messages
  /// @param dataSize the bytes of the file after the header
  HeaderReader(Path file, long dataSize) {
    this.file = file;
    this.dataSize = dataSize;
  }

  Header read(String text) throws IOException {
    Map<?, ?> json = parsed(text);
    var tensors = new ArrayList<TensorInfo>();
    Map<String, String> metadata = Map.of();
    for (Map.Entry<?, ?> entry : json.entrySet()) {
      String name = (String) entry.getKey();
      if (name.equals(Header.METADATA)) {
        metadata = metadata(entry.getValue());
      } else {
        tensors.add(tensor(name, entry.getValue()));
      }
    }
    var header = new Header(Collections.unmodifiableList(tensors), metadata);
    checkCoverage(header);
    return header;
  }

  private Map<?, ?> parsed(String text) throws IOException {
    if (text.startsWith("{")) {
      try {
        return (Map<?, ?>) Objects.requireNonNull(Json.parse(text));
      } catch (IllegalArgumentException malformed) {
        throw new IOException("%s: header: %s".formatted(file, malformed.getMessage()), malformed);
      }
    }
    throw error("header: expected an object that begins with '{', got " + Json.excerpt(text));
  }

  private Map<String, String> metadata(@Nullable Object json) throws IOException {
    if (!(json instanceof Map<?, ?> map)) {
      throw error(
          "%s: expected an object of strings, got %s"
              .formatted(Header.METADATA, Json.excerpt(json)));
    }
    var metadata = new LinkedHashMap<String, String>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      String key = (String) entry.getKey();
      if (!(entry.getValue() instanceof String value)) {
        throw error(
            "%s %s: expected a string, got %s"
                .formatted(Header.METADATA, Json.excerpt(key), Json.excerpt(entry.getValue())));
      }
      metadata.put(key, value);
    }
    return Collections.unmodifiableMap(metadata);
  }

  private TensorInfo tensor(String name, @Nullable Object json) throws IOException {
    if (!(json instanceof Map<?, ?> fields) || !fields.keySet().equals(FIELDS)) {
      throw error(
          name, "expected an object of dtype, shape and data_offsets, got " + Json.excerpt(json));
    }
    Dtype dtype = dtype(name, fields.get("dtype"));
    long[] shape = integers(name, "shape", fields.get("shape"));
    long[] offsets = integers(name, "data_offsets", fields.get("data_offsets"));
    if (offsets.length != 2 || offsets[0] > offsets[1] || offsets[1] > dataSize) {
      throw error(
          name,
          "data_offsets: expected begin <= end <= %d (the data's size), got %s"
              .formatted(dataSize, Json.excerpt(fields.get("data_offsets"))));
    }
    checkSize(name, dtype, shape, offsets[1] - offsets[0]);
    int[] extents = Arrays.stream(shape).mapToInt(extent -> (int) extent).toArray();
    return new TensorInfo(name, dtype, extents, offsets[0], offsets[1]);
  }

  private Dtype dtype(String name, @Nullable Object json) throws IOException {
    for (Dtype dtype : Dtype.values()) {
      if (dtype.name().equals(json)) {
        return dtype;
      }
    }
    throw error(
        name,
        "dtype: expected one of %s, got %s"
            .formatted(Arrays.toString(Dtype.values()), Json.excerpt(json)));
  }

  private long[] integers(String name, String field, @Nullable Object json) throws IOException {
    if (!(json instanceof List<?> list)) {
      throw error(
          name, "%s: expected a list of integers, got %s".formatted(field, Json.excerpt(json)));
    }
    long[] integers = new long[list.size()];
    for (int i = 0; i < integers.length; i++) {
      if (!(list.get(i) instanceof Long integer) || integer < 0) {
        throw error(
            name,
            "%s: expected integers from 0 up, got %s".formatted(field, Json.excerpt(list.get(i))));
      }
      integers[i] = integer;
    }
    return integers;
  }

  private void checkSize(String name, Dtype dtype, long[] shape, long bytes) throws IOException {
    long length = 1;
    for (long extent : shape) {
      // Both factors are below 2^31, so that the product is below 2^62.
      if (extent > MAX_VALUES || length * extent > MAX_VALUES) {
        throw error(
            name,
            "shape: expected at most %d values (a Java array's), got %s"
                .formatted(MAX_VALUES, excerpt(shape)));
      }
      length *= extent;
    }
    if (length * dtype.width() != bytes) {
      throw error(
          name,
          "data_offsets: expected %d bytes for %s %s, got %d"
              .formatted(length * dtype.width(), dtype, excerpt(shape), bytes));
    }
  }

  private void checkCoverage(Header header) throws IOException {
    long end = 0;
    for (TensorInfo tensor : header.byOffset()) {
      if (tensor.begin() != end) {
        throw error(
            tensor.name(),
            "data_offsets: expected to begin where the data before it ends, at %d, got %d"
                .formatted(end, tensor.begin()));
      }
      end = tensor.end();
    }
    if (end != dataSize) {
      throw error("data: expected %d bytes as in the header, got %d".formatted(end, dataSize));
    }
  }

  private IOException error(String tensor, String what) {
    return error("tensor %s: %s".formatted(Json.excerpt(tensor), what));
  }

  private IOException error(String what) {
    return new IOException("%s: %s".formatted(file, what));
  }

  private static String excerpt(long[] shape) {
    return Json.excerpt(Arrays.stream(shape).boxed().toList());
  }
}
