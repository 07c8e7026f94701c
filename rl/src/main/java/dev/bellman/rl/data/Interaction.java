package dev.bellman.rl.data;

import dev.bellman.rl.Phases;
import dev.bellman.rl.Phases.Phase;
import dev.bellman.rl.TrainingDiverged;
import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.EnvironmentFailure;
import dev.bellman.rl.env.EpisodeStatistics;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.env.VecStep;
import dev.bellman.rl.policy.ActorCritic;
import dev.bellman.rl.policy.Categorical;
import dev.bellman.rl.policy.Distribution;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import dev.bellman.tensor.Tensor;
import dev.bellman.tensor.Workers;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// N environments and networks that act in them and judge. Owns what the environments show, the
/// actions that are sent to them, and the account of where the time goes.
public final class Interaction implements Stateful {
  /// Rows, or environments, of one task; they do not depend on one another, so this changes no
  /// bits.
  private static final int TASK_ROWS = 256;

  private final VecEnv envs;
  private final Workers workers;
  private final List<Scope> scopes;
  private final Normalizer normalizer;
  private final VecStep raw;
  private final VecStep current;
  private final EpisodeStatistics episodes;
  private final Phases phases = new Phases(System::nanoTime);
  private final float[] masks;
  private final Actions actions;
  private final Actions sent;

  /// Resets the environments.
  ///
  /// @param envs the environments; owned by the caller
  /// @param seed a seed, at least 0
  /// @param stream the name of the seed's stream that environment i takes number i of
  /// @param workers the threads; owned by the caller
  public Interaction(VecEnv envs, long seed, String stream, Workers workers) {
    this(envs, seed, stream, workers, Normalizer.none());
  }

  /// Resets the environments, whose observations and rewards are normalised.
  ///
  /// @param envs the environments; owned by the caller
  /// @param seed a seed, at least 0
  /// @param stream the name of the seed's stream that environment i takes number i of
  /// @param workers the threads; owned by the caller
  /// @param normalizer how; it is saved and loaded with this
  public Interaction(
      VecEnv envs, long seed, String stream, Workers workers, Normalizer normalizer) {
    this.envs = envs;
    this.normalizer = normalizer;
    this.workers = workers;
    this.scopes = IntStream.range(0, workers.threads()).mapToObj(_ -> Scope.inference()).toList();
    this.raw = VecStep.of(envs);
    this.current = normalizer.view(raw);
    this.episodes = new EpisodeStatistics(envs.count());
    this.masks = new float[envs.masksActions() ? envs.count() * envs.actionSpace().flatSize() : 0];
    this.actions = Actions.of(envs.count(), envs.actionSpace());
    this.sent =
        envs.actionSpace() instanceof Box ? Actions.of(envs.count(), envs.actionSpace()) : actions;
    long[] seeds = new long[envs.count()];
    for (int i = 0; i < seeds.length; i++) {
      seeds[i] = Rng.deriveSeed(seed, stream, i);
    }
    envs.reset(seeds, raw);
    accept();
    normalizer.start(raw, current);
  }

  /// Takes over what the environments show.
  private void accept() {
    Shown.refuseBroken(envs.name(), envs.actionSpace(), raw);
    readMasks();
  }

  private void readMasks() {
    byte @Nullable [] allowed = raw.actionMasks();
    if (allowed != null) {
      Categorical.putMask(allowed, masks);
    }
  }

  /// What the environments show, and what the last actions led to, normalised.
  ///
  /// @return the same object at each call
  public VecStep current() {
    return current;
  }

  /// Episode returns, of rewards as the environments give them, and lengths.
  ///
  /// @return the statistics, updated at each step
  public EpisodeStatistics episodes() {
    return episodes;
  }

  /// Where the time goes: acting and stepping are counted here, the rest by whoever learns.
  ///
  /// @return the same object at each call
  public Phases phases() {
    return phases;
  }

  /// The actions that come next, unclipped: to be filled in before [#step].
  ///
  /// @return the same object at each call
  public Actions actions() {
    return actions;
  }

