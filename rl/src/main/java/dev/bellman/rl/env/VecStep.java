package dev.bellman.rl.env;

import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What one step of N environments led to, in arrays that the caller owns and passes in again.
///
/// Where an episode ended, `observations` (or `states`) already hold the start of the next one and
/// `finalObservations` (or `finalStates`) what the last action led to; elsewhere the final entries
/// are left as they were.
///
/// @param observations `[N, D]` flattened observations; empty where `states` is used
/// @param states `[N]` indices `0..n-1` for [Discrete] observations, else empty
/// @param rewards `[N]` rewards of the actions
/// @param terminated `[N]` whether the task itself ended
/// @param truncated `[N]` whether the episode was cut from outside
/// @param finalObservations `[N, D]` flattened observations; empty where `finalStates` is used
/// @param finalStates `[N]` for [Discrete] observations, else empty
/// @param actionMasks `[N, A]` bytes, 0 where the next action is not allowed; null if nothing is
///   masked
public record VecStep(
    float[] observations,
    int[] states,
    double[] rewards,
    boolean[] terminated,
    boolean[] truncated,
    float[] finalObservations,
    int[] finalStates,
    byte @Nullable [] actionMasks)
    implements Stateful {
  /// Allocates the arrays for an environment.
  ///
  /// @param envs the environments that will be stepped
  /// @return arrays of the fitting shapes
  public static VecStep of(VecEnv envs) {
    return of(envs.count(), envs.observationSpace(), envs.actionSpace(), envs.masksActions());
  }

  /// Allocates the arrays.
  ///
  /// @param n the number of environments
  /// @param observationSpace the observation space of one of them
  /// @param actionSpace the action space of one of them
  /// @param masksActions whether there are action masks; they begin by allowing everything
  /// @return arrays of the fitting shapes
  public static VecStep of(
      int n, Space<?> observationSpace, Space<?> actionSpace, boolean masksActions) {
    VecStep step = of(n, observationSpace, actionSpace);
    return masksActions ? step.withActionMasks(actionSpace) : step;
  }

  /// Allocates the arrays without action masks.
  ///
  /// @param n the number of environments
  /// @param observationSpace the observation space of one of them
  /// @param actionSpace the action space of one of them
  /// @return arrays of the fitting shapes
  public static VecStep of(int n, Space<?> observationSpace, Space<?> actionSpace) {
    boolean discrete = observationSpace instanceof Discrete;
    int floats = discrete ? 0 : Math.multiplyExact(n, observationSpace.flatSize());
    int ints = discrete ? n : 0;
    return new VecStep(
        new float[floats],
        new int[ints],
        new double[n],
        new boolean[n],
        new boolean[n],
        new float[floats],
        new int[ints],
        null);
  }

  private VecStep withActionMasks(Space<?> actionSpace) {
    byte[] masks = new byte[Math.multiplyExact(count(), actionSpace.flatSize())];
    Arrays.fill(masks, (byte) 1);
    return new VecStep(
        observations,
        states,
        rewards,
        terminated,
        truncated,
        finalObservations,
        finalStates,
        masks);
  }

  /// The number of environments.
  ///
  /// @return N
  public int count() {
    return rewards.length;
  }

  /// Whether an environment's episode ended with this step, for either reason.
  ///
  /// @param i the environment
  /// @return `terminated[i] || truncated[i]`
  public boolean done(int i) {
    return terminated[i] || truncated[i];
  }

  /// Writes what the next action depends on: observations and masks, not rewards, ends and finals.
  @Override
  public void save(State out) {
    out.put("observations", observations);
    out.put("states", states);
    if (actionMasks != null) {
      out.put("actionMasks", actionMasks);
    }
  }

  /// Reads back observations and masks.
  @Override
  public void load(State in) {
    copy(in.floats("observations", observations.length), observations, observations.length);
    copy(in.ints("states", states.length), states, states.length);
    if (actionMasks != null) {
      copy(in.bytes("actionMasks", actionMasks.length), actionMasks, actionMasks.length);
    }
  }

  @SuppressWarnings("SuspiciousSystemArraycopy")
  private static void copy(Object from, Object to, int length) {
    System.arraycopy(from, 0, to, 0, length);
  }
}
