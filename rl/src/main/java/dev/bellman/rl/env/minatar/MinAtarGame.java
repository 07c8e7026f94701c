package dev.bellman.rl.env.minatar;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.Drawable;
import dev.bellman.rl.env.SimulatedEnv;
import dev.bellman.rl.env.Simulation;
import dev.bellman.rl.env.Space;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.State;
import java.awt.Graphics2D;
import java.util.Arrays;

/// One of MinAtar's games on a grid of 10 by 10 cells.
///
/// Observation: `[10, 10, channels]`, row by row from the top, 1 where a channel's thing is and 0
/// elsewhere. Actions: nothing, left, up, right, down, fire. With the probability of sticky actions
/// a step repeats the action that the step before took, also across the end of an episode, as
/// published; after a new seed that is nothing.
///
/// Channels, rewards and rules stand with each game: [#asterix], [#breakout], [#freeway],
/// [#seaquest], [#spaceInvaders]. The start state that [#set] takes is whole numbers: the action
/// taken last, then what the message about a wrong length lists.
///
/// **Source** K. Young and T. Tian, MinAtar: An Atari-Inspired Testbed for Thorough and
/// Reproducible Reinforcement Learning Experiments, arXiv:1903.03176; the rules of the authors'
/// program in its present form (before, oxygen in Seaquest lasted one frame longer).
/// **Deviations**: random numbers come from PCG64, drawn in the same order; a step after the end is
/// refused, where the original does nothing.
public final class MinAtarGame implements Simulation<float[], Integer> {
  private final Game game;
  private final StateLayout layout;
  private final int channels;
  private final int[] actionSet;
  private final double stickyActionProb;
  private final Box observationSpace;
  private final Discrete actionSpace;
  private final Rng[] rng;

  /// `[n, layout.size()]`, each copy as its game's rules have it.
  private final int[] state;

  private MinAtarGame(Game game, int n, MinAtarOptions options) {
    this.game = game;
    layout = game.layout();
    channels = game.channels();
    actionSet =
        options.minimalActions() ? game.minimalActions() : new int[] {0, 1, 2, 3, 4, Game.FIRE};
    stickyActionProb = options.stickyActionProb();
    observationSpace = Box.of(0, 1, Game.GRID, Game.GRID, channels);
    actionSpace = Discrete.of(actionSet.length);
    rng = Simulation.streams(name(), n);
    state = new int[Math.multiplyExact(n, layout.size())];
  }

  static MinAtarGame of(Game game, int n, MinAtarOptions options) {
    return new MinAtarGame(game, n, options);
  }

  /// Treasures and enemies cross the grid; a treasure gives 1, an enemy ends the episode.
  ///
  /// Channels: player, enemy, trail (where an enemy or treasure was before its last move),
  /// treasure. Minimal actions: all but fire.
  ///
  /// @param n the number of copies, at least 1
  /// @param options how it is played
  /// @return the copies
  public static MinAtarGame asterix(int n, MinAtarOptions options) {
    return of(new Asterix(options.difficultyRamping()), n, options);
  }

  /// A paddle keeps a ball in play that breaks bricks; each gives 1, a lost ball ends the episode.
  ///
  /// Channels: paddle, ball, trail (where the ball was), brick. Minimal actions: nothing, left,
  /// right.
  ///
  /// @param n the number of copies, at least 1
  /// @param options how it is played
  /// @return the copies
  public static MinAtarGame breakout(int n, MinAtarOptions options) {
    return of(new Breakout(), n, options);
  }

  /// A chicken crosses lanes of cars; each time it arrives gives 1. An episode has 2501 steps.
  ///
  /// Channels: chicken, car, and behind each car one of five trails, by how often it moves: every 2
  /// to 6 steps. Minimal actions: nothing, up, down.
  ///
  /// @param n the number of copies, at least 1
  /// @param options how it is played
  /// @return the copies
  public static MinAtarGame freeway(int n, MinAtarOptions options) {
    return of(new Freeway(), n, options);
  }

