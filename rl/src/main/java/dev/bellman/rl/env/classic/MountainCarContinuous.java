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
import java.awt.Graphics2D;
import java.util.Arrays;
import java.util.List;

/// Driving a weak car out of a valley with a force in `[-1, 1]`.
///
/// Observation: position, velocity. The reward is `-0.1 action^2`, and 100 more for the step that
/// ends the episode: the car is at 0.45 or further right, at the goal velocity or faster. A force
/// outside the interval acts as its nearest end but is charged as it came. The start is at rest,
/// uniform on `[-0.6, -0.4]`.
///
/// Float64 in the order of operations of Gymnasium 1.4, with the state rounded to float32 after
/// each step.
///
/// **Source** Moore 1990; the numbers of Gymnasium 1.4's `Continuous_MountainCar`, seed for seed.
/// **Deviations**: from the second step on Gymnasium computes in float32 where NumPy is 2 or newer;
/// these are its numbers under NumPy 1.
public final class MountainCarContinuous implements Simulation<float[], float[]> {
  private static final double GOAL_POSITION = 0.45;
  private static final double GOAL_REWARD = 100;
  private static final Box ACTIONS = Box.of(-1, 1, 1);

  private final Physics physics;
  private final double goalVelocity;

  /// `[n, 2]`: position, velocity.
  private final double[] state;

  /// `[n]`: whether the last step reached the goal, which rounding the state can hide.
  private final boolean[] arrived;

  private final Rng[] rng;

  /// The constants of car and valley: `power` under Gymnasium's name, and `gravity`, which
  /// Gymnasium does not name here.
  ///
  /// @param power the change of velocity by a force of 1, positive
  /// @param gravity the change of velocity by the steepest slope, at least 0
  public record Physics(double power, double gravity) {
    /// Gymnasium's constants.
    public static final Physics DEFAULTS = new Physics(0.0015, 0.0025);

    /// Checks the constants.
    ///
    /// @throws IllegalArgumentException if one is not in its range; the message begins with
    ///   `environment.` and the option's name
    public Physics {
      Constants.checkPositive("power", power);
      Constants.checkNotNegative("gravity", gravity);
    }

    static Physics of(EnvOptions options) {
      return new Physics(options.number("power"), options.number("gravity"));
    }

    static List<EnvOption> options() {
      return List.of(
          Constants.option("power", DEFAULTS.power, "change of velocity by a force of 1"),
          Constants.option("gravity", DEFAULTS.gravity, "change of velocity by a slope of 1.35"));
    }
  }

  /// Creates copies.
  ///
  /// @param n their number, at least 1
  /// @param goalVelocity the velocity that the car must have at the goal
  /// @param physics the constants
  public MountainCarContinuous(int n, double goalVelocity, Physics physics) {
    this.physics = physics;
    this.goalVelocity = goalVelocity;
    rng = Simulation.streams("MountainCarContinuous", n);
    state = new double[Math.multiplyExact(n, Hill.SIZE)];
    arrived = new boolean[n];
  }

  /// One environment with Gymnasium's constants, without a time limit.
  ///
  /// @return the environment
  public static SimulatedEnv<float[], float[]> env() {
    return new SimulatedEnv<>(new MountainCarContinuous(1, 0, Physics.DEFAULTS));
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
  public Space<float[]> actionSpace() {
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
    int at = i * Hill.SIZE;
    double action = actions.continuous()[i];
    Hill.move(state, at, Math.clamp(action, -1.0, 1.0) * physics.power, physics.gravity);
    arrived[i] = state[at] >= GOAL_POSITION && state[at + 1] >= goalVelocity;
    state[at] = (float) state[at];
    state[at + 1] = (float) state[at + 1];
    return (arrived[i] ? GOAL_REWARD : 0) - action * action * 0.1;
  }

  @Override
  public boolean terminated(int i) {
    return arrived[i];
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
