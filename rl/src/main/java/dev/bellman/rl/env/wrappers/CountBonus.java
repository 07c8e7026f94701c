package dev.bellman.rl.env.wrappers;

import dev.bellman.rl.env.Space;
import dev.bellman.tensor.State;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// Adds `β / √N(s')` to rewards, N being how often the environments have been in s' after a step,
/// all together and this time included (Strehl and Littman 2008). The bonus is the term `bonus`,
/// see [RewardMap#terms].
///
/// Every observation that was seen is remembered. Vectors of real numbers hardly ever come twice:
/// give cells a width, then all observations of a cell count as one.
///
/// @param beta β, at least 0
/// @param cell the width of a cell in each coordinate of the flattened observation, 0 for exact
///   observations
public record CountBonus(double beta, double cell) implements RewardWrapper<Object, Object> {
  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException if one is below 0 or not finite
  public CountBonus {
    Need.finite("CountBonus.beta", beta);
    Need.atLeast("CountBonus.beta", 0, beta);
    Need.finite("CountBonus.cell", cell);
    Need.atLeast("CountBonus.cell", 0, cell);
  }

  /// Counts exact observations.
  ///
  /// @param beta β, at least 0
  public CountBonus(double beta) {
    this(beta, 0);
  }

  @Override
  public RewardMap map(Space<?> observationSpace, Space<?> actionSpace, int n) {
    return new Bonus(this, n);
  }

  private static final class Bonus implements RewardMap {
    private final double beta;
    private final double cell;
    private final double[] bonus;
    private final Map<IntBuffer, long[]> counts = new LinkedHashMap<>();

    Bonus(CountBonus wrapper, int n) {
      beta = wrapper.beta;
      cell = wrapper.cell;
      bonus = new double[n];
    }

    @Override
    public boolean joint() {
      return true;
    }

    @Override
    public double reward(int i, Outcome outcome) {
      long[] count = counts.computeIfAbsent(key(i, outcome.next(i)), _ -> new long[1]);
      count[0]++;
      bonus[i] = beta / Math.sqrt((double) count[0]);
      return outcome.reward(i) + bonus[i];
    }

    /// The index of a discrete observation, else the vector's bits.
    private IntBuffer key(int i, ObservationRows rows) {
      if (rows.states().length > 0) {
        return IntBuffer.wrap(new int[] {rows.states()[i]});
      }
      var key = new int[rows.width()];
      for (int d = 0; d < key.length; d++) {
        float value = rows.values()[rows.at(i) + d];
        float counted = cell > 0 ? (float) StrictMath.floor(value / cell) : value;
        key[d] = Float.floatToIntBits(counted + 0f); // -0 is 0
      }
      return IntBuffer.wrap(key);
    }

    @Override
    public Map<String, double[]> terms() {
      return Map.of("bonus", bonus);
    }

    @Override
    public void save(State out) {
      int width = counts.isEmpty() ? 0 : counts.keySet().iterator().next().capacity();
      IntBuffer keys = IntBuffer.allocate(counts.size() * width);
      counts.keySet().forEach(key -> keys.put(key.array()));
      out.put("keys", keys.array());
      out.put("counts", counts.values().stream().mapToLong(count -> count[0]).toArray());
    }

    @Override
    public void load(State in) {
      int size = in.entry("counts").shape()[0];
      int total = in.entry("keys").shape()[0];
      long[] saved = in.longs("counts", size);
      int[] keys = in.ints("keys", total);
      counts.clear();
      for (int k = 0; k < size; k++) {
        int width = total / size;
        int[] key = Arrays.copyOfRange(keys, k * width, (k + 1) * width);
        counts.put(IntBuffer.wrap(key), new long[] {saved[k]});
      }
    }
  }
}
