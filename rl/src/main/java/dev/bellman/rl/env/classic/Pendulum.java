package dev.bellman.rl.env.classic;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Drawable;
import dev.bellman.rl.env.EnvOption;
import dev.bellman.rl.env.EnvOptions;
import dev.bellman.rl.env.SimulatedEnv;
import dev.bellman.rl.env.Simulation;
import dev.bellman.rl.env.Space;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.State;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.util.Arrays;
import java.util.List;

/// Swinging a pendulum up and holding it there with a torque in `[-2, 2]`, too weak to lift it.
///
/// Observation: cosine and sine of the angle, which is 0 upright and grows counter-clockwise, and
/// angular velocity. The reward is `-(angle^2 + 0.1 velocity^2 + 0.001 torque^2)` of the state
/// before the step, the angle in `[-pi, pi)`; no episode terminates. A torque outside the interval
/// acts, and is charged, as its nearest end. The start is uniform: angle on `[-pi, pi]`, velocity
/// on `[-1, 1]`.
///
/// Float64, in the order of operations of Gymnasium 1.4; the angle is not brought back into one
/// turn.
///
/// **Source** the numbers of Gymnasium 1.4's `Pendulum`, seed for seed. **Deviations**: none.
public final class Pendulum implements Simulation<float[], float[]> {
  private static final double MAX_SPEED = 8;
  private static final double MAX_TORQUE = 2;
  private static final double MAX_START_SPEED = 1;
  private static final double TURN = 2 * Math.PI;
  private static final int SIZE = 2;
  private static final Box OBSERVATIONS =
      Box.of(new float[] {-1, -1, (float) -MAX_SPEED}, new float[] {1, 1, (float) MAX_SPEED});
  private static final Box ACTIONS = Box.of((float) -MAX_TORQUE, (float) MAX_TORQUE, 1);

  private final Physics physics;

  /// What gravity and a torque of 1 do to the angular velocity in one second.
  private final double weight;

  private final double thrust;

  /// `[n, 2]`: angle, angular velocity.
  private final double[] state;

  /// `[n]`: the last torque, for the picture.
  private final double[] torque;

  private final Rng[] rng;

  /// The constants of the pendulum, a rod, under Gymnasium's names.
  ///
  /// @param g gravity in metres per second squared, at least 0
  /// @param m the rod's mass in kilograms, positive
  /// @param l the rod's length in metres, positive
  /// @param dt the seconds of one step, positive
  public record Physics(double g, double m, double l, double dt) {
    /// Gymnasium's constants.
    public static final Physics DEFAULTS = new Physics(10.0, 1.0, 1.0, 0.05);

    /// Checks the constants.
    ///
    /// @throws IllegalArgumentException if one is not in its range; the message begins with
    ///   `environment.` and the option's name
    public Physics {
      Constants.checkNotNegative("g", g);
      Constants.checkPositive("m", m);
      Constants.checkPositive("l", l);
      Constants.checkPositive("dt", dt);
    }

    static Physics of(EnvOptions options) {
      return new Physics(
          options.number("g"), options.number("m"), options.number("l"), options.number("dt"));
    }

    static List<EnvOption> options() {
      return List.of(
          Constants.option("g", DEFAULTS.g, "gravity in m/s^2"),
          Constants.option("m", DEFAULTS.m, "mass of the rod in kg"),
          Constants.option("l", DEFAULTS.l, "length of the rod in m"),
          Constants.option("dt", DEFAULTS.dt, "seconds of one step"));
    }
  }

  /// Creates copies.
  ///
  /// @param n their number, at least 1
  /// @param physics the constants
  public Pendulum(int n, Physics physics) {
    this.physics = physics;
    weight = 3 * physics.g / (2 * physics.l);
    thrust = 3.0 / (physics.m * (physics.l * physics.l));
    rng = Simulation.streams("Pendulum", n);
    state = new double[Math.multiplyExact(n, SIZE)];
    torque = new double[n];
  }

  /// One environment with Gymnasium's constants, without a time limit.
  ///
  /// @return the environment
  public static SimulatedEnv<float[], float[]> env() {
    return new SimulatedEnv<>(new Pendulum(1, Physics.DEFAULTS));
  }

  @Override
  public int count() {
    return rng.length;
  }

  @Override
  public Space<float[]> observationSpace() {
    return OBSERVATIONS;
  }

  @Override
  public Space<float[]> actionSpace() {
    return ACTIONS;
  }

