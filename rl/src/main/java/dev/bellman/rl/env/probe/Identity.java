package dev.bellman.rl.env.probe;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.Drawable;
import dev.bellman.rl.env.SimulatedEnv;
import dev.bellman.rl.env.Simulation;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.TransitionModel;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.State;
import java.awt.Graphics2D;
import java.util.Arrays;
import java.util.Optional;

/// Naming what one sees: the observation is an index, naming it earns 1, any other action 0.
///
/// The next index is drawn anew, whatever the action; episodes have no end of their own. What can't
/// learn this in seconds has a mistake in it.
///
/// With masks each wrong action is forbidden with probability 1/2, drawn anew for each step, and a
/// forbidden action earns -1, so that who overlooks the mask is seen.
public final class Identity implements Simulation<Integer, Integer> {
  private static final int MAX_SIZE = 1_000_000;

  private final int size;
  private final boolean masked;
  private final Discrete space;

  /// `[n]` indices.
  private final int[] value;

  /// `[n, size]` which actions are allowed; empty without masks.
  private final byte[] allowed;

  private final Rng[] rng;

  /// Creates copies.
  ///
  /// @param n their number, at least 1
  /// @param size the number of indices, in 1..1000000
  /// @param masked whether actions are forbidden
  /// @throws IllegalArgumentException if `size` is out of range
  public Identity(int n, long size, boolean masked) {
    Probe.checkCount("size", size, MAX_SIZE);
    this.size = (int) size;
    this.masked = masked;
    space = Discrete.of(this.size);
    rng = Simulation.streams("Identity", n);
    value = new int[n];
    allowed = new byte[masked ? Math.multiplyExact(n, this.size) : 0];
    Arrays.fill(allowed, (byte) 1);
  }

  /// One environment without masks and time limit.
  ///
  /// @param size the number of indices, in 1..1000000
  /// @return the environment
  /// @throws IllegalArgumentException if `size` is out of range
  public static SimulatedEnv<Integer, Integer> env(long size) {
    return new SimulatedEnv<>(new Identity(1, size, false));
  }

  @Override
  public int count() {
    return value.length;
  }

  @Override
  public Space<Integer> observationSpace() {
    return space;
  }

  @Override
  public Space<Integer> actionSpace() {
    return space;
  }

  @Override
  public void seed(int i, long seed) {
    rng[i] = Rng.ofSeed(seed);
  }

  @Override
  public void start(int i) {
    value[i] = rng[i].nextInt(size);
    if (masked) {
      for (int a = 0; a < size; a++) {
        allowed[i * size + a] = (byte) (a == value[i] ? 1 : rng[i].nextInt(2));
      }
    }
  }

  @Override
  public double advance(int i, Actions actions) {
    int action = actions.discrete()[i];
    boolean forbidden = masked && allowed[i * size + action] == 0;
    double reward = action == value[i] ? 1 : forbidden ? -1 : 0;
    start(i);
    return reward;
  }

  @Override
  public boolean terminated(int i) {
    return false;
  }

  @Override
  public void observe(int i, float[] observations, int[] states) {
    states[i] = value[i];
  }

  /// The index that copy i shows.
  int value(int i) {
    return value[i];
  }

  @Override
  public boolean masksActions() {
    return masked;
  }

  @Override
  public void mask(int i, byte[] masks) {
    if (masked) {
      System.arraycopy(allowed, i * size, masks, i * size, size);
    }
  }

  /// {@inheritDoc}
  ///
  /// The state is the index; no action is forbidden in it.
  @Override
  public void set(int i, double[] state) {
    Simulation.checkStart(state, "index");
    if (state[0] != (int) state[0] || state[0] < 0 || state[0] >= size) {
      throw new IllegalArgumentException(
          "start[0]: must be an index in 0..%d, got %s".formatted(size - 1, state[0]));
    }
    value[i] = (int) state[0];
    if (masked) {
      Arrays.fill(allowed, i * size, (i + 1) * size, (byte) 1);
    }
  }

  @Override
  public double[] get(int i) {
    return new double[] {value[i]};
  }

  /// {@inheritDoc}
  ///
  /// With masks there is none: what an action earns then depends on more than the index.
  @Override
  public Optional<TransitionModel> model() {
    return masked ? Optional.empty() : Optional.of(new Model(size));
  }

  private record Model(int states) implements TransitionModel {
    @Override
    public int actions() {
      return states;
    }

    @Override
    public void outcomes(int state, int action, Outcomes out) {
      out.clear();
      for (int next = 0; next < states; next++) {
        out.add(1.0 / states, next, action == state ? 1 : 0, false);
      }
    }

    @Override
    public double[] initial() {
      double[] initial = new double[states];
      Arrays.fill(initial, 1.0 / states);
      return initial;
    }

    @Override
    public boolean terminal(int state) {
      return false;
    }
  }

  @Override
  public Drawable.Size pictureSize() {
    return ProbePicture.SIZE;
  }

  @Override
  @SuppressWarnings("exports")
  public void draw(int i, Graphics2D g) {
    int shown = Math.min(size, ProbePicture.MAX_COLUMNS);
    int first = Math.clamp(value[i] - shown / 2, 0, size - shown);
    for (int k = 0; k < shown; k++) {
      boolean forbidden = masked && allowed[i * size + first + k] == 0;
      ProbePicture.box(g, k, shown, first + k == value[i], forbidden);
    }
  }

  @Override
  public String text(int i) {
    return "%d of 0..%d".formatted(value[i], size - 1);
  }

  @Override
  public void save(State out) {
    out.put("value", value);
    out.put("allowed", allowed);
    Simulation.save(rng, out);
  }

  @Override
  public void load(State in) {
    int[] saved = in.ints("value", value.length);
    for (int index : saved) {
      if (index < 0 || index >= size) {
        throw new IllegalArgumentException(
            "Identity: saved value must be in 0..%d, got %d".formatted(size - 1, index));
      }
    }
    System.arraycopy(saved, 0, value, 0, saved.length);
    System.arraycopy(in.bytes("allowed", allowed.length), 0, allowed, 0, allowed.length);
    Simulation.load(rng, in);
  }
}
