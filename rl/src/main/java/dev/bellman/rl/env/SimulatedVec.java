package dev.bellman.rl.env;

import dev.bellman.tensor.State;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// All copies of a [Simulation] as a [VecEnv] with a time limit: the numbers of [SimulatedEnv] bit
/// for bit, without an allocation for each step.
public final class SimulatedVec implements VecEnv {
  private final Simulation<?, ?> simulation;
  private final int n;
  private final int maxEpisodeSteps;
  private final int[] elapsed;
  private final Space<?> observationSpace;
  private final Space<?> actionSpace;
  private final boolean masksActions;
  private @Nullable InfoColumns watched;

  /// Shows a simulation.
  ///
  /// @param simulation the copies; owned by this from now on
  /// @param maxEpisodeSteps the step at which an episode is cut, or none
  /// @throws IllegalArgumentException if `maxEpisodeSteps` is less than 1
  public SimulatedVec(Simulation<?, ?> simulation, OptionalInt maxEpisodeSteps) {
    this.simulation = simulation;
    n = simulation.count();
    this.maxEpisodeSteps = maxEpisodeSteps.orElse(Integer.MAX_VALUE);
    if (this.maxEpisodeSteps < 1) {
      throw new IllegalArgumentException(
          "maxEpisodeSteps: must be at least 1, got " + this.maxEpisodeSteps);
    }
    elapsed = new int[n];
    observationSpace = simulation.observationSpace();
    actionSpace = simulation.actionSpace();
    masksActions = simulation.masksActions();
  }

  @Override
  public String name() {
    return simulation.name();
  }

  @Override
  public int count() {
    return n;
  }

  @Override
  public Space<?> observationSpace() {
    return observationSpace;
  }

  @Override
  public Space<?> actionSpace() {
    return actionSpace;
  }

  @Override
  public boolean masksActions() {
    return masksActions;
  }

  @Override
  public void reset(long[] seeds, VecStep out) {
    VecEnv.checkSeeds(name(), seeds, n);
    for (int i = 0; i < n; i++) {
      simulation.seed(i, seeds[i]);
      start(i, out);
    }
    Arrays.fill(out.rewards(), 0);
    Arrays.fill(out.terminated(), false);
    Arrays.fill(out.truncated(), false);
  }

  private void start(int i, VecStep out) {
    simulation.start(i);
    elapsed[i] = 0;
    show(i, out);
  }

  private void show(int i, VecStep out) {
    simulation.observe(i, out.observations(), out.states());
    byte[] masks = out.actionMasks();
    if (masks != null) {
      simulation.mask(i, masks);
    }
  }

  @Override
  public void step(Actions actions, VecStep out, int from, int to) {
    Objects.checkFromToIndex(from, to, n);
    actions.check(name(), actionSpace, from, to);
    for (int i = from; i < to; i++) {
      double reward = simulation.advance(i, actions);
      boolean terminated = simulation.terminated(i);
      boolean truncated = ++elapsed[i] >= maxEpisodeSteps;
      out.rewards()[i] = reward;
      out.terminated()[i] = terminated;
      out.truncated()[i] = truncated;
      if (watched != null) {
        watched.put(i, simulation.info(i));
      }
      if (terminated || truncated) {
        simulation.observe(i, out.finalObservations(), out.finalStates());
        start(i, out);
      } else {
        show(i, out);
      }
    }
  }

  @Override
  public double[][] watchInfo(List<String> names) {
    watched = names.isEmpty() ? null : new InfoColumns(names, n);
    return watched == null ? new double[0][] : watched.columns();
  }

  @Override
  public void restart(int i, VecStep out) {
    start(i, out);
  }

  @Override
  public boolean savesState() {
    return true;
  }

  @Override
  public void save(State out) {
    simulation.save(out);
    out.put("elapsed", elapsed);
  }

  @Override
  public void load(State in) {
    simulation.load(in);
    System.arraycopy(in.ints("elapsed", n), 0, elapsed, 0, n);
  }
}
