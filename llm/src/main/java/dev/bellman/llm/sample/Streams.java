package dev.bellman.llm.sample;

import dev.bellman.tensor.Rng;

/// Where each completion's random numbers come from. A stream of its own for each makes a
/// completion depend neither on the order of a batch nor on threads.
@FunctionalInterface
public interface Streams {
  /// The stream of one completion.
  ///
  /// @param prompt the prompt's number, from 0
  /// @param sample the completion's number among those of its prompt, from 0
  /// @return a fresh stream
  Rng of(int prompt, int sample);

  /// The streams of one update of a run.
  ///
  /// @param seed the run's seed, at least 0
  /// @param update the update's number, from 0
  /// @return streams keyed by seed, update, prompt and sample
  static Streams ofUpdate(long seed, int update) {
    long updateSeed = Rng.deriveSeed(seed, "update", update);
    return (prompt, sample) ->
        Rng.stream(Rng.deriveSeed(updateSeed, "prompt", prompt), "sample", sample);
  }

  /// These streams with the prompts' numbers moved on.
  ///
  /// @param first the number that prompt 0 gets
  /// @return the streams
  default Streams from(int first) {
    return (prompt, sample) -> of(first + prompt, sample);
  }
}
