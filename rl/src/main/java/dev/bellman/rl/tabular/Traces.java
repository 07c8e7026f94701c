package dev.bellman.rl.tabular;

import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import java.util.Arrays;

/// Eligibility traces of one environment: what was visited lately and how much it still counts.
/// Sparse; a trace that has faded below 1e-8 is dropped.
final class Traces implements Stateful {
  private static final double FADED = 1e-8;

  private int[] places = new int[16];
  private double[] weights = new double[16];
  private int size;

  /// Counts a visit.
  void visit(int place, boolean replacing) {
    for (int k = 0; k < size; k++) {
      if (places[k] == place) {
        weights[k] = replacing ? 1 : weights[k] + 1;
        return;
      }
    }
    if (size == places.length) {
      resize(2 * size);
    }
    places[size] = place;
    weights[size] = 1;
    size++;
  }

  private void resize(int length) {
    places = Arrays.copyOf(places, length);
    weights = Arrays.copyOf(weights, length);
  }

  /// Multiplies all traces.
  void fade(double factor) {
    int kept = 0;
    for (int k = 0; k < size; k++) {
      double weight = weights[k] * factor;
      if (weight >= FADED) {
        places[kept] = places[k];
        weights[kept] = weight;
        kept++;
      }
    }
    size = kept;
  }

  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  int place(int k) {
    return places[k];
  }

  double weight(int k) {
    return weights[k];
  }

  @Override
  public void save(State out) {
    out.put("places", Arrays.copyOf(places, size));
    out.put("weights", Arrays.copyOf(weights, size));
  }

  @Override
  public void load(State in) {
    size = in.entry("places").shape()[0];
    resize(Math.max(16, size));
    System.arraycopy(in.ints("places", size), 0, places, 0, size);
    System.arraycopy(in.doubles("weights", size), 0, weights, 0, size);
  }
}
