package dev.bellman.rl.env.classic;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.Drawable;
import dev.bellman.rl.env.EnvOption;
import dev.bellman.rl.env.EnvOptions;
import dev.bellman.rl.env.SimulatedEnv;
import dev.bellman.rl.env.Simulation;
import dev.bellman.rl.env.Space;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.State;
import java.awt.Graphics2D;
import java.util.Arrays;
import java.util.List;

/// Driving a weak car out of a valley: push left (0), not at all (1) or right (2).
///
/// Observation: position, velocity. The reward is -1 for each step; an episode terminates when the
/// car is at 0.5 or further right, at the goal velocity or faster. The start is at rest, uniform on
/// `[-0.6, -0.4]`.
///
/// Float64, in the order of operations of Gymnasium 1.4.
///
/// **Source** Moore 1990; the numbers of Gymnasium 1.4's `MountainCar`, seed for seed.
/// **Deviations**: none.
public final class MountainCar implements Simulation<float[], Integer> {
  private static final double GOAL_POSITION = 0.5;
  private static final Discrete ACTIONS = Discrete.of(3);

  private final Physics physics;
  private final double goalVelocity;

  /// `[n, 2]`: position, velocity.
  private final double[] state;

  private final Rng[] rng;

  /// The constants of car and valley, under Gymnasium's names.
  ///
  /// @param force the change of velocity by a push, positive
  /// @param gravity the change of velocity by the steepest slope, at least 0
  public record Physics(double force, double gravity) {
    /// Gymnasium's constants.
    public static final Physics DEFAULTS = new Physics(0.001, 0.0025);

    /// Checks the constants.
    ///
    /// @throws IllegalArgumentException if one is not in its range; the message begins with
    ///   `environment.` and the option's name
    public Physics {
      Constants.checkPositive("force", force);
      Constants.checkNotNegative("gravity", gravity);
    }

    static Physics of(EnvOptions options) {
      return new Physics(options.number("force"), options.number("gravity"));
    }

    static List<EnvOption> options() {
      return List.of(
          Constants.option("force", DEFAULTS.force, "change of velocity by a push"),
          Constants.option("gravity", DEFAULTS.gravity, "change of velocity by a slope of 1.35"));
    }
  }

  /// Creates copies.
  ///
  /// @param n their number, at least 1
  /// @param goalVelocity the velocity that the car must have at the goal
  /// @param physics the constants
  public MountainCar(int n, double goalVelocity, Physics physics) {
    this.physics = physics;
    this.goalVelocity = goalVelocity;
    rng = Simulation.streams("MountainCar", n);
    state = new double[Math.multiplyExact(n, Hill.SIZE)];
  }

  /// One environment with Gymnasium's constants, without a time limit.
  ///
  /// @return the environment
  public static SimulatedEnv<float[], Integer> env() {
    return new SimulatedEnv<>(new MountainCar(1, 0, Physics.DEFAULTS));
  }

  @Override
  public int count() {
    return rng.length;
  }

  @Override
  public Space<float[]> observationSpace() {
    return Hill.OBSERVATIONS;
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
    Hill.start(state, i * Hill.SIZE, rng[i]);
  }

  @Override
  public double advance(int i, Actions actions) {
    double push = (actions.discrete()[i] - 1) * physics.force;
    Hill.move(state, i * Hill.SIZE, push, physics.gravity);
    return -1.0;
  }

  @Override
  public boolean terminated(int i) {
    int at = i * Hill.SIZE;
    return state[at] >= GOAL_POSITION && state[at + 1] >= goalVelocity;
  }

  @Override
  public void observe(int i, float[] observations, int[] states) {
    int at = i * Hill.SIZE;
    observations[at] = (float) state[at];
    observations[at + 1] = (float) state[at + 1];
  }

  @Override
  public void set(int i, double[] from) {
    Simulation.checkStart(from, "position", "velocity");
    System.arraycopy(from, 0, state, i * Hill.SIZE, Hill.SIZE);
  }

  @Override
  public double[] get(int i) {
    return Arrays.copyOfRange(state, i * Hill.SIZE, (i + 1) * Hill.SIZE);
  }

  @Override
  public Drawable.Size pictureSize() {
    return Hill.PICTURE;
  }

  @Override
  public int framesPerSecond() {
    return Hill.FRAMES_PER_SECOND;
  }

  @Override
  @SuppressWarnings("exports")
  public void draw(int i, Graphics2D g) {
    Hill.draw(g, state[i * Hill.SIZE], GOAL_POSITION);
  }

  @Override
  public String text(int i) {
    return Hill.text(state[i * Hill.SIZE], GOAL_POSITION);
  }

  @Override
  public void save(State out) {
    out.put("state", state, rng.length, Hill.SIZE);
    Simulation.save(rng, out);
  }

  @Override
  public void load(State in) {
    System.arraycopy(in.doubles("state", state.length), 0, state, 0, state.length);
    Simulation.load(rng, in);
  }
}
