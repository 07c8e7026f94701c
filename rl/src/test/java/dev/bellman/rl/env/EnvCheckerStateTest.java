package dev.bellman.rl.env;

import static dev.bellman.rl.env.CheckedWalk.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bellman.rl.env.EnvChecker.Finding;
import dev.bellman.rl.env.EnvChecker.Severity;
import dev.bellman.rl.env.classic.CartPole;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.State;
import java.awt.Graphics2D;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// Saved states, start states, models, pictures and vector forms, as the checker tries them.
class EnvCheckerStateTest {
  @Test
  void stateThatIsNotSavedIsFound() {
    assertError(
        () ->
            new CheckedWalk() {
              @Override
              public void load(State in) {
                super.load(in);
                place = 0;
              }
            },
        "load: must go on as the saved environment does, got in step 1: reward ",
        "(save all fields that change, the random stream too)");
  }

  @Test
  void loadedArraysThatAreNotCopiedAreFound() {
    assertError(
        () ->
            new CheckedWalk() {
              private double[] sum = new double[1];

              @Override
              public Reset<float[]> reset(OptionalLong seed) {
                sum[0] = seed.isPresent() ? 0 : sum[0];
                return super.reset(seed);
              }

              @Override
              public Step<float[]> step(Integer action) {
                Step<float[]> step = super.step(action);
                sum[0] += step.reward();
                return Step.of(step.observation(), sum[0], step.terminated());
              }

              @Override
              public void save(State out) {
                super.save(out);
                out.put("sum", sum);
              }

              @Override
              public void load(State in) {
                super.load(in);
                sum = in.doubles("sum", 1);
              }
            },
        "load: must copy the arrays that it takes, got one that changes later");
  }

  private static class DrawnWalk extends CheckedWalk implements Drawable {
    @Override
    public Size pictureSize() {
      return new Size(20, 10);
    }

    @Override
    public void draw(Graphics2D g) {
      g.drawLine(0, 0, 10, t);
    }
  }

  @Test
  void drawingMustChangeNothing() {
    assertThat(EnvChecker.check(DrawnWalk::new)).isEmpty();
    assertError(
        () ->
            new DrawnWalk() {
              @Override
              public void draw(Graphics2D g) {
                place += 0.1;
              }
            },
        "draw: must not change the state, got in step 1: reward ");
    assertError(
        () ->
            new DrawnWalk() {
              @Override
              public void draw(Graphics2D g) {
                throw new IllegalStateException("no font");
              }
            },
        "draw: must not throw, got java.lang.IllegalStateException: no font");
  }

  @Test
  void aStateThatCanBeSetMustShowItself() {
    assertError(StartedWalk::new, "startFrom(state()): must give the observation of that state");
  }

  private static final class StartedWalk extends CheckedWalk implements StartState<float[]> {
    @Override
    public float[] startFrom(double[] state) {
      return new float[] {(float) state[0] + 1};
    }

    @Override
    public double[] state() {
      return new double[] {place};
    }
  }

  /// Two places; action 1 goes to the second one, where the episode ends, with probability 1/2.
  private static final class Door implements Env<Integer, Integer>, TransitionModel {
    private final double probability;
    private final int next;
    private Rng rng = Rng.ofSeed(0);

    Door(double probability, int next) {
      this.probability = probability;
      this.next = next;
    }

    @Override
    public Discrete observationSpace() {
      return Discrete.of(2);
    }

    @Override
    public Discrete actionSpace() {
      return Discrete.of(2);
    }

    @Override
    public Reset<Integer> reset(OptionalLong seed) {
      if (seed.isPresent()) {
        rng = Rng.ofSeed(seed.getAsLong());
      }
      return Reset.of(0);
    }

    @Override
    public Step<Integer> step(Integer action) {
      boolean through = action == 1 && rng.nextDouble() < 0.5;
      return Step.of(through ? 1 : 0, 0, through);
    }

    @Override
    public Optional<TransitionModel> model() {
      return Optional.of(this);
    }

    @Override
    public int states() {
      return 2;
    }

    @Override
    public int actions() {
      return 2;
    }

    @Override
    public void outcomes(int state, int action, Outcomes out) {
      out.clear();
      out.add(probability, next, 0, next == 1);
      out.add(0.5, 0, 0, false);
    }

    @Override
    public double[] initial() {
      return new double[] {1, 0};
    }

    @Override
    public boolean terminal(int state) {
      return state == 1;
    }
  }

  @Test
  void aModelMustBeSoundAndKeptTo() {
    assertThat(EnvChecker.check(() -> new Door(0.5, 1)))
        .extracting(Finding::severity)
        .containsOnly(Severity.WARNING);
    assertError(
        () -> new Door(0.4, 1), "model, state 0, action 0: probabilities must sum to 1, got 0.9");
    assertError(
        () -> new Door(0.5, 2), "model, state 0, action 0: next states must be in 0..1, got 2");
    assertError(
        () -> new Door(0.5, 0),
        "model: must know every step, got from state 0 to 1 (terminated: true)");
  }

  @Test
  void theVectorFormMustGiveWhatSingleOnesGive() {
    Supplier<Env<?, ?>> single = () -> new TimeLimit<>(CartPole.env(false), 20);
    assertThat(
            EnvChecker.checkVector(
                single, n -> new SimulatedVec(new CartPole(n, false), OptionalInt.of(20))))
        .isEmpty();
    assertThat(
            EnvChecker.checkVector(
                single, n -> new SimulatedVec(new CartPole(n, true), OptionalInt.of(20))))
        .containsExactly(
            new Finding(
                Severity.ERROR,
                "vector, environment 0, step 1: must give what a single one gives, got reward 0.0"
                    + " and 1.0"));
    assertThat(EnvChecker.checkVector(single, n -> EnvAdapter.of("Walk", n, CheckedWalk::new)))
        .singleElement()
        .extracting(Finding::message)
        .asString()
        .startsWith("vector: must have the count, the spaces and the masks of 3 single");
  }
}
