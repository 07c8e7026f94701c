package dev.bellman.rl.env.classic;

/// Sine and cosine with the same bits in every stage of the compiler and on every machine: Taylor
/// polynomials in the angles that occur (below 2^-53 of error for |x| <= 0.5); outside that range
/// [StrictMath] does the same at less speed.
final class Trig {
  private Trig() {}

  static double sin(double x) {
    if (!(Math.abs(x) <= 0.5)) {
      return StrictMath.sin(x);
    }
    double s = x * x;
    double tail = 1.0 / 6_227_020_800.0;
    tail = tail * s - 1.0 / 39_916_800;
    tail = tail * s + 1.0 / 362_880;
    tail = tail * s - 1.0 / 5040;
    tail = tail * s + 1.0 / 120;
    tail = tail * s - 1.0 / 6;
    return x + x * s * tail;
  }

  static double cos(double x) {
    if (!(Math.abs(x) <= 0.5)) {
      return StrictMath.cos(x);
    }
    double s = x * x;
    double tail = -1.0 / 87_178_291_200.0;
    tail = tail * s + 1.0 / 479_001_600;
    tail = tail * s - 1.0 / 3_628_800;
    tail = tail * s + 1.0 / 40_320;
    tail = tail * s - 1.0 / 720;
    tail = tail * s + 1.0 / 24;
    tail = tail * s - 0.5;
    return 1 + s * tail;
  }
}
