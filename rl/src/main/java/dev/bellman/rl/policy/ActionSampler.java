package dev.bellman.rl.policy;

import dev.bellman.rl.env.Actions;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;

/// Draws the actions of rollouts: each anew, or with noise that stays a function of the observation
/// for some steps, as the distributions say.
///
/// Owns the stream that is drawn from and the matrices of the noise. Between rollouts only the
/// stream matters, since each starts with new matrices.
public final class ActionSampler implements Stateful {
  private final Rng rng;
  private float[] matrices = new float[0];
  private int step;

  /// Draws from a stream.
  ///
  /// @param rng the stream
  public ActionSampler(Rng rng) {
    this.rng = rng;
  }

  /// Starts a rollout.
  public void begin() {
    step = 0;
  }

  /// Draws an action for each row. At each call row i is the same environment.
  ///
  /// @param policy the distributions
  /// @param out at least B actions; modified
  public void sample(Distribution policy, Actions out) {
    StateDependentNoise noise = policy.noise();
    if (noise == null) {
      policy.sample(rng, out);
      return;
    }
    if (step == 0 || (noise.sampleEvery() > 0 && step % noise.sampleEvery() == 0)) {
      if (matrices.length != noise.matrixSize()) {
        matrices = new float[noise.matrixSize()];
      }
      noise.draw(rng, matrices);
    }
    step++;
    policy.mode(out);
    noise.addTo(matrices, out.continuous());
  }

  @Override
  public void save(State out) {
    rng.save(out);
  }

  @Override
  public void load(State in) {
    rng.load(in);
    step = 0;
  }
}
