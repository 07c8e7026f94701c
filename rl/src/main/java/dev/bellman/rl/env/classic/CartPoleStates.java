package dev.bellman.rl.env.classic;

import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Discrete;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;

/// The states of n carts with poles and their motion; both forms of the environment stand on it.
///
/// Float64, explicit Euler, in the order of operations of Gymnasium 1.4. Sine and cosine are Taylor
/// polynomials in the angles that occur (below 2^-53 of error for |x| <= 0.5), so that every JIT
/// stage gives the same bits; outside that range [StrictMath] does the same at less speed.
final class CartPoleStates implements Stateful {
  static final double GRAVITY = 9.8;
  static final double POLE_MASS = 0.1;
  static final double TOTAL_MASS = POLE_MASS + 1.0;
  static final double HALF_LENGTH = 0.5;
  static final double POLE_MASS_LENGTH = POLE_MASS * HALF_LENGTH;
  static final double FORCE = 10.0;
  static final double SECONDS_PER_STEP = 0.02;
  static final double MAX_ANGLE = 12 * 2 * Math.PI / 360;
  static final double MAX_POSITION = 2.4;
  static final double START_RANGE = 0.05;
  static final int SIZE = 4;

  static final Box OBSERVATIONS = observations();
  static final Discrete ACTIONS = Discrete.of(2);

  /// `[n, 4]`: position, velocity, angle, angular velocity.
  private final double[] state;

  private final Rng[] rng;

  CartPoleStates(int n) {
    state = new double[Math.multiplyExact(n, SIZE)];
    rng = new Rng[n];
    for (int i = 0; i < n; i++) {
      rng[i] = Rng.ofSeed(0);
    }
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

  void seed(int i, long seed) {
    rng[i] = Rng.ofSeed(seed);
  }

  void restart(int i) {
    for (int d = 0; d < SIZE; d++) {
      state[i * SIZE + d] = rng[i].uniform(-START_RANGE, START_RANGE);
    }
  }

  void set(int i, double[] from) {
    System.arraycopy(from, 0, state, i * SIZE, SIZE);
  }

  void get(int i, double[] to) {
    System.arraycopy(state, i * SIZE, to, 0, SIZE);
  }

  void observe(int i, float[] observations) {
    observe(i, observations, i * SIZE);
  }

  void observe(int i, float[] out, int offset) {
    for (int d = 0; d < SIZE; d++) {
      out[offset + d] = (float) state[i * SIZE + d];
    }
  }

  /// Pushes cart i to the left (action 0) or to the right (1) for one step.
  ///
  /// @return whether the cart or the pole is out of bounds then
  boolean advance(int i, int action) {
    int at = i * SIZE;
    double position = state[at];
    double velocity = state[at + 1];
    double angle = state[at + 2];
    double angularVelocity = state[at + 3];

    double force = action == 1 ? FORCE : -FORCE;
    double cos = cos(angle);
    double sin = sin(angle);
    double push =
        (force + POLE_MASS_LENGTH * (angularVelocity * angularVelocity) * sin) / TOTAL_MASS;
    double angularAcceleration =
        (GRAVITY * sin - cos * push)
            / (HALF_LENGTH * (4.0 / 3.0 - POLE_MASS * (cos * cos) / TOTAL_MASS));
    double acceleration = push - POLE_MASS_LENGTH * angularAcceleration * cos / TOTAL_MASS;

    position += SECONDS_PER_STEP * velocity;
    velocity += SECONDS_PER_STEP * acceleration;
    angle += SECONDS_PER_STEP * angularVelocity;
    angularVelocity += SECONDS_PER_STEP * angularAcceleration;
    state[at] = position;
    state[at + 1] = velocity;
    state[at + 2] = angle;
    state[at + 3] = angularVelocity;
    return Math.abs(position) > MAX_POSITION || Math.abs(angle) > MAX_ANGLE;
  }

  /// The reward of a step: 1, or with `suttonBarto` 0 and -1 for the failing one.
  static double reward(boolean terminated, boolean suttonBarto) {
    if (suttonBarto) {
      return terminated ? -1.0 : 0.0;
    }
    return 1.0;
  }

  static double sin(double x) {
    if (!(Math.abs(x) <= 0.5)) {
      return StrictMath.sin(x);
    }
    double s = x * x;
    double tail = 1.0 / 6_227_020_800.0;
    tail = tail * s - 1.0 / 39_916_800;
    tail = tail * s + 1.0 / 362_880;
    tail = tail * s - 1.0 / 5040;
    tail = tail * s + 1.0 / 120;
    tail = tail * s - 1.0 / 6;
    return x + x * s * tail;
  }

  static double cos(double x) {
    if (!(Math.abs(x) <= 0.5)) {
      return StrictMath.cos(x);
    }
    double s = x * x;
    double tail = -1.0 / 87_178_291_200.0;
    tail = tail * s + 1.0 / 479_001_600;
    tail = tail * s - 1.0 / 3_628_800;
    tail = tail * s + 1.0 / 40_320;
    tail = tail * s - 1.0 / 720;
    tail = tail * s + 1.0 / 24;
    tail = tail * s - 0.5;
    return 1 + s * tail;
  }

  @Override
  public void save(State out) {
    out.put("state", state, rng.length, SIZE);
    for (int i = 0; i < rng.length; i++) {
      rng[i].save(out.at("rng." + i));
    }
  }

  @Override
  public void load(State in) {
    System.arraycopy(in.doubles("state", state.length), 0, state, 0, state.length);
    for (int i = 0; i < rng.length; i++) {
      rng[i].load(in.at("rng." + i));
    }
  }
}