  /// A submarine shoots what swims, takes up divers and surfaces for oxygen.
  ///
  /// Channels: the submarine's front, its back, its shots, trail, enemy shots, fish, enemy
  /// submarines, oxygen (lowest row), divers aboard (lowest row), divers. Minimal actions: all six.
  ///
  /// @param n the number of copies, at least 1
  /// @param options how it is played
  /// @return the copies
  public static MinAtarGame seaquest(int n, MinAtarOptions options) {
    return of(new Seaquest(options.difficultyRamping()), n, options);
  }

  /// A cannon shoots aliens that come down and fire back; each gives 1.
  ///
  /// Channels: cannon, alien, alien that goes left, alien that goes right, the cannon's shots, the
  /// aliens' shots. Minimal actions: nothing, left, right, fire.
  ///
  /// @param n the number of copies, at least 1
  /// @param options how it is played
  /// @return the copies
  public static MinAtarGame spaceInvaders(int n, MinAtarOptions options) {
    return of(new SpaceInvaders(options.difficultyRamping()), n, options);
  }

  /// The one copy of a simulation as an environment, without a time limit.
  ///
  /// @return the environment, which owns this from now on
  /// @throws IllegalArgumentException if there are more copies than one
  public SimulatedEnv<float[], Integer> env() {
    return new SimulatedEnv<>(this);
  }

  @Override
  public String name() {
    return "MinAtar/" + game.title();
  }

  @Override
  public int count() {
    return rng.length;
  }

  @Override
  public Space<float[]> observationSpace() {
    return observationSpace;
  }

  @Override
  public Space<Integer> actionSpace() {
    return actionSpace;
  }

  @Override
  public void seed(int i, long seed) {
    rng[i] = Rng.ofSeed(seed);
    state[i * layout.size() + Game.LAST_ACTION] = 0;
  }

  @Override
  public void start(int i) {
    int at = i * layout.size();
    state[at + Game.ENDED] = 0;
    game.start(state, at, rng[i]);
  }

  @Override
  public double advance(int i, Actions actions) {
    int at = i * layout.size();
    int action = actionSet[actions.discrete()[i]];
    if (rng[i].nextDouble() < stickyActionProb) {
      action = state[at + Game.LAST_ACTION];
    }
    state[at + Game.LAST_ACTION] = action;
    return game.advance(state, at, action, rng[i]);
  }

  @Override
  public boolean terminated(int i) {
    return state[i * layout.size() + Game.ENDED] == 1;
  }

  @Override
  public void observe(int i, float[] observations, int[] states) {
    int length = Game.GRID * Game.GRID * channels;
    int to = i * length;
    Arrays.fill(observations, to, to + length, 0);
    game.observe(state, i * layout.size(), observations, to);
  }

  @Override
  public void set(int i, double[] from) {
    int[] next = layout.read(from);
    game.check(next);
    System.arraycopy(next, 0, state, i * layout.size(), next.length);
  }

  @Override
  public double[] get(int i) {
    return layout.show(state, i * layout.size());
  }

  @Override
  public Drawable.Size pictureSize() {
    return Board.PICTURE;
  }

  @Override
  @SuppressWarnings("exports")
  public void draw(int i, Graphics2D g) {
    Board.draw(planes(i), game.looks(), g);
  }

  @Override
  public String text(int i) {
    return Board.text(planes(i), game.looks());
  }

  private float[] planes(int i) {
    float[] planes = new float[Game.GRID * Game.GRID * channels];
    game.observe(state, i * layout.size(), planes, 0);
    return planes;
  }

  @Override
  public void save(State out) {
    out.put("state", state, rng.length, layout.size());
    Simulation.save(rng, out);
  }

  @Override
  public void load(State in) {
    System.arraycopy(in.ints("state", state.length), 0, state, 0, state.length);
    Simulation.load(rng, in);
  }
}
