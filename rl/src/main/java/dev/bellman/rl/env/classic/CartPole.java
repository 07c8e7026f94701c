package dev.bellman.rl.env.classic;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Discrete;
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
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.List;

/// Balancing a pole on a cart by pushing the cart left (0) or right (1).
///
/// Observation: position, velocity, angle (radians), angular velocity. The reward is 1 for each
/// step, the last included; an episode terminates when the cart leaves ±2.4 or the pole leaves ±12
/// degrees. The start is uniform on `[-0.05, 0.05]` in each coordinate.
///
/// Float64, explicit Euler, in the order of operations of Gymnasium 1.4.
///
/// **Source** Barto, Sutton and Anderson 1983; the numbers of Gymnasium 1.4's `CartPole`, seed for
/// seed. **Deviations**: a step after the end is refused, where Gymnasium warns.
public final class CartPole implements Simulation<float[], Integer> {
  private static final double MAX_ANGLE = 12 * 2 * Math.PI / 360;
  private static final double MAX_POSITION = 2.4;
  private static final double START_RANGE = 0.05;
  private static final int SIZE = 4;
  private static final Box OBSERVATIONS = observations();
  private static final Discrete ACTIONS = Discrete.of(2);

  private final Physics physics;
  private final double totalMass;
  private final double poleMassLength;
  private final boolean suttonBartoReward;

  /// `[n, 4]`: position, velocity, angle, angular velocity.
  private final double[] state;

  private final Rng[] rng;

  /// The constants of cart and pole, under Gymnasium's names.
  ///
  /// @param gravity metres per second squared, at least 0
  /// @param masscart the cart's mass in kilograms, positive
  /// @param masspole the pole's mass in kilograms, positive
  /// @param length half of the pole's length in metres, positive
  /// @param forceMag the force of a push in newtons, positive
  /// @param tau the seconds of one step, positive
  public record Physics(
      double gravity,
      double masscart,
      double masspole,
      double length,
      double forceMag,
      double tau) {
    /// Gymnasium's constants.
    public static final Physics DEFAULTS = new Physics(9.8, 1.0, 0.1, 0.5, 10.0, 0.02);

    /// Checks the constants.
    ///
    /// @throws IllegalArgumentException if one is not in its range; the message begins with
    ///   `environment.` and the option's name
    public Physics {
      Constants.checkNotNegative("gravity", gravity);
      Constants.checkPositive("masscart", masscart);
      Constants.checkPositive("masspole", masspole);
      Constants.checkPositive("length", length);
      Constants.checkPositive("force_mag", forceMag);
      Constants.checkPositive("tau", tau);
    }

    static Physics of(EnvOptions options) {
      return new Physics(
          options.number("gravity"),
          options.number("masscart"),
          options.number("masspole"),
          options.number("length"),
          options.number("force_mag"),
          options.number("tau"));
    }

    static List<EnvOption> options() {
      return List.of(
          Constants.option("gravity", DEFAULTS.gravity, "gravity in m/s^2"),
          Constants.option("masscart", DEFAULTS.masscart, "mass of the cart in kg"),
          Constants.option("masspole", DEFAULTS.masspole, "mass of the pole in kg"),
          Constants.option("length", DEFAULTS.length, "half of the pole's length in m"),
          Constants.option("force_mag", DEFAULTS.forceMag, "force of a push in N"),
          Constants.option("tau", DEFAULTS.tau, "seconds of one step"));
    }
  }

  /// Creates copies with Gymnasium's constants.
  ///
  /// @param n their number, at least 1
  /// @param suttonBartoReward whether the reward is 0 for each step and -1 for the failing one
  public CartPole(int n, boolean suttonBartoReward) {
    this(n, suttonBartoReward, Physics.DEFAULTS);
  }

  /// Creates copies.
  ///
  /// @param n their number, at least 1
  /// @param suttonBartoReward whether the reward is 0 for each step and -1 for the failing one
  /// @param physics the constants
  public CartPole(int n, boolean suttonBartoReward, Physics physics) {
    this.physics = physics;
    this.suttonBartoReward = suttonBartoReward;
    totalMass = physics.masspole + physics.masscart;
    poleMassLength = physics.masspole * physics.length;
    rng = Simulation.streams("CartPole", n);
    state = new double[Math.multiplyExact(n, SIZE)];
  }

