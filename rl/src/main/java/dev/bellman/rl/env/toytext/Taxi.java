package dev.bellman.rl.env.toytext;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Drawable;
import dev.bellman.rl.env.Info;
import dev.bellman.rl.env.SimulatedEnv;
import dev.bellman.rl.env.Simulation;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.TransitionModel;
import dev.bellman.tensor.State;
import java.awt.Graphics2D;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/// Fetching a passenger at one of four places and bringing it to another.
///
/// Actions: south (0), north (1), east (2), west (3), pick up (4), drop off (5). The reward is -1
/// for a step, -10 for picking up or dropping off where that can't be done, and 20 for the
/// passenger at its destination, which terminates. The observation is `((row * 5 + column) * 5 +
/// passenger) * 4 + destination` with places R, G, Y and B from 0 to 3, and 4 for a passenger that
/// rides. The action mask (also `action_mask` of the info) forbids what changes nothing. In rain
/// the taxi may go to the left or right of where it should. A fickle passenger may choose another
/// destination once, when it first rides from one cell to the next.
///
/// **Source**: Dietterich 2000, Hierarchical Reinforcement Learning with the MAXQ Value Function
/// Decomposition; the numbers of Gymnasium 1.4's `Taxi`, seed for seed. **Deviation**: with a
/// fickle passenger there is no model, because what comes depends on more than the observation.
public final class Taxi implements Simulation<Integer, Integer> {
  /// How likely the taxi goes where it should in Gymnasium's rain.
  public static final double RAINY = 0.8;

  /// How likely Gymnasium's fickle passenger changes its destination.
  public static final double FICKLE = 0.3;

  private static final int OTHER_PLACES = 3;

  private final TableSimulation town;
  private final byte[] masks = Town.masks();

  /// How likely a passenger is one that will change its destination; none without draws for that.
  private final OptionalDouble fickle;

  /// Whether a copy's passenger has yet to change its destination.
  private final boolean[] willChange;

  /// Creates copies.
  ///
  /// @param n their number, at least 1
  /// @param straight how likely the taxi goes where it should, in [0, 1]: 1 in dry weather
  /// @param fickle how likely a passenger changes its destination, in [0, 1], or none that never
  ///   does
  /// @throws IllegalArgumentException if a probability is out of range
  public Taxi(int n, double straight, OptionalDouble fickle) {
    ToyText.requireProbability("rainy_probability", straight);
    ToyText.requireProbability("fickle_probability", fickle.orElse(0));
    town = new TableSimulation("Taxi", n, Town.table(straight), new TownScene());
    this.fickle = fickle;
    willChange = new boolean[n];
  }

  /// One environment in dry weather with a steady passenger, without a time limit.
  ///
  /// @return the environment
  public static SimulatedEnv<Integer, Integer> env() {
    return new SimulatedEnv<>(new Taxi(1, 1, OptionalDouble.empty()));
  }

  @Override
  public int count() {
    return town.count();
  }

  @Override
  public Space<Integer> observationSpace() {
    return town.observationSpace();
  }

  @Override
  public Space<Integer> actionSpace() {
    return town.actionSpace();
  }

  @Override
  public void seed(int i, long seed) {
    town.seed(i, seed);
  }

  @Override
  public void start(int i) {
    town.start(i);
    willChange[i] = fickle.isPresent() && town.stream(i).nextDouble() < fickle.getAsDouble();
  }

  @Override
  public double advance(int i, Actions actions) {
    int before = town.state(i);
    double reward = town.advance(i, actions);
    if (willChange[i]) {
      changeDestination(i, before);
    }
    return reward;
  }

  private void changeDestination(int i, int before) {
    int after = town.state(i);
    if (Town.passenger(before) != Town.RIDING || Town.cell(after) == Town.cell(before)) {
      return;
    }
    willChange[i] = false;
    int drawn = town.stream(i).nextInt(OTHER_PLACES);
    int destination = drawn < Town.destination(before) ? drawn : drawn + 1;
    town.redirect(i, Town.state(Town.cell(after), Town.passenger(after), destination));
  }

  @Override
  public boolean terminated(int i) {
    return town.terminated(i);
  }

  @Override
  public void observe(int i, float[] observations, int[] states) {
    town.observe(i, observations, states);
  }

  @Override
  public boolean masksActions() {
    return true;
  }

  @Override
  public void mask(int i, byte[] into) {
    System.arraycopy(masks, town.state(i) * Town.ACTIONS, into, i * Town.ACTIONS, Town.ACTIONS);
  }

  @Override
  public Info info(int i) {
    int from = town.state(i) * Town.ACTIONS;
    return town.info(i).with("action_mask", Arrays.copyOfRange(masks, from, from + Town.ACTIONS));
  }

  @Override
  public void set(int i, double[] from) {
    town.set(i, from);
    willChange[i] = false;
  }

  @Override
  public double[] get(int i) {
    return town.get(i);
  }

  @Override
  public Optional<TransitionModel> model() {
    return fickle.isPresent() ? Optional.empty() : town.model();
  }

  @Override
  public Drawable.Size pictureSize() {
    return town.pictureSize();
  }

  @Override
  @SuppressWarnings("exports")
  public void draw(int i, Graphics2D g) {
    town.draw(i, g);
  }

  @Override
  public String text(int i) {
    return town.text(i);
  }

  @Override
  public void save(State out) {
    town.save(out);
    byte[] flags = new byte[willChange.length];
    for (int i = 0; i < flags.length; i++) {
      flags[i] = (byte) (willChange[i] ? 1 : 0);
    }
    out.put("willChange", flags);
  }

  @Override
  public void load(State in) {
    town.load(in);
    byte[] flags = in.bytes("willChange", willChange.length);
    for (int i = 0; i < flags.length; i++) {
      willChange[i] = flags[i] != 0;
    }
  }
}
