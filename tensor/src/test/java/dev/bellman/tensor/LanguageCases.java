package dev.bellman.tensor;

import static dev.bellman.tensor.Doubles.sigmoid;

/// The cases of what transformers are made of.
final class LanguageCases {
  private LanguageCases() {}

  static void add(OpCases cases) {
    lookups(cases);
    norms(cases);
    rotations(cases);
    for (int[] shape : new int[][] {{1}, {2, 3}, {3, 17}, {0, 3}}) {
      cases.add(
          "swiGlu",
          SwiGlu.Gate.class,
          new int[][] {shape, shape},
          t -> SwiGlu.of(t[0], t[1]),
          v -> {
            double[] y = v[0].clone();
            for (int i = 0; i < y.length; i++) {
              y[i] *= sigmoid(y[i]) * v[1][i];
            }
            return y;
          });
    }
    attention(cases, new Attention.Heads(1, 1, 1), 0, 1);
    attention(cases, new Attention.Heads(2, 2, 3), 0, 4);
    attention(cases, new Attention.Heads(2, 2, 3), 0, 1, 4);
    attention(cases, new Attention.Heads(4, 2, 8), 0, 3, 3, 5);
    attention(cases, new Attention.Heads(3, 1, 2), 0, 2, 5);
    attention(cases, new Attention.Heads(1, 1, 2), 0, 67);
    attention(cases, new Attention.Heads(1, 1, 16), 0, 18);
  }

  private static void lookups(OpCases cases) {
    int[][] wanted = {{9, 2, 0, 2}, {9, 1, 1, 1}};
    for (int[] rows : wanted) {
      cases.add(
          "rows",
          Lookup.Rows.class,
          new int[][] {{3, 2}},
          t -> Lookup.rows(t[0], rows, 1, 3),
          v -> {
            double[] y = new double[6];
            for (int i = 0; i < 6; i++) {
              y[i] = v[0][rows[1 + i / 2] * 2 + i % 2];
            }
            return y;
          });
    }
    for (int[] size : new int[][] {{2, 3, 4}, {1, 1, 1}, {5, 4, 17}, {0, 2, 3}}) {
      int rows = size[0];
      int width = size[1];
      int table = size[2];
      cases.add(
          "scores",
          Lookup.Scores.class,
          new int[][] {{rows, width}, {table, width}},
          t -> Lookup.scores(t[0], t[1]),
          v -> {
            double[] y = new double[rows * table];
            for (int i = 0; i < y.length; i++) {
              for (int p = 0; p < width; p++) {
                y[i] += v[0][i / table * width + p] * v[1][i % table * width + p];
              }
            }
            return y;
          });
    }
  }

  private static void norms(OpCases cases) {
    for (int[] size : new int[][] {{2, 3, 3}, {1, 17, 17}, {3, 8, 4}, {0, 2, 2}, {2, 32, 32}}) {
      int width = size[2];
      for (float epsilon : new float[] {1e-6f, 0.25f}) {
        cases.add(
            "rmsNorm " + epsilon,
            RmsNorm.Norm.class,
            new int[][] {{size[0], size[1]}, {width}},
            t -> RmsNorm.of(t[0], t[1], epsilon),
            v -> normalised(v[0], v[1], epsilon));
      }
    }
  }

  private static double[] normalised(double[] x, double[] weight, double epsilon) {
    double[] y = new double[x.length];
    int width = weight.length;
    for (int from = 0; from < x.length; from += width) {
      double squares = 0;
      for (int j = 0; j < width; j++) {
        squares += x[from + j] * x[from + j];
      }
      double root = Math.sqrt(squares / width + epsilon);
      for (int j = 0; j < width; j++) {
        y[from + j] = weight[j] * x[from + j] / root;
      }
    }
    return y;
  }

  private static void rotations(OpCases cases) {
    Rotary four = new Rotary(4, 10_000);
    Rotary other = new Rotary(4, 100);
    int[] positions = {9, 0, 5, 70};
    for (Rotary rotary : new Rotary[] {four, other}) {
      double theta = rotary == four ? 10_000 : 100;
      for (int columns : new int[] {4, 8}) {
        for (int from : new int[] {0, 1}) {
          cases.add(
              "rotary " + theta + " from " + from,
              Rotary.Rotate.class,
              new int[][] {{3, columns}},
              t -> rotary.apply(t[0], positions, from),
              v -> turned(v[0], columns, positions, from, theta));
        }
      }
    }
  }

  private static double[] turned(double[] x, int columns, int[] positions, int from, double theta) {
    double[] y = new double[x.length];
    for (int at = 0; at < x.length; at += 4) {
      for (int j = 0; j < 2; j++) {
        double angle = positions[from + at / columns] * Math.pow(theta, -j / 2.0);
        y[at + j] = x[at + j] * Math.cos(angle) - x[at + 2 + j] * Math.sin(angle);
        y[at + 2 + j] = x[at + 2 + j] * Math.cos(angle) + x[at + j] * Math.sin(angle);
      }
    }
    return y;
  }

  private static void attention(OpCases cases, Attention.Heads form, int... starts) {
    int sequences = starts.length - 1;
    int rows = starts[sequences];
    int[] queries = {rows, form.heads() * form.size()};
    int[] keys = {rows, form.keyValueHeads() * form.size()};
    cases.add(
        "attention " + form,
        Attention.Causal.class,
        new int[][] {queries, keys, keys},
        t -> Attention.causal(t[0], t[1], t[2], starts, sequences, form),
        v -> attended(v[0], v[1], v[2], starts, form));
  }

  private static double[] attended(
      double[] q, double[] k, double[] v, int[] starts, Attention.Heads form) {
    double[] y = new double[q.length];
    int width = form.heads() * form.size();
    for (int s = 0; s < starts.length - 1; s++) {
      for (int t = starts[s]; t < starts[s + 1]; t++) {
        for (int h = 0; h < form.heads(); h++) {
          int group = form.heads() / form.keyValueHeads();
          attend(q, k, v, t * width + h * form.size(), starts[s], t, h / group, form, y);
        }
      }
    }
    return y;
  }

  private static void attend(
      double[] q,
      double[] k,
      double[] v,
      int query,
      int start,
      int t,
      int keyHead,
      Attention.Heads form,
      double[] y) {
    int size = form.size();
    double[] weights = new double[t + 1 - start];
    double sum = 0;
    for (int u = start; u <= t; u++) {
      int key = (u * form.keyValueHeads() + keyHead) * size;
      double score = 0;
      for (int j = 0; j < size; j++) {
        score += q[query + j] * k[key + j];
      }
      weights[u - start] = Math.exp(score / Math.sqrt(size));
      sum += weights[u - start];
    }
    for (int u = start; u <= t; u++) {
      int value = (u * form.keyValueHeads() + keyHead) * size;
      for (int j = 0; j < size; j++) {
        y[query + j] += weights[u - start] / sum * v[value + j];
      }
    }
  }
}
