package dev.bellman.tensor.io;

import dev.bellman.tensor.State;
import dev.bellman.tensor.internal.json.Json;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What stands before the data.
///
/// @param tensors the tensors, in the order in which the header names them
/// @param metadata the strings under `__metadata__`
record Header(List<TensorInfo> tensors, Map<String, String> metadata) {
  static final String METADATA = "__metadata__";
  static final int MAX_LENGTH = 100_000_000;

  /// The header with which a state is written. Tensors are named in the state's order; their data
  /// lies ordered by width, widest first, so that every array is aligned to its elements.
  ///
  /// @throws IllegalArgumentException if an array has the name that is reserved for the metadata
  static Header of(State arrays, Map<String, String> metadata, FloatType floats) {
    List<String> names = arrays.names();
    if (names.contains(METADATA)) {
      throw new IllegalArgumentException(
          "array '%s': expected another name, got the reserved one".formatted(METADATA));
    }
    var byWidth = new ArrayList<>(names);
    byWidth.sort(
        Comparator.comparingInt(name -> -Dtype.of(arrays.entry(name).values(), floats).width()));
    var infos = new HashMap<String, TensorInfo>();
    long begin = 0;
    for (String name : byWidth) {
      State.Entry entry = arrays.entry(name);
      Dtype dtype = Dtype.of(entry.values(), floats);
      long end = begin + (long) Array.getLength(entry.values()) * dtype.width();
      infos.put(name, new TensorInfo(name, dtype, entry.shape(), begin, end));
      begin = end;
    }
    var tensors = new ArrayList<TensorInfo>();
    for (String name : names) {
      tensors.add(infos.get(name));
    }
    return new Header(tensors, new TreeMap<>(metadata));
  }

  /// The tensors in the order of their data.
  List<TensorInfo> byOffset() {
    var sorted = new ArrayList<>(tensors);
    sorted.sort(Comparator.comparingLong(TensorInfo::begin).thenComparingLong(TensorInfo::end));
    return sorted;
  }

  /// The header as JSON.
  String json() {
    var json = new LinkedHashMap<String, @Nullable Object>();
    if (!metadata.isEmpty()) {
      json.put(METADATA, metadata);
    }
    for (TensorInfo tensor : tensors) {
      var fields = new LinkedHashMap<String, @Nullable Object>();
      fields.put("dtype", tensor.dtype().name());
      fields.put("shape", Arrays.stream(tensor.shape()).boxed().toList());
      fields.put("data_offsets", List.of(tensor.begin(), tensor.end()));
      json.put(tensor.name(), fields);
    }
    return Json.write(json);
  }
}
