package dev.bellman.rl.env;

import java.util.LinkedHashMap;
import java.util.Map;

/// What an environment can tell beyond observation and reward, built only when somebody asks.
///
/// Ask before the environment is stepped or reset again: an implementation may read the current
/// state.
@FunctionalInterface
public interface Info {
  /// Nothing to tell.
  Info NONE = Map::of;

  /// Builds the named values.
  ///
  /// @return the values by name
  Map<String, Object> toMap();

  /// These values and one more.
  ///
  /// @param name the name of the added value; it wins over one of the same name
  /// @param value the added value
  /// @return the info that has both
  default Info with(String name, Object value) {
    return () -> {
      var values = new LinkedHashMap<>(toMap());
      values.put(name, value);
      return values;
    };
  }
}
