package dev.bellman.rl.env;

import dev.bellman.tensor.State;
import java.util.Map;
import java.util.OptionalLong;

/// Adds to the info of an episode's last step the value `episode`, a map with `r`, the sum of
/// rewards ([Double]), and `l`, the number of steps ([Long]).
///
/// @param <O> the type of observations
/// @param <A> the type of actions
public final class RecordEpisodeStatistics<O, A> implements Wrapper<O, A> {
  private final Env<O, A> inner;
  private double totalReward;
  private long length;

  /// Wraps an environment.
  ///
  /// @param inner the environment, with its time limit if it has one
  public RecordEpisodeStatistics(Env<O, A> inner) {
    this.inner = inner;
  }

  @Override
  public Env<O, A> inner() {
    return inner;
  }

  @Override
  public Reset<O> reset(OptionalLong seed) {
    totalReward = 0;
    length = 0;
    return inner.reset(seed);
  }

  @Override
  public Step<O> step(A action) {
    Step<O> step = inner.step(action);
    totalReward += step.reward();
    length++;
    if (!step.done()) {
      return step;
    }
    Map<String, Object> episode = Map.of("r", totalReward, "l", length);
    return step.withInfo(step.info().with("episode", episode));
  }

  @Override
  public void save(State out) {
    Wrapper.super.save(out);
    out.put("totalReward", new double[] {totalReward});
    out.putLong("length", length);
  }

  @Override
  public void load(State in) {
    Wrapper.super.load(in);
    totalReward = in.doubles("totalReward", 1)[0];
    length = in.longValue("length");
  }
}
