package dev.bellman.rl.env;

import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// N instances of any [Env] as a [VecEnv], flattened by their spaces.
///
/// Each value that an environment returns is checked before it reaches the learner. The message of
/// the [EnvironmentFailure] names the environment, its index, its step and what to change.
public final class EnvAdapter implements VecEnv {
  private final String name;
  private final List<Env<?, ?>> envs;
  private final EnvPort[] ports;
  private final Space<?> observationSpace;
  private final Space<?> actionSpace;
  private final Space<?> sentSpace;
  private final boolean masksActions;

  private EnvAdapter(String name, List<Env<?, ?>> envs) {
    this.name = name;
    this.envs = envs;
    Env<?, ?> first = envs.getFirst();
    observationSpace = first.observationSpace();
    actionSpace = first.actionSpace();
    sentSpace = sent(name, actionSpace);
    masksActions = first.masksActions();
    if (masksActions
        && !(actionSpace instanceof Discrete || actionSpace instanceof MultiDiscrete)) {
      throw new IllegalArgumentException(
          "environment '%s': action masks need a Discrete or MultiDiscrete action space, got %s (let"
                  .formatted(name, actionSpace)
              + " masksActions() return false)");
    }
    ports = new EnvPort[envs.size()];
    for (int i = 0; i < ports.length; i++) {
      checkLikeFirst(envs.get(i), i);
      ports[i] = new EnvPort(name, i, envs.get(i));
    }
  }

  private static Space<?> sent(String name, Space<?> actionSpace) {
    try {
      return Actions.carried(actionSpace);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("environment '%s': %s".formatted(name, e.getMessage()), e);
    }
  }

  /// Creates environments and adapts them.
  ///
  /// @param name what messages call them
  /// @param n the number of environments, at least 1
  /// @param factory creates a new environment at each call
  /// @return the adapter, which owns them
  /// @throws IllegalArgumentException if `n` is less than 1 or the environments' spaces differ
  public static EnvAdapter of(String name, int n, Supplier<? extends Env<?, ?>> factory) {
    if (n < 1) {
      throw new IllegalArgumentException(
          "environment '%s': count must be at least 1, got %d".formatted(name, n));
    }
    var envs = new ArrayList<Env<?, ?>>(n);
    for (int i = 0; i < n; i++) {
      envs.add(factory.get());
    }
    return new EnvAdapter(name, List.copyOf(envs));
  }

  @SuppressWarnings("ReferenceEquality") // one and the same object is what must be found
  private void checkLikeFirst(Env<?, ?> env, int i) {
    if (!env.observationSpace().equals(observationSpace)
        || !env.actionSpace().equals(actionSpace)
        || env.masksActions() != masksActions) {
      throw new IllegalArgumentException(
          "environment '%s' [%d]: must have the spaces of environment 0 (%s, %s), got %s, %s"
              .formatted(
                  name,
                  i,
                  observationSpace,
                  actionSpace,
                  env.observationSpace(),
                  env.actionSpace()));
    }
    if (i > 0 && env == envs.getFirst()) {
      throw new IllegalArgumentException(
          "environment '%s' [%d]: must be a new instance, got environment 0 again (let the factory"
                  .formatted(name, i)
              + " create one at each call)");
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int count() {
    return ports.length;
  }

  @Override
  public Space<?> observationSpace() {
    return observationSpace;
  }

  /// The action space as actions travel: see [Actions#carried].
  @Override
  public Space<?> actionSpace() {
    return sentSpace;
  }

  @Override
  public boolean masksActions() {
    return masksActions;
  }

  @Override
  public void reset(long[] seeds, VecStep out) {
    VecEnv.checkSeeds(name, seeds, ports.length);
    for (int i = 0; i < ports.length; i++) {
      ports[i].reset(OptionalLong.of(seeds[i]), out);
    }
    Arrays.fill(out.rewards(), 0);
    Arrays.fill(out.terminated(), false);
    Arrays.fill(out.truncated(), false);
  }

  @Override
  public void step(Actions actions, VecStep out, int from, int to) {
    Objects.checkFromToIndex(from, to, ports.length);
    for (int i = from; i < to; i++) {
      ports[i].step(actions, out);
    }
  }

  @Override
  public double[][] watchInfo(List<String> names) {
    var columns = new InfoColumns(names, ports.length);
    for (EnvPort port : ports) {
      port.watch(names.isEmpty() ? null : columns);
    }
    return columns.columns();
  }

  @Override
  public void restart(int i, VecStep out) {
    ports[i].reset(OptionalLong.empty(), out);
  }

  /// Whether every environment can be saved.
  @Override
  public boolean savesState() {
    return envs.stream().allMatch(Env::savesState);
  }

  @Override
  public void save(State out) {
    out.put("steps", Arrays.stream(ports).mapToLong(EnvPort::steps).toArray());
    for (int i = 0; i < ports.length; i++) {
      stateful(i).save(out.at(Integer.toString(i)));
    }
  }

  @Override
  public void load(State in) {
    long[] steps = in.longs("steps", ports.length);
    for (int i = 0; i < ports.length; i++) {
      ports[i].resumeAt(steps[i]);
      stateful(i).load(in.at(Integer.toString(i)));
    }
  }

  private Stateful stateful(int i) {
    if (envs.get(i) instanceof Stateful env && envs.get(i).savesState()) {
      return env;
    }
    throw new IllegalStateException(
        "environment '%s' [%d]: must implement Stateful to be saved (ask savesState() first)"
            .formatted(name, i));
  }

  @Override
  public void close() {
    envs.forEach(Env::close);
  }
}
