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
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Swinging a chain of two links up by a torque at the joint between them: -1 (0), none (1) or +1
/// (2).
///
/// Observation: cosine and sine of the first angle (0 hangs down), cosine and sine of the second
/// (relative to the first link), both angular velocities. The reward is -1 for each step but 0 for
/// the one that ends the episode: the free end is higher than one length above the pivot. The start
/// is uniform on `[-0.1, 0.1]` in both angles and velocities, rounded to float32.
///
/// Float64, one Runge-Kutta step of fourth order per step, then angles brought into `[-pi, pi]` and
/// velocities limited to 4 pi and 9 pi.
///
/// **Source** Sutton 1996; Sutton and Barto 2018, section 11.3 of the first edition; the numbers of
/// Gymnasium 1.4's `Acrobot` to rounding, seed for seed. **Deviations**: no noise on the torque,
/// which Gymnasium has but sets to 0; `sin(x)` for its `cos(x - pi/2)`.
public final class Acrobot implements Simulation<float[], Integer> {
  private static final double MAX_SPEED_1 = 4 * Math.PI;
  private static final double MAX_SPEED_2 = 9 * Math.PI;
  private static final double LINK_LENGTH_2 = 1;
  private static final double GOAL_HEIGHT = 1;
  private static final double START_RANGE = 0.1;
  private static final double TURN = 2 * Math.PI;
  private static final double[] WEIGHT = {1, 2, 2, 1};
  private static final double[] REACH = {0.5, 0.5, 1, 0};
  private static final int SIZE = 4;
  private static final int OBSERVED = 6;
  private static final Box OBSERVATIONS = observations();
  private static final Discrete ACTIONS = Discrete.of(3);

  /// Whose equations of motion.
  public enum Dynamics {
    /// Those of Sutton and Barto's book, which are complete.
    BOOK,
    /// Those printed in Sutton 1996, which lack a term.
    NIPS;

    static final String OPTION = "book_or_nips";

    static Dynamics of(EnvOptions options) {
      String name = options.text(OPTION);
      return switch (name) {
        case "book" -> BOOK;
        case "nips" -> NIPS;
        default ->
            throw new IllegalArgumentException(
                "environment.%s: must be book or nips, got %s".formatted(OPTION, name));
      };
    }

    static EnvOption option() {
      return new EnvOption(
          OPTION,
          EnvOption.Type.TEXT,
          BOOK.name().toLowerCase(Locale.ROOT),
          "book: the equations of Sutton and Barto; nips: those of Sutton 1996, without a term");
    }
  }

  /// The constants of the chain: Gymnasium's names, in small letters, and `gravity`, which
  /// Gymnasium does not name. The second link's length plays no part in the motion.
  ///
  /// @param gravity metres per second squared, at least 0
  /// @param linkLength1 the first link's length in metres, positive
  /// @param linkMass1 the first link's mass in kilograms, positive
  /// @param linkMass2 the second link's mass in kilograms, positive
  /// @param linkComPos1 from the pivot to the first link's centre of mass in metres, positive
  /// @param linkComPos2 from the joint to the second link's centre of mass in metres, positive
  /// @param linkMoi each link's moment of inertia about its centre, positive
  /// @param dt the seconds of one step, positive
  public record Physics(
      double gravity,
      double linkLength1,
      double linkMass1,
      double linkMass2,
      double linkComPos1,
      double linkComPos2,
      double linkMoi,
      double dt) {
    /// Gymnasium's constants.
    public static final Physics DEFAULTS = new Physics(9.8, 1.0, 1.0, 1.0, 0.5, 0.5, 1.0, 0.2);

    /// Checks the constants.
    ///
    /// @throws IllegalArgumentException if one is not in its range; the message begins with
    ///   `environment.` and the option's name
    public Physics {
      Constants.checkNotNegative("gravity", gravity);
      Constants.checkPositive("link_length_1", linkLength1);
      Constants.checkPositive("link_mass_1", linkMass1);
      Constants.checkPositive("link_mass_2", linkMass2);
      Constants.checkPositive("link_com_pos_1", linkComPos1);
      Constants.checkPositive("link_com_pos_2", linkComPos2);
      Constants.checkPositive("link_moi", linkMoi);
      Constants.checkPositive("dt", dt);
    }

    static Physics of(EnvOptions options) {
      return new Physics(
          options.number("gravity"),
          options.number("link_length_1"),
          options.number("link_mass_1"),
          options.number("link_mass_2"),
          options.number("link_com_pos_1"),
          options.number("link_com_pos_2"),
          options.number("link_moi"),
          options.number("dt"));
    }

    static List<EnvOption> options() {
      return List.of(
          Constants.option("gravity", DEFAULTS.gravity, "gravity in m/s^2"),
          Constants.option("link_length_1", DEFAULTS.linkLength1, "length of link 1 in m"),
          Constants.option("link_mass_1", DEFAULTS.linkMass1, "mass of link 1 in kg"),
          Constants.option("link_mass_2", DEFAULTS.linkMass2, "mass of link 2 in kg"),
          Constants.option("link_com_pos_1", DEFAULTS.linkComPos1, "link 1's centre of mass in m"),
          Constants.option("link_com_pos_2", DEFAULTS.linkComPos2, "link 2's centre of mass in m"),
          Constants.option("link_moi", DEFAULTS.linkMoi, "moment of inertia of a link in kg m^2"),
          Constants.option("dt", DEFAULTS.dt, "seconds of one step"));
    }
  }

