package dev.bellman.rl.env;

import dev.bellman.tensor.State;
import java.util.Arrays;
import java.util.List;

/// Environments whose infos are watched: named numeric entries are summed over each episode. For
/// business figures, costs, violations of limits: whatever matters and is not the reward.
///
/// It stands around all other wrappers, and whoever steps it calls [#settle]. A truth counts as 1
/// or 0. A step that does not tell an entry adds nothing.
public final class InfoStatistics implements VecWrapper {
  private final VecEnv inner;
  private final List<String> names;
  private final double[][] told;
  private final boolean[] stepped;
  private final boolean[] done;

  /// `[names][N]` sums of the episodes under way; NaN where nothing was told yet.
  private final double[][] running;

  private final long[] length;

  /// `[names][N]` of each environment's last finished episode.
  private final double[][] finished;

  private final double[][] lastTold;

  /// `[names][WINDOW]` of the last episodes of all environments, a ring.
  private final double[][] window;

  private final long[] windowLengths = new long[EpisodeStatistics.WINDOW];
  private long episodes;

  /// Watches environments.
  ///
  /// @param inner the environments; owned by this from now on
  /// @param names the entries' names; `a.b` is entry b of a map that is entry a
  public InfoStatistics(VecEnv inner, List<String> names) {
    this.inner = inner;
    this.names = List.copyOf(names);
    int n = inner.count();
    told = inner.watchInfo(names);
    stepped = new boolean[n];
    done = new boolean[n];
    running = filled(names.size(), n);
    length = new long[n];
    finished = filled(names.size(), n);
    lastTold = filled(names.size(), n);
    window = filled(names.size(), EpisodeStatistics.WINDOW);
  }

  private static double[][] filled(int rows, int columns) {
    var values = new double[rows][columns];
    for (double[] row : values) {
      Arrays.fill(row, Double.NaN);
    }
    return values;
  }

  @Override
  public VecEnv inner() {
    return inner;
  }

  /// {@return the names of the entries that are watched}
  public List<String> names() {
    return names;
  }

  @Override
  public void reset(long[] seeds, VecStep out) {
    inner.reset(seeds, out);
    for (int i = 0; i < seeds.length; i++) {
      forget(i);
    }
  }

  @Override
  public void restart(int i, VecStep out) {
    inner.restart(i, out);
    forget(i);
  }

  private void forget(int i) {
    for (double[] sums : running) {
      sums[i] = Double.NaN;
    }
    length[i] = 0;
  }

  @Override
  public void step(Actions actions, VecStep out, int from, int to) {
    inner.step(actions, out, from, to);
    for (int i = from; i < to; i++) {
      stepped[i] = true;
      done[i] = out.done(i);
    }
  }

  @Override
  public void settle(Actions actions, VecStep out) {
    inner.settle(actions, out);
    for (int i = 0; i < stepped.length; i++) {
      if (stepped[i]) {
        stepped[i] = false;
        count(i);
      }
    }
  }

  private void count(int i) {
    length[i]++;
    for (int k = 0; k < told.length; k++) {
      double value = told[k][i];
      if (!Double.isNaN(value)) {
        running[k][i] = Double.isNaN(running[k][i]) ? value : running[k][i] + value;
      }
    }
    if (done[i]) {
      finish(i);
    }
  }

  private void finish(int i) {
    int slot = (int) (episodes % EpisodeStatistics.WINDOW);
    for (int k = 0; k < told.length; k++) {
      finished[k][i] = running[k][i];
      lastTold[k][i] = told[k][i];
      window[k][slot] = running[k][i];
    }
    windowLengths[slot] = length[i];
    episodes++;
    forget(i);
  }

  /// The sum over an environment's last finished episode.
  ///
  /// @param k which entry, by its place among the names
  /// @param i the environment
  /// @return the sum; NaN if the entry was never told in it or no episode has finished
  public double sum(int k, int i) {
    return finished[k][i];
  }

  /// What the last step of an environment's last finished episode told.
  ///
  /// @param k which entry, by its place among the names
  /// @param i the environment
  /// @return the number; NaN if that step did not tell it or no episode has finished
  public double atEnd(int k, int i) {
    return lastTold[k][i];
  }

  /// The mean sum of the last [EpisodeStatistics#WINDOW] episodes that told an entry.
  ///
  /// @param k which entry, by its place among the names
  /// @return the mean; NaN if none told it
  public double perEpisode(int k) {
    double sum = 0;
    int count = 0;
    for (double value : window[k]) {
      if (!Double.isNaN(value)) {
        sum += value;
        count++;
      }
    }
    return sum / count;
  }

  /// How much comes in 1000 steps, over the last [EpisodeStatistics#WINDOW] episodes that told an
  /// entry.
  ///
  /// @param k which entry, by its place among the names
  /// @return the sum for each 1000 steps; NaN if none told it
  public double perThousandSteps(int k) {
    double sum = 0;
    long steps = 0;
    for (int slot = 0; slot < windowLengths.length; slot++) {
      if (!Double.isNaN(window[k][slot])) {
        sum += window[k][slot];
        steps += windowLengths[slot];
      }
    }
    return 1000 * sum / steps;
  }

  @Override
  public void save(State out) {
    VecWrapper.super.save(out);
    State info = out.at("info");
    info.put("length", length);
    info.put("windowLengths", windowLengths);
    info.putLong("episodes", episodes);
    for (int k = 0; k < running.length; k++) {
      info.put("running." + k, running[k]);
      info.put("window." + k, window[k]);
    }
  }

  @Override
  public void load(State in) {
    VecWrapper.super.load(in);
    State info = in.at("info");
    System.arraycopy(info.longs("length", length.length), 0, length, 0, length.length);
    int slots = windowLengths.length;
    System.arraycopy(info.longs("windowLengths", slots), 0, windowLengths, 0, slots);
    episodes = info.longValue("episodes");
    for (int k = 0; k < running.length; k++) {
      System.arraycopy(
          info.doubles("running." + k, length.length), 0, running[k], 0, length.length);
      System.arraycopy(info.doubles("window." + k, slots), 0, window[k], 0, slots);
    }
  }
}
