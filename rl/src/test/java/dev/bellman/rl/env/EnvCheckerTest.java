package dev.bellman.rl.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellman.rl.env.EnvChecker.Finding;
import dev.bellman.rl.env.EnvChecker.Report;
import dev.bellman.rl.env.EnvChecker.Severity;
import dev.bellman.rl.env.classic.CartPole;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class EnvCheckerTest {
  /// A random walk that keeps every rule; the tests break them one by one.
  private static class Walk implements Env<float[], Integer>, Stateful {
    protected Rng rng = Rng.ofSeed(0);
    protected double place;
    protected int t;
    private boolean running;

    @Override
    public Space<float[]> observationSpace() {
      return Box.of(-10, 10, 1);
    }

    @Override
    public Space<Integer> actionSpace() {
      return Discrete.of(2);
    }

    @Override
    public Reset<float[]> reset(OptionalLong seed) {
      if (seed.isPresent()) {
        rng = Rng.ofSeed(seed.getAsLong());
      }
      place = rng.uniform(-1, 1);
      t = 0;
      running = true;
      return Reset.of(observation());
    }

    protected float[] observation() {
      return new float[] {(float) place};
    }

    @Override
    public Step<float[]> step(Integer action) {
      if (!running) {
        throw new IllegalStateException("step: must follow a reset");
      }
      place += action - 0.5;
      t++;
      running = t < 7;
      return Step.of(observation(), place, t == 7);
    }

    @Override
    public void save(State out) {
      rng.save(out.at("rng"));
      out.put("place", new double[] {place});
      out.putLong("t", t);
      out.putLong("running", running ? 1 : 0);
    }

    @Override
    public void load(State in) {
      rng.load(in.at("rng"));
      place = in.doubles("place", 1)[0];
      t = (int) in.longValue("t");
      running = in.longValue("running") == 1;
    }
  }

  private static List<Finding> all(Supplier<? extends Env<?, ?>> factory) {
    var time = new AtomicInteger();
    return EnvChecker.report(factory, () -> time.addAndGet(1_000_000)).findings();
  }

  private static void assertError(Supplier<? extends Env<?, ?>> factory, String... parts) {
    assertThat(EnvChecker.check(factory))
        .first()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.ERROR);
              assertThat(finding.message()).contains(parts);
            });
  }

  private static void assertOnly(
      Supplier<? extends Env<?, ?>> factory, Severity severity, String message) {
    assertThat(all(factory)).containsExactly(new Finding(severity, message));
  }

  @Test
  void goodEnvironmentsHaveNothingToChange() {
    assertThat(all(Walk::new)).isEmpty();
    assertThat(EnvChecker.check(() -> new TimeLimit<>(CartPole.env(true), 20))).isEmpty();
    assertThat(EnvChecker.check(() -> IdentityEnvs.discrete(3, 5))).isEmpty();
    assertThat(EnvChecker.check(() -> IdentityEnvs.oneHot(3, 5))).isEmpty();
    assertThat(EnvChecker.check(() -> IdentityEnvs.continuous(3, 5))).isEmpty();
    assertThat(EnvChecker.check(() -> new BanditEnv(0.3, 0.6))).isEmpty();
    assertThat(EnvChecker.check(() -> AnySpaceEnv.multiDiscrete(9))).isEmpty();
    assertThat(EnvChecker.check(() -> AnySpaceEnv.multiBinary(9))).isEmpty();
    EnvChecker.require(Walk::new);
  }

  @Test
  void randomnessThatTheSeedDoesNotControlIsFound() {
    var draws = new AtomicInteger();
    Supplier<Env<?, ?>> noisy =
        () ->
            new Walk() {
              @Override
              protected float[] observation() {
                return new float[] {(float) place + draws.getAndIncrement() % 3};
              }
            };
    assertError(
        noisy,
        "reset(123): must give the same for equal seeds and actions, got observation[0] ",
        "(draw all random numbers from the stream that reset seeds; share no static state");
    assertThatThrownBy(() -> EnvChecker.require(noisy))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("reset(123): must give the same");
  }

  @Test
  void whatIsLeftOfEarlierEpisodesIsFound() {
    assertError(
        () ->
            new Walk() {
              private int episodes;

              @Override
              public Reset<float[]> reset(OptionalLong seed) {
                episodes++;
                return super.reset(seed);
              }

              @Override
              protected float[] observation() {
                return new float[] {(float) place + Math.min(episodes, 100) * 0.01f};
              }
            },
        "reset(123): must begin anew whatever was before, got in reset: observation[0] ",
        "(set every field in reset)");
  }

  @Test
  void aStreamThatBeginsAnewAtEachResetIsFound() {
    assertError(
        () ->
            new Walk() {
              private long last;

              @Override
              public Reset<float[]> reset(OptionalLong seed) {
                last = seed.orElse(last);
                return super.reset(OptionalLong.of(last));
              }
            },
        "reset(): must go on with the random stream, got the same episode 9 times");
  }

  @Test
  void aSeedThatIsIgnoredIsWarnedAbout() {
    assertThat(
            all(
                () ->
                    new Walk() {
                      @Override
                      public Reset<float[]> reset(OptionalLong seed) {
                        return super.reset(
                            seed.isPresent() ? OptionalLong.of(42) : OptionalLong.empty());
                      }
                    }))
        .containsExactly(
            new Finding(
                Severity.WARNING,
                "reset(seed): should make the stream of the seed, got the same episode for seeds"
                    + " 1 to 8"));
  }

  @Test
  void anEnvironmentWithoutRandomnessIsNoted() {
    assertOnly(
        () ->
            new Walk() {
              @Override
              public Reset<float[]> reset(OptionalLong seed) {
                return super.reset(OptionalLong.of(1));
              }
            },
        Severity.NOTE,
        "reset(seed): all seeds give the same episode, so nothing is drawn at random");
  }

  @Test
  void whatDependsOnTheThreadIsFound() {
    assertError(
        () ->
            new Walk() {
              private final Thread home = Thread.currentThread();

              @Override
              public Step<float[]> step(Integer action) {
                Step<float[]> step = super.step(action);
                double reward = Thread.currentThread() == home ? step.reward() : 0;
                return Step.of(step.observation(), reward, step.terminated());
              }
            },
        "two threads: must give what one gives, got step 1: reward ",
        "(share no static state, keep nothing by thread)");
  }

  @Test
  void observationsOutsideTheirSpaceAreFound() {
    assertThat(
            EnvChecker.check(
                () ->
                    new Walk() {
                      @Override
                      protected float[] observation() {
                        return new float[] {t == 3 ? 11 : 0};
                      }
                    }))
        .containsExactly(
            new Finding(
                Severity.ERROR,
                "observation[0]: must be in [-10.0, 10.0] as observationSpace() says, got 11.0 in"
                    + " step 3 (widen the space or clip)"));
  }

  @Test
  void brokenValuesAreFound() {
    assertError(
        () ->
            new Walk() {
              @Override
              protected float[] observation() {
                return new float[] {t == 2 ? Float.NaN : 0};
              }
            },
        ", step 2: observation[0] must be finite, got NaN (check what reset and step compute)");
    assertError(
        () ->
            new Walk() {
              @Override
              public Step<float[]> step(Integer action) {
                throw new UnsupportedOperationException("later");
              }
            },
        ", step 1: step must not throw, got java.lang.UnsupportedOperationException: later");
  }

  /// A walk whose actions are continuous.
  private record Pushed(Box actionSpace) implements Env<float[], float[]> {
    @Override
    public Box observationSpace() {
      return Box.unbounded(2);
    }

    @Override
    public Reset<float[]> reset(OptionalLong seed) {
      return Reset.of(new float[2]);
    }

    @Override
    public Step<float[]> step(float[] action) {
      action[0] = 0;
      return Step.of(new float[2], action[0], false);
    }
  }

  @Test
  void actionSpacesMustBeBoundedAndShouldBeOfUnitSize() {
    assertError(
        () -> new Pushed(Box.unbounded(1)),
        "actionSpace: must have finite bounds, got Box(-Infinity, Infinity, [1])"
            + " (learners clip to them; Box.of(-1, 1, n)?)");
    assertThat(EnvChecker.check(() -> new Pushed(Box.of(0, 2, 1))).getFirst())
        .isEqualTo(
            new Finding(
                Severity.WARNING,
                "actionSpace: coordinate 0 should be in [-1, 1], got [0.0, 2.0] (scale inside"
                    + " step)"));
  }

  @Test
  void whatIsOddButHarmlessIsToldInAnOrder() {
    assertThat(all(() -> new Pushed(Box.of(-1, 1, 1))))
        .extracting(finding -> finding.severity() + " " + finding.message().split("[(,]")[0])
        .containsExactly(
            "WARNING savesState: is false",
            "WARNING step: should not change the action that it is given ",
            "NOTE observationSpace: coordinates 0",
            "NOTE reset",
            "NOTE step: could throw IllegalStateException before the first reset",
            "NOTE no episode ended in 5000 random steps ");
  }

  @Test
  void aConstantCoordinateIsWarnedAbout() {
    assertThat(
            EnvChecker.check(
                () ->
                    new Walk() {
                      @Override
                      public Space<float[]> observationSpace() {
                        return Box.of(new float[] {-10, 2}, new float[] {10, 2});
                      }

                      @Override
                      protected float[] observation() {
                        return new float[] {(float) place, 2};
                      }
                    }))
        .containsExactly(
            new Finding(
                Severity.WARNING,
                "observationSpace: bounds of coordinate 1 must differ, got 2.0 twice"
                    + " (leave it out)"));
  }

  @Test
  void spacesThatChangeAreFound() {
    var sizes = new AtomicInteger(1);
    assertError(
        () ->
            new Walk() {
              @Override
              public Space<float[]> observationSpace() {
                return Box.of(-10, 10, sizes.getAndIncrement());
              }
            },
        "spaces: must be the same at each call (keep them in fields)");
  }

  @Test
  void theFactoryMustCreate() {
    var env = new BanditEnv(0.5);
    assertThat(EnvChecker.check(() -> env))
        .containsExactly(
            new Finding(
                Severity.ERROR,
                "factory: must create a new environment at each call, got the same one twice"));
  }

  @Test
  void anActionSpaceThatDoesNotBeginAtZeroIsNoted() {
    assertOnly(
        () ->
            new Walk() {
              @Override
              public Space<Integer> actionSpace() {
                return new Discrete(2, 1);
              }
            },
        Severity.NOTE,
        "actionSpace: begins at 1, which some other libraries refuse (begin at 0 to be portable)");
  }

  @Test
  void aTruncationRightAfterTheResetIsWarnedAbout() {
    assertThat(EnvChecker.check(() -> new TimeLimit<>(new Walk(), 1)))
        .containsExactly(
            new Finding(
                Severity.WARNING,
                "step 1: should not be truncated right after a reset (raise max_episode_steps)"));
  }

  @Test
  void masksThatNeverForbidAreNoted() {
    assertOnly(
        () ->
            new Walk() {
              @Override
              public boolean masksActions() {
                return true;
              }
            },
        Severity.NOTE,
        "masksActions: is true, but no mask in 200 steps forbade anything (return false if none"
            + " does)");
  }

  @Test
  void anObservationThatChangesLaterIsWarnedAbout() {
    assertThat(
            EnvChecker.check(
                () ->
                    new Walk() {
                      private final float[] shown = new float[1];

                      @Override
                      protected float[] observation() {
                        shown[0] = (float) place;
                        return shown;
                      }
                    }))
        .containsExactly(
            new Finding(
                Severity.WARNING,
                "step: should return a new observation, got an earlier one changed (clone it)"));
  }

  @Test
  void infoThatIsMissingIsFound() {
    assertError(
        () ->
            new Walk() {
              @Override
              public Step<float[]> step(Integer action) {
                return super.step(action).withInfo(null);
              }
            },
        "step: info must be there, got null (Info.NONE where there is nothing to tell)");
  }

  @Test
  void stateThatIsNotSavedIsFound() {
    assertError(
        () ->
            new Walk() {
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
            new Walk() {
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

  @Test
  void aSecondCloseMustDoNothing() {
    assertError(
        () ->
            new Walk() {
              private boolean closed;

              @Override
              public void close() {
                if (closed) {
                  throw new IllegalStateException("closed twice");
                }
                closed = true;
              }
            },
        "close: must do nothing at the second call, got java.lang.IllegalStateException: closed");
  }

  private static class DrawnWalk extends Walk implements Drawable {
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

  private static final class StartedWalk extends Walk implements StartState<float[]> {
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
    assertThat(EnvChecker.checkVector(single, n -> EnvAdapter.of("Walk", n, Walk::new)))
        .singleElement()
        .extracting(Finding::message)
        .asString()
        .startsWith("vector: must have the count, the spaces and the masks of 3 single");
  }

  @Test
  void theSpeedIsOneOverTheTimeOfAStep() {
    var now = new long[1];
    Report report =
        EnvChecker.report(
            () ->
                new Walk() {
                  @Override
                  public Step<float[]> step(Integer action) {
                    now[0] += 4_000_000;
                    return super.step(action);
                  }
                },
            () -> now[0]);
    assertThat(report.stepsPerSecond()).isBetween(240.0, 260.0);
    assertThat(report.count(Severity.NOTE)).isEqualTo(1);
    assertThat(report.findings().getFirst().message())
        .isEqualTo("step: takes 4.0 ms on average, so a million steps take 1.1 hours");
    assertThat(EnvChecker.report(() -> null, () -> 0).stepsPerSecond()).isNaN();
  }

  /// What stays of the built-in environments' warnings, and why.
  private static final Map<String, String> ACCEPTED = Map.of();

  @Test
  void everyBuiltInEnvironmentPasses() {
    Envs envs = Envs.builtIn();
    for (EnvSpec spec : envs.specs()) {
      var findings = new ArrayList<>(EnvChecker.check(() -> envs.make(spec.id(), Map.of())));
      findings.addAll(
          EnvChecker.checkVector(
              () -> envs.make(spec.id(), Map.of()), n -> envs.vector(spec.id(), n, Map.of())));
      findings.removeIf(
          finding ->
              finding.severity() == Severity.WARNING
                  && finding.message().equals(ACCEPTED.get(spec.id())));
      assertThat(findings).as(spec.id()).isEmpty();
    }
  }
}
