package dev.bellman.rl.policy;

import dev.bellman.tensor.Rng;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import java.util.Arrays;

/// [ActionNoise] of N environments, for each coordinate of their actions its own. Owns the stream
/// that is drawn from and the last noise.
public final class NoiseProcess implements Stateful {
  private final ActionNoise noise;
  private final int size;
  private final Rng rng;
  private final double[] last;

  /// Noise that begins at 0.
  ///
  /// @param noise which
  /// @param envs N
  /// @param size A, the coordinates of an action
  /// @param rng what to draw from
  public NoiseProcess(ActionNoise noise, int envs, int size, Rng rng) {
    this.noise = noise;
    this.size = size;
    this.rng = rng;
    this.last = new double[envs * size];
  }

  /// Adds the next noise; what comes to lie beyond ±1 is put there.
  ///
  /// @param units `[N,A]` actions; modified
  public void addTo(float[] units) {
    for (int i = 0; i < last.length; i++) {
      last[i] = noise.next(last[i], rng);
      units[i] = (float) Math.clamp(units[i] + last[i], -1.0, 1.0);
    }
  }

  /// Begins at 0 again, as when an episode has ended.
  ///
  /// @param env the environment
  public void restart(int env) {
    Arrays.fill(last, env * size, (env + 1) * size, 0);
  }

  @Override
  public void save(State out) {
    rng.save(out);
    out.put("last", last);
  }

  @Override
  public void load(State in) {
    rng.load(in);
    System.arraycopy(in.doubles("last", last.length), 0, last, 0, last.length);
  }
}