  /// The actions as the last [#step] sent them.
  ///
  /// @return the same object at each call; not to be modified
  public Actions sent() {
    return sent;
  }

  /// 0 where an action is forbidden now.
  ///
  /// @return `[N,A]`, the same array at each call, empty if nothing can be forbidden; not to be
  ///   modified
  public float[] masks() {
    return masks;
  }

  /// Shows the next actions' distributions, without the forbidden ones.
  ///
  /// @param net whose policy
  /// @param use what is done with the N distributions; they do not outlive the call
  public void decide(ActorCritic net, Consumer<Distribution> use) {
    phases.enter(Phase.INFERENCE);
    int n = envs.count();
    Scope scope = scopes.getFirst();
    try (scope) {
      Tensor observations = Observations.current(scope, envs.observationSpace(), current);
      Tensor mask = masks.length == 0 ? null : scope.constant(masks, n, masks.length / n);
      use.accept(net.policy(observations).masked(mask));
    }
    phases.enter(Phase.OTHER);
  }

  /// Sends the actions; continuous ones are clipped to their space on the way.
  ///
  /// @throws EnvironmentFailure if an environment fails or shows what it must not
  /// @throws TrainingDiverged if an action is NaN or infinite: so is what chose it
  public void step() {
    phases.enter(Phase.ENVIRONMENT);
    if (envs.actionSpace() instanceof Box box) {
      box.clip(actions.continuous(), sent.continuous());
    }
    refuseDivergence(sent.continuous());
    inTasks(envs.count(), (from, to, worker) -> envs.step(sent, raw, from, to));
    envs.settle(sent, raw);
    accept();
    phases.enter(Phase.OTHER);
    episodes.update(raw);
    normalizer.step(raw, current);
  }

  private static void refuseDivergence(float[] coordinates) {
    for (float coordinate : coordinates) {
      if (!Float.isFinite(coordinate)) {
        throw new TrainingDiverged(
            "policy: its action became %s (try a lower learning rate or scale the rewards)"
                .formatted(coordinate));
      }
    }
  }

  /// Shows the current observations again, normalised by what is known now.
  public void refresh() {
    normalizer.normalize(raw.observations(), current.observations());
  }

  /// The values of observations.
  ///
  /// @param net whose value
  /// @param observations at least so many rows; not modified
  /// @param rows how many
  /// @param out V(s) of each row; modified
  public void values(ActorCritic net, Observations observations, int rows, float[] out) {
    phases.enter(Phase.INFERENCE);
    inTasks(
        rows,
        (from, to, worker) -> {
          Scope scope = scopes.get(worker);
          try (scope) {
            net.value(observations.tensor(scope, from, to)).copyTo(out, from);
          }
        });
    phases.enter(Phase.OTHER);
  }

  private interface Task {
    void run(int from, int to, int worker);
  }

  private void inTasks(int rows, Task task) {
    workers.run(
        Math.ceilDiv(rows, TASK_ROWS),
        (number, worker) -> {
          int from = number * TASK_ROWS;
          task.run(from, Math.min(rows, from + TASK_ROWS), worker);
        });
  }

  /// Writes the episode statistics, what is known for normalising and, if they can be saved, the
  /// environments and what they show.
  @Override
  public void save(State out) {
    episodes.save(out.at("episodes"));
    normalizer.save(out.at("normalization"));
    if (envs.savesState()) {
      envs.save(out.at("environments"));
      raw.save(out.at("step"));
    }
  }

  /// Reads back what [#save] wrote. Environments that cannot be saved go on from the reset they had
  /// when this was made, and their running episodes are forgotten.
  @Override
  public void load(State in) {
    episodes.load(in.at("episodes"));
    normalizer.load(in.at("normalization"));
    if (envs.savesState()) {
      envs.load(in.at("environments"));
      raw.load(in.at("step"));
      accept();
    } else {
      episodes.abandonRunning();
      normalizer.abandonRunning();
    }
    refresh();
  }
}
