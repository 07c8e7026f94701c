package dev.bellman.app.learning;

import dev.bellman.app.config.Tree;
import dev.bellman.app.config.Yaml;
import dev.bellman.app.train.AlgorithmSpec;
import dev.bellman.app.train.Algorithms;
import dev.bellman.app.train.Presets;
import dev.bellman.app.train.RunConfig;
import dev.bellman.rl.env.EnvSpec;
import dev.bellman.rl.env.Envs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/// An algorithm on an environment, as the preset has it.
///
/// @param config the configuration; its seed does not count
public record Pair(RunConfig<?> config) {
  /// The pairs that have a preset.
  ///
  /// @param envs the environments that can be named
  /// @return the pairs, by algorithm as these are listed, then by environment
  public static List<Pair> presets(Envs envs) {
    var pairs = new ArrayList<Pair>();
    for (AlgorithmSpec<?> algorithm : Algorithms.ALL) {
      for (EnvSpec spec : envs.specs()) {
        preset(algorithm, spec.id()).ifPresent(pairs::add);
      }
    }
    return pairs;
  }

  /// A pair that has a preset.
  ///
  /// @param algorithm the algorithm
  /// @param environment the environment's id
  /// @return the pair, or nothing if there is no preset
  public static Optional<Pair> preset(AlgorithmSpec<?> algorithm, String environment) {
    return Presets.find(algorithm.name(), environment)
        .map(layer -> new Pair(RunConfig.of(algorithm, environment, List.<Tree.Mapping>of(layer))));
  }

  /// What the pair is called.
  ///
  /// @return for example `ppo-CartPole-v1`
  public String name() {
    return config.algorithm().name() + "-" + config.environment();
  }

  /// What tells this configuration from another one: a checksum of all its values but the seed.
  ///
  /// @return eight hexadecimal digits
  public String checksum() {
    var sum = new CRC32C();
    sum.update(Yaml.write(config.withSeed(0).tree()).getBytes(StandardCharsets.UTF_8));
    return "%08x".formatted(sum.getValue());
  }

  /// What is published of the pair.
  ///
  /// @return the result, or nothing if none is known
  public Optional<Published> published() {
    return Published.find(config.algorithm().name(), config.environment());
  }
}
