package dev.bellman.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Where intermediate tensors live: their buffers, and the tape from which [Tensor#backward] runs.
///
/// An operation's result lives in the scope of its operands; parameters live in none and may be
/// mixed in freely. Closing gives every buffer back to the scope, which may then be used again: a
/// step that asks for the same sizes in the same order allocates nothing.
///
/// ```java
/// Scope scope = Scope.recording();
/// try (scope) {
///   Tensor loss = net.forward(scope.constant(observations, 256, 4)).square().mean();
///   loss.backward(gradients);
/// }
/// ```
///
/// Confined to one thread at a time; parameters are only read, so several scopes may use them at
/// once.
public final class Scope implements AutoCloseable {
  private final boolean recording;
  private final List<float[]> buffers = new ArrayList<>();
  private final List<int[]> indices = new ArrayList<>();
  private final List<Tensor> tape = new ArrayList<>();
  private int used;
  private int usedIndices;
  private int generation;

  private Scope(boolean recording) {
    this.recording = recording;
  }

  /// A scope that records what [Tensor#backward] needs.
  ///
  /// @return an empty scope
  public static Scope recording() {
    return new Scope(true);
  }

  /// A scope that computes values alone: no graph is built.
  ///
  /// @return an empty scope
  public static Scope inference() {
    return new Scope(false);
  }

  /// A tensor over the caller's array, without a copy; it takes no gradient.
  ///
  /// @param values row-major values, at least as many as the shape holds; the caller must not
  ///   change them before the scope is closed
  /// @param shape the extents
  /// @return the tensor
  /// @throws IllegalArgumentException if there are too few values
  public Tensor constant(float[] values, int... shape) {
    Shape extents = Shape.of(shape);
    if (values.length < extents.size()) {
      throw new IllegalArgumentException(
          "constant: shape %s needs %d values, got %d"
              .formatted(extents, extents.size(), values.length));
    }
    return new Tensor(extents, values, this, null, false);
  }

  /// A tensor of a copy of some of the caller's values; it takes no gradient.
  ///
  /// @param values row-major values; not modified
  /// @param from the first value
  /// @param shape the extents
  /// @return the tensor
  public Tensor copyOf(float[] values, int from, int... shape) {
    Shape extents = Shape.of(shape);
    float[] copy = buffer(extents.size());
    System.arraycopy(values, from, copy, 0, extents.size());
    return new Tensor(extents, copy, this, null, false);
  }

  /// A tensor of some rows of the caller's matrix, copied side by side; it takes no gradient.
  ///
  /// @param values row-major values; not modified
  /// @param width the matrix's columns
  /// @param rows which rows; not modified
  /// @param from the place of the first one in `rows`
  /// @param to the place after the last one
  /// @return shape `[to - from, width]`
  public Tensor rows(float[] values, int width, int[] rows, int from, int to) {
    float[] copy = buffer((to - from) * width);
    for (int i = from; i < to; i++) {
      System.arraycopy(values, rows[i] * width, copy, (i - from) * width, width);
    }
    return new Tensor(Shape.of(to - from, width), copy, this, null, false);
  }

  /// A tensor of some of the caller's numbers, copied side by side; it takes no gradient.
  ///
  /// @param values the numbers; not modified
  /// @param places which of them; not modified
  /// @param from the place of the first one in `places`
  /// @param to the place after the last one
  /// @return shape `[to - from]`
  public Tensor select(float[] values, int[] places, int from, int to) {
    return rows(values, 1, places, from, to).reshape(to - from);
  }

  /// Rows that are 0 but for a 1 in one column; they take no gradient.
  ///
  /// @param indices the columns of the ones; not modified
  /// @param from the index of the first row
  /// @param rows how many rows
  /// @param columns how many columns
  /// @return shape `[rows, columns]`
  public Tensor oneHot(int[] indices, int from, int rows, int columns) {
    float[] values = zeros(rows * columns);
    for (int row = 0; row < rows; row++) {
      values[row * columns + indices[from + row]] = 1f;
    }
    return new Tensor(Shape.of(rows, columns), values, this, null, false);
  }

  /// A tensor of one number repeated; it takes no gradient.
  ///
  /// @param value the number
  /// @param shape the extents
  /// @return the tensor
  public Tensor full(float value, int... shape) {
    Shape extents = Shape.of(shape);
    float[] values = buffer(extents.size());
    Arrays.fill(values, 0, extents.size(), value);
    return new Tensor(extents, values, this, null, false);
  }

  /// An array to fill in, such as for [#constant], lent until this scope closes.
  ///
  /// @param size how many numbers are needed
  /// @return at least so many, with any content
  public float[] floats(int size) {
    return buffer(size);
  }

  /// An array to fill in, such as for [Tensor#gather], lent until this scope closes.
  ///
  /// @param size how many numbers are needed
  /// @return at least so many, with any content
  public int[] ints(int size) {
    if (usedIndices == indices.size()) {
      indices.add(new int[size]);
    } else if (indices.get(usedIndices).length < size) {
      indices.set(usedIndices, new int[size]);
    }
    return indices.get(usedIndices++);
  }

  /// Gives all buffers back. Tensors of this scope must not be used any more.
  @Override
  public void close() {
    used = 0;
    usedIndices = 0;
    generation++;
    tape.clear();
  }

  /// The scope that the operands of an operation live in.
  static Scope of(Object operation, Tensor... operands) {
    Scope home = null;
    for (Tensor operand : operands) {
      if (operand.scope == null) {
        continue;
      }
      if (operand.generation != operand.scope.generation) {
        throw new IllegalStateException(
            named(operation) + ": the scope of an operand was closed (copy the values out before)");
      }
      if (home != null && home != operand.scope) {
        throw new IllegalStateException(named(operation) + ": operands live in different scopes");
      }
      home = operand.scope;
    }
    if (home == null) {
      throw new IllegalStateException(
          named(operation)
              + ": no operand lives in a scope (bring the parameter in with Tensor.in)");
    }
    return home;
  }

  private static String named(Object operation) {
    return operation instanceof Op op ? op.getClass().getSimpleName() : operation.toString();
  }

  int generation() {
    return generation;
  }

  /// A buffer of at least `size` floats with any content, until this scope closes.
  float[] buffer(int size) {
    if (used == buffers.size()) {
      buffers.add(new float[size]);
    } else if (buffers.get(used).length < size) {
      buffers.set(used, new float[size]);
    }
    return buffers.get(used++);
  }

  /// A buffer whose first `size` floats are zero.
  float[] zeros(int size) {
    float[] buffer = buffer(size);
    Arrays.fill(buffer, 0, size, 0f);
    return buffer;
  }

  /// Computes an operation in the scope of its operands.
  static Tensor apply(Op op, Shape shape, Tensor... operands) {
    boolean differentiable = false;
    for (Tensor operand : operands) {
      differentiable |= operand.differentiable;
    }
    return of(op, operands).record(op, shape, differentiable);
  }

  /// Computes an operation and, if a gradient may flow through it, puts its result on the tape.
  Tensor record(Op op, Shape shape, boolean differentiable) {
    boolean recorded = recording && differentiable;
    Tensor result = new Tensor(shape, buffer(shape.size()), this, recorded ? op : null, recorded);
    op.forward(result);
    if (recorded) {
      tape.add(result);
    }
    return result;
  }

  /// Runs the tape backwards from a scalar. Each tensor's gradient is forgotten once it has been
  /// passed on, so that another scalar of the same graph can follow.
  void backward(Tensor loss, Gradients gradients) {
    if (!recording) {
      throw new IllegalStateException(
          "backward: this scope records no graph (open it with Scope.recording())");
    }
    Op.Backward pass = new Op.Backward(this, gradients);
    if (loss.op == null) {
      return;
    }
    float[] seed = zeros(1);
    seed[0] = 1f;
    loss.gradient = seed;
    for (int i = tape.size() - 1; i >= 0; i--) {
      Tensor y = tape.get(i);
      float[] dy = y.gradient;
      if (dy != null && y.op != null) {
        y.gradient = null;
        y.op.backward(y, dy, pass);
      }
    }
  }
}
