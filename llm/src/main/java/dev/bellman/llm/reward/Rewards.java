package dev.bellman.llm.reward;

import dev.bellman.llm.data.Completion;
import dev.bellman.tensor.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rewards that add up: `R = Σ wᵢ Rᵢ`, evaluated over the completions in parallel.
///
/// Each number depends on its completion alone, and sums run in the order of the rewards, so that
/// the threads change nothing. A reward that throws, or gives NaN or an infinity, leaves that
/// completion unscored (NaN); the others are not touched.
///
/// Called by one thread at a time.
public final class Rewards {
  private final List<WeightedReward> parts;
  private final Workers workers;

  /// Rewards that add up.
  ///
  /// @param parts the rewards, at least one, each with a name of its own
  /// @param workers the threads to evaluate on
  /// @throws IllegalArgumentException if there is none or a name comes twice
  public Rewards(List<WeightedReward> parts, Workers workers) {
    this.parts = List.copyOf(parts);
    this.workers = workers;
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("rewards: must be at least 1, got 0");
    }
    var names = new HashSet<String>();
    for (WeightedReward part : parts) {
      if (!names.add(part.name())) {
        throw new IllegalArgumentException(
            "rewards.%s: must be named once, got the name again".formatted(part.name()));
      }
    }
  }

  /// The rewards' names.
  ///
  /// @return in the order of [Scores#parts]
  public List<String> names() {
    return parts.stream().map(WeightedReward::name).toList();
  }

  /// Scores completions.
  ///
  /// @param completions what was written; the list is not modified
  /// @return a score for each
  public Scores of(List<Completion> completions) {
    int n = completions.size();
    double[][] scores = new double[parts.size()][n];
    @Nullable String[][] problems = new @Nullable String[parts.size()][n];
    for (int p = 0; p < scores.length; p++) {
      if (parts.get(p).reward() instanceof BatchReward reward) {
        evaluate(reward, completions, scores[p], problems[p]);
      }
    }
    workers.run(
        n,
        (int i) -> {
          for (int p = 0; p < scores.length; p++) {
            if (!(parts.get(p).reward() instanceof BatchReward)) {
              evaluate(parts.get(p).reward(), completions.get(i), i, scores[p], problems[p]);
            }
          }
        });
    return sum(scores, problems, n);
  }

  private static void evaluate(
      BatchReward reward,
      List<Completion> completions,
      double[] scores,
      @Nullable String[] problems) {
    try {
      double[] given = reward.ofAll(completions);
      if (given.length == scores.length) {
        System.arraycopy(given, 0, scores, 0, given.length);
        return;
      }
      Arrays.fill(problems, "expected %d numbers, got %d".formatted(scores.length, given.length));
    } catch (RuntimeException thrown) {
      Arrays.fill(problems, "threw " + oneLine(thrown));
    }
    Arrays.fill(scores, Double.NaN);
  }

  private static void evaluate(
      Reward reward, Completion completion, int i, double[] scores, @Nullable String[] problems) {
    try {
      scores[i] = reward.of(completion);
    } catch (RuntimeException thrown) {
      scores[i] = Double.NaN;
      problems[i] = "threw " + oneLine(thrown);
    }
  }

  private static String oneLine(RuntimeException thrown) {
    return thrown.toString().lines().findFirst().orElse("");
  }

  private Scores sum(double[][] scores, @Nullable String[][] problems, int n) {
    double[] totals = new double[n];
    var found = new ArrayList<String>();
    int unscored = 0;
    for (int i = 0; i < n; i++) {
      int problemsBefore = found.size();
      for (int p = 0; p < scores.length; p++) {
        String name = parts.get(p).name();
        if (!Double.isFinite(scores[p][i])) {
          String problem = problems[p][i];
          found.add("reward '%s' %s".formatted(name, or(problem, "gave " + scores[p][i])));
          scores[p][i] = Double.NaN;
        }
        totals[i] += parts.get(p).weight() * scores[p][i];
      }
      if (!Double.isFinite(totals[i])) {
        if (found.size() == problemsBefore) {
          found.add("the weighted sum is " + totals[i]);
        }
        totals[i] = Double.NaN;
        unscored++;
      }
    }
    return new Scores(totals, scores, unscored, found.stream().findFirst());
  }

  private static String or(@Nullable String first, String second) {
    return first == null ? second : first;
  }
}
