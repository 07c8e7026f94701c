package dev.bellman.llm.task;

import dev.bellman.tensor.Rng;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;

/// Splits prompts into those to train on and those held out, by a hash of the prompt alone: about
/// one in ten is held out, whoever draws it and when.
///
/// The hash is a chain of SplitMix64's mixing function over the tokens: `h ← mix(h + γ + token)`
/// from h = 0, with γ = 0x9E3779B97F4A7C15. A prompt is held out if h, without sign, is a multiple
/// of 10.
///
/// **Source**: G. L. Steele, D. Lea and C. H. Flood, Fast Splittable Pseudorandom Number
/// Generators, OOPSLA 2014 (the mixing function, variant 13).
public final class HeldOut {
  private static final long GAMMA = 0x9E3779B97F4A7C15L;
  private static final int SHARE = 10;

  private HeldOut() {}

  /// Whether a prompt is held out.
  ///
  /// @param prompt the tokens; not modified
  /// @return true for about one prompt in ten
  public static boolean contains(int[] prompt) {
    long hash = 0;
    for (int token : prompt) {
      hash = mixed(hash + GAMMA + token);
    }
    return Long.remainderUnsigned(hash, SHARE) == 0;
  }

  private static long mixed(long z) {
    long first = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    long second = (first ^ first >>> 27) * 0x94D049BB133111EBL;
    return second ^ second >>> 31;
  }

  /// Draws a prompt to train on.
  ///
  /// @param rng what to draw from
  /// @param generator draws any prompt
  /// @return the first that is not held out
  public static int[] training(Rng rng, Function<Rng, int[]> generator) {
    int[] prompt = generator.apply(rng);
    while (contains(prompt)) {
      prompt = generator.apply(rng);
    }
    return prompt;
  }

  /// Draws held-out prompts from a stream of their own, which belongs to the task's name.
  ///
  /// @param task the task's name
  /// @param count how many; the generator must know that many held-out prompts
  /// @param generator draws any prompt
  /// @return prompts that are all different, the same at each call
  public static List<int[]> draw(String task, int count, Function<Rng, int[]> generator) {
    Rng rng = Rng.stream(0, "held-out " + task, 0);
    var seen = new HashSet<String>();
    var prompts = new ArrayList<int[]>();
    while (prompts.size() < count) {
      int[] prompt = generator.apply(rng);
      if (contains(prompt) && seen.add(Arrays.toString(prompt))) {
        prompts.add(prompt);
      }
    }
    return prompts;
  }
}
