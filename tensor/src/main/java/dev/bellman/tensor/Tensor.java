package dev.bellman.tensor;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A dense array of float32 with a shape, row-major, that remembers how it was computed.
///
/// Expressions read like the formula: `ratio.mul(advantage).min(ratio.clamp(1 - e, 1 +
/// e).mul(advantage)).mean()`. Operands of different shapes are expanded as in NumPy. A result
/// lives in the [Scope] of its operands. Each operation's derivative stands beside its forward
/// computation in the record that the method names.
public final class Tensor {
  final float[] data;
  final @Nullable Op op;
  final boolean differentiable;
  float @Nullable [] gradient;

  private final Shape shape;
  private final @Nullable Scope scope;
  private final int generation;

  Tensor(
      Shape shape, float[] data, @Nullable Scope scope, @Nullable Op op, boolean differentiable) {
    this.shape = shape;
    this.data = data;
    this.scope = scope;
    this.op = op;
    this.differentiable = differentiable;
    this.generation = scope == null ? 0 : scope.generation();
  }

  /// The extents.
  ///
  /// @return the shape
  public Shape shape() {
    return shape;
  }

  /// The number of elements.
  ///
  /// @return the product of the extents
  public int size() {
    return shape.size();
  }

  /// The values.
  ///
  /// @return a row-major copy
  public float[] toArray() {
    return Arrays.copyOf(data, size());
  }

  /// Copies the values into the caller's array.
  ///
  /// @param target where to; modified
  /// @param offset the first index written
  public void copyTo(float[] target, int offset) {
    System.arraycopy(data, 0, target, offset, size());
  }

  /// The only value.
  ///
  /// @return the value of a tensor of one element
  /// @throws IllegalStateException if there are more or none
  public float item() {
    if (size() != 1) {
      throw new IllegalStateException("item: must hold one element, got shape " + shape);
    }
    return data[0];
  }

  /// Adds the gradient of this scalar with respect to every parameter it was computed from.
  ///
  /// @param gradients where to add; of the parameters that were used. Modified
  /// @throws IllegalStateException if this is no scalar, or was computed in a scope that records
  ///   nothing
  public void backward(Gradients gradients) {
    if (size() != 1) {
      throw new IllegalStateException("backward: must start at a scalar, got shape " + shape);
    }
    home("backward", this).backward(this, gradients);
  }

  /// The same values, cut off from the graph: no gradient flows back through the result
  /// (stop-gradient).
  ///
  /// @return a tensor over the same values
  public Tensor detach() {
    return new Tensor(shape, data, scope, null, false);
  }

  /// `a + b`.
  ///
  /// @param b the other operand, expanded as needed
  /// @return the sum
  public Tensor add(Tensor b) {
    Shape common = Shape.broadcast(shape, b.shape, "add");
    return apply(new Elementwise.Add(expand(common, b), b.expand(common, this)), common, this, b);
  }

  /// `a + c`.
  ///
  /// @param c a number
  /// @return the sum
  public Tensor add(float c) {
    return affine(1f, c);
  }

  /// `a - b`.
  ///
  /// @param b the other operand, expanded as needed
  /// @return the difference
  public Tensor sub(Tensor b) {
    Shape common = Shape.broadcast(shape, b.shape, "sub");
    return apply(new Elementwise.Sub(expand(common, b), b.expand(common, this)), common, this, b);
  }

  /// `a - c`.
  ///
  /// @param c a number
  /// @return the difference
  public Tensor sub(float c) {
    return affine(1f, -c);
  }

  /// `a · b`, element by element.
  ///
  /// @param b the other operand, expanded as needed
  /// @return the product
  public Tensor mul(Tensor b) {
    Shape common = Shape.broadcast(shape, b.shape, "mul");
    return apply(new Elementwise.Mul(expand(common, b), b.expand(common, this)), common, this, b);
  }

  /// `c · a`.
  ///
  /// @param c a number
  /// @return the product
  public Tensor mul(float c) {
    return affine(c, 0f);
  }

  /// `a / b`, element by element.
  ///
  /// @param b the other operand, expanded as needed
  /// @return the quotient
  public Tensor div(Tensor b) {
    Shape common = Shape.broadcast(shape, b.shape, "div");
    return apply(new Elementwise.Div(expand(common, b), b.expand(common, this)), common, this, b);
  }

