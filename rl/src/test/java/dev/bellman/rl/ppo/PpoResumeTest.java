package dev.bellman.rl.ppo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellman.rl.data.Normalization;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.EnvAdapter;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.IdentityEnvs;
import dev.bellman.rl.env.Info;
import dev.bellman.rl.env.Reset;
import dev.bellman.rl.env.Step;
import dev.bellman.rl.env.TimeLimit;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.loss.EntropyCoefficient;
import dev.bellman.rl.loss.PolicyObjective;
import dev.bellman.rl.loss.ValueLoss;
import dev.bellman.rl.math.ValueTarget;
import dev.bellman.rl.policy.CriticRate;
import dev.bellman.rl.train.Checkpoint;
import dev.bellman.rl.train.Event;
import dev.bellman.rl.train.Training;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import dev.bellman.tensor.Workers;
import dev.bellman.tensor.optim.Schedule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A run that is stopped after every iteration, and gone on with from a file by a new learner with
/// another seed and another number of threads, has the bits of an undisturbed run. Everything that
/// can follow a schedule does.
class PpoResumeTest {
  private static final int ITERATIONS = 5;
  private static final int ENVS = 6;
  private static final int STEPS = 45;

  @TempDir private Path folder;

  /// A task in which an action is forbidden at each step; it draws nothing.
  private static final class Masked implements Env<Integer, Integer>, Stateful {
    private int state;

    @Override
    public Discrete observationSpace() {
      return Discrete.of(3);
    }

    @Override
    public Discrete actionSpace() {
      return Discrete.of(3);
    }

    @Override
    public boolean masksActions() {
      return true;
    }

    private byte[] mask() {
      byte[] mask = {1, 1, 1};
      mask[state] = 0;
      return mask;
    }

    @Override
    public Reset<Integer> reset(OptionalLong seed) {
      return new Reset<>(state, mask(), Info.NONE);
    }

    @Override
    public Step<Integer> step(Integer action) {
      double reward = action == (state + 1) % 3 ? 1 : 0;
      state = (2 * state + action) % 3;
      return new Step<>(state, reward, false, false, mask(), Info.NONE);
    }

    @Override
    public void save(State out) {
      out.putLong("state", state);
    }

    @Override
    public void load(State in) {
      state = Math.toIntExact(in.longValue("state"));
    }
  }

  static List<Supplier<VecEnv>> environments() {
    Envs envs = Envs.builtIn();
    Supplier<Env<Integer, Integer>> masked = () -> new TimeLimit<>(new Masked(), 17);
    Supplier<Env<Integer, Integer>> discrete = () -> IdentityEnvs.discrete(4, 17);
    Supplier<Env<float[], Integer>> oneHot = () -> IdentityEnvs.oneHot(4, 17);
    Supplier<Env<float[], float[]>> continuous = () -> IdentityEnvs.continuous(2, 17);
    return List.of(
        () -> envs.vector("CartPole-v1", ENVS, Map.of()),
        () -> EnvAdapter.of("CartPole-v1", ENVS, () -> envs.make("CartPole-v1", Map.of())),
        () -> EnvAdapter.of("masked", ENVS, masked),
        () -> EnvAdapter.of("discrete", ENVS, discrete),
        () -> EnvAdapter.of("oneHot", ENVS, oneHot),
        () -> EnvAdapter.of("continuous", ENVS, continuous));
  }

  /// A last minibatch of 70 of 270 rows, and a stop by KL in some iterations.
  private static PpoConfig config() {
    Schedule falling = Schedule.linear(0.3, 0.1);
    return new PpoConfig(
        ENVS,
        STEPS,
        Ppos.QUICK.gae(),
        Ppos.update(6, 200, Schedule.linear(1e-2, 1e-4), 0.01),
        new PolicyObjective.Clip(falling, falling),
        new PpoConfig.Value(
            new ValueLoss.ClippedMaximum(falling),
            Schedule.linear(0.5, 1),
            new ValueTarget.NStep(3),
            new CriticRate.Own(Schedule.linear(1e-3, 1e-2))),
        new EntropyCoefficient.Scheduled(Schedule.linear(0.01, 0)),
        Ppos.QUICK.network(),
        Normalization.BOTH);
  }

  @ParameterizedTest
  @MethodSource("environments")
  void stoppingAfterEveryIterationChangesNoBits(Supplier<VecEnv> envs) throws IOException {
    State expected;
    try (Workers workers = new Workers(2);
        VecEnv whole = envs.get()) {
      Training undisturbed = training(new Ppo(config(), whole, 9, workers));
      undisturbed.run();
      expected = saved(undisturbed);
    }
    Path file = folder.resolve("checkpoint.safetensors");
    State last = new State();
    for (int k = 0; k < ITERATIONS; k++) {
      try (Workers workers = new Workers(1 + k % 3);
          VecEnv part = envs.get()) {
        last = oneMore(new Ppo(config(), part, k == 0 ? 9 : 100 + k, workers), k, file);
      }
    }
    assertSame(last, expected);
  }

  private static Training training(Ppo ppo) {
    return new Training(ppo, (long) ITERATIONS * ENVS * STEPS);
  }

  private static State saved(Training training) {
    State state = new State();
    training.save(state);
    return state;
  }

  /// Goes on from the file, unless it is the first iteration, and writes the file again.
  private static State oneMore(Ppo ppo, int k, Path file) throws IOException {
    Training[] itself = new Training[1];
    itself[0] =
        new Training(
            ppo,
            (long) ITERATIONS * ENVS * STEPS,
            event -> {
              if (event instanceof Event.Iterated) {
                itself[0].stop();
              }
            });
    if (k > 0) {
      itself[0].load(Checkpoint.read(file).state());
    }
    assertThat(itself[0].run().iterations()).isEqualTo(k + 1);
    Checkpoint.of(itself[0], Map.of()).write(file);
    return saved(itself[0]);
  }

  private static void assertSame(State actual, State expected) {
    assertThat(actual.names()).containsExactlyElementsOf(expected.names());
    for (String name : expected.names()) {
      if (!name.equals("progress.seconds")) {
        assertThat(actual.entry(name).values()).as(name).isEqualTo(expected.entry(name).values());
      }
    }
  }
}
