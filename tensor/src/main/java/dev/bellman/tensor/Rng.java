package dev.bellman.tensor;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/// A stream of random numbers: NumPy's `Generator(PCG64(SeedSequence(seed)))`, number for number.
///
/// The generator is PCG XSL-RR 128/64: a linear congruential state of 128 bits, of which each step
/// shows 64 bits, xor-folded and rotated. 32-bit draws ([#nextFloat], [#nextInt]) take the lower
/// half of such a word and keep the upper half for the next 32-bit draw, as NumPy does.
///
/// A run has one seed and many streams: [#stream] gives each purpose its own, by name and index.
/// Confined to one thread.
///
/// **Source**: M. E. O'Neill, PCG: A Family of Simple Fast Space-Efficient Statistically Good
/// Algorithms for Random Number Generation, HMC-CS-2014-0905. **Deviations** from NumPy: Gaussian
/// numbers and shuffles are made by other methods, see [#nextGaussian] and [#shuffle].
public final class Rng implements Stateful {
  private static final long MULTIPLIER_HIGH = 0x2360ED051FC65DA4L;
  private static final long MULTIPLIER_LOW = 0x4385DF649FCCF645L;
  private static final double DOUBLE_UNIT = 0x1.0p-53;
  private static final float FLOAT_UNIT = 0x1.0p-24f;
  private static final String SAVED = "pcg64";
  private static final int SAVED_LENGTH = 8;

  private long high;
  private long low;
  private long incrementHigh;
  private long incrementLow;
  private boolean hasHalf;
  private int half;
  private boolean hasSpare;
  private double spare;

  private Rng(SeedSequence seeds) {
    long[] words = seeds.state(4);
    incrementHigh = words[2] << 1 | words[3] >>> 63;
    incrementLow = words[3] << 1 | 1;
    step();
    long sum = low + words[1];
    high += words[0] + (Long.compareUnsigned(sum, low) < 0 ? 1 : 0);
    low = sum;
    step();
  }

  /// The stream of a seed, the one that NumPy's `default_rng(seed)` gives.
  ///
  /// @param seed the seed
  /// @return the stream at its start
  /// @throws IllegalArgumentException if `seed < 0`
  public static Rng ofSeed(long seed) {
    return ofSeed(BigInteger.valueOf(seed));
  }

  /// The stream of a seed of any size; see [#ofSeed(long)].
  ///
  /// @param seed the seed
  /// @return the stream at its start
  /// @throws IllegalArgumentException if `seed < 0`
  public static Rng ofSeed(BigInteger seed) {
    return new Rng(SeedSequence.of(seed));
  }

  /// A stream of its own for one purpose of a run, from NumPy's `SeedSequence(seed,
  /// spawn_key=(crc32(name), index))`.
  ///
  /// @param seed the run's seed
  /// @param name what the stream is for; its CRC-32 in UTF-8 is the first element of the key
  /// @param index which of the streams of that name
  /// @return the stream at its start
  /// @throws IllegalArgumentException if `seed < 0` or `index < 0`
  public static Rng stream(long seed, String name, int index) {
    return new Rng(spawned(seed, name, index));
  }

  /// A seed made from a run's seed, for what takes a seed and not a stream: the first 64-bit word
  /// of the sequence of [#stream], without its lowest bit.
  ///
  /// @param seed the run's seed
  /// @param name what the seed is for
  /// @param index which of the seeds of that name
  /// @return a seed in [0, 2^63)
  /// @throws IllegalArgumentException if `seed < 0` or `index < 0`
  public static long deriveSeed(long seed, String name, int index) {
    return spawned(seed, name, index).state(1)[0] >>> 1;
  }

  private static SeedSequence spawned(long seed, String name, int index) {
    if (index < 0) {
      throw new IllegalArgumentException(
          "stream '%s': index must be >= 0, got %d".formatted(name, index));
    }
    var crc = new CRC32();
    crc.update(name.getBytes(StandardCharsets.UTF_8));
    return SeedSequence.of(BigInteger.valueOf(seed), crc.getValue(), index);
  }

  /// The next 64 bits of the stream.
  ///
  /// @return the bits, all equally likely
  public long nextLong() {
    step();
    return Long.rotateRight(high ^ low, (int) (high >>> 58));
  }

  private void step() {
    long product = low * MULTIPLIER_LOW;
    long productHigh =
        Math.unsignedMultiplyHigh(low, MULTIPLIER_LOW)
            + high * MULTIPLIER_LOW
            + low * MULTIPLIER_HIGH;
    low = product + incrementLow;
    high = productHigh + incrementHigh + (Long.compareUnsigned(low, product) < 0 ? 1 : 0);
  }

