package dev.bellman.tensor;

/// Sums over eight virtual lanes (of differences, over four) in a fixed order: lane j adds up the
/// elements whose index is j modulo 8, then the lanes are added pairwise. The order does not depend
/// on the vector width of the machine, so neither do the bits; eight independent chains also hide
/// the latency of an addition.
final class Sums {
  private Sums() {}

  static float sum(float[] x, int from, int n) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    int end = from + n;
    int i = from;
    for (; i <= end - 8; i += 8) {
      s0 += x[i];
      s1 += x[i + 1];
      s2 += x[i + 2];
      s3 += x[i + 3];
      s4 += x[i + 4];
      s5 += x[i + 5];
      s6 += x[i + 6];
      s7 += x[i + 7];
    }
    s0 += i < end ? x[i] : 0f;
    s1 += i + 1 < end ? x[i + 1] : 0f;
    s2 += i + 2 < end ? x[i + 2] : 0f;
    s3 += i + 3 < end ? x[i + 3] : 0f;
    s4 += i + 4 < end ? x[i + 4] : 0f;
    s5 += i + 5 < end ? x[i + 5] : 0f;
    s6 += i + 6 < end ? x[i + 6] : 0f;
    return ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7));
  }

  static double squaredDifferences(float[] x, float[] y, int n) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i <= n - 4; i += 4) {
      double d0 = (double) x[i] - y[i];
      double d1 = (double) x[i + 1] - y[i + 1];
      double d2 = (double) x[i + 2] - y[i + 2];
      double d3 = (double) x[i + 3] - y[i + 3];
      s0 += d0 * d0;
      s1 += d1 * d1;
      s2 += d2 * d2;
      s3 += d3 * d3;
    }
    for (; i < n; i++) {
      double d = (double) x[i] - y[i];
      s0 += d * d;
    }
    return (s0 + s2) + (s1 + s3);
  }
}