  @Override
  public void seed(int i, long seed) {
    rng[i] = Rng.ofSeed(seed);
  }

  @Override
  public void start(int i) {
    state[i * SIZE] = rng[i].uniform(-Math.PI, Math.PI);
    state[i * SIZE + 1] = rng[i].uniform(-MAX_START_SPEED, MAX_START_SPEED);
    torque[i] = 0;
  }

  @Override
  public double advance(int i, Actions actions) {
    int at = i * SIZE;
    double angle = state[at];
    double velocity = state[at + 1];
    double u = Math.clamp(actions.continuous()[i], -MAX_TORQUE, MAX_TORQUE);
    double off = withinOneTurn(angle);
    double cost = off * off + 0.1 * (velocity * velocity) + 0.001 * (u * u);

    double faster = velocity + (weight * Trig.sin(angle) + thrust * u) * physics.dt;
    double next = Math.clamp(faster, -MAX_SPEED, MAX_SPEED);
    state[at] = angle + next * physics.dt;
    state[at + 1] = next;
    torque[i] = u;
    return -cost;
  }

  /// The angle in `[-pi, pi)`.
  private static double withinOneTurn(double angle) {
    double turned = (angle + Math.PI) % TURN;
    return (turned < 0 ? turned + TURN : turned) - Math.PI;
  }

  @Override
  public boolean terminated(int i) {
    return false;
  }

  @Override
  public void observe(int i, float[] observations, int[] states) {
    double angle = state[i * SIZE];
    observations[i * 3] = (float) Trig.cos(angle);
    observations[i * 3 + 1] = (float) Trig.sin(angle);
    observations[i * 3 + 2] = (float) state[i * SIZE + 1];
  }

  @Override
  public void set(int i, double[] from) {
    Simulation.checkStart(from, "angle", "angular velocity");
    System.arraycopy(from, 0, state, i * SIZE, SIZE);
    torque[i] = 0;
  }

  @Override
  public double[] get(int i) {
    return Arrays.copyOfRange(state, i * SIZE, (i + 1) * SIZE);
  }

  @Override
  public Drawable.Size pictureSize() {
    return new Drawable.Size(400, 400);
  }

  @Override
  @SuppressWarnings("exports")
  public void draw(int i, Graphics2D g) {
    double rod = 150;
    AffineTransform plain = g.getTransform();
    g.translate(200, 200);
    g.setColor(new Color(0xE3E5EA));
    g.setStroke(new BasicStroke(2));
    g.draw(new Ellipse2D.Double(-rod, -rod, 2 * rod, 2 * rod));
    double angle = state[i * SIZE];
    g.setColor(new Color(0xC9803A));
    g.setStroke(new BasicStroke(24, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    g.draw(new Line2D.Double(0, 0, -rod * Trig.sin(angle), -rod * Trig.cos(angle)));
    drawTorque(g, torque[i] / MAX_TORQUE);
    g.setColor(new Color(0x2B3A4A));
    g.fill(new Ellipse2D.Double(-6, -6, 12, 12));
    g.setTransform(plain);
  }

  /// An arrow around the pivot, three quarters of a turn for the largest torque.
  private static void drawTorque(Graphics2D g, double share) {
    if (share == 0) {
      return;
    }
    double radius = 45;
    double degrees = 270 * share;
    g.setColor(new Color(0x7E8FD4));
    g.setStroke(new BasicStroke(5, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND));
    g.draw(new Arc2D.Double(-radius, -radius, 2 * radius, 2 * radius, 0, degrees, Arc2D.OPEN));
    double size = 6 + 8 * Math.abs(share);
    var head = new Path2D.Double();
    head.moveTo(radius - size, 0);
    head.lineTo(radius + size, 0);
    head.lineTo(radius, -1.4 * size * Math.signum(share));
    head.closePath();
    g.rotate(-Math.toRadians(degrees));
    g.fill(head);
    g.rotate(Math.toRadians(degrees));
  }

  @Override
  public void save(State out) {
    out.put("state", state, rng.length, SIZE);
    out.put("torque", torque, rng.length);
    Simulation.save(rng, out);
  }

  @Override
  public void load(State in) {
    System.arraycopy(in.doubles("state", state.length), 0, state, 0, state.length);
    System.arraycopy(in.doubles("torque", torque.length), 0, torque, 0, torque.length);
    Simulation.load(rng, in);
  }
}
