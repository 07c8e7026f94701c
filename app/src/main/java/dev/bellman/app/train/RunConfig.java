package dev.bellman.app.train;

import dev.bellman.app.UserError;
import dev.bellman.app.config.Tree;
import dev.bellman.app.config.Yaml;
import dev.bellman.rl.Algorithm;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.tensor.Workers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Everything that decides a run's numbers.
///
/// As text it is one mapping: `algorithm`, `environment` with its `id` and options, `steps`,
/// `seed`,
/// `metrics` and beside them the algorithm's hyper-parameters. So the path of a value in a file is
/// its path in `--set`.
///
/// @param algorithm what learns
/// @param environment the environment's id
/// @param options the environment's options that differ from their defaults
/// @param steps the budget of environment steps
/// @param seed the run's seed
/// @param metrics what is noted beyond the usual
/// @param config the algorithm's hyper-parameters
/// @param <C> the type of the hyper-parameters
public record RunConfig<C extends Record>(
    AlgorithmSpec<C> algorithm,
    String environment,
    Map<String, Object> options,
    long steps,
    long seed,
    RunHeader.Metrics metrics,
    C config) {
  private static final String ID = "id";
  private static final Set<String> HEADER =
      Set.of("algorithm", "environment", "steps", "seed", "metrics");

  /// Lays trees over an algorithm's defaults.
  ///
  /// @param algorithm what learns
  /// @param environment the environment's id
  /// @param layers presets and options, each over the ones before it
  /// @param <C> the type of the hyper-parameters
  /// @return the configuration
  /// @throws UserError if a key is unknown, a value is wrong, or a layer names another algorithm or
  ///   environment
  public static <C extends Record> RunConfig<C> of(
      AlgorithmSpec<C> algorithm, String environment, List<Tree.Mapping> layers) {
    var headers = new ArrayList<Tree>();
    var configs = new ArrayList<Tree>();
    for (Tree.Mapping layer : layers) {
      headers.add(part(layer, true));
      configs.add(part(layer, false));
    }
    RunHeader header = Algorithms.OVERLAY.apply(RunHeader.DEFAULTS, headers);
    refuseOther("algorithm", header.algorithm(), algorithm.name());
    Map<String, Object> options = options(header, environment);
    return new RunConfig<>(
        algorithm,
        environment,
        options,
        header.steps(),
        header.seed(),
        header.metrics(),
        Algorithms.OVERLAY.apply(algorithm.defaults(), configs));
  }

  /// The environment's options in layers that name nothing else.
  ///
  /// @param environment the environment's id
  /// @param layers trees, each over the ones before it
  /// @return the options by name
  /// @throws UserError if a layer names anything but the environment's options
  public static Map<String, Object> environmentOptions(
      String environment, List<Tree.Mapping> layers) {
    for (Tree.Mapping layer : layers) {
      for (String name : layer.entries().keySet()) {
        if (!name.equals("environment")) {
          throw new UserError(
              "--set %s: only the environment has options here (environment.NAME=value)"
                  .formatted(name));
        }
      }
    }
    return options(Algorithms.OVERLAY.apply(RunHeader.DEFAULTS, layers), environment);
  }

  private static Map<String, Object> options(RunHeader header, String environment) {
    var options = new TreeMap<>(header.environment());
    Object id = options.remove(ID);
    refuseOther("environment.id", id == null ? "" : id.toString(), environment);
    return options;
  }

  private static Tree.Mapping part(Tree.Mapping layer, boolean header) {
    var entries = new LinkedHashMap<>(layer.entries());
    entries.keySet().removeIf(name -> HEADER.contains(name) != header);
    return new Tree.Mapping(entries, layer.origin());
  }

  private static void refuseOther(String path, String got, String expected) {
    if (!got.isEmpty() && !got.equals(expected)) {
      throw new UserError("%s: must be %s, got %s".formatted(path, expected, got));
    }
  }

  /// This configuration with another seed.
  ///
  /// @param other the seed
  /// @return the changed configuration
  public RunConfig<C> withSeed(long other) {
    return new RunConfig<>(algorithm, environment, options, steps, other, metrics, config);
  }

  /// This configuration with another option of the environment.
  ///
  /// @param name the option
  /// @param value its value
  /// @return the changed configuration
  RunConfig<C> withOption(String name, Object value) {
    var more = new TreeMap<>(options);
    more.put(name, value);
    return new RunConfig<>(algorithm, environment, more, steps, seed, metrics, config);
  }

  /// This configuration as text has it, every value written out.
  ///
  /// @return the mapping; [#of] reads it back
  public Tree.Mapping tree() {
    var environmentEntries = new LinkedHashMap<String, Object>();
    environmentEntries.put(ID, environment);
    environmentEntries.putAll(options);
    var header = new RunHeader(algorithm.name(), environmentEntries, steps, seed, metrics);
    var entries = new LinkedHashMap<>(Algorithms.OVERLAY.tree(header).entries());
    entries.putAll(Algorithms.OVERLAY.tree(config).entries());
    return new Tree.Mapping(entries, "");
  }

  /// The first value in which this configuration differs from another.
  ///
  /// @param other a configuration of the same algorithm
  /// @return for example `gae.gamma is 0.98, got 0.99`, or nothing if they are equal
  public Optional<String> differenceFrom(RunConfig<?> other) {
    return difference(other.tree(), tree(), "");
  }

  private static Optional<String> difference(@Nullable Tree from, Tree to, String path) {
    if (!(from instanceof Tree.Mapping before && to instanceof Tree.Mapping after)) {
      return to.equals(from)
          ? Optional.empty()
          : Optional.of("%s is %s, got %s".formatted(path, word(from), word(to)));
    }
    String prefix = path.isEmpty() ? "" : path + ".";
    return after.entries().entrySet().stream()
        .flatMap(
            entry ->
                difference(
                    before.entries().get(entry.getKey()), entry.getValue(), prefix + entry.getKey())
                    .stream())
        .findFirst();
  }

  private static String word(@Nullable Tree tree) {
    return switch (tree) {
      case null -> "not set";
      case Tree.Scalar scalar -> scalar.text();
      case Tree.Mapping _, Tree.Items _ -> Yaml.write(tree).strip().replaceAll("\\s+", " ");
    };
  }

  /// Makes the environments that the algorithm learns from.
  ///
  /// @param envs the registry
  /// @return the environments; owned by the caller
  /// @throws UserError if an option is unknown or its value is wrong
  public VecEnv training(Envs envs) {
    return vector(envs, algorithm.envs().applyAsInt(config));
  }

  /// Makes environments.
  ///
  /// @param envs the registry
  /// @param n how many
  /// @return the environments; owned by the caller
  /// @throws UserError if an option is unknown or its value is wrong
  public VecEnv vector(Envs envs, int n) {
    try {
      return envs.vector(environment, n, options);
    } catch (IllegalArgumentException e) {
      throw new UserError(String.valueOf(e.getMessage()), e);
    } catch (ArithmeticException | NegativeArraySizeException | OutOfMemoryError e) {
      throw new UserError("environments: %d do not fit into memory".formatted(n), e);
    } catch (RuntimeException e) {
      throw new UserError("environment '%s': can't be made, got %s".formatted(environment, e), e);
    }
  }

  /// Makes the learner.
  ///
  /// @param training the environments; owned by the caller
  /// @param workers the threads; owned by the caller
  /// @return a learner that has not begun
  /// @throws UserError if the algorithm can't learn in these environments
  public Algorithm learner(VecEnv training, Workers workers) {
    try {
      Algorithm learner = algorithm.factory().make(config, training, seed, workers);
      learner.requireBudget(steps);
      return learner;
    } catch (IllegalArgumentException e) {
      throw new UserError("%s: %s".formatted(algorithm.name(), e.getMessage()), e);
    } catch (ArithmeticException | NegativeArraySizeException | OutOfMemoryError e) {
      throw new UserError(algorithm.name() + ": this configuration does not fit into memory", e);
    }
  }
}
