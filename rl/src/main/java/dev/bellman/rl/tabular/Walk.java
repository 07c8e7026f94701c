package dev.bellman.rl.tabular;

import dev.bellman.rl.Phases;
import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.EpisodeStatistics;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.env.VecStep;
import dev.bellman.rl.policy.Policy;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import java.util.Arrays;

/// N environments with numbered states, walked step by step: where each stands, what the last step
/// led to, and the statistics of its episodes.
final class Walk implements Stateful {
  private final VecEnv envs;
  private final int states;
  private final StateIndex index;
  private final VecStep shown;
  private final Actions actions;
  private final EpisodeStatistics episodes;
  private final Phases phases = new Phases(System::nanoTime);
  private final int[] state;
  private final int[] from;
  private final int[] next;

  /// Resets the environments.
  ///
  /// @throws IllegalArgumentException if actions are not discrete, or observations neither discrete
  ///   nor numbered by bins
  Walk(VecEnv envs, Bins bins, long seed) {
    if (!(envs.actionSpace() instanceof Discrete)) {
      throw new IllegalArgumentException(
          "environment '%s': actions must be discrete for a table, got %s (take ppo or sac)"
              .formatted(envs.name(), envs.actionSpace()));
    }
    this.envs = envs;
    this.states = StateIndex.states(envs, bins);
    this.index = StateIndex.of(envs.observationSpace(), bins);
    this.shown = VecStep.of(envs);
    this.actions = Actions.of(envs.count(), envs.actionSpace());
    this.episodes = new EpisodeStatistics(envs.count());
    this.state = new int[envs.count()];
    this.from = new int[envs.count()];
    this.next = new int[envs.count()];
    long[] seeds = new long[envs.count()];
    Arrays.setAll(seeds, i -> Rng.deriveSeed(seed, "envs", i));
    envs.reset(seeds, shown);
    number();
  }

  private void number() {
    for (int i = 0; i < state.length; i++) {
      state[i] = index.of(shown.observations(), shown.states(), i);
    }
  }

  int count() {
    return state.length;
  }

  int states() {
    return states;
  }

  /// A new table for these states and actions.
  ActionValues table(double initial) {
    return new ActionValues(states(), ((Discrete) envs.actionSpace()).n(), initial);
  }

  /// A table in use.
  Policy policy(ActionValues q, Exploration behaviour) {
    return new TablePolicy(q, index, behaviour);
  }

  /// Notes in a table what environment i allows where it stands.
  void noteMask(ActionValues q, int i) {
    byte[] masks = shown.actionMasks();
    if (masks != null) {
      q.allow(state[i], masks, i);
    }
  }

  /// Where environment i stands now.
  int state(int i) {
    return state[i];
  }

  /// Where environment i stood before the last step.
  int from(int i) {
    return from[i];
  }

  /// The action that environment i takes next, or took last.
  int action(int i) {
    return actions.discrete()[i];
  }

  /// Sets the action that environment i takes next.
  void act(int i, int action) {
    actions.discrete()[i] = action;
  }

  /// Takes the actions. [#state] moves on; [#from] and [#next] tell of the step.
  void step() {
    System.arraycopy(state, 0, from, 0, state.length);
    envs.step(actions, shown);
    episodes.update(shown);
    for (int i = 0; i < state.length; i++) {
      state[i] = index.of(shown.observations(), shown.states(), i);
      next[i] =
          shown.done(i) ? index.of(shown.finalObservations(), shown.finalStates(), i) : state[i];
    }
  }

  /// Where the last action of environment i led; its episode may have ended there.
  int next(int i) {
    return next[i];
  }

  double reward(int i) {
    return shown.rewards()[i];
  }

  boolean terminated(int i) {
    return shown.terminated()[i];
  }

  /// Whether the episode of environment i ended with the last step, for either reason.
  boolean done(int i) {
    return shown.done(i);
  }

  EpisodeStatistics episodes() {
    return episodes;
  }

  Phases phases() {
    return phases;
  }

  boolean savesState() {
    return envs.savesState();
  }

  @Override
  public void save(State out) {
    episodes.save(out.at("episodes"));
    if (envs.savesState()) {
      envs.save(out.at("environments"));
      shown.save(out.at("step"));
      out.put("actions", actions.discrete());
    }
  }

  @Override
  public void load(State in) {
    episodes.load(in.at("episodes"));
    if (envs.savesState()) {
      envs.load(in.at("environments"));
      shown.load(in.at("step"));
      int[] taken = in.ints("actions", state.length);
      System.arraycopy(taken, 0, actions.discrete(), 0, state.length);
      number();
    } else {
      episodes.abandonRunning();
    }
  }
}
