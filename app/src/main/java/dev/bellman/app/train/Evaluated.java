package dev.bellman.app.train;

import dev.bellman.app.terminal.Quantity;
import dev.bellman.rl.train.Evaluation;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an evaluation came to.
///
/// @param result returns and lengths
/// @param successRate the share of episodes that succeeded: those whose last step says so in its
///   info (`is_success` or `success`), else those that return at least the environment's threshold;
///   null if there is neither
/// @param info the sums of the entries that the configuration names, by name
public record Evaluated(
    Evaluation.Result result, @Nullable Double successRate, Map<String, InfoSum> info) {
  /// What was summed of an entry of infos.
  ///
  /// @param perEpisode the mean sum of an episode; null if no episode told the entry
  /// @param perThousandSteps how much comes in 1000 steps; null if no episode told the entry
  public record InfoSum(@Nullable Double perEpisode, @Nullable Double perThousandSteps) {}

  /// The result as JSON.
  ///
  /// @return the object; a number that is not finite is null
  public Map<String, @Nullable Object> json() {
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put("episodes", result.episodes());
    object.put("mean_return", Evaluations.finite(result.meanReturn()));
    object.put("std_return", Evaluations.finite(result.stdReturn()));
    object.put("min_return", Evaluations.finite(result.minReturn()));
    object.put("max_return", Evaluations.finite(result.maxReturn()));
    object.put("success_rate", successRate);
    if (!info.isEmpty()) {
      var sums = new LinkedHashMap<String, Object>();
      info.forEach(
          (name, sum) -> {
            var numbers = new LinkedHashMap<String, @Nullable Object>();
            numbers.put("per_episode", sum.perEpisode);
            numbers.put("per_1000_steps", sum.perThousandSteps);
            sums.put(name, numbers);
          });
      object.put("info", sums);
    }
    return object;
  }

  /// The result for people.
  ///
  /// @return for example `mean return 500.0 ± 0.0 over 100 episodes (500.0 to 500.0), success 100
  ///     %`
  public String text() {
    var text =
        new StringBuilder(
            "mean return %s ± %s over %d episodes (%s to %s)"
                .formatted(
                    Quantity.score(result.meanReturn()),
                    Quantity.score(result.stdReturn()),
                    result.episodes(),
                    Quantity.score(result.minReturn()),
                    Quantity.score(result.maxReturn())));
    if (successRate != null) {
      text.append(String.format(Locale.ROOT, ", success %.0f %%", 100 * successRate));
    }
    info.forEach(
        (name, sum) ->
            text.append(
                ", %s %s an episode"
                    .formatted(
                        name,
                        sum.perEpisode == null ? "not told" : Quantity.amount(sum.perEpisode))));
    return text.toString();
  }
}
