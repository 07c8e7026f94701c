package dev.bellman.rl.env.toytext;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.Drawable;
import dev.bellman.rl.env.Info;
import dev.bellman.rl.env.Simulation;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.TransitionModel;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.State;
import java.awt.Graphics2D;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/// Copies of an environment that is its [TransitionTable]: each step and each start takes one draw
/// of the copy's stream, also where there is nothing to choose.
///
/// **Source**: the numbers of Gymnasium 1.4's toy text, seed for seed. **Deviation**: a draw above
/// the rounded sum of all probabilities, less than one in 10^13, chooses the last outcome and not
/// the first.
final class TableSimulation implements Simulation<Integer, Integer> {
  private static final int NONE = -1;

  private final String name;
  private final TransitionTable table;
  private final Scene scene;
  private final Discrete observationSpace;
  private final Discrete actionSpace;
  private final Rng[] rng;
  private final int[] state;

  /// The place in the table of the outcome that led to the state, or [#NONE].
  private final int[] outcome;

  private final int[] action;

  /// Creates copies.
  ///
  /// @param name what messages call the environment
  /// @param n their number, at least 1
  /// @param table what happens
  /// @param scene how it looks
  TableSimulation(String name, int n, TransitionTable table, Scene scene) {
    this.name = name;
    this.table = table;
    this.scene = scene;
    rng = Simulation.streams(name, n);
    observationSpace = Discrete.of(table.states());
    actionSpace = Discrete.of(table.actions());
    state = new int[n];
    outcome = new int[n];
    action = new int[n];
    Arrays.fill(outcome, NONE);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int count() {
    return rng.length;
  }

  @Override
  public Space<Integer> observationSpace() {
    return observationSpace;
  }

  @Override
  public Space<Integer> actionSpace() {
    return actionSpace;
  }

  @Override
  public void seed(int i, long seed) {
    rng[i] = Rng.ofSeed(seed);
  }

  @Override
  public void start(int i) {
    place(i, table.sampleStart(rng[i].nextDouble()));
  }

  /// Puts a copy at a state that no action led to.
  private void place(int i, int at) {
    state[i] = at;
    outcome[i] = NONE;
    action[i] = Scene.NO_ACTION;
  }

  @Override
  public double advance(int i, Actions actions) {
    int taken = actions.discrete()[i];
    int k = table.sample(state[i], taken, rng[i].nextDouble());
    state[i] = table.next(k);
    outcome[i] = k;
    action[i] = taken;
    return table.reward(k);
  }

  @Override
  public boolean terminated(int i) {
    return outcome[i] != NONE && table.terminated(outcome[i]);
  }

  @Override
  public void observe(int i, float[] observations, int[] states) {
    states[i] = state[i];
  }

  /// {@return a copy's state}
  ///
  /// @param i the copy
  int state(int i) {
    return state[i];
  }

  /// {@return a copy's stream}
  ///
  /// @param i the copy
  Rng stream(int i) {
    return rng[i];
  }

  /// Changes a copy's state after an action led elsewhere.
  ///
  /// @param i the copy
  /// @param to the state
  void redirect(int i, int to) {
    state[i] = to;
  }

  @Override
  public Info info(int i) {
    double probability = outcome[i] == NONE ? 1.0 : table.probability(outcome[i]);
    return () -> Map.of("prob", probability);
  }

  @Override
  public void set(int i, double[] from) {
    Simulation.checkStart(from, "state");
    int at = (int) from[0];
    if (at != from[0] || !observationSpace.contains(at)) {
      throw new IllegalArgumentException(
          "start[0]: must be a whole number in 0..%d, got %s"
              .formatted(table.states() - 1, from[0]));
    }
    place(i, at);
  }

  @Override
  public double[] get(int i) {
    return new double[] {state[i]};
  }

  @Override
  public Optional<TransitionModel> model() {
    return Optional.of(table);
  }

  @Override
  public Drawable.Size pictureSize() {
    return scene.size();
  }

  @Override
  @SuppressWarnings("exports")
  public void draw(int i, Graphics2D g) {
    scene.draw(g, state[i], action[i]);
  }

  @Override
  public String text(int i) {
    return scene.text(state[i], action[i]);
  }

  @Override
  public void save(State out) {
    out.put("state", state);
    out.put("outcome", outcome);
    out.put("action", action);
    Simulation.save(rng, out);
  }

  @Override
  public void load(State in) {
    load("state", in, state, 0, table.states());
    load("outcome", in, outcome, NONE, table.size());
    load("action", in, action, Scene.NO_ACTION, table.actions());
    Simulation.load(rng, in);
  }

  private void load(String array, State in, int[] into, int low, int end) {
    int[] saved = in.ints(array, into.length);
    for (int i = 0; i < saved.length; i++) {
      if (saved[i] < low || saved[i] >= end) {
        throw new IllegalArgumentException(
            "environment '%s': saved %s[%d] must be in %d..%d, got %d (saved with other options?)"
                .formatted(name, array, i, low, end - 1, saved[i]));
      }
    }
    System.arraycopy(saved, 0, into, 0, saved.length);
  }
}
