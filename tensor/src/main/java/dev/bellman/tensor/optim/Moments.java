package dev.bellman.tensor.optim;

import dev.bellman.tensor.Parameters;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import java.util.Arrays;
import java.util.List;

/// One array for each parameter, of its size: a running statistic that an optimiser keeps.
final class Moments implements Stateful {
  private final List<String> names;
  private final float[][] arrays;

  Moments(Parameters parameters, float first) {
    this.names = parameters.names();
    this.arrays = new float[names.size()][];
    for (int i = 0; i < arrays.length; i++) {
      arrays[i] = new float[parameters.get(names.get(i)).size()];
      Arrays.fill(arrays[i], first);
    }
  }

  float[] of(int index) {
    return arrays[index];
  }

  @Override
  public void save(State out) {
    for (int i = 0; i < arrays.length; i++) {
      out.put(names.get(i), arrays[i]);
    }
  }

  @Override
  public void load(State in) {
    for (int i = 0; i < arrays.length; i++) {
      System.arraycopy(
          in.floats(names.get(i), arrays[i].length), 0, arrays[i], 0, arrays[i].length);
    }
  }
}
