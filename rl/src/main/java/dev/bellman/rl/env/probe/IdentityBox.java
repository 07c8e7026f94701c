package dev.bellman.rl.env.probe;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Drawable;
import dev.bellman.rl.env.SimulatedEnv;
import dev.bellman.rl.env.Simulation;
import dev.bellman.rl.env.Space;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.State;
import java.awt.Graphics2D;
import java.util.Arrays;

/// Naming what one sees, continuous: the observation is a vector, uniform on `[-1, 1]` in each
/// coordinate, and an action earns minus its squared distance to it.
///
/// The next vector is drawn anew, whatever the action; episodes have no end of their own.
public final class IdentityBox implements Simulation<float[], float[]> {
  private static final int MAX_SIZE = 10_000;

  private final int size;
  private final Box space;

  /// `[n, size]` coordinates.
  private final float[] value;

  private final Rng[] rng;

  /// Creates copies.
  ///
  /// @param n their number, at least 1
  /// @param size the number of coordinates, in 1..10000
  /// @throws IllegalArgumentException if `size` is out of range
  public IdentityBox(int n, long size) {
    Probe.checkCount("size", size, MAX_SIZE);
    this.size = (int) size;
    space = Box.of(-1, 1, this.size);
    rng = Simulation.streams("IdentityBox", n);
    value = new float[Math.multiplyExact(n, this.size)];
  }

  /// One environment, without a time limit.
  ///
  /// @param size the number of coordinates, in 1..10000
  /// @return the environment
  /// @throws IllegalArgumentException if `size` is out of range
  public static SimulatedEnv<float[], float[]> env(long size) {
    return new SimulatedEnv<>(new IdentityBox(1, size));
  }

  @Override
  public int count() {
    return rng.length;
  }

  @Override
  public Space<float[]> observationSpace() {
    return space;
  }

  @Override
  public Space<float[]> actionSpace() {
    return space;
  }

  @Override
  public void seed(int i, long seed) {
    rng[i] = Rng.ofSeed(seed);
  }

  @Override
  public void start(int i) {
    for (int d = i * size; d < (i + 1) * size; d++) {
      value[d] = (float) rng[i].uniform(-1, 1);
    }
  }

  @Override
  public double advance(int i, Actions actions) {
    double squaredDistance = 0;
    for (int d = i * size; d < (i + 1) * size; d++) {
      double difference = actions.continuous()[d] - value[d];
      squaredDistance += difference * difference;
    }
    start(i);
    return -squaredDistance;
  }

  @Override
  public boolean terminated(int i) {
    return false;
  }

  @Override
  public void observe(int i, float[] observations, int[] states) {
    System.arraycopy(value, i * size, observations, i * size, size);
  }

  /// {@inheritDoc}
  ///
  /// The state is the vector.
  @Override
  public void set(int i, double[] state) {
    String[] names = new String[size];
    Arrays.setAll(names, d -> "x" + d);
    Simulation.checkStart(state, names);
    for (int d = 0; d < size; d++) {
      if (Math.abs(state[d]) > 1) {
        throw new IllegalArgumentException(
            "start[%d]: must be in [-1, 1], got %s".formatted(d, state[d]));
      }
      value[i * size + d] = (float) state[d];
    }
  }

  @Override
  public double[] get(int i) {
    double[] state = new double[size];
    Arrays.setAll(state, d -> value[i * size + d]);
    return state;
  }

  @Override
  public Drawable.Size pictureSize() {
    return ProbePicture.SIZE;
  }

  @Override
  @SuppressWarnings("exports")
  public void draw(int i, Graphics2D g) {
    int shown = Math.min(size, ProbePicture.MAX_COLUMNS);
    for (int d = 0; d < shown; d++) {
      ProbePicture.bar(g, d, shown, value[i * size + d]);
    }
  }

  @Override
  public String text(int i) {
    return Arrays.toString(Arrays.copyOfRange(value, i * size, (i + 1) * size));
  }

  @Override
  public void save(State out) {
    out.put("value", value, rng.length, size);
    Simulation.save(rng, out);
  }

  @Override
  public void load(State in) {
    System.arraycopy(in.floats("value", value.length), 0, value, 0, value.length);
    Simulation.load(rng, in);
  }
}
