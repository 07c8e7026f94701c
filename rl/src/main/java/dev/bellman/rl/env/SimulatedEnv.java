package dev.bellman.rl.env;

import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import java.awt.Graphics2D;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// One copy of a [Simulation] as an [Env], without a time limit.
///
/// @param <O> the type of observations
/// @param <A> the type of actions
public final class SimulatedEnv<O, A> implements Env<O, A>, StartState<O>, Drawable, Stateful {
  private final Simulation<O, A> simulation;
  private final Space<O> observationSpace;
  private final Space<A> actionSpace;
  private final Actions actions;
  private final VecStep shown;
  private boolean running;

  /// Shows a simulation.
  ///
  /// @param simulation one copy; owned by this from now on
  /// @throws IllegalArgumentException if there are more copies than one
  public SimulatedEnv(Simulation<O, A> simulation) {
    if (simulation.count() != 1) {
      throw new IllegalArgumentException(
          "environment '%s': must be 1 copy, got %d"
              .formatted(simulation.name(), simulation.count()));
    }
    this.simulation = simulation;
    observationSpace = simulation.observationSpace();
    actionSpace = simulation.actionSpace();
    actions = Actions.of(1, actionSpace);
    shown = VecStep.of(1, observationSpace, actionSpace);
  }

  @Override
  public Space<O> observationSpace() {
    return observationSpace;
  }

  @Override
  public Space<A> actionSpace() {
    return actionSpace;
  }

  @Override
  public boolean masksActions() {
    return simulation.masksActions();
  }

  @Override
  public Reset<O> reset(OptionalLong seed) {
    if (seed.isPresent()) {
      if (seed.getAsLong() < 0) {
        throw new IllegalArgumentException("seed: must be at least 0, got " + seed.getAsLong());
      }
      simulation.seed(0, seed.getAsLong());
    }
    simulation.start(0);
    running = true;
    return new Reset<>(observation(), mask(), simulation.info(0));
  }

  @Override
  public Step<O> step(A action) {
    actions.set(0, action, actionSpace);
    if (!running) {
      throw new IllegalStateException(
          "step: must follow a reset, got no running episode (call reset first)");
    }
    double reward = simulation.advance(0, actions);
    boolean terminated = simulation.terminated(0);
    running = !terminated;
    return new Step<>(observation(), reward, terminated, false, mask(), simulation.info(0));
  }

  private O observation() {
    simulation.observe(0, shown.observations(), shown.states());
    if (observationSpace instanceof Discrete space) {
      return cast(space.start() + shown.states()[0]);
    }
    return observationSpace.unflatten(shown.observations(), 0);
  }

  @SuppressWarnings("unchecked") // O is Integer for Discrete
  private O cast(Integer state) {
    return (O) state;
  }

  private byte @Nullable [] mask() {
    if (!simulation.masksActions()) {
      return null;
    }
    byte[] mask = new byte[actionSpace.flatSize()];
    simulation.mask(0, mask);
    return mask;
  }

  @Override
  public Optional<TransitionModel> model() {
    return simulation.model();
  }

  @Override
  public O startFrom(double[] state) {
    simulation.set(0, state);
    running = true;
    return observation();
  }

  @Override
  public double[] state() {
    return simulation.get(0);
  }

  @Override
  public Drawable.Size pictureSize() {
    return simulation.pictureSize();
  }

  @Override
  public int framesPerSecond() {
    return simulation.framesPerSecond();
  }

  @Override
  @SuppressWarnings("exports")
  public void draw(Graphics2D g) {
    simulation.draw(0, g);
  }

  @Override
  public String text() {
    return simulation.text(0);
  }

  @Override
  public void save(State out) {
    simulation.save(out);
    out.putLong("running", running ? 1 : 0);
  }

  @Override
  public void load(State in) {
    simulation.load(in);
    running = in.longValue("running") == 1;
  }
}
