package dev.bellman.llm.sample;

import dev.bellman.llm.data.Completion;
import dev.bellman.llm.data.Packed;
import dev.bellman.llm.model.Decoder;
import dev.bellman.llm.model.Transformer;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Scope;
import dev.bellman.tensor.Tensor;
import dev.bellman.tensor.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Writes completions: decodes several sequences side by side with cached keys and values, retires
/// those that have ended, and computes a prompt once for all completions of it.
///
/// The log-probabilities are those that [TokenPolicy] computes in one pass over the whole
/// completion, to the bit: every operation treats its rows alike wherever they stand.
public final class Sampler {
  /// About how many sequences one thread decodes side by side. Changes no result.
  private static final int ROWS = 64;

  private final Transformer model;
  private final int[] ends;
  private final Workers workers;
  private final List<Desk> desks = new ArrayList<>();

  /// A sampler that owns the caches.
  ///
  /// @param model what writes; owned by the caller, read at each call
  /// @param ends the tokens that end a completion, any of them
  /// @param workers the threads; owned by the caller. Their number changes no bits
  public Sampler(Transformer model, int[] ends, Workers workers) {
    this.model = model;
    this.ends = ends.clone();
    this.workers = workers;
    for (int i = 0; i < workers.threads(); i++) {
      desks.add(new Desk(model));
    }
  }

  /// Writes completions of prompts.
  ///
  /// @param prompts the prompts, each of at least one token
  /// @param copies G, how many completions of each
  /// @param maxTokens the most tokens of a completion, its end token included
  /// @param how how tokens are chosen
  /// @param streams the random numbers of each completion
  /// @return the completions: those of prompt p at places `p·G` to `p·G + G - 1`
  /// @throws IllegalArgumentException if a number is below 1, or a prompt and its completion do not
  ///   fit into the context
  public List<Completion> sample(
      List<int[]> prompts, int copies, int maxTokens, SamplingConfig how, Streams streams) {
    if (copies < 1 || maxTokens < 1) {
      throw new IllegalArgumentException(
          "sample: copies and maxTokens must be at least 1, got %d and %d"
              .formatted(copies, maxTokens));
    }
    int context = model.config().context();
    for (int[] prompt : prompts) {
      if (prompt.length > context - maxTokens) {
        throw new IllegalArgumentException(
            "prompt: must leave room for %d tokens in a context of %d, got %d tokens (shorten the"
                    .formatted(maxTokens, context, prompt.length)
                + " prompt or the completions)");
      }
    }
    int chunk = Math.max(1, ROWS / copies);
    var completions = new Completion[prompts.size() * copies];
    workers.run(
        Math.ceilDiv(prompts.size(), chunk),
        (task, worker) -> {
          int from = task * chunk;
          int to = Math.min(prompts.size(), from + chunk);
          decode(
              new Chunk(prompts, from, to, copies),
              maxTokens,
              how,
              streams,
              completions,
              desks.get(worker));
        });
    return Arrays.asList(completions);
  }

  /// Prompts `from` to `to - 1`, whose completions are written side by side.
  private record Chunk(List<int[]> prompts, int from, int to, int copies) {
    Packed packed() {
      int count = to - from;
      int[] starts = new int[count + 1];
      for (int i = 0; i < count; i++) {
        starts[i + 1] = starts[i] + prompts.get(from + i).length;
      }
      int[] tokens = new int[starts[count]];
      for (int i = 0; i < count; i++) {
        System.arraycopy(prompts.get(from + i), 0, tokens, starts[i], starts[i + 1] - starts[i]);
      }
      return new Packed(tokens, starts, count);
    }

    int rows() {
      return (to - from) * copies;
    }
  }

  /// What one thread decodes with.
  private static final class Desk {
    final Decoder decoder;
    private final Scope scope = Scope.inference();
    private final int vocabulary;
    private float[] logProbabilities = {};
    private float[] probabilities = {};

    Desk(Transformer model) {
      decoder = new Decoder(model);
      vocabulary = model.config().vocabulary();
    }

    /// Looks at the distributions of each row's next token.
    void read(int rows, double temperature) {
      int size = rows * vocabulary;
      if (probabilities.length < size) {
        logProbabilities = new float[size];
        probabilities = new float[size];
      }
      try (scope) {
        Tensor logits = scope.constant(decoder.logits(), rows, vocabulary);
        Tensor scores = TokenPolicy.atTemperature(logits, temperature).logSoftmax();
        scores.copyTo(logProbabilities, 0);
        scores.exp().copyTo(probabilities, 0);
      }
    }

    void choose(TokenChoice choice, int row, Rng rng) {
      choice.choose(logProbabilities, probabilities, row * vocabulary, vocabulary, rng);
    }
  }

  /// A completion that is being written.
  private static final class Draft {
    final int place;
    final int[] prompt;
    final Rng rng;
    int[] tokens = new int[16];
    float[] logp = new float[16];
    int length;

    Draft(int place, int[] prompt, Rng rng) {
      this.place = place;
      this.prompt = prompt;
      this.rng = rng;
    }

    void add(int token, float logProbability) {
      if (length == tokens.length) {
        tokens = Arrays.copyOf(tokens, 2 * length);
        logp = Arrays.copyOf(logp, 2 * length);
      }
      tokens[length] = token;
      logp[length++] = logProbability;
    }

    Completion completion(boolean ended) {
      return new Completion(
          prompt, Arrays.copyOf(tokens, length), Arrays.copyOf(logp, length), ended);
    }
  }

  private void decode(
      Chunk chunk,
      int maxTokens,
      SamplingConfig how,
      Streams streams,
      Completion[] completions,
      Desk desk) {
    Decoder decoder = desk.decoder;
    Draft[] drafts = drafts(chunk, streams);
    int[] rows = new int[drafts.length];
    int[] tokens = new int[drafts.length];
    TokenChoice choice = new TokenChoice(how);
    int writing = drafts.length;
    decoder.begin(chunk.packed(), chunk.copies, maxTokens);
    while (true) {
      desk.read(writing, how.temperature());
      int kept = 0;
      for (int row = 0; row < writing; row++) {
        Draft draft = drafts[row];
        desk.choose(choice, row, draft.rng);
        draft.add(choice.token(), choice.logp());
        boolean ended = isEnd(choice.token());
        if (ended || draft.length == maxTokens) {
          completions[draft.place] = draft.completion(ended);
        } else {
          rows[kept] = row;
          tokens[kept] = choice.token();
          drafts[kept++] = draft;
        }
      }
      if (kept == 0) {
        return;
      }
      if (kept < writing) {
        decoder.retain(rows, kept);
        writing = kept;
      }
      decoder.advance(tokens);
    }
  }

  private static Draft[] drafts(Chunk chunk, Streams streams) {
    var drafts = new Draft[chunk.rows()];
    for (int row = 0; row < drafts.length; row++) {
      int prompt = chunk.from + row / chunk.copies;
      int sample = row % chunk.copies;
      drafts[row] =
          new Draft(
              prompt * chunk.copies + sample,
              chunk.prompts.get(prompt),
              streams.of(prompt, sample));
    }
    return drafts;
  }

  private boolean isEnd(int token) {
    for (int end : ends) {
      if (token == end) {
        return true;
      }
    }
    return false;
  }
}
