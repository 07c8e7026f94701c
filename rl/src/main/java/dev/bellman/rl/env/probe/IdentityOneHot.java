package dev.bellman.rl.env.probe;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Drawable;
import dev.bellman.rl.env.SimulatedEnv;
import dev.bellman.rl.env.Simulation;
import dev.bellman.rl.env.Space;
import dev.bellman.tensor.State;
import java.awt.Graphics2D;
import java.util.Arrays;

/// [Identity] with the index shown as a one-hot vector, for what needs vectors.
public final class IdentityOneHot implements Simulation<float[], Integer> {
  private static final int MAX_SIZE = 10_000;

  private final Identity identity;
  private final int size;
  private final Box observations;

  /// Creates copies.
  ///
  /// @param n their number, at least 1
  /// @param size the number of indices, in 1..10000
  /// @throws IllegalArgumentException if `size` is out of range
  public IdentityOneHot(int n, long size) {
    Probe.checkCount("size", size, MAX_SIZE);
    identity = new Identity(n, size, false);
    this.size = (int) size;
    observations = Box.of(0, 1, this.size);
  }

  /// One environment, without a time limit.
  ///
  /// @param size the number of indices, in 1..10000
  /// @return the environment
  /// @throws IllegalArgumentException if `size` is out of range
  public static SimulatedEnv<float[], Integer> env(long size) {
    return new SimulatedEnv<>(new IdentityOneHot(1, size));
  }

  @Override
  public int count() {
    return identity.count();
  }

  @Override
  public Space<float[]> observationSpace() {
    return observations;
  }

  @Override
  public Space<Integer> actionSpace() {
    return identity.actionSpace();
  }

  @Override
  public void seed(int i, long seed) {
    identity.seed(i, seed);
  }

  @Override
  public void start(int i) {
    identity.start(i);
  }

  @Override
  public double advance(int i, Actions actions) {
    return identity.advance(i, actions);
  }

  @Override
  public boolean terminated(int i) {
    return false;
  }

  @Override
  public void observe(int i, float[] observed, int[] states) {
    Arrays.fill(observed, i * size, (i + 1) * size, 0f);
    observed[i * size + identity.value(i)] = 1f;
  }

  @Override
  public void set(int i, double[] state) {
    identity.set(i, state);
  }

  @Override
  public double[] get(int i) {
    return identity.get(i);
  }

  @Override
  public Drawable.Size pictureSize() {
    return identity.pictureSize();
  }

  @Override
  @SuppressWarnings("exports")
  public void draw(int i, Graphics2D g) {
    identity.draw(i, g);
  }

  @Override
  public String text(int i) {
    return identity.text(i);
  }

  @Override
  public void save(State out) {
    identity.save(out);
  }

  @Override
  public void load(State in) {
    identity.load(in);
  }
}
