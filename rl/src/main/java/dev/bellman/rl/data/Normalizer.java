package dev.bellman.rl.data;

import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Dict;
import dev.bellman.rl.env.Discrete;
import dev.bellman.rl.env.MultiBinary;
import dev.bellman.rl.env.MultiDiscrete;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.Tuple;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.env.VecStep;
import dev.bellman.rl.env.wrappers.RunningMoments;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Observations and rewards of about unit size, as Stable-Baselines3's `VecNormalize` makes them.
///
/// An observation becomes `clip((x - μ) / √(σ² + ε), ±c)`, with the moments of all observations so
/// far. They are updated with the N observations of each reset and each step, but not with final
/// ones, which are normalised with what is known. Only coordinates of a [Box] are; parts that are
/// indices enter networks as they were.
///
/// A reward becomes `clip(r / √(Var(R) + ε), ±c)` with the running discounted return `R ← γR + r`
/// of its environment, which begins again at 0 after any end. The mean is not subtracted.
///
/// Owns the statistics. They travel with the checkpoint; a policy that stands on them follows them.
public final class Normalizer implements Stateful {
  private final Normalization config;
  private final double gamma;
  private final int width;
  private final int[] coordinates;
  private final RunningMoments observations;
  private final RunningMoments.Batch seen;
  private final RunningMoments returns;
  private final RunningMoments.Batch seenReturns = new RunningMoments.Batch(1);
  private final double[] running;
  private final boolean following;

  /// Nothing seen yet.
  ///
  /// @param config what is normalised
  /// @param gamma γ of the discounted return, in [0, 1]
  /// @param envs whose observations and rewards
  public Normalizer(Normalization config, double gamma, VecEnv envs) {
    this(config, gamma, envs.observationSpace(), envs.count());
  }

  private Normalizer(Normalization config, double gamma, Space<?> observationSpace, int n) {
    this.config = config;
    this.gamma = gamma;
    this.width = observationSpace.flatSize();
    this.coordinates = config.observations() ? continuous(observationSpace, 0) : new int[0];
    int size = Math.max(1, coordinates.length);
    this.observations = new RunningMoments(size);
    this.returns = new RunningMoments(1);
    this.seen = new RunningMoments.Batch(size);
    this.running = new double[config.rewards() ? n : 0];
    this.following = false;
  }

  private Normalizer(Normalizer shared, int n) {
    this.config = shared.config;
    this.gamma = shared.gamma;
    this.width = shared.width;
    this.coordinates = shared.coordinates;
    this.observations = shared.observations;
    this.returns = shared.returns;
    this.seen = new RunningMoments.Batch(observations.size());
    this.running = new double[config.rewards() ? n : 0];
    this.following = true;
  }

  /// A normaliser for a part of the environments, which stands on the statistics of this one but
  /// does not change them before [#contribute]. Several may work at the same time. It saves the
  /// returns under way alone.
  ///
  /// @param some the part
  /// @return the normaliser
  public Normalizer follower(VecEnv some) {
    return new Normalizer(this, some.count());
  }

  /// Merges what a follower has seen into the statistics that it stands on; no other may be at
  /// work.
  public void contribute() {
    observations.merge(seen);
    returns.merge(seenReturns);
  }

  /// A normaliser that leaves everything as it is.
  ///
  /// @return a new one
  public static Normalizer none() {
    return new Normalizer(Normalization.DEFAULTS, 1, Discrete.of(1), 0);
  }

  /// The places of continuous coordinates in a flattened member.
  private static int[] continuous(Space<?> space, int offset) {
    return switch (space) {
      case Box box -> IntStream.range(offset, offset + box.flatSize()).toArray();
      case Discrete _, MultiDiscrete _, MultiBinary _ -> new int[0];
      case Dict(Map<String, Space<?>> parts) -> continuous(List.copyOf(parts.values()), offset);
      case Tuple(List<Space<?>> parts) -> continuous(parts, offset);
    };
  }

  private static int[] continuous(List<Space<?>> parts, int offset) {
    IntStream all = IntStream.empty();
    int next = offset;
    for (Space<?> part : parts) {
      all = IntStream.concat(all, Arrays.stream(continuous(part, next)));
      next += part.flatSize();
    }
    return all.toArray();
  }