  private int nextHalf() {
    if (hasHalf) {
      hasHalf = false;
      return half;
    }
    long bits = nextLong();
    hasHalf = true;
    half = (int) (bits >>> 32);
    return (int) bits;
  }

  /// A number from the uniform distribution on [0, 1), a multiple of 2^-53.
  ///
  /// @return the number
  public double nextDouble() {
    return (nextLong() >>> 11) * DOUBLE_UNIT;
  }

  /// A number from the uniform distribution on [0, 1), a multiple of 2^-24; takes 32 bits.
  ///
  /// @return the number
  public float nextFloat() {
    return (nextHalf() >>> 8) * FLOAT_UNIT;
  }

  /// A number from the uniform distribution between two limits: `low + (high - low) *
  /// nextDouble()`.
  ///
  /// @param low the lower limit, which can come
  /// @param high the upper limit, which comes only where rounding makes it so
  /// @return the number
  public double uniform(double low, double high) {
    return low + (high - low) * nextDouble();
  }

  /// An integer from 0 to `bound - 1`, all equally likely; takes 32 bits, seldom more, and none
  /// where `bound` is 1.
  ///
  /// **Source**: D. Lemire, Fast Random Integer Generation in an Interval, arXiv:1805.10941.
  ///
  /// @param bound the number of integers to draw from
  /// @return the integer
  /// @throws IllegalArgumentException if `bound < 1`
  public int nextInt(int bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("nextInt: bound must be >= 1, got " + bound);
    }
    if (bound == 1) {
      return 0;
    }
    long product = Integer.toUnsignedLong(nextHalf()) * bound;
    if ((product & 0xFFFF_FFFFL) < bound) {
      long threshold = (0x1_0000_0000L - bound) % bound;
      while ((product & 0xFFFF_FFFFL) < threshold) {
        product = Integer.toUnsignedLong(nextHalf()) * bound;
      }
    }
    return (int) (product >>> 32);
  }

  /// Fills an array with what so many calls of [#nextInt] return.
  ///
  /// @param bound the number of integers to draw from
  /// @param out the array; modified
  /// @throws IllegalArgumentException if `bound < 1`
  public void fillInts(int bound, int[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = nextInt(bound);
    }
  }

  /// A number from the standard normal distribution, by Marsaglia's polar method: a point (u, v)
  /// drawn from the unit disc, s = u² + v², gives the two independent numbers u√(-2 ln s / s) and
  /// v√(-2 ln s / s). The second is kept for the next call.
  ///
  /// Only `StrictMath` is used, so that the bits are the same on every machine. They are not
  /// NumPy's, which uses the ziggurat method.
  ///
  /// **Source**: G. Marsaglia and T. A. Bray, A Convenient Method for Generating Normal Variables,
  /// SIAM Review 6(3), 1964.
  ///
  /// @return the number
  public double nextGaussian() {
    if (hasSpare) {
      hasSpare = false;
      return spare;
    }
    double u;
    double v;
    double s;
    do {
      u = 2 * nextDouble() - 1;
      v = 2 * nextDouble() - 1;
      s = u * u + v * v;
    } while (s >= 1 || s == 0);
    double scale = StrictMath.sqrt(-2 * StrictMath.log(s) / s);
    hasSpare = true;
    spare = v * scale;
    return u * scale;
  }

  /// Brings an array into random order, all orders equally likely: Fisher and Yates's method from
  /// the last element down, with [#nextInt]. The order is not NumPy's.
  ///
  /// @param values the array; modified
  public void shuffle(int[] values) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = nextInt(i + 1);
      int value = values[i];
      values[i] = values[j];
      values[j] = value;
    }
  }

  @Override
  public void save(State out) {
    long[] saved = {
      high,
      low,
      incrementHigh,
      incrementLow,
      hasHalf ? 1 : 0,
      half,
      hasSpare ? 1 : 0,
      Double.doubleToRawLongBits(spare)
    };
    out.put(SAVED, saved);
  }

  @Override
  public void load(State in) {
    long[] saved = in.longs(SAVED, SAVED_LENGTH);
    if ((saved[3] & 1) == 0
        || (saved[4] | 1) != 1
        || (int) saved[5] != saved[5]
        || (saved[6] | 1) != 1) {
      throw new IllegalArgumentException(
          "random stream: must be a saved PCG64 state (odd increment, flags 0 or 1), got increment"
              + " %x, flags %d and %d".formatted(saved[3], saved[4], saved[6]));
    }
    high = saved[0];
    low = saved[1];
    incrementHigh = saved[2];
    incrementLow = saved[3];
    hasHalf = saved[4] == 1;
    half = (int) saved[5];
    hasSpare = saved[6] == 1;
    spare = Double.longBitsToDouble(saved[7]);
  }
}