  /// `a / c`.
  ///
  /// @param c a number
  /// @return the quotient, computed as `a · (1 / c)`
  public Tensor div(float c) {
    return affine(1f / c, 0f);
  }

  /// The smaller of the two, element by element; the gradient goes to the smaller, to the first
  /// where they are equal.
  ///
  /// @param b the other operand, expanded as needed
  /// @return the minimum
  public Tensor min(Tensor b) {
    Shape common = Shape.broadcast(shape, b.shape, "min");
    return apply(new Elementwise.Min(expand(common, b), b.expand(common, this)), common, this, b);
  }

  /// The greater of the two, element by element; the gradient goes to the greater, to the first
  /// where they are equal.
  ///
  /// @param b the other operand, expanded as needed
  /// @return the maximum
  public Tensor max(Tensor b) {
    Shape common = Shape.broadcast(shape, b.shape, "max");
    return apply(new Elementwise.Max(expand(common, b), b.expand(common, this)), common, this, b);
  }

  /// `scale · a + shift`.
  ///
  /// @param scale the factor
  /// @param shift what is added
  /// @return the result
  public Tensor affine(float scale, float shift) {
    return apply(new Elementwise.Affine(this, scale, shift), shape, this);
  }

  /// `-a`.
  ///
  /// @return the negative
  public Tensor neg() {
    return affine(-1f, 0f);
  }

  /// `a²`.
  ///
  /// @return the square
  public Tensor square() {
    return mul(this);
  }

  /// `√a`.
  ///
  /// @return the square root
  public Tensor sqrt() {
    return apply(new Functions.Sqrt(this), shape, this);
  }

  /// Limits each element to a range; outside of it no gradient flows.
  ///
  /// @param low the least value
  /// @param high the greatest value
  /// @return the limited tensor
  public Tensor clamp(float low, float high) {
    return apply(new Elementwise.Clamp(this, low, high), shape, this);
  }

  /// `e^a`.
  ///
  /// @return the exponential
  public Tensor exp() {
    return apply(new Functions.Exp(this), shape, this);
  }

  /// The natural logarithm.
  ///
  /// @return the logarithm
  public Tensor log() {
    return apply(new Functions.Log(this), shape, this);
  }

  /// The hyperbolic tangent.
  ///
  /// @return the result
  public Tensor tanh() {
    return apply(new Functions.Tanh(this), shape, this);
  }

  /// `1 / (1 + e^-a)`.
  ///
  /// @return the logistic function
  public Tensor sigmoid() {
    return apply(new Functions.Sigmoid(this), shape, this);
  }

  /// `max(a, 0)`.
  ///
  /// @return the rectified tensor
  public Tensor relu() {
    return apply(new Functions.Relu(this), shape, this);
  }

  /// `a · sigmoid(a)`.
  ///
  /// @return the result
  public Tensor silu() {
    return apply(new Functions.Silu(this), shape, this);
  }

  /// `log(1 + e^a)`.
  ///
  /// @return the result
  public Tensor softplus() {
    return apply(new Functions.Softplus(this), shape, this);
  }

  /// Chooses element by element: `a` where the condition is not 0, else `b`.
  ///
  /// @param condition what to choose by; it takes no gradient
  /// @param a the value where the condition holds
  /// @param b the value elsewhere
  /// @return the chosen values
  public static Tensor where(Tensor condition, Tensor a, Tensor b) {
    Shape pair = Shape.broadcast(a.shape, b.shape, "where");
    Shape common = Shape.broadcast(condition.shape, pair, "where");
    Tensor c = condition.detach().expand(common, a.scope == null ? b : a);
    return apply(
        new Elementwise.Where(c, a.expand(common, c), b.expand(common, c)), common, c, a, b);
  }

  /// 1 where `a > b`, else 0; it takes no gradient.
  ///
  /// @param b the other operand, expanded as needed
  /// @return zeros and ones
  public Tensor greater(Tensor b) {
    Tensor difference = detach().sub(b.detach());
    for (int i = 0; i < difference.size(); i++) {
      difference.data[i] = difference.data[i] > 0f ? 1f : 0f;
    }
    return difference;
  }

