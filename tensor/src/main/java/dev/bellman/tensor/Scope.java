package dev.bellman.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where intermediate tensors live: their buffers, and the tape from which [Tensor#backward] runs.
///
/// An operation's result lives in the scope of its operands; parameters live in none and may be
/// mixed in freely. Closing gives everything back to the scope, which may then be used again: a
/// step that asks for the same in the same order allocates nothing, neither arrays nor objects.
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
  /// After how many closings a tensor's object serves again, at the same place. Until then whoever
  /// still holds it is refused. Few steps have a multiple of so many shards: what one keeps by
  /// mistake does not come to life in the next.
  private static final int ROUNDS = 7;

  private static final float[] NOTHING = new float[0];

  private final boolean recording;
  private final List<float[]> buffers = new ArrayList<>();
  private final List<int[]> indices = new ArrayList<>();
  private final List<List<Tensor>> rounds =
      Stream.<List<Tensor>>generate(ArrayList::new).limit(ROUNDS).toList();
  private final Op.Backward pass = new Op.Backward(this);

  /// The tensors of this round in order of request, which is the tape, and then those that are left
  /// of an earlier one.
  private List<Tensor> tensors = rounds.getFirst();

  private int used;
  private int usedIndices;
  private int usedTensors;
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
    return constant(values, lastShape().or(shape));
  }

  /// A matrix over the caller's array; see the form for any shape.
  ///
  /// @param values row-major values, at least `rows · columns`
  /// @param rows how many rows
  /// @param columns how many columns
  /// @return the tensor
  public Tensor constant(float[] values, int rows, int columns) {
    return constant(values, lastShape().or(rows, columns));
  }

  Tensor constant(float[] values, Shape shape) {
    if (values.length < shape.size()) {
      throw new IllegalArgumentException(
          "constant: shape %s needs %d values, got %d"
              .formatted(shape, shape.size(), values.length));
    }
    return over(values, shape);
  }

  /// A tensor of a copy of some of the caller's values; it takes no gradient.
  ///
  /// @param values row-major values; not modified
  /// @param from the first value
  /// @param shape the extents
  /// @return the tensor
  public Tensor copyOf(float[] values, int from, int... shape) {
    Shape extents = lastShape().or(shape);
    float[] copy = buffer(extents.size());
    System.arraycopy(values, from, copy, 0, extents.size());
    return over(copy, extents);
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
    return over(copy, lastShape().or(to - from, width));
  }

  /// A tensor of some of the caller's numbers, copied side by side; it takes no gradient.
  ///
  /// @param values the numbers; not modified
  /// @param places which of them; not modified
  /// @param from the place of the first one in `places`
  /// @param to the place after the last one
  /// @return shape `[to - from]`
  public Tensor select(float[] values, int[] places, int from, int to) {
    float[] copy = buffer(to - from);
    for (int i = from; i < to; i++) {
      copy[i - from] = values[places[i]];
    }
    return over(copy, lastShape().or(to - from));
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
    return over(values, lastShape().or(rows, columns));
  }

  /// A tensor of one number repeated; it takes no gradient.
  ///
  /// @param value the number
  /// @param shape the extents
  /// @return the tensor
  public Tensor full(float value, int... shape) {
    Shape extents = lastShape().or(shape);
    float[] values = buffer(extents.size());
    Arrays.fill(values, 0, extents.size(), value);
    return over(values, extents);
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

  /// What is kept with a tensor; see [#keep].
  ///
  /// @param tensor any tensor
  /// @return what was last kept with this object, in this round or in an earlier one; null if
  ///   nothing was
  public static @Nullable Object kept(Tensor tensor) {
    return tensor.kept;
  }

  /// Keeps a record with a tensor that is part of it. Whoever makes such a record in every step
  /// looks at [#kept] first: tensors serve again, so the record of an earlier round may hold all
  /// the parts of the one that is wanted, and a steady state makes none.
  ///
  /// @param tensor a part of the record
  /// @param made the record
  /// @param <T> its type
  /// @return the same record
  public static <T> T keep(Tensor tensor, T made) {
    tensor.kept = made;
    return made;
  }

  /// Gives everything back. Tensors of this scope must not be used any more; whoever uses one is
  /// refused until its object serves again as another tensor, at the earliest in the seventh round
  /// from here.
  @Override
  public void close() {
    used = 0;
    usedIndices = 0;
    usedTensors = 0;
    generation++;
    tensors = rounds.get(Math.floorMod(generation, ROUNDS));
  }

  /// The scope that an operand of an operation lives in.
  static Scope of(Object operation, Tensor a) {
    return found(operation, join(operation, null, a));
  }

  /// The scope that the operands of an operation live in.
  static Scope of(Object operation, Tensor a, Tensor b) {
    return found(operation, join(operation, join(operation, null, a), b));
  }

  /// The scope that the operands of an operation live in.
  static Scope of(Object operation, Tensor... operands) {
    Scope home = null;
    for (Tensor operand : operands) {
      home = join(operation, home, operand);
    }
    return found(operation, home);
  }

  private static @Nullable Scope join(Object operation, @Nullable Scope home, Tensor operand) {
    Scope scope = operand.scope;
    if (scope == null) {
      return home;
    }
    if (operand.generation != scope.generation) {
      throw new IllegalStateException(
          Op.name(operation) + ": the scope of an operand was closed (copy the values out before)");
    }
    if (home != null && home != scope) {
      throw new IllegalStateException(Op.name(operation) + ": operands live in different scopes");
    }
    return scope;
  }

  private static Scope found(Object operation, @Nullable Scope home) {
    if (home == null) {
      throw new IllegalStateException(
          Op.name(operation)
              + ": no operand lives in a scope (bring the parameter in with Tensor.in)");
    }
    return home;
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

  /// The tensor that an operation on some operands is to fill in. It still has the operation and
  /// the shape that it had when it last served.
  static Tensor next(Class<? extends Op> operation, Tensor a) {
    return of(operation, a).next(a.differentiable);
  }

  /// See the form for one operand.
  static Tensor next(Class<? extends Op> operation, Tensor a, Tensor b) {
    return of(operation, a, b).next(a.differentiable || b.differentiable);
  }

  /// See the form for one operand.
  static Tensor next(Class<? extends Op> operation, Tensor a, Tensor b, Tensor c) {
    Scope home = found(operation, join(operation, join(operation, join(operation, null, a), b), c));
    return home.next(a.differentiable || b.differentiable || c.differentiable);
  }

  /// The next tensor of this round, to be filled in.
  Tensor next(boolean differentiable) {
    Tensor tensor = upcoming();
    usedTensors++;
    tensor.generation = generation;
    tensor.differentiable = recording && differentiable;
    if (tensor.gradient != null) {
      tensor.gradient = null;
    }
    return tensor;
  }

  /// Fills in a tensor by an operation, which is there: either it serves again or was just made.
  static Tensor compute(Tensor y, @Nullable Op made, Shape shape) {
    Op op = Objects.requireNonNull(made);
    fill(y, scratch(y, shape.size()), shape, op);
    op.forward(y);
    return y;
  }

  /// A buffer with any content, for an operation that computes a tensor.
  static float[] scratch(Tensor y, int size) {
    return Objects.requireNonNull(y.scope).buffer(size);
  }

  /// A constant over an array.
  Tensor over(float[] values, Shape shape) {
    return fill(next(false), values, shape, null);
  }

  /// Writes what changes alone: collectors charge for references that are written into old objects.
  @SuppressWarnings("ReferenceEquality") // the same objects are what is looked for
  private static Tensor fill(Tensor tensor, float[] data, Shape shape, @Nullable Op op) {
    if (tensor.data != data) {
      tensor.data = data;
    }
    if (tensor.shape != shape) {
      tensor.shape = shape;
    }
    if (tensor.op != op) {
      tensor.op = op;
    }
    return tensor;
  }

  /// The shape that the next tensor of this round had when it last served.
  Shape lastShape() {
    return upcoming().shape();
  }

  private Tensor upcoming() {
    if (usedTensors == tensors.size()) {
      tensors.add(new Tensor(Shape.SCALAR, NOTHING, this, false));
    }
    return tensors.get(usedTensors);
  }

  /// The tensors so far, in the order in which they were computed, and then some that are left of
  /// earlier rounds. It grows with what is computed while it is looked at.
  List<Tensor> tape(String operation) {
    requireRecording(operation);
    return tensors;
  }

  private void requireRecording(String operation) {
    if (!recording) {
      throw new IllegalStateException(
          operation + ": this scope records no graph (open it with Scope.recording())");
    }
  }

  /// Runs the tape backwards from a scalar. Each tensor's gradient is forgotten once it has been
  /// passed on, so that another scalar of the same graph can follow.
  void backward(Tensor loss, Gradients gradients) {
    if (loss.size() != 1) {
      throw new IllegalStateException("backward: must start at a scalar, got shape " + loss.shape);
    }
    requireRecording("backward");
    if (!loss.differentiable) {
      return;
    }
    pass.begin(gradients);
    float[] seed = zeros(1);
    seed[0] = 1f;
    loss.gradient = seed;
    for (int i = usedTensors - 1; i >= 0; i--) {
      Tensor y = tensors.get(i);
      float[] dy = y.gradient;
      Op op = y.op;
      if (dy != null && op != null) {
        y.gradient = null;
        op.backward(y, dy, pass);
      }
    }
  }
}
