package dev.bellman.examples;

import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;

/// How a class of your own takes part in checkpoints: it saves named arrays and loads them back.
final class NamedArrays {
  /// A running mean: two numbers that the future depends on.
  private static final class RunningMean implements Stateful {
    private double mean;
    private long count;

    void add(double value) {
      count++;
      mean += (value - mean) / count;
    }

    @Override
    public void save(State out) {
      out.put("mean", new double[] {mean});
      out.putLong("count", count);
    }

    @Override
    public void load(State in) {
      mean = in.doubles("mean", 1)[0];
      count = in.longValue("count");
    }
  }

  private NamedArrays() {}

  static void main() {
    var first = new RunningMean();
    first.add(1);
    first.add(2);
    var state = new State();
    first.save(state.at("returns"));

    var second = new RunningMean();
    second.load(state.at("returns"));
    second.add(6);
    IO.println(state.names() + ", mean of 1, 2 and 6: " + second.mean);
  }
}