  /// Where normalised numbers go: arrays of its own for those that change, and the raw step's own
  /// for all others.
  VecStep view(VecStep raw) {
    boolean shows = coordinates.length > 0;
    boolean scales = running.length > 0;
    if (!shows && !scales) {
      return raw;
    }
    return new VecStep(
        shows ? raw.observations().clone() : raw.observations(),
        raw.states(),
        scales ? raw.rewards().clone() : raw.rewards(),
        raw.terminated(),
        raw.truncated(),
        shows ? raw.finalObservations().clone() : raw.finalObservations(),
        raw.finalStates(),
        raw.actionMasks());
  }

  /// Takes in what a reset shows.
  void start(VecStep raw, VecStep out) {
    abandonRunning();
    see(raw);
    normalize(raw.observations(), out.observations());
  }

  /// Takes in what a step led to.
  void step(VecStep raw, VecStep out) {
    see(raw);
    normalize(raw.observations(), out.observations());
    for (int i = 0; i < raw.count() && coordinates.length > 0; i++) {
      if (raw.done(i)) {
        normalizeRow(raw.finalObservations(), i * width, out.finalObservations());
      }
    }
    if (running.length > 0) {
      scaleRewards(raw, out);
    }
  }

  private void see(VecStep raw) {
    if (coordinates.length == 0) {
      return;
    }
    for (int i = 0; i < raw.count(); i++) {
      seen.next();
      for (int d = 0; d < coordinates.length; d++) {
        seen.add(d, raw.observations()[i * width + coordinates[d]]);
      }
    }
    if (!following) {
      observations.merge(seen);
    }
  }

  private void scaleRewards(VecStep raw, VecStep out) {
    for (int i = 0; i < running.length; i++) {
      running[i] = gamma * running[i] + raw.rewards()[i];
      seenReturns.next();
      seenReturns.add(0, running[i]);
    }
    if (!following) {
      returns.merge(seenReturns);
    }
    for (int i = 0; i < running.length; i++) {
      out.rewards()[i] = returns.scaled(0, raw.rewards()[i], config.epsilon(), config.clipReward());
      if (raw.done(i)) {
        running[i] = 0;
      }
    }
  }

  /// Whether observations are changed at all.
  ///
  /// @return false if [#normalize] does nothing
  public boolean normalizesObservations() {
    return coordinates.length > 0;
  }

  /// Observations as a policy is to see them, with the statistics as they are.
  ///
  /// @param raw flattened observations one after the other; not modified
  /// @param out receives them; modified
  public void normalize(float[] raw, float[] out) {
    if (coordinates.length == 0) {
      return;
    }
    for (int from = 0; from < raw.length; from += width) {
      normalizeRow(raw, from, out);
    }
  }

  private void normalizeRow(float[] raw, int from, float[] out) {
    if (coordinates.length < width) {
      System.arraycopy(raw, from, out, from, width);
    }
    for (int d = 0; d < coordinates.length; d++) {
      int at = from + coordinates[d];
      out[at] =
          (float) observations.standardised(d, raw[at], config.epsilon(), config.clipObservation());
    }
  }

  /// Forgets the returns under way, as after a reset of all environments.
  void abandonRunning() {
    Arrays.fill(running, 0);
  }

  /// Writes the statistics alone, which a policy needs.
  ///
  /// @param out where to write
  public void saveLearned(State out) {
    if (coordinates.length > 0) {
      observations.save(out.at("observations"));
    }
    if (running.length > 0) {
      returns.save(out.at("returns"));
    }
  }

  /// Reads back what [#saveLearned] wrote.
  ///
  /// @param in where it was written
  public void loadLearned(State in) {
    if (coordinates.length > 0) {
      observations.load(in.at("observations"));
    }
    if (running.length > 0) {
      returns.load(in.at("returns"));
    }
  }

  /// Writes the statistics, and the discounted returns under way.
  @Override
  public void save(State out) {
    if (!following) {
      saveLearned(out);
    }
    if (running.length > 0) {
      out.put("running", running);
    }
  }

  @Override
  public void load(State in) {
    if (!following) {
      loadLearned(in);
    }
    if (running.length > 0) {
      System.arraycopy(in.doubles("running", running.length), 0, running, 0, running.length);
    }
  }
}