  private final Physics physics;
  private final Dynamics dynamics;

  /*
   * The inertia of the whole chain about the pivot is both + 2 cross cos(angle 2), that of the
   * second link about the joint second; inner and outer are what gravity does at angles of a
   * quarter turn.
   */
  private final double both;
  private final double second;
  private final double cross;
  private final double inner;
  private final double outer;

  /// `[n, 4]`: both angles, both angular velocities.
  private final double[] state;

  /// `[n, 4]`: where [#derive] is asked, what it found, and the weighted sum of that.
  private final double[] point;

  private final double[] slope;
  private final double[] sum;

  private final Rng[] rng;

  /// Creates copies.
  ///
  /// @param n their number, at least 1
  /// @param dynamics whose equations of motion
  /// @param physics the constants
  public Acrobot(int n, Dynamics dynamics, Physics physics) {
    this.physics = physics;
    this.dynamics = dynamics;
    Physics p = physics;
    second = p.linkMass2 * (p.linkComPos2 * p.linkComPos2) + p.linkMoi;
    cross = p.linkMass2 * p.linkLength1 * p.linkComPos2;
    both =
        p.linkMass1 * (p.linkComPos1 * p.linkComPos1)
            + p.linkMass2 * (p.linkLength1 * p.linkLength1)
            + p.linkMoi
            + second;
    inner = (p.linkMass1 * p.linkComPos1 + p.linkMass2 * p.linkLength1) * p.gravity;
    outer = p.linkMass2 * p.linkComPos2 * p.gravity;
    rng = Simulation.streams("Acrobot", n);
    state = new double[Math.multiplyExact(n, SIZE)];
    point = new double[state.length];
    slope = new double[state.length];
    sum = new double[state.length];
  }

  /// One environment with Gymnasium's constants, without a time limit.
  ///
  /// @return the environment
  public static SimulatedEnv<float[], Integer> env() {
    return new SimulatedEnv<>(new Acrobot(1, Dynamics.BOOK, Physics.DEFAULTS));
  }

