package dev.bellman.rl.env.wrappers;

import dev.bellman.rl.env.Space;
import dev.bellman.tensor.State;
import java.util.Map;

/// Divides rewards by the standard deviation of the running discounted return: with `R ← γR + r`,
/// `clip(r / √(Var(R) + ε), ±clip)`. The mean is not subtracted. The variance is that of all R so
/// far, this step's batch of environments included.
///
/// R begins again at 0 with each episode, as in Stable-Baselines3; in Gymnasium a terminated step
/// counts its reward alone and truncation leaves R as it is.
///
/// The reward from inside is the term `reward`, see [RewardMap#terms].
///
/// @param moments what is known of R, of one coordinate; owned by the caller
/// @param gamma γ, in [0, 1]
/// @param epsilon ε, at least 0
/// @param clip the largest reward, above 0, +infinity for none
/// @param learning whether the moments are updated, and saved with the environments
public record NormalizeReward(
    RunningMoments moments, double gamma, double epsilon, double clip, boolean learning)
    implements RewardWrapper<Object, Object> {
  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException if one is out of range
  public NormalizeReward {
    if (moments.size() != 1) {
      throw new IllegalArgumentException(
          "NormalizeReward.moments: must have 1 coordinate, got " + moments.size());
    }
    Need.gamma("NormalizeReward.gamma", gamma);
    Need.atLeast("NormalizeReward.epsilon", 0, epsilon);
    Need.above("NormalizeReward.clip", 0, clip);
  }

  /// Normalises with `ε = 1e-8` and clips at 10, as Stable-Baselines3 does.
  ///
  /// @param moments what is known of R, nothing at first; owned by the caller
  /// @param gamma γ, in [0, 1]
  public NormalizeReward(RunningMoments moments, double gamma) {
    this(moments, gamma, 1e-8, 10, true);
  }

  /// Normalises in the same way with moments that others update.
  ///
  /// @return the wrapper with `learning` false
  public NormalizeReward frozen() {
    return new NormalizeReward(moments, gamma, epsilon, clip, false);
  }

  @Override
  public RewardMap map(Space<?> observationSpace, Space<?> actionSpace, int n) {
    return new Normalizer(this, n);
  }

  private static final class Normalizer implements RewardMap {
    private final NormalizeReward wrapper;
    private final RunningMoments moments;
    private final RunningMoments.Batch batch = new RunningMoments.Batch(1);
    private final double[] returns;
    private final double[] raw;

    Normalizer(NormalizeReward wrapper, int n) {
      this.wrapper = wrapper;
      this.moments = wrapper.moments;
      returns = new double[n];
      raw = new double[n];
    }

    @Override
    public boolean joint() {
      return wrapper.learning;
    }

    @Override
    public void start(int i, ObservationRows first) {
      returns[i] = 0;
    }

    @Override
    public void see(int i, Outcome outcome) {
      if (wrapper.learning) {
        returns[i] = wrapper.gamma * returns[i] + outcome.reward(i);
        batch.next();
        batch.add(0, returns[i]);
      }
    }

    @Override
    public void learn() {
      moments.merge(batch);
    }

    @Override
    public double reward(int i, Outcome outcome) {
      raw[i] = outcome.reward(i);
      return moments.scaled(0, raw[i], wrapper.epsilon, wrapper.clip);
    }

    @Override
    public Map<String, double[]> terms() {
      return Map.of("reward", raw);
    }

    @Override
    public void save(State out) {
      if (wrapper.learning) {
        moments.save(out.at("moments"));
        out.put("returns", returns);
      }
    }

    @Override
    public void load(State in) {
      if (wrapper.learning) {
        moments.load(in.at("moments"));
        Saved.doubles(in, "returns", returns);
      }
    }
  }
}
