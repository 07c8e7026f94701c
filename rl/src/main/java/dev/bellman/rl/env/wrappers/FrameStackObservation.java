package dev.bellman.rl.env.wrappers;

import dev.bellman.rl.env.Box;
import dev.bellman.rl.env.Space;
import dev.bellman.tensor.State;

/// Shows the last k observations of a [Box], the oldest first, as one of shape `[k, ...]`.
///
/// @param stackSize k, at least 2
/// @param padding what stands for the observations before the first one of an episode
public record FrameStackObservation(int stackSize, Padding padding)
    implements ObservationWrapper<float[], float[]> {
  /// What stands for the observations before the first.
  public enum Padding {
    /// The first observation itself.
    RESET,
    /// Zeros, or the bounds next to zero.
    ZERO
  }

  /// Checks the size.
  ///
  /// @throws IllegalArgumentException if it is less than 2
  public FrameStackObservation {
    Need.atLeast("FrameStackObservation.stackSize", 2, stackSize);
  }

  /// A stack that begins as copies of the first observation.
  ///
  /// @param stackSize how many are shown, at least 2
  public FrameStackObservation(int stackSize) {
    this(stackSize, Padding.RESET);
  }

  @Override
  public ObservationMap map(Space<?> space, int n) {
    return new Stack(Need.box("FrameStackObservation", "observation space", space), this, n);
  }

  private static final class Stack implements ObservationMap {
    private final Box space;
    private final int width;
    private final int size;
    private final float[] padding;
    private final boolean zeros;

    /// `[N, k, D]`.
    private final float[] stacks;

    Stack(Box box, FrameStackObservation wrapper, int n) {
      width = box.flatSize();
      size = wrapper.stackSize * width;
      space = repeated(box, wrapper.stackSize);
      padding = new float[width];
      box.clip(padding, padding);
      zeros = wrapper.padding == Padding.ZERO;
      stacks = new float[Math.multiplyExact(n, size)];
    }

    private static Box repeated(Box box, int times) {
      int width = box.flatSize();
      var low = new float[times * width];
      var high = new float[times * width];
      for (int k = 0; k < times; k++) {
        System.arraycopy(box.low(), 0, low, k * width, width);
        System.arraycopy(box.high(), 0, high, k * width, width);
      }
      int[] inner = box.shape();
      var shape = new int[inner.length + 1];
      shape[0] = times;
      System.arraycopy(inner, 0, shape, 1, inner.length);
      return Box.of(low, high, shape);
    }

    @Override
    public Space<?> space() {
      return space;
    }

    @Override
    public void start(int i, ObservationRows in, ObservationRows out) {
      for (int at = i * size; at < (i + 1) * size; at += width) {
        if (zeros) {
          System.arraycopy(padding, 0, stacks, at, width);
        } else {
          System.arraycopy(in.values(), in.at(i), stacks, at, width);
        }
      }
      next(i, in, out);
    }

    @Override
    public void next(int i, ObservationRows in, ObservationRows out) {
      int from = i * size;
      System.arraycopy(stacks, from + width, stacks, from, size - width);
      System.arraycopy(in.values(), in.at(i), stacks, from + size - width, width);
      System.arraycopy(stacks, from, out.values(), out.at(i), size);
    }

    @Override
    public void save(State out) {
      out.put("stacks", stacks);
    }

    @Override
    public void load(State in) {
      Saved.floats(in, "stacks", stacks);
    }
  }
}
