package dev.bellman.rl.tabular;

import dev.bellman.rl.Phases;
import dev.bellman.rl.data.Shown;
import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.EpisodeStatistics;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.env.VecStep;
import dev.bellman.rl.policy.Policy;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import java.util.Arrays;

/// N environments walked step by step: where each stands, by the number of its state or those of
/// its features, what the last step led to, and the statistics of its episodes.
final class Walk implements Stateful {
  private final VecEnv envs;
  private final FeatureMap map;
  private final VecStep shown;
  private final Actions actions;
  private final EpisodeStatistics episodes;
  private final Phases phases = new Phases(System::nanoTime);
  private final int[] state;
  private final int[] from;
  private final int[] next;

  /// Resets the environments.
  Walk(VecEnv envs, FeatureMap map, long seed) {
    this.envs = envs;
    this.map = map;
    this.shown = VecStep.of(envs);
    this.actions = Actions.of(envs.count(), envs.actionSpace());
    this.episodes = new EpisodeStatistics(envs.count());
    this.state = new int[Math.multiplyExact(envs.count(), map.active())];
    this.from = new int[state.length];
    this.next = new int[state.length];
    long[] seeds = new long[envs.count()];
    Arrays.setAll(seeds, i -> Rng.deriveSeed(seed, "envs", i));
    envs.reset(seeds, shown);
    accept();
  }

  private void accept() {
    Shown.refuseBroken(envs.name(), envs.actionSpace(), shown);
    for (int i = 0; i < count(); i++) {
      number(shown.observations(), shown.states(), i, state);
    }
  }

  private void number(float[] observations, int[] states, int i, int[] out) {
    int active = map.active();
    for (int j = 0; j < active; j++) {
      out[i * active + j] = map.of(observations, states, i, j);
    }
  }

  int count() {
    return shown.count();
  }

  FeatureMap map() {
    return map;
  }

  int actions() {
    return envs.actionSpace().flatSize();
  }

  /// Notes in a table what environment i allows in the state where it stands.
  void noteMask(ActionValues q, int i) {
    noteMask(q, state[i], i);
  }

  /// Notes in a table what environment i allows where it stands.
  void noteMask(ActionValues q, int row, int i) {
    byte[] masks = shown.actionMasks();
    if (masks != null) {
      q.allow(row, masks, i);
    }
  }

  /// Lets a policy choose the next actions.
  void act(Policy policy, Rng rng) {
    policy.act(shown, rng, actions);
  }

  /// The features of what the environments show: those of environment i from `i * active` on.
  int[] features() {
    return state;
  }

  /// The features of what they showed before the last step.
  int[] fromFeatures() {
    return from;
  }

  /// The features of what their last actions led to.
  int[] nextFeatures() {
    return next;
  }

  /// Where environment i stands now, if each state is one feature; so for the others here.
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
    accept();
    episodes.update(shown);
    System.arraycopy(state, 0, next, 0, next.length);
    for (int i = 0; i < count(); i++) {
      if (shown.done(i)) {
        number(shown.finalObservations(), shown.finalStates(), i, next);
      }
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
      int[] chosen = in.ints("actions", count());
      System.arraycopy(chosen, 0, actions.discrete(), 0, chosen.length);
      accept();
    } else {
      episodes.abandonRunning();
    }
  }
}