  /// One environment, without a time limit.
  ///
  /// @param suttonBartoReward whether the reward is 0 for each step and -1 for the failing one
  /// @return the environment
  public static SimulatedEnv<float[], Integer> env(boolean suttonBartoReward) {
    return new SimulatedEnv<>(new CartPole(1, suttonBartoReward));
  }

  private static Box observations() {
    float[] high = {
      (float) (2 * MAX_POSITION),
      Float.POSITIVE_INFINITY,
      (float) (2 * MAX_ANGLE),
      Float.POSITIVE_INFINITY
    };
    float[] low = {-high[0], -high[1], -high[2], -high[3]};
    return Box.of(low, high);
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
  public Space<Integer> actionSpace() {
    return ACTIONS;
  }

  @Override
  public void seed(int i, long seed) {
    rng[i] = Rng.ofSeed(seed);
  }

  @Override
  public void start(int i) {
    for (int d = 0; d < SIZE; d++) {
      state[i * SIZE + d] = rng[i].uniform(-START_RANGE, START_RANGE);
    }
  }

  @Override
  public double advance(int i, Actions actions) {
    int at = i * SIZE;
    double position = state[at];
    double velocity = state[at + 1];
    double angle = state[at + 2];
    double angularVelocity = state[at + 3];

    double force = actions.discrete()[i] == 1 ? physics.forceMag : -physics.forceMag;
    double cos = Trig.cos(angle);
    double sin = Trig.sin(angle);
    double push = (force + poleMassLength * (angularVelocity * angularVelocity) * sin) / totalMass;
    double angularAcceleration =
        (physics.gravity * sin - cos * push)
            / (physics.length * (4.0 / 3.0 - physics.masspole * (cos * cos) / totalMass));
    double acceleration = push - poleMassLength * angularAcceleration * cos / totalMass;

    double tau = physics.tau;
    state[at] = position + tau * velocity;
    state[at + 1] = velocity + tau * acceleration;
    state[at + 2] = angle + tau * angularVelocity;
    state[at + 3] = angularVelocity + tau * angularAcceleration;
    if (suttonBartoReward) {
      return terminated(i) ? -1.0 : 0.0;
    }
    return 1.0;
  }

  @Override
  public boolean terminated(int i) {
    return Math.abs(state[i * SIZE]) > MAX_POSITION || Math.abs(state[i * SIZE + 2]) > MAX_ANGLE;
  }

  @Override
  public void observe(int i, float[] observations, int[] states) {
    for (int d = i * SIZE; d < (i + 1) * SIZE; d++) {
      observations[d] = (float) state[d];
    }
  }

  @Override
  public void set(int i, double[] from) {
    Simulation.checkStart(from, "position", "velocity", "angle", "angular velocity");
    System.arraycopy(from, 0, state, i * SIZE, SIZE);
  }

  @Override
  public double[] get(int i) {
    return Arrays.copyOfRange(state, i * SIZE, (i + 1) * SIZE);
  }

  @Override
  public Drawable.Size pictureSize() {
    return new Drawable.Size(600, 300);
  }

  @Override
  @SuppressWarnings("exports")
  public void draw(int i, Graphics2D g) {
    double pixels = 600 / (2 * MAX_POSITION);
    double x = 300 + state[i * SIZE] * pixels;
    double y = 220;
    double angle = state[i * SIZE + 2];
    double length = 2 * physics.length * pixels;
    g.setColor(new Color(0xB0B0B0));
    g.draw(new Line2D.Double(0, y, 600, y));
    g.setColor(new Color(0x2B3A4A));
    g.fill(new Rectangle2D.Double(x - 30, y - 15, 60, 30));
    g.setColor(new Color(0xC9803A));
    g.setStroke(new BasicStroke(10, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    g.draw(
        new Line2D.Double(
            x,
            y - 10,
            x + length * StrictMath.sin(angle),
            y - 10 - length * StrictMath.cos(angle)));
    g.setColor(new Color(0x7E8FD4));
    g.fill(new Ellipse2D.Double(x - 5, y - 15, 10, 10));
  }

  @Override
  public void save(State out) {
    out.put("state", state, rng.length, SIZE);
    Simulation.save(rng, out);
  }

  @Override
  public void load(State in) {
    System.arraycopy(in.doubles("state", state.length), 0, state, 0, state.length);
    Simulation.load(rng, in);
  }
}