  /// The matrix product.
  ///
  /// @param b the right operand, shape `[K,N]`
  /// @return for this of shape `[M,K]`, a tensor of shape `[M,N]`
  public Tensor matmul(Tensor b) {
    if (shape.rank() != 2 || b.shape.rank() != 2 || shape.dim(1) != b.shape.dim(0)) {
      throw new IllegalArgumentException(
          "matmul: inner dimensions must agree, got %s·%s (transpose an operand?)"
              .formatted(shape, b.shape));
    }
    return apply(new Matrices.MatMul(this, b), Shape.of(shape.dim(0), b.shape.dim(1)), this, b);
  }

  /// A dense layer in one step: `activation(x·W + b)`.
  ///
  /// @param weight shape `[I,O]`
  /// @param bias shape `[O]`
  /// @param activation what is applied to each element
  /// @return for this of shape `[B,I]`, a tensor of shape `[B,O]`
  public Tensor linear(Tensor weight, Tensor bias, Activation activation) {
    if (shape.rank() != 2
        || weight.shape.rank() != 2
        || shape.dim(1) != weight.shape.dim(0)
        || bias.size() != weight.shape.dim(1)) {
      throw new IllegalArgumentException(
          "linear: expected [B,I]·[I,O] + [O], got %s·%s + %s"
              .formatted(shape, weight.shape, bias.shape));
    }
    Shape result = Shape.of(shape.dim(0), weight.shape.dim(1));
    if (!activation.fromResult()) {
      return activation.of(linear(weight, bias, Activation.IDENTITY));
    }
    return apply(new Matrices.Linear(this, weight, bias, activation), result, this, weight, bias);
  }

  /// The matrix with rows and columns exchanged.
  ///
  /// @return for this of shape `[M,N]`, a tensor of shape `[N,M]`
  public Tensor transpose() {
    if (shape.rank() != 2) {
      throw new IllegalArgumentException("transpose: must have two dimensions, got " + shape);
    }
    return apply(new Matrices.Transpose(this), Shape.of(shape.dim(1), shape.dim(0)), this);
  }

  /// The sum of all elements.
  ///
  /// @return a scalar
  public Tensor sum() {
    return apply(new Reductions.Sum(this, 1f), Shape.SCALAR, this);
  }

  /// The mean of all elements.
  ///
  /// @return a scalar
  public Tensor mean() {
    return apply(new Reductions.Sum(this, 1f / size()), Shape.SCALAR, this);
  }

  /// The sum over one dimension, which is dropped.
  ///
  /// @param dimension from -rank to rank - 1
  /// @return the sums
  public Tensor sum(int dimension) {
    int axis = shape.axis(dimension, "sum");
    return apply(new Reductions.SumAxis(this, axis, 1f), shape.without(axis), this);
  }

  /// The mean over one dimension, which is dropped.
  ///
  /// @param dimension from -rank to rank - 1
  /// @return the means
  public Tensor mean(int dimension) {
    int axis = shape.axis(dimension, "mean");
    return apply(
        new Reductions.SumAxis(this, axis, 1f / shape.dim(axis)), shape.without(axis), this);
  }

  /// The greatest element along one dimension, which is dropped; the gradient goes to the first of
  /// the greatest.
  ///
  /// @param dimension from -rank to rank - 1
  /// @return the maxima
  public Tensor max(int dimension) {
    int axis = shape.axis(dimension, "max");
    return apply(new Reductions.MaxAxis(this, axis), shape.without(axis), this);
  }

  /// The logarithm of the softmax over the last dimension.
  ///
  /// @return a tensor of the same shape
  public Tensor logSoftmax() {
    return apply(new Reductions.LogSoftmax(this), shape, this);
  }

  /// The softmax over the last dimension.
  ///
  /// @return a tensor of the same shape
  public Tensor softmax() {
    return logSoftmax().exp();
  }

  /// Selects one element of each row.
  ///
  /// @param indices for each row an index into the last dimension; not modified, and not to be
  ///   changed before the scope is closed
  /// @return for this of shape `[...,A]`, a tensor of shape `[...]`
  /// @throws IllegalArgumentException if there are too few indices or one is out of range
  public Tensor gather(int[] indices) {
    Shape rows = shape.without(shape.axis(-1, "gather"));
    if (indices.length < rows.size()) {
      throw new IllegalArgumentException(
          "gather: shape %s needs %d indices, got %d"
              .formatted(shape, rows.size(), indices.length));
    }
    for (int i = 0; i < rows.size(); i++) {
      if (indices[i] < 0 || indices[i] >= shape.dim(-1)) {
        throw new IllegalArgumentException(
            "gather: index %d must be in [0, %d), got %d".formatted(i, shape.dim(-1), indices[i]));
      }
    }
    return apply(new Reductions.Gather(this, indices), rows, this);
  }

