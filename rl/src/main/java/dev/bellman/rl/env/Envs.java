package dev.bellman.rl.env;

import dev.bellman.rl.env.classic.ClassicControl;
import dev.bellman.rl.env.grid.Grid;
import dev.bellman.rl.env.minatar.MinAtar;
import dev.bellman.rl.env.probe.Probe;
import dev.bellman.rl.env.toytext.ToyText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/// The environments that can be made by name. Immutable.
///
/// Every environment also has the option `max_episode_steps`: a time limit in place of the spec's,
/// or -1 for none.
public final class Envs {
  private static final String MAX_EPISODE_STEPS = "max_episode_steps";

  private final Map<String, EnvSpec> specs;
  private final Function<String, Optional<EnvSpec>> others;

  private Envs(Map<String, EnvSpec> specs, Function<String, Optional<EnvSpec>> others) {
    this.specs = specs;
    this.others = others;
  }

  /// The environments of this library.
  ///
  /// @return the registry
  public static Envs builtIn() {
    Envs envs = new Envs(Map.of(), _ -> Optional.empty());
    for (List<EnvSpec> family :
        List.of(
            ClassicControl.specs(),
            ToyText.specs(),
            Grid.specs(),
            MinAtar.specs(),
            Probe.specs())) {
      for (EnvSpec spec : family) {
        envs = envs.with(spec);
      }
    }
    return envs;
  }

  /// This registry with one more environment.
  ///
  /// @param spec the environment
  /// @return the larger registry
  /// @throws IllegalArgumentException if the id is registered already or an option is called
  ///   `max_episode_steps`
  public Envs with(EnvSpec spec) {
    if (specs.containsKey(spec.id())) {
      throw new IllegalArgumentException(
          "environment '%s': must be new, got an id that is registered already (raise the version)"
              .formatted(spec.id()));
    }
    if (spec.options().stream().anyMatch(option -> option.name().equals(MAX_EPISODE_STEPS))) {
      throw new IllegalArgumentException(
          "environment '%s': option '%s' must not be declared, every environment has it"
              .formatted(spec.id(), MAX_EPISODE_STEPS));
    }
    var more = new TreeMap<>(specs);
    more.put(spec.id(), spec);
    return new Envs(more, others);
  }

  /// This registry, asking elsewhere for names that it does not know.
  ///
  /// @param finder gives the spec of a name, or nothing; [#specs] does not list what it finds
  /// @return the registry that asks
  public Envs orElse(Function<String, Optional<EnvSpec>> finder) {
    return new Envs(specs, name -> others.apply(name).or(() -> finder.apply(name)));
  }

  /// What is registered.
  ///
  /// @return the specs, by id
  public Collection<EnvSpec> specs() {
    return List.copyOf(specs.values());
  }

  /// Finds an environment.
  ///
  /// @param id a registered id, or one without its version, which means the highest
  /// @return the spec
  /// @throws IllegalArgumentException if there is none of that name
  public EnvSpec spec(String id) {
    EnvSpec spec = specs.get(id);
    return spec != null
        ? spec
        : newest(id).or(() -> others.apply(id)).orElseThrow(() -> unknown(id));
  }

  private Optional<EnvSpec> newest(String name) {
    return specs.values().stream()
        .filter(spec -> spec.name().equals(name))
        .max(Comparator.comparingInt(EnvSpec::version));
  }

  private IllegalArgumentException unknown(String id) {
    Optional<EnvSpec> otherVersion = newest(id.replaceFirst("-v\\d*$", ""));
    boolean versioned = id.matches(".*-v\\d+");
    List<String> names =
        specs.values().stream()
            .sorted(
                Comparator.comparing(EnvSpec::name).thenComparingInt(EnvSpec::version).reversed())
            .map(spec -> versioned ? spec.id() : spec.name())
            .distinct()
            .toList();
    String hint =
        otherVersion
            .map(EnvSpec::id)
            .or(() -> Suggestions.closest(id, names))
            .map(name -> "did you mean '" + name + "'? ")
            .orElse("");
    return new IllegalArgumentException(
        "environment '%s': unknown (%slist with: bellman envs)".formatted(id, hint));
  }

  /// Makes one environment, inside its time limit.
  ///
  /// @param id the id; see [#spec]
  /// @param options option values by name; not modified
  /// @return the environment
  /// @throws IllegalArgumentException if the id or an option is unknown or a value is wrong
  public Env<?, ?> make(String id, Map<String, ?> options) {
    EnvSpec spec = spec(id);
    EnvOptions checked = check(spec, options);
    OptionalInt limit = limit(checked);
    Env<?, ?> env = spec.factory().apply(checked);
    return limit.isPresent() ? new TimeLimit<>(env, limit.getAsInt()) : env;
  }

  /// Makes many environments: the native vector form if there is one, else an [EnvAdapter].
  ///
  /// @param id the id; see [#spec]
  /// @param n the number of environments, at least 1
  /// @param options option values by name; not modified
  /// @return the environments
  /// @throws IllegalArgumentException if the id or an option is unknown or a value is wrong
  public VecEnv vector(String id, int n, Map<String, ?> options) {
    EnvSpec spec = spec(id);
    if (n < 1) {
      throw new IllegalArgumentException(
          "environment '%s': count must be at least 1, got %d".formatted(spec.id(), n));
    }
    EnvOptions checked = check(spec, options);
    EnvSpec.VectorFactory vectorFactory = spec.vectorFactory();
    return vectorFactory == null
        ? EnvAdapter.of(spec.id(), n, () -> make(spec.id(), options))
        : vectorFactory.make(n, limit(checked), checked);
  }

  private static EnvOptions check(EnvSpec spec, Map<String, ?> options) {
    EnvOptions checked = check(spec, spec.maxEpisodeSteps().orElse(-1), options);
    ToIntFunction<EnvOptions> stepsByOptions = spec.stepsByOptions();
    if (stepsByOptions != null) {
      checked = check(spec, stepsByOptions.applyAsInt(checked), options);
    }
    long limit = checked.integer(MAX_EPISODE_STEPS);
    if (limit != -1 && (limit < 1 || limit > Integer.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "environment.%s: must be in 1..2147483647, or -1 for none, got %d"
              .formatted(MAX_EPISODE_STEPS, limit));
    }
    return checked;
  }

  private static EnvOptions check(EnvSpec spec, int maxEpisodeSteps, Map<String, ?> options) {
    var known = new ArrayList<>(spec.options());
    known.add(
        new EnvOption(
            MAX_EPISODE_STEPS,
            EnvOption.Type.INTEGER,
            maxEpisodeSteps,
            "the step at which an episode is cut, -1 for never"));
    return EnvOptions.of(known, options);
  }

  private static OptionalInt limit(EnvOptions options) {
    int limit = (int) options.integer(MAX_EPISODE_STEPS);
    return limit == -1 ? OptionalInt.empty() : OptionalInt.of(limit);
  }
}
