package dev.bellman.rl.env.classic;

import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.Reset;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.StartState;
import dev.bellman.rl.env.Step;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import java.util.OptionalLong;

/// Balancing a pole on a cart by pushing the cart left (0) or right (1).
///
/// Observation: position, velocity, angle (radians), angular velocity. The reward is 1 for each
/// step, the last included; an episode terminates when the cart leaves ±2.4 or the pole leaves ±12
/// degrees. The start is uniform on `[-0.05, 0.05]` in each coordinate.
///
/// **Source** Barto, Sutton and Anderson 1983; the numbers of Gymnasium 1.4's `CartPole`, seed for
/// seed. **Deviations**: a step after the end is refused, where Gymnasium warns.
public final class CartPole implements Env<float[], Integer>, StartState<float[]>, Stateful {
  private final boolean suttonBartoReward;
  private final CartPoleStates cart = new CartPoleStates(1);
  private boolean running;

  /// Creates the environment, without a time limit.
  ///
  /// @param suttonBartoReward whether the reward is 0 for each step and -1 for the failing one
  public CartPole(boolean suttonBartoReward) {
    this.suttonBartoReward = suttonBartoReward;
  }

  @Override
  public Space<float[]> observationSpace() {
    return CartPoleStates.OBSERVATIONS;
  }

  @Override
  public Discrete actionSpace() {
    return CartPoleStates.ACTIONS;
  }

  @Override
  public Reset<float[]> reset(OptionalLong seed) {
    if (seed.isPresent()) {
      cart.seed(0, seed.getAsLong());
    }
    cart.restart(0);
    running = true;
    return Reset.of(observation());
  }

  @Override
  public Step<float[]> step(Integer action) {
    int push = action;
    if (push != 0 && push != 1) {
      throw new IllegalArgumentException("action: must be 0 or 1, got " + push);
    }
    if (!running) {
      throw new IllegalStateException("step: must follow a reset, got no running episode");
    }
    boolean terminated = cart.advance(0, push);
    running = !terminated;
    double reward = CartPoleStates.reward(terminated, suttonBartoReward);
    return Step.of(observation(), reward, terminated);
  }

  private float[] observation() {
    float[] observation = new float[CartPoleStates.SIZE];
    cart.observe(0, observation, 0);
    return observation;
  }

  @Override
  public float[] startFrom(double[] state) {
    if (state.length != CartPoleStates.SIZE) {
      throw new IllegalArgumentException(
          "start: must have 4 values (position, velocity, angle, angular velocity), got "
              + state.length);
    }
    for (int d = 0; d < state.length; d++) {
      if (!Double.isFinite(state[d])) {
        throw new IllegalArgumentException(
            "start[%d]: must be finite, got %s".formatted(d, state[d]));
      }
    }
    cart.set(0, state);
    running = true;
    return observation();
  }

  @Override
  public double[] state() {
    double[] state = new double[CartPoleStates.SIZE];
    cart.get(0, state);
    return state;
  }

  @Override
  public void save(State out) {
    cart.save(out);
    out.putLong("running", running ? 1 : 0);
  }

  @Override
  public void load(State in) {
    cart.load(in);
    running = in.longValue("running") == 1;
  }
}