  private static Box observations() {
    float[] high = {1, 1, 1, 1, (float) MAX_SPEED_1, (float) MAX_SPEED_2};
    float[] low = {-1, -1, -1, -1, -high[4], -high[5]};
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
      state[i * SIZE + d] = (float) rng[i].uniform(-START_RANGE, START_RANGE);
    }
  }

  @Override
  public double advance(int i, Actions actions) {
    int at = i * SIZE;
    double torque = actions.discrete()[i] - 1;
    System.arraycopy(state, at, point, at, SIZE);
    Arrays.fill(sum, at, at + SIZE, 0);
    for (int stage = 0; stage < WEIGHT.length; stage++) {
      derive(at, torque);
      for (int d = at; d < at + SIZE; d++) {
        sum[d] += WEIGHT[stage] * slope[d];
        point[d] = state[d] + REACH[stage] * physics.dt * slope[d];
      }
    }
    for (int d = at; d < at + SIZE; d++) {
      state[d] += physics.dt / 6 * sum[d];
    }
    state[at] = withinOneTurn(state[at]);
    state[at + 1] = withinOneTurn(state[at + 1]);
    state[at + 2] = Math.clamp(state[at + 2], -MAX_SPEED_1, MAX_SPEED_1);
    state[at + 3] = Math.clamp(state[at + 3], -MAX_SPEED_2, MAX_SPEED_2);
    return terminated(i) ? 0.0 : -1.0;
  }

  /// Writes the derivatives of a copy's angles and velocities at its point.
  private void derive(int at, double torque) {
    double angle1 = point[at];
    double angle2 = point[at + 1];
    double speed1 = point[at + 2];
    double speed2 = point[at + 3];
    double sin2 = Trig.sin(angle2);
    double cos2 = Trig.cos(angle2);
    double d1 = both + 2 * cross * cos2;
    double d2 = second + cross * cos2;
    double phi2 = outer * Trig.sin(angle1 + angle2);
    double phi1 = inner * Trig.sin(angle1) + phi2 - cross * speed2 * (speed2 + 2 * speed1) * sin2;
    double missing = dynamics == Dynamics.BOOK ? cross * speed1 * speed1 * sin2 : 0;
    double ratio = d2 / d1;
    double faster2 = (torque + ratio * phi1 - missing - phi2) / (second - d2 * ratio);
    slope[at] = speed1;
    slope[at + 1] = speed2;
    slope[at + 2] = -(d2 * faster2 + phi1) / d1;
    slope[at + 3] = faster2;
  }

  /// The angle in `[-pi, pi]`.
  private static double withinOneTurn(double angle) {
    double turns = Math.ceil((Math.abs(angle) - Math.PI) / TURN);
    return angle - Math.copySign(turns * TURN, angle);
  }

  @Override
  public boolean terminated(int i) {
    double angle1 = state[i * SIZE];
    return -Trig.cos(angle1) - Trig.cos(angle1 + state[i * SIZE + 1]) > GOAL_HEIGHT;
  }

  @Override
  public void observe(int i, float[] observations, int[] states) {
    int at = i * SIZE;
    int to = i * OBSERVED;
    observations[to] = (float) Trig.cos(state[at]);
    observations[to + 1] = (float) Trig.sin(state[at]);
    observations[to + 2] = (float) Trig.cos(state[at + 1]);
    observations[to + 3] = (float) Trig.sin(state[at + 1]);
    observations[to + 4] = (float) state[at + 2];
    observations[to + 5] = (float) state[at + 3];
  }

  @Override
  public void set(int i, double[] from) {
    Simulation.checkStart(from, "angle 1", "angle 2", "angular velocity 1", "angular velocity 2");
    System.arraycopy(from, 0, state, i * SIZE, SIZE);
  }

  @Override
  public double[] get(int i) {
    return Arrays.copyOfRange(state, i * SIZE, (i + 1) * SIZE);
  }

  @Override
  public Drawable.Size pictureSize() {
    return new Drawable.Size(440, 440);
  }

  @Override
  @SuppressWarnings("exports")
  public void draw(int i, Graphics2D g) {
    double pixels = 220 / (physics.linkLength1 + LINK_LENGTH_2 + 0.2);
    g.translate(220, 220);
    g.setColor(new Color(0xB0B0B0));
    g.setStroke(
        new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 1, new float[] {8, 6}, 0));
    g.draw(new Line2D.Double(-220, -GOAL_HEIGHT * pixels, 220, -GOAL_HEIGHT * pixels));
    double angle = state[i * SIZE];
    double length = physics.linkLength1 * pixels;
    drawLink(g, angle, length);
    g.translate(length * Trig.sin(angle), length * Trig.cos(angle));
    drawLink(g, angle + state[i * SIZE + 1], LINK_LENGTH_2 * pixels);
  }

  /// Draws a link that hangs at the origin.
  private static void drawLink(Graphics2D g, double angle, double length) {
    g.setColor(new Color(0xC9803A));
    g.setStroke(new BasicStroke(16, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    g.draw(new Line2D.Double(0, 0, length * Trig.sin(angle), length * Trig.cos(angle)));
    g.setColor(new Color(0x7E8FD4));
    g.fill(new Ellipse2D.Double(-7, -7, 14, 14));
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