  /// The same values under another shape.
  ///
  /// @param extents the extents, of the same product
  /// @return a tensor over the same values
  public Tensor reshape(int... extents) {
    Shape other = Shape.of(extents);
    if (other.size() != size()) {
      throw new IllegalArgumentException(
          "reshape: %s must hold %d elements as %s does".formatted(other, size(), shape));
    }
    return apply(new Layouts.Reshape(this), other, this);
  }

  /// A part of one dimension.
  ///
  /// @param dimension from -rank to rank - 1
  /// @param from the first index, inclusive
  /// @param to the last index, exclusive
  /// @return the part
  public Tensor slice(int dimension, int from, int to) {
    int axis = shape.axis(dimension, "slice");
    if (from < 0 || to < from || to > shape.dim(axis)) {
      throw new IllegalArgumentException(
          "slice: range must be within [0, %d), got [%d, %d)".formatted(shape.dim(axis), from, to));
    }
    int[] extents = shape.toArray();
    extents[axis] = to - from;
    return apply(new Layouts.Slice(this, axis, from), Shape.of(extents), this);
  }

  /// Cuts one dimension into consecutive parts.
  ///
  /// @param dimension from -rank to rank - 1
  /// @param sizes the parts' extents, which add up to the dimension's
  /// @return the parts
  public List<Tensor> split(int dimension, int... sizes) {
    int axis = shape.axis(dimension, "split");
    if (Arrays.stream(sizes).sum() != shape.dim(axis)) {
      throw new IllegalArgumentException(
          "split: parts must add up to %d, got %s"
              .formatted(shape.dim(axis), Arrays.toString(sizes)));
    }
    Tensor[] parts = new Tensor[sizes.length];
    for (int i = 0, from = 0; i < sizes.length; from += sizes[i], i++) {
      parts[i] = slice(axis, from, from + sizes[i]);
    }
    return List.of(parts);
  }

  /// Puts tensors one after the other along one dimension.
  ///
  /// @param dimension from -rank to rank - 1
  /// @param parts at least one tensor; all other extents agree
  /// @return the whole
  public static Tensor concat(int dimension, Tensor... parts) {
    return Layouts.concat(dimension, parts);
  }

  /// This tensor repeated to a shape; the result lives in this tensor's scope or, for a parameter,
  /// in the partner's.
  Tensor expand(Shape target, Tensor partner) {
    if (shape.equals(target)) {
      return this;
    }
    Scope home = scope != null ? scope : home("expand", partner);
    return home.apply(new Layouts.Expand(this), target, differentiable);
  }

  /// A buffer with any content, for an operation that computes this tensor.
  float[] scratch(int size) {
    return home("scratch", this).buffer(size);
  }

  static Tensor apply(Op op, Shape shape, Tensor... operands) {
    boolean differentiable = false;
    for (Tensor operand : operands) {
      differentiable |= operand.differentiable;
    }
    return home(op.getClass().getSimpleName(), operands).apply(op, shape, differentiable);
  }

  private static Scope home(String operation, Tensor... operands) {
    Scope home = null;
    for (Tensor operand : operands) {
      if (operand.scope == null) {
        continue;
      }
      if (operand.generation != operand.scope.generation()) {
        throw new IllegalStateException(
            operation + ": the scope of an operand was closed (copy the values out before)");
      }
      if (home != null && home != operand.scope) {
        throw new IllegalStateException(operation + ": operands live in different scopes");
      }
      home = operand.scope;
    }
    if (home == null) {
      throw new IllegalStateException(
          operation + ": no operand lives in a scope (bring the parameter in with Tensor.in)");
    }
    return home;
  }

  /// A parameter as an operand of a scope, for expressions that start from parameters alone.
  ///
  /// @param target the scope
  /// @return a tensor of the same values in that scope; gradients flow back to the parameter
  public Tensor in(Scope target) {
    return target.apply(new Layouts.Reshape(this), shape, differentiable);
  }

  /// The shape and the first values.
  @Override
  public String toString() {
    int shown = Math.min(size(), 8);
    String values = Arrays.toString(Arrays.copyOf(data, shown));
    return "Tensor" + shape + (shown < size() ? values.replace("]", ", ...]") : values);
  }
}
