package dev.bellman.tensor;

import dev.bellman.tensor.internal.kernel.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The keys and values of sequences that are decoded token by token, in pages.
///
/// Attention over the cache gives the bits of [Attention#causal] over the whole sequence. Sequences
/// that begin with the same prompt share its full pages. Pages are made when they are first needed
/// and serve again after the next [#begin]. Confined to one thread.
public final class KeyValueCache {
  /// Tokens of a page, at most; a multiple of [Kernels#MAX_LANES].
  private static final int LARGEST = 64;

  /// How many scores are held at once, unless a single sequence has more.
  private static final int TOGETHER = 8192;

  /// What stands where there is no page yet.
  private static final float[] NONE = {};

  private final int layers;
  private final Attention.Heads form;
  private final int keyRow;
  private final int queryRow;
  private final float scale;

  /// For each size of a page those that there are.
  private final List<List<float[]>> pools = new ArrayList<>();

  private int usedPages;
  private int page = LARGEST;
  private int pagesPerRow;
  private int copies;
  private int rows;
  private int[] lengths = {};
  private float[][] pages = {};

  /// An empty cache.
  ///
  /// @param layers how many layers have keys and values
  /// @param form their heads
  public KeyValueCache(int layers, Attention.Heads form) {
    this.layers = layers;
    this.form = form;
    keyRow = form.keyValueHeads() * form.size();
    queryRow = form.heads() * form.size();
    scale = AttentionBlock.scale(form.size());
    for (int size = 0; size <= LARGEST; size += Kernels.MAX_LANES) {
      pools.add(new ArrayList<>());
    }
  }

  /// Forgets all sequences and makes room for others: `copies` of each prompt, side by side.
  ///
  /// @param starts where each prompt starts in a packed batch, and then where the last one ends
  /// @param prompts how many prompts there are
  /// @param each how many sequences begin with each prompt
  /// @param maxNew how many tokens will follow a prompt, at most
  public void begin(int[] starts, int prompts, int each, int maxNew) {
    copies = each;
    rows = prompts * each;
    int longest = 0;
    lengths = lengths.length < rows ? new int[rows] : lengths;
    for (int row = 0; row < rows; row++) {
      lengths[row] = starts[row / each + 1] - starts[row / each];
      longest = Math.max(longest, lengths[row] + maxNew);
    }
    page = Math.clamp(AttentionBlock.padded(longest), Kernels.MAX_LANES, LARGEST);
    pagesPerRow = (longest + page - 1) / page;
    usedPages = 0;
    pages = pages.length < rows * pagesPerRow ? new float[rows * pagesPerRow][] : pages;
    Arrays.fill(pages, NONE);
  }

  /// Keeps the prompts' keys and values of one layer.
  ///
  /// @param layer which layer, from 0
  /// @param k the packed prompts' keys, shape `[N,keyValueHeads·size]`
  /// @param v their values, of the same shape
  public void fill(int layer, Tensor k, Tensor v) {
    int from = 0;
    for (int row = 0; row < rows; row += copies) {
      for (int position = 0; position < lengths[row]; position++) {
        put(layer, row, position, k.data, v.data, from);
        from++;
      }
    }
  }

  /// Gives each prompt's keys and values to its other copies: full pages are shared, the last one
  /// is copied, since each copy goes on in it.
  public void share() {
    for (int row = 0; row < rows; row++) {
      int first = row - row % copies;
      int full = lengths[row] / page;
      for (int i = 0; row > first && i <= (lengths[row] - 1) / page; i++) {
        float[] source = pages[first * pagesPerRow + i];
        if (i < full) {
          pages[row * pagesPerRow + i] = source;
        } else {
          System.arraycopy(source, 0, pageFor(row, i * page), 0, source.length);
        }
      }
    }
  }

  /// How many tokens a sequence has so far, which is the position of its next one.
  ///
  /// @param row which sequence
  /// @return the tokens
  public int length(int row) {
    return lengths[row];
  }

  /// Adds the keys and values of each sequence's next token in one layer and attends with its
  /// query.
  ///
  /// @param layer which layer, from 0
  /// @param q the queries, shape `[rows,heads·size]`
  /// @param k the keys, shape `[rows,keyValueHeads·size]`
  /// @param v the values, of the same shape
  /// @return shape `[rows,heads·size]`; it takes no gradient
  public Tensor attend(int layer, Tensor q, Tensor k, Tensor v) {
    Scope home = Scope.of("attend", q, k, v);
    for (int row = 0; row < rows; row++) {
      put(layer, row, lengths[row], k.data, v.data, row);
    }
    float[] out = home.zeros(rows * queryRow);
    int longest = 0;
    for (int row = 0; row < rows; row++) {
      longest = Math.max(longest, matrixSize(row));
    }
    float[] scores = home.buffer(Math.max(TOGETHER, longest));
    float[] scratch = home.buffer(Kernels.scratchSize(form.heads(), form.size(), page));
    for (int row = 0; row < rows; ) {
      row = attend(layer, row, q.data, scores, out, scratch);
    }
    return home.over(out, home.lastShape().or(rows, queryRow));
  }

  /// Each sequence has its next token in every layer.
  public void advance() {
    for (int row = 0; row < rows; row++) {
      lengths[row]++;
    }
  }

