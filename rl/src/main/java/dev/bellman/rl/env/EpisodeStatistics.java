package dev.bellman.rl.env;

import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Returns and lengths of the episodes of a [VecEnv]: call [#update] after each step.
///
/// Rewards are summed as the environment gives them, without discount.
public final class EpisodeStatistics implements Stateful {
  /// The number of last episodes that the means are taken over.
  public static final int WINDOW = 100;

  /// A finished episode.
  ///
  /// @param env the index of its environment
  /// @param totalReward the sum of its rewards
  /// @param length its number of steps
  public record Episode(int env, double totalReward, long length) {}

  private final double[] runningReward;
  private final long[] runningLength;
  private final double[] lastRewards = new double[WINDOW];
  private final long[] lastLengths = new long[WINDOW];
  private final List<Episode> finished = new ArrayList<>();
  private long episodes;
  private long envSteps;

  /// Starts with no episode.
  ///
  /// @param n the number of environments
  public EpisodeStatistics(int n) {
    runningReward = new double[n];
    runningLength = new long[n];
  }

  /// Counts one step of every environment.
  ///
  /// @param step what the step led to; not modified
  public void update(VecStep step) {
    for (int i = 0; i < runningReward.length; i++) {
      runningReward[i] += step.rewards()[i];
      runningLength[i]++;
      if (step.done(i)) {
        finish(i);
      }
    }
    envSteps += runningReward.length;
  }

  private void finish(int i) {
    add(new Episode(i, runningReward[i], runningLength[i]));
    runningReward[i] = 0;
    runningLength[i] = 0;
  }

  private void add(Episode episode) {
    int slot = (int) (episodes % WINDOW);
    lastRewards[slot] = episode.totalReward;
    lastLengths[slot] = episode.length;
    finished.add(episode);
    episodes++;
  }

  /// Takes over what others counted of some of these environments since the last call.
  ///
  /// @param part their episodes that finished are drained; what is under way stays with them
  /// @param first the number of their first environment here
  /// @param steps the steps that they took
  public void absorb(EpisodeStatistics part, int first, long steps) {
    for (Episode episode : part.drain()) {
      add(new Episode(first + episode.env, episode.totalReward, episode.length));
    }
    envSteps += steps;
  }

  /// Forgets the episodes under way, as after a reset of all environments; finished ones stay.
  public void abandonRunning() {
    Arrays.fill(runningReward, 0);
    Arrays.fill(runningLength, 0);
  }

  /// Takes the episodes that finished since the last call.
  ///
  /// @return the episodes, in the order in which they finished
  public List<Episode> drain() {
    var drained = List.copyOf(finished);
    finished.clear();
    return drained;
  }

  /// The number of episodes that finished.
  ///
  /// @return the count since the start
  public long episodes() {
    return episodes;
  }

  /// The number of steps, over all environments.
  ///
  /// @return the count since the start
  public long envSteps() {
    return envSteps;
  }

  /// The mean sum of rewards of the last [#WINDOW] episodes, or of as many as there are.
  ///
  /// @return the mean, NaN before the first episode has finished
  public double meanTotalReward() {
    double sum = 0;
    for (int k = 0; k < inWindow(); k++) {
      sum += lastRewards[k];
    }
    return sum / inWindow();
  }

  /// The mean length of the last [#WINDOW] episodes, or of as many as there are.
  ///
  /// @return the mean, NaN before the first episode has finished
  public double meanLength() {
    double sum = 0;
    for (int k = 0; k < inWindow(); k++) {
      sum += lastLengths[k];
    }
    return sum / inWindow();
  }

  /// How many of the last [#WINDOW] episodes, or of as many as there are, have a sum of rewards of
  /// at least so much.
  ///
  /// @param threshold so much
  /// @return the share, NaN before the first episode has finished
  public double shareAtLeast(double threshold) {
    int count = 0;
    for (int k = 0; k < inWindow(); k++) {
      count += lastRewards[k] >= threshold ? 1 : 0;
    }
    return (double) count / inWindow();
  }

  private int inWindow() {
    return (int) Math.min(episodes, WINDOW);
  }

  @Override
  public void save(State out) {
    out.put("runningReward", runningReward);
    out.put("runningLength", runningLength);
    out.put("lastRewards", lastRewards);
    out.put("lastLengths", lastLengths);
    out.putLong("episodes", episodes);
    out.putLong("envSteps", envSteps);
    out.putLong("finished.count", finished.size());
    out.put("finished.env", finished.stream().mapToInt(Episode::env).toArray());
    out.put("finished.totalReward", finished.stream().mapToDouble(Episode::totalReward).toArray());
    out.put("finished.length", finished.stream().mapToLong(Episode::length).toArray());
  }

  @Override
  public void load(State in) {
    int n = runningReward.length;
    System.arraycopy(in.doubles("runningReward", n), 0, runningReward, 0, n);
    System.arraycopy(in.longs("runningLength", n), 0, runningLength, 0, n);
    System.arraycopy(in.doubles("lastRewards", WINDOW), 0, lastRewards, 0, WINDOW);
    System.arraycopy(in.longs("lastLengths", WINDOW), 0, lastLengths, 0, WINDOW);
    episodes = in.longValue("episodes");
    envSteps = in.longValue("envSteps");
    int count = Math.toIntExact(in.longValue("finished.count"));
    int[] env = in.ints("finished.env", count);
    double[] totalReward = in.doubles("finished.totalReward", count);
    long[] length = in.longs("finished.length", count);
    finished.clear();
    for (int k = 0; k < count; k++) {
      finished.add(new Episode(env[k], totalReward[k], length[k]));
    }
  }
}
