package dev.bellman.rl.env.wrappers;

import dev.bellman.tensor.State;

/// Reads saved arrays back into those that are in use.
final class Saved {
  private Saved() {}

  static void ints(State in, String name, int[] out) {
    System.arraycopy(in.ints(name, out.length), 0, out, 0, out.length);
  }

  static void floats(State in, String name, float[] out) {
    System.arraycopy(in.floats(name, out.length), 0, out, 0, out.length);
  }

  static void doubles(State in, String name, double[] out) {
    System.arraycopy(in.doubles(name, out.length), 0, out, 0, out.length);
  }

  static void put(State out, String name, ObservationRows rows) {
    out.put(name + ".values", rows.values());
    out.put(name + ".states", rows.states());
  }

  static void rows(State in, String name, ObservationRows rows) {
    floats(in, name + ".values", rows.values());
    ints(in, name + ".states", rows.states());
  }
}