  /// Keeps some sequences alone, which move up.
  ///
  /// @param kept which, ascending; not modified
  /// @param count how many
  public void retain(int[] kept, int count) {
    for (int i = 0; i < count; i++) {
      lengths[i] = lengths[kept[i]];
      System.arraycopy(pages, kept[i] * pagesPerRow, pages, i * pagesPerRow, pagesPerRow);
    }
    rows = count;
  }

  /// As many sequences from one on as have their scores held at once.
  ///
  /// @return the sequence that follows
  private int attend(
      int layer, int first, float[] q, float[] scores, float[] out, float[] scratch) {
    int end = first;
    int size = 0;
    while (end < rows && (end == first || size + matrixSize(end) <= TOGETHER)) {
      size += matrixSize(end);
      end++;
    }
    Arrays.fill(scores, 0, size, 0f);
    for (int row = first, at = 0; row < end; at += matrixSize(row), row++) {
      score(layer, row, q, scores, at);
    }
    Engine.KERNELS.exp(scores, scores, size);
    for (int row = first, at = 0; row < end; at += matrixSize(row), row++) {
      mix(layer, row, scores, at, out, scratch);
    }
    return end;
  }

  private int matrixSize(int row) {
    return form.heads() * AttentionBlock.padded(lengths[row] + 1);
  }

  /// What the softmax is the exponential of, `[heads,keys]` from `at` on.
  private void score(int layer, int row, float[] q, float[] scores, int at) {
    int keys = lengths[row] + 1;
    int width = AttentionBlock.padded(keys);
    int group = form.heads() / form.keyValueHeads();
    for (int from = 0; from < keys; from += page) {
      float[] source = pages[row * pagesPerRow + from / page];
      int n = Math.min(page, width - from);
      for (int h = 0; h < form.keyValueHeads(); h++) {
        int query = row * queryRow + h * group * form.size();
        int key = keyPlace(layer) + h * form.size() * page;
        int score = at + h * group * width + from;
        Engine.KERNELS.gemm(
            group,
            n,
            form.size(),
            q,
            query,
            form.size(),
            1,
            source,
            key,
            page,
            scores,
            score,
            width,
            scores);
      }
    }
    for (int h = 0; h < form.heads(); h++) {
      shift(scores, at + h * width, keys, width, scale);
    }
  }

  private static void shift(float[] scores, int at, int keys, int width, float scale) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = at; i < at + keys; i++) {
      max = Math.max(max, scores[i]);
    }
    for (int i = at; i < at + keys; i++) {
      scores[i] = (scores[i] - max) * scale;
    }
    Arrays.fill(scores, at + keys, at + width, Float.NEGATIVE_INFINITY);
  }

  /// The values, mixed as the exponentials say.
  private void mix(int layer, int row, float[] scores, int at, float[] out, float[] scratch) {
    int keys = lengths[row] + 1;
    int width = AttentionBlock.padded(keys);
    int group = form.heads() / form.keyValueHeads();
    for (int h = 0; h < form.heads(); h++) {
      divide(scores, at + h * width, keys);
    }
    for (int from = 0; from < keys; from += page) {
      float[] source = pages[row * pagesPerRow + from / page];
      int k = Math.min(page, keys - from);
      for (int h = 0; h < form.keyValueHeads(); h++) {
        int value = valuePlace(layer) + h * form.size() * page;
        int to = row * queryRow + h * group * form.size();
        int score = at + h * group * width + from;
        Engine.KERNELS.gemm(
            group,
            form.size(),
            k,
            scores,
            score,
            width,
            1,
            source,
            value,
            form.size(),
            out,
            to,
            form.size(),
            scratch);
      }
    }
  }

  private static void divide(float[] scores, int at, int keys) {
    float share = 1f / Sums.sum(scores, at, keys);
    for (int i = at; i < at + keys; i++) {
      scores[i] *= share;
    }
  }

  /// Keys lie in columns, `[keyValueHeads,size,page]`, values in rows, `[keyValueHeads,page,size]`:
  /// what one head reads of a page lies together.
  private void put(int layer, int row, int position, float[] k, float[] v, int from) {
    float[] target = pageFor(row, position);
    int at = position % page;
    int keys = keyPlace(layer) + at;
    for (int j = 0; j < keyRow; j++) {
      target[keys + j * page] = k[from * keyRow + j];
    }
    for (int h = 0, size = form.size(); h < form.keyValueHeads(); h++) {
      int value = valuePlace(layer) + (h * page + at) * size;
      System.arraycopy(v, from * keyRow + h * size, target, value, size);
    }
  }

  private int keyPlace(int layer) {
    return layer * 2 * keyRow * page;
  }

  private int valuePlace(int layer) {
    return (layer * 2 + 1) * keyRow * page;
  }

  private float[] pageFor(int row, int position) {
    int place = row * pagesPerRow + position / page;
    float[] present = pages[place];
    if (present.length > 0) {
      return present;
    }
    List<float[]> pool = pools.get(page / Kernels.MAX_LANES);
    if (usedPages == pool.size()) {
      pool.add(new float[layers * 2 * keyRow * page]);
    }
    float[] fresh = pool.get(usedPages++);
    pages[place] = fresh;
    return fresh;
  }
}
