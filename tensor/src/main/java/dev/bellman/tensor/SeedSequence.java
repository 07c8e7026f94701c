package dev.bellman.tensor;

import java.math.BigInteger;

/// Spreads a seed of any size, and a spawn key that tells streams apart, over a pool of 128 bits.
///
/// The numbers are those of NumPy's `SeedSequence(entropy, spawn_key=...)`, whose mixing functions
/// are M. E. O'Neill's `seed_seq_fe` ("Developing a seed_seq alternative", 2015). Immutable.
final class SeedSequence {
  private static final int POOL = 4;
  private static final int INIT_A = 0x43b0d7e5;
  private static final int MULT_A = 0x931e8875;
  private static final int INIT_B = 0x8b51f9dd;
  private static final int MULT_B = 0x58f38ded;
  private static final int MIX_LEFT = 0xca01f9dd;
  private static final int MIX_RIGHT = 0x4973f715;

  private final int[] pool;

  private SeedSequence(int[] pool) {
    this.pool = pool;
  }

  /// The sequence of a seed.
  ///
  /// @param entropy the seed, of any size
  /// @param spawnKey the path to this sequence, each element below 2^32 and not negative; often
  ///   empty
  /// @return the sequence
  /// @throws IllegalArgumentException if the entropy or an element of the key is out of range
  static SeedSequence of(BigInteger entropy, long... spawnKey) {
    if (entropy.signum() < 0) {
      throw new IllegalArgumentException("seed: must be >= 0, got " + entropy);
    }
    for (long key : spawnKey) {
      if (key < 0 || key > 0xFFFF_FFFFL) {
        throw new IllegalArgumentException("spawn key: must be in [0, 2^32), got " + key);
      }
    }
    return new SeedSequence(mixed(words(entropy, spawnKey)));
  }

  /// The entropy in 32-bit words, lowest first, and then the key; with a key, a short entropy is
  /// padded to the pool's size, so that no two pairs of entropy and key give the same words.
  private static int[] words(BigInteger entropy, long[] spawnKey) {
    int size = Math.max(1, (entropy.bitLength() + 31) / 32);
    int padded = spawnKey.length > 0 ? Math.max(size, POOL) : size;
    int[] words = new int[padded + spawnKey.length];
    for (int i = 0; i < size; i++) {
      words[i] = entropy.shiftRight(32 * i).intValue();
    }
    for (int i = 0; i < spawnKey.length; i++) {
      words[padded + i] = (int) spawnKey[i];
    }
    return words;
  }

  private static int[] mixed(int[] entropy) {
    int[] pool = new int[POOL];
    int constant = INIT_A;
    for (int i = 0; i < POOL; i++) {
      pool[i] = hash(i < entropy.length ? entropy[i] : 0, constant, constant *= MULT_A);
    }
    for (int source = 0; source < POOL; source++) {
      for (int i = 0; i < POOL; i++) {
        if (i != source) {
          pool[i] = mix(pool[i], hash(pool[source], constant, constant *= MULT_A));
        }
      }
    }
    for (int source = POOL; source < entropy.length; source++) {
      for (int i = 0; i < POOL; i++) {
        pool[i] = mix(pool[i], hash(entropy[source], constant, constant *= MULT_A));
      }
    }
    return pool;
  }

  /// The first `n` words of 64 bits drawn from the pool: NumPy's `generate_state(n, uint64)`.
  ///
  /// @param n how many
  /// @return the words
  long[] state(int n) {
    long[] state = new long[n];
    int constant = INIT_B;
    for (int i = 0; i < 2 * n; i++) {
      int word = hash(pool[i % POOL], constant, constant *= MULT_B);
      state[i / 2] |= Integer.toUnsignedLong(word) << (i % 2 == 0 ? 0 : 32);
    }
    return state;
  }

  private static int hash(int value, int xor, int multiplier) {
    int hashed = (value ^ xor) * multiplier;
    return hashed ^ (hashed >>> 16);
  }

  private static int mix(int left, int right) {
    int mixed = MIX_LEFT * left - MIX_RIGHT * right;
    return mixed ^ (mixed >>> 16);
  }
}
