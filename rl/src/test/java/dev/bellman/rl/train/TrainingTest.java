package dev.bellman.rl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bellman.rl.Algorithm;
import dev.bellman.rl.Metrics;
import dev.bellman.rl.Phases;
import dev.bellman.rl.TrainingDiverged;
import dev.bellman.rl.env.EnvAdapter;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.EpisodeStatistics;
import dev.bellman.rl.env.IdentityEnvs;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.env.VecStep;
import dev.bellman.rl.policy.Policy;
import dev.bellman.rl.ppo.Ppo;
import dev.bellman.rl.ppo.PpoConfig;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Workers;
import dev.bellman.tensor.optim.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class TrainingTest {
  /// Takes 100 steps and 2 gradient steps an iteration, and notes what it is told.
  private static final class Noting implements Algorithm {
    private final List<Double> told = new ArrayList<>();
    private final EpisodeStatistics episodes = new EpisodeStatistics(1);
    private long gradientSteps;
    private int stepsPerIteration = 2;
    private double gradNorm = 1;

    @Override
    public long envStepsPerIteration() {
      return 100;
    }

    @Override
    public Metrics iterate(double progress) {
      told.add(progress);
      gradientSteps += stepsPerIteration;
      VecStep step = VecStep.of(Envs.builtIn().vector("CartPole-v1", 1, Map.of()));
      step.rewards()[0] = told.size();
      step.terminated()[0] = true;
      episodes.update(step);
      Metrics metrics = new Metrics();
      return stepsPerIteration == 0 ? metrics : metrics.put("grad_norm", gradNorm);
    }

    @Override
    public EpisodeStatistics episodes() {
      return episodes;
    }

    @Override
    public Phases phases() {
      throw new IllegalStateException();
    }

    @Override
    public Policy policy() {
      throw new IllegalStateException();
    }

    @Override
    public State learned() {
      throw new IllegalStateException();
    }

    @Override
    public long gradientSteps() {
      return gradientSteps;
    }

    @Override
    public boolean resumesExactly() {
      return true;
    }

    @Override
    public void save(State out) {
      out.putLong("gradientSteps", gradientSteps);
    }

    @Override
    public void load(State in) {
      gradientSteps = in.longValue("gradientSteps");
    }
  }

  private final Noting algorithm = new Noting();
  private final List<Event> events = new ArrayList<>();
  private long nanos;

  private long clock() {
    nanos += 500_000_000;
    return nanos;
  }

  @Test
  void runsInWholeIterationsUntilTheBudgetIsSpent() {
    Event.Progress end = new Training(algorithm, 250, this::clock, events::add).run();
    assertThat(end).isEqualTo(new Event.Progress(300, 250, 3, 6, 1.5));
    assertThat(end.stepsPerSecond()).isEqualTo(200);
  }

  @Test
  void progressCountsTheStepsOfTheIterationItself() {
    new Training(algorithm, 250).run();
    assertThat(algorithm.told).containsExactly(0.4, 0.8, 1.0);
  }

  /// Returns are 1, 2, 3, ...: the mean of the last 100 is 50.5 after 100 iterations and 60.5
  /// after 110.
  @Test
  void theThresholdIsReachedByTheMeanOfTheLastHundredEpisodes() {
    var training = new Training(algorithm, 20_000, OptionalDouble.of(60), this::clock);
    training.run();
    assertThat(training.reached()).contains(new Training.Reached(11_000, 55));
    var low = new Training(new Noting(), 20_000, OptionalDouble.of(3), this::clock);
    low.run();
    assertThat(low.reached()).contains(new Training.Reached(10_000, 50));
    var high = new Training(new Noting(), 20_000, OptionalDouble.of(1000), this::clock);
    high.run();
    assertThat(high.reached()).isEmpty();
    var none = new Training(new Noting(), 20_000, this::clock);
    none.run();
    assertThat(none.reached()).isEmpty();
    State saved = new State();
    training.save(saved);
    var resumed = new Training(new Noting(), 20_000, OptionalDouble.of(60), this::clock);
    resumed.load(saved);
    assertThat(resumed.reached()).contains(new Training.Reached(11_000, 55));
  }

  @Test
  void eventsComeInOrder() {
    new Training(algorithm, 200, this::clock, events::add).run();
    assertThat(events).hasSize(4);
    assertThat(events.get(0)).isEqualTo(new Event.Started(new Event.Progress(0, 200, 0, 0, 0)));
    assertThat(events.get(1)).isInstanceOf(Event.Iterated.class);
    var second = (Event.Iterated) events.get(2);
    assertThat(second.progress()).isEqualTo(new Event.Progress(200, 200, 2, 4, 1));
    assertThat(second.episodes()).isEqualTo(new Event.Episodes(2, 1.5, 1));
    assertThat(events.get(3)).isEqualTo(new Event.Finished(new Event.Progress(200, 200, 2, 4, 1)));
  }

  @Test
  void everyListenerHearsInTurn() {
    List<String> heard = new ArrayList<>();
    new Training(algorithm, 1, e -> heard.add("first"), e -> heard.add("second")).run();
    assertThat(heard).containsExactly("first", "second", "first", "second", "first", "second");
  }

  @Test
  void finishedEpisodesAreDrainedBeforeAListenerMaySave() {
    List<Integer> drained = new ArrayList<>();
    RunListener listener =
        event -> {
          if (event instanceof Event.Iterated) {
            drained.add(algorithm.episodes.drain().size());
          }
        };
    new Training(algorithm, 300, listener).run();
    assertThat(drained).containsExactly(0, 0, 0);
  }

  @Test
  void stopsAfterTheIterationUnderWay() {
    Training[] training = new Training[1];
    training[0] =
        new Training(
            algorithm,
            1000,
            event -> {
              if (event instanceof Event.Iterated it && it.progress().iterations() == 2) {
                training[0].stop();
              }
            });
    assertThat(training[0].run().envSteps()).isEqualTo(200);
  }

  @Test
  void goesOnWhereItWasSaved() {
    Training first = new Training(algorithm, 200, this::clock);
    first.run();
    State state = new State();
    first.save(state);
    Noting other = new Noting();
    Training second = new Training(other, 200, this::clock, events::add);
    second.load(state);
    assertThat(second.progress()).isEqualTo(new Event.Progress(200, 200, 2, 4, 1));
    second.run();
    assertThat(other.told).isEmpty();
    assertThat(events).hasSize(2);
  }

  @Test
  void anotherTotalIsRefused() {
    State state = new State();
    new Training(algorithm, 200).save(state);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Training(new Noting(), 300).load(state))
        .withMessage(
            "steps: the checkpoint's total is 200, got 300 (schedules run over the total)");
  }

  @Test
  void aBudgetOfNothingIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Training(algorithm, 0))
        .withMessage("steps: must be at least 1, got 0");
  }

  @Test
  void anIterationWithoutGradientStepsIsNoDivergence() {
    Training training = new Training(algorithm, 200);
    algorithm.gradientSteps = 5;
    algorithm.stepsPerIteration = 0;
    assertThat(training.run().iterations()).isEqualTo(2);
  }

  @Test
  void anInfiniteGradientIsDivergence() {
    algorithm.gradNorm = Double.POSITIVE_INFINITY;
    assertThatThrownBy(() -> new Training(algorithm, 200).run())
        .isInstanceOf(TrainingDiverged.class)
        .hasMessageStartingWith(
            "loss: became NaN or infinite at iteration 1, in gradient steps 1 to 2: ");
  }

  private static PpoConfig explosive() {
    PpoConfig config = PpoConfig.DEFAULTS;
    PpoConfig.Update update = config.update();
    return new PpoConfig(
        4,
        16,
        config.gae(),
        new PpoConfig.Update(
            2,
            16,
            Schedule.constant(1e30),
            update.maxGradNorm(),
            update.targetKl(),
            update.advantageScaling(),
            update.adam()),
        config.objective(),
        config.value(),
        config.entropyCoefficient(),
        config.network(),
        config.normalization());
  }

  private static void assertDiverges(VecEnv envs) {
    try (Workers workers = new Workers(1)) {
      Ppo ppo = new Ppo(explosive(), envs, 0, workers);
      assertThatThrownBy(() -> new Training(ppo, 10_000).run())
          .isInstanceOf(TrainingDiverged.class)
          .hasMessageContaining("at iteration 1, in gradient steps 1 to 8")
          .hasMessageContaining("(try a lower learning rate or scale the rewards)");
    }
  }

  @Test
  void aLearningRateFarTooHighDiverges() {
    assertDiverges(Envs.builtIn().vector("CartPole-v1", 4, Map.of()));
    assertDiverges(EnvAdapter.of("continuous", 4, () -> IdentityEnvs.continuous(1, 10)));
  }

  @Test
  void secondsAreMeasuredAroundIterations() {
    assertThat(new Training(algorithm, 100).run().seconds()).isEqualTo(0, within(1.0));
  }
}
