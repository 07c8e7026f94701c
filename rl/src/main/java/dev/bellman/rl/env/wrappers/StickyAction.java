package dev.bellman.rl.env.wrappers;

import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.tensor.State;
import org.jspecify.annotations.Nullable;

/// Repeats the last action instead of the given one with some probability, for some steps: Machado
/// et al. 2018, arXiv:1709.06009, section 5.2. The first action of an episode is always the given
/// one, and an action that the mask forbids is not repeated.
///
/// It draws from a random stream of its own, which each seeded reset restarts.
///
/// @param probability how likely the last action is repeated, in [0, 1)
/// @param minRepeats the fewest steps for which it then is, at least 1
/// @param maxRepeats the most steps for which it then is
public record StickyAction(double probability, int minRepeats, int maxRepeats)
    implements EnvWrapper {
  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException if one is out of range
  public StickyAction {
    if (!(probability >= 0 && probability < 1)) {
      throw new IllegalArgumentException(
          "StickyAction.probability: must be in [0, 1), got " + probability);
    }
    Need.atLeast("StickyAction.minRepeats", 1, minRepeats);
    Need.atLeast("StickyAction.maxRepeats", minRepeats, maxRepeats);
  }

  /// Repeats for one step at a time.
  ///
  /// @param probability how likely the last action is repeated, in [0, 1)
  public StickyAction(double probability) {
    this(probability, 1, 1);
  }

  /// Wraps one environment.
  ///
  /// @param env the environment; owned by the result from now on
  /// @param <O> the type of observations
  /// @param <A> the type of actions
  /// @return the wrapped environment
  public <O, A> Env<O, A> wrap(Env<O, A> env) {
    return new ActionEnv<>(env, new Map(this, env.actionSpace(), 1));
  }

  @Override
  public VecEnv wrap(VecEnv envs) {
    return new ActionVec(envs, new Map(this, envs.actionSpace(), envs.count()));
  }

  private static final class Map implements ActionMap {
    private final StickyAction sticky;
    private final Space<?> space;
    private final Streams streams;
    private final Actions last;
    private final int[] acted;
    private final int[] remaining;

    Map(StickyAction sticky, Space<?> space, int n) {
      this.sticky = sticky;
      this.space = space;
      streams = new Streams("StickyAction", n);
      last = Actions.of(n, space);
      acted = new int[n];
      remaining = new int[n];
    }

    @Override
    public Space<?> space() {
      return space;
    }

    @Override
    public void seed(int i, long seed) {
      streams.seed(i, seed);
    }

    @Override
    public void start(int i) {
      acted[i] = 0;
      remaining[i] = 0;
    }

    @Override
    public void act(int i, Actions given, byte @Nullable [] masks, Actions sent) {
      if (remaining[i] == 0 && acted[i] > 0 && streams.get(i).nextDouble() < sticky.probability) {
        int choices = sticky.maxRepeats - sticky.minRepeats + 1;
        remaining[i] = sticky.minRepeats + streams.get(i).nextInt(choices);
      }
      if (remaining[i] > 0 && last.allowedBy(masks, i, space)) {
        remaining[i]--;
      } else {
        remaining[i] = 0;
        last.copy(i, given, space);
      }
      acted[i] = 1;
      sent.copy(i, last, space);
    }

    @Override
    public void save(State out) {
      streams.save(out);
      out.put("last.discrete", last.discrete());
      out.put("last.continuous", last.continuous());
      out.put("acted", acted);
      out.put("remaining", remaining);
    }

    @Override
    public void load(State in) {
      streams.load(in);
      Saved.ints(in, "last.discrete", last.discrete());
      Saved.floats(in, "last.continuous", last.continuous());
      Saved.ints(in, "acted", acted);
      Saved.ints(in, "remaining", remaining);
    }
  }
}
