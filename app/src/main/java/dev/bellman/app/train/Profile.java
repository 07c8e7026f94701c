package dev.bellman.app.train;

import dev.bellman.rl.Phases;
import dev.bellman.rl.Phases.Phase;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where the time of a training went.
///
/// @param seconds the time of each phase
/// @param envSteps the environment steps that it was spent on; of this process, not of those before
///   a resume
public record Profile(Map<Phase, Double> seconds, long envSteps) {
  static Profile of(Phases phases, long envSteps) {
    var seconds = new EnumMap<Phase, Double>(Phase.class);
    for (Phase phase : Phase.values()) {
      seconds.put(phase, phases.seconds(phase));
    }
    return new Profile(seconds, envSteps);
  }

  private double share(Phase phase) {
    double all = seconds.values().stream().mapToDouble(Double::doubleValue).sum();
    return time(phase) / all;
  }

  private double microseconds(Phase phase) {
    return time(phase) * 1e6 / envSteps;
  }

  private double time(Phase phase) {
    return seconds.getOrDefault(phase, 0.0);
  }

  private static String name(Phase phase) {
    return phase.name().toLowerCase(Locale.ROOT);
  }

  /// The profile as JSON.
  ///
  /// @return share and time of an environment step, for each phase
  public Map<String, Object> json() {
    var object = new LinkedHashMap<String, Object>();
    for (Phase phase : Phase.values()) {
      var numbers = new LinkedHashMap<String, @Nullable Object>();
      numbers.put("share", Evaluations.finite(share(phase)));
      numbers.put("us_per_env_step", Evaluations.finite(microseconds(phase)));
      object.put(name(phase), numbers);
    }
    return object;
  }

  /// The profile for people.
  ///
  /// @return a line for each phase
  public String text() {
    var text = new StringBuilder();
    for (Phase phase : Phase.values()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-11s %5.1f %%  %8.3f us an environment step%n",
              name(phase),
              100 * share(phase),
              microseconds(phase)));
    }
    return text.toString();
  }
}
