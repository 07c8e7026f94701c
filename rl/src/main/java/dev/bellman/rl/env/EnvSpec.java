package dev.bellman.rl.env;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How an environment is called and made.
///
/// @param id the name with its version, `Name-v0` or `family/Name-v0`
/// @param doc one line that says what the task is
/// @param maxEpisodeSteps the step at which an episode is cut, or none
/// @param stepsByOptions that step where it depends on the options, as for a maze of any size; null
///   if it does not
/// @param rewardThreshold the mean return at which the task counts as solved, or none
/// @param options the options, under Gymnasium's own names
/// @param factory makes one environment, without the time limit
/// @param vectorFactory makes many at once, natively; null if there is no such form
public record EnvSpec(
    String id,
    String doc,
    OptionalInt maxEpisodeSteps,
    @Nullable ToIntFunction<EnvOptions> stepsByOptions,
    OptionalDouble rewardThreshold,
    List<EnvOption> options,
    Function<EnvOptions, Env<?, ?>> factory,
    @Nullable VectorFactory vectorFactory) {
  private static final Pattern ID = Pattern.compile("(?:[\\w-]+/)?[\\w.$-]+-v\\d+");

  /// Makes the native vector form of an environment.
  @FunctionalInterface
  public interface VectorFactory {
    /// Makes n environments.
    ///
    /// @param n the number of environments, at least 1
    /// @param maxEpisodeSteps the step at which an episode is cut, or none
    /// @param options the options
    /// @return the environments
    VecEnv make(int n, OptionalInt maxEpisodeSteps, EnvOptions options);
  }

  /// Makes the copies of a simulation.
  @FunctionalInterface
  public interface SimulationFactory {
    /// Makes n copies.
    ///
    /// @param n the number of copies, at least 1
    /// @param options the options
    /// @return the simulation
    /// @throws IllegalArgumentException if an option's value is not allowed; the message begins
    ///     with
    ///   `environment.` and the option's name
    Simulation<?, ?> make(int n, EnvOptions options);
  }

  /// Checks the components.
  ///
  /// @throws IllegalArgumentException if the id has no version or the time limit is less than 1
  public EnvSpec {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "EnvSpec.id: must be like 'Name-v0' or 'family/Name-v0', got '%s'".formatted(id));
    }
    if (maxEpisodeSteps.isPresent() && maxEpisodeSteps.getAsInt() < 1) {
      throw new IllegalArgumentException(
          "EnvSpec.maxEpisodeSteps: must be at least 1, got " + maxEpisodeSteps.getAsInt());
    }
    options = List.copyOf(options);
  }

  /// An environment without time limit, threshold, options and vector form.
  ///
  /// @param id the name with its version
  /// @param doc one line that says what the task is
  /// @param factory makes one environment
  /// @return the spec; see the `with` methods
  public static EnvSpec of(String id, String doc, Function<EnvOptions, Env<?, ?>> factory) {
    return new EnvSpec(
        id, doc, OptionalInt.empty(), null, OptionalDouble.empty(), List.of(), factory, null);
  }

  /// An environment that is written as a [Simulation]: both forms, without time limit, threshold
  /// and options.
  ///
  /// @param id the name with its version
  /// @param doc one line that says what the task is
  /// @param factory makes n copies
  /// @return the spec; see the `with` methods
  public static EnvSpec simulated(String id, String doc, SimulationFactory factory) {
    return of(id, doc, options -> new SimulatedEnv<>(factory.make(1, options)))
        .withVectorFactory(
            (n, limit, options) -> new SimulatedVec(factory.make(n, options), limit));
  }

  /// This spec under another id.
  ///
  /// @param other the name with its version
  /// @return the changed spec
  public EnvSpec withId(String other) {
    return new EnvSpec(
        other,
        doc,
        maxEpisodeSteps,
        stepsByOptions,
        rewardThreshold,
        options,
        factory,
        vectorFactory);
  }

  /// This spec with a time limit.
  ///
  /// @param steps the step at which an episode is cut, at least 1
  /// @return the changed spec
  public EnvSpec withMaxEpisodeSteps(int steps) {
    return new EnvSpec(
        id, doc, OptionalInt.of(steps), null, rewardThreshold, options, factory, vectorFactory);
  }

  /// This spec with a time limit that depends on the options; [#maxEpisodeSteps] is the one of the
  /// default options.
  ///
  /// @param steps gives the step at which an episode is cut, at least 1, from options that are of
  ///   the right type but may be out of range
  /// @return the changed spec
  public EnvSpec withMaxEpisodeSteps(ToIntFunction<EnvOptions> steps) {
    return new EnvSpec(
        id,
        doc,
        OptionalInt.of(steps.applyAsInt(EnvOptions.of(options, Map.of()))),
        steps,
        rewardThreshold,
        options,
        factory,
        vectorFactory);
  }

  /// This spec with a threshold.
  ///
  /// @param threshold the mean return at which the task counts as solved
  /// @return the changed spec
  public EnvSpec withRewardThreshold(double threshold) {
    return new EnvSpec(
        id,
        doc,
        maxEpisodeSteps,
        stepsByOptions,
        OptionalDouble.of(threshold),
        options,
        factory,
        vectorFactory);
  }

  /// This spec with one more option.
  ///
  /// @param option the option
  /// @return the changed spec
  public EnvSpec withOption(EnvOption option) {
    var more = new ArrayList<>(options);
    more.add(option);
    return new EnvSpec(
        id, doc, maxEpisodeSteps, stepsByOptions, rewardThreshold, more, factory, vectorFactory);
  }

  /// This spec with a native vector form.
  ///
  /// @param vector makes many environments at once
  /// @return the changed spec
  public EnvSpec withVectorFactory(VectorFactory vector) {
    return new EnvSpec(
        id, doc, maxEpisodeSteps, stepsByOptions, rewardThreshold, options, factory, vector);
  }

  /// The name without the version.
  ///
  /// @return `Name` of `Name-v1`
  public String name() {
    return id.substring(0, id.lastIndexOf("-v"));
  }

  /// The version.
  ///
  /// @return 1 of `Name-v1`
  public int version() {
    return Integer.parseInt(id.substring(id.lastIndexOf("-v") + 2));
  }
}
