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

/// Continuous control whose best solution is known: a [LinearQuadraticProblem], solved by
/// [Riccati].
///
/// The observation is the state x, the action is the control u, and the reward is minus the cost,
/// of the state in which the action is taken. The action space is `[-1, 1]`, but an action beyond
/// is taken as it is, so that the best control can be run. An episode has no end of its own;
/// only a state beyond a million, where numbers would overflow, terminates it.
public final class LinearQuadratic implements Simulation<float[], float[]> {
  private static final double LIMIT = 1e6;

  private final LinearQuadraticProblem problem;
  private final int d;
  private final int m;
  private final double[] a;
  private final double[] b;
  private final double[] q;
  private final double[] r;
  private final Box observations;
  private final Box actions;

  /// `[n, D]` states, and where the next ones are built.
  private final double[] state;

  private final double[] next;

  /// `[n, M]` the last controls, for the picture.
  private final float[] control;

  private final Rng[] rng;

  /// Creates copies.
  ///
  /// @param n their number, at least 1
  /// @param problem what is controlled
  public LinearQuadratic(int n, LinearQuadraticProblem problem) {
    this.problem = problem;
    d = problem.states();
    m = problem.controls();
    a = problem.a().values();
    b = problem.b().values();
    q = problem.q().values();
    r = problem.r().values();
    observations = Box.unbounded(d);
    actions = Box.of(-1, 1, m);
    rng = Simulation.streams("LinearQuadratic", n);
    state = new double[Math.multiplyExact(n, d)];
    next = new double[n * d];
    control = new float[Math.multiplyExact(n, m)];
  }

  /// One environment, without a time limit.
  ///
  /// @param problem what is controlled
  /// @return the environment
  public static SimulatedEnv<float[], float[]> env(LinearQuadraticProblem problem) {
    return new SimulatedEnv<>(new LinearQuadratic(1, problem));
  }

  @Override
  public int count() {
    return rng.length;
  }

  @Override
  public Space<float[]> observationSpace() {
    return observations;
  }

  @Override
  public Space<float[]> actionSpace() {
    return actions;
  }

  @Override
  public void seed(int i, long seed) {
    rng[i] = Rng.ofSeed(seed);
  }

  @Override
  public void start(int i) {
    double range = problem.startRange();
    for (int k = i * d; k < (i + 1) * d; k++) {
      state[k] = rng[i].uniform(-range, range);
    }
    Arrays.fill(control, i * m, (i + 1) * m, 0f);
  }

  @Override
  public double advance(int i, Actions taken) {
    System.arraycopy(taken.continuous(), i * m, control, i * m, m);
    double cost = stateCost(i * d) + controlCost(i * m);
    for (int k = 0; k < d; k++) {
      double sum = 0;
      for (int j = 0; j < d; j++) {
        sum += a[k * d + j] * state[i * d + j];
      }
      for (int j = 0; j < m; j++) {
        sum += b[k * m + j] * control[i * m + j];
      }
      next[i * d + k] = sum;
    }
    if (problem.noise() > 0) {
      for (int k = i * d; k < (i + 1) * d; k++) {
        next[k] += problem.noise() * rng[i].nextGaussian();
      }
    }
    System.arraycopy(next, i * d, state, i * d, d);
    return -cost;
  }

  private double stateCost(int at) {
    double cost = 0;
    for (int k = 0; k < d; k++) {
      double weighted = 0;
      for (int j = 0; j < d; j++) {
        weighted += q[k * d + j] * state[at + j];
      }
      cost += state[at + k] * weighted;
    }
    return cost;
  }

  private double controlCost(int at) {
    double cost = 0;
    for (int k = 0; k < m; k++) {
      double weighted = 0;
      for (int j = 0; j < m; j++) {
        weighted += r[k * m + j] * control[at + j];
      }
      cost += control[at + k] * weighted;
    }
    return cost;
  }

  @Override
  public boolean terminated(int i) {
    for (int k = i * d; k < (i + 1) * d; k++) {
      if (Math.abs(state[k]) > LIMIT) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void observe(int i, float[] observed, int[] states) {
    for (int k = i * d; k < (i + 1) * d; k++) {
      observed[k] = (float) state[k];
    }
  }

  @Override
  public void set(int i, double[] from) {
    String[] names = new String[d];
    Arrays.setAll(names, k -> "x" + k);
    Simulation.checkStart(from, names);
    System.arraycopy(from, 0, state, i * d, d);
    Arrays.fill(control, i * m, (i + 1) * m, 0f);
  }

  @Override
  public double[] get(int i) {
    return Arrays.copyOfRange(state, i * d, (i + 1) * d);
  }

  @Override
  public Drawable.Size pictureSize() {
    return LinearQuadraticPicture.SIZE;
  }

  @Override
  @SuppressWarnings("exports")
  public void draw(int i, Graphics2D g) {
    LinearQuadraticPicture.draw(
        g, get(i), Arrays.copyOfRange(control, i * m, (i + 1) * m), problem.startRange());
  }

  @Override
  public void save(State out) {
    out.put("state", state, rng.length, d);
    out.put("control", control, rng.length, m);
    Simulation.save(rng, out);
  }

  @Override
  public void load(State in) {
    System.arraycopy(in.doubles("state", state.length), 0, state, 0, state.length);
    System.arraycopy(in.floats("control", control.length), 0, control, 0, control.length);
    Simulation.load(rng, in);
  }
}
