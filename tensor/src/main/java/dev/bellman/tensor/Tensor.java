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
  float[] data;
  @Nullable Op op;
  boolean differentiable;
  float @Nullable [] gradient;
  @Nullable Tensor tangent;

  final @Nullable Scope scope;
  int generation;
  Shape shape;
  @Nullable Object kept;

  Tensor(Shape shape, float[] data, @Nullable Scope scope, boolean differentiable) {
    this.shape = shape;
    this.data = data;
    this.scope = scope;
    this.differentiable = differentiable;
  }

  /// {@return the extents}
  public Shape shape() {
    return shape;
  }

  /// {@return the number of elements}
  public int size() {
    return shape.size();
  }

  /// {@return a row-major copy of the values}
  public float[] toArray() {
    return Arrays.copyOf(readable("toArray"), size());
  }

  /// {@return one value}
  ///
  /// @param index the element's place in row-major order
  public float get(int index) {
    return data[index];
  }

  /// Copies the values into the caller's array.
  ///
  /// @param target where to; modified
  /// @param offset the first index written
  public void copyTo(float[] target, int offset) {
    System.arraycopy(readable("copyTo"), 0, target, offset, size());
  }

  /// {@return the value of a tensor of one element}
  ///
  /// @throws IllegalStateException if there are more or none
  public float item() {
    if (size() != 1) {
      throw new IllegalStateException("item: must hold one element, got shape " + shape);
    }
    return readable("item")[0];
  }

  /// Adds the gradient of this scalar with respect to every parameter it was computed from.
  ///
  /// @param gradients where to add; of the parameters that were used. Modified
  /// @throws IllegalStateException if this is no scalar, or was computed in a scope that records
  ///   nothing
  public void backward(Gradients gradients) {
    Scope.of("backward", this).backward(this, gradients);
  }

  /// {@return the same values, through which no gradient flows back (stop-gradient)}
  public Tensor detach() {
    float[] values = readable("detach");
    return scope == null ? new Tensor(shape, values, null, false) : scope.over(values, shape);
  }

  /// {@return `a + b`}
  ///
  /// @param b the other operand, expanded as needed
  public Tensor add(Tensor b) {
    return Elementwise.of(Elementwise.Add.class, Elementwise.Add::new, this, b);
  }

  /// {@return `a + c`}
  ///
  /// @param c a number
  public Tensor add(float c) {
    return affine(1f, c);
  }

  /// {@return `a - b`}
  ///
  /// @param b the other operand, expanded as needed
  public Tensor sub(Tensor b) {
    return Elementwise.of(Elementwise.Sub.class, Elementwise.Sub::new, this, b);
  }

  /// {@return `a - c`}
  ///
  /// @param c a number
  public Tensor sub(float c) {
    return affine(1f, -c);
  }

  /// {@return `a · b`, element by element}
  ///
  /// @param b the other operand, expanded as needed
  public Tensor mul(Tensor b) {
    return Elementwise.of(Elementwise.Mul.class, Elementwise.Mul::new, this, b);
  }

  /// {@return `c · a`}
  ///
  /// @param c a number
  public Tensor mul(float c) {
    return affine(c, 0f);
  }

  /// {@return `a / b`, element by element}
  ///
  /// @param b the other operand, expanded as needed
  public Tensor div(Tensor b) {
    return Elementwise.of(Elementwise.Div.class, Elementwise.Div::new, this, b);
  }

  /// {@return `a / c`, computed as `a · (1 / c)`}
  ///
  /// @param c a number
  public Tensor div(float c) {
    return affine(1f / c, 0f);
  }

  /// {@return the smaller of the two, which takes the gradient, the first where they are equal}
  ///
  /// @param b the other operand, expanded as needed
  public Tensor min(Tensor b) {
    return Elementwise.of(Elementwise.Min.class, Elementwise.Min::new, this, b);
  }

  /// {@return the greater of the two, which takes the gradient, the first where they are equal}
  ///
  /// @param b the other operand, expanded as needed
  public Tensor max(Tensor b) {
    return Elementwise.of(Elementwise.Max.class, Elementwise.Max::new, this, b);
  }

  /// {@return `scale · a + shift`}
  ///
  /// @param scale the factor
  /// @param shift what is added
  public Tensor affine(float scale, float shift) {
    return Elementwise.affine(this, scale, shift);
  }

  /// {@return `-a`}
  public Tensor neg() {
    return affine(-1f, 0f);
  }

  /// {@return `a²`}
  public Tensor square() {
    return mul(this);
  }

  /// {@return `√a`}
  public Tensor sqrt() {
    return Functions.of(Functions.Sqrt.class, Functions.Sqrt::new, this);
  }

  /// {@return each element limited to a range, outside of which no gradient flows}
  ///
  /// @param low the least value
  /// @param high the greatest value
  public Tensor clamp(float low, float high) {
    return Elementwise.clamp(this, low, high);
  }

  /// {@return `e^a`}
  public Tensor exp() {
    return Functions.of(Functions.Exp.class, Functions.Exp::new, this);
  }

  /// {@return the natural logarithm}
  public Tensor log() {
    return Functions.of(Functions.Log.class, Functions.Log::new, this);
  }

  /// {@return the hyperbolic tangent}
  public Tensor tanh() {
    return Functions.of(Functions.Tanh.class, Functions.Tanh::new, this);
  }

  /// {@return `1 / (1 + e^-a)`}
  public Tensor sigmoid() {
    return Functions.of(Functions.Sigmoid.class, Functions.Sigmoid::new, this);
  }

  /// {@return `max(a, 0)`}
  public Tensor relu() {
    return Functions.of(Functions.Relu.class, Functions.Relu::new, this);
  }

  /// {@return `a · sigmoid(a)`}
  public Tensor silu() {
    return Functions.of(Functions.Silu.class, Functions.Silu::new, this);
  }

  /// {@return `log(1 + e^a)`}
  public Tensor softplus() {
    return Functions.of(Functions.Softplus.class, Functions.Softplus::new, this);
  }

  /// {@return element by element `a` where the condition is not 0, else `b`}
  ///
  /// @param condition what to choose by; it takes no gradient
  /// @param a the value where the condition holds
  /// @param b the value elsewhere
  public static Tensor where(Tensor condition, Tensor a, Tensor b) {
    return Elementwise.where(condition, a, b);
  }

  /// {@return 1 where `a > b`, else 0; it takes no gradient}
  ///
  /// @param b the other operand, expanded as needed
  public Tensor greater(Tensor b) {
    return Elementwise.greater(this, b);
  }

  /// {@return the matrix product: `[M,K]·[K,N]` gives `[M,N]`}
  ///
  /// @param b the right operand, shape `[K,N]`
  public Tensor matmul(Tensor b) {
    return Matrices.matmul(this, b);
  }

  /// {@return a dense layer in one step: `activation(x·W + b)` of shape `[B,O]` for x of `[B,I]`}
  ///
  /// @param weight shape `[I,O]`
  /// @param bias shape `[O]`
  /// @param activation what is applied to each element
  public Tensor linear(Tensor weight, Tensor bias, Activation activation) {
    return Matrices.linear(this, weight, bias, activation);
  }

  /// {@return for this of shape `[M,N]`, its transpose of shape `[N,M]`}
  public Tensor transpose() {
    return Matrices.transpose(this);
  }

  /// {@return the sum of all elements, a scalar}
  public Tensor sum() {
    return Reductions.total(this, 1f);
  }

  /// {@return the mean of all elements, a scalar; NaN if there are none}
  public Tensor mean() {
    return Reductions.total(this, 1f / size());
  }

  /// {@return the sums over one dimension, which is dropped}
  ///
  /// @param dimension from -rank to rank - 1
  public Tensor sum(int dimension) {
    return Reductions.sum(this, dimension);
  }

  /// {@return the means over one dimension, which is dropped}
  ///
  /// @param dimension from -rank to rank - 1
  public Tensor mean(int dimension) {
    return Reductions.mean(this, dimension);
  }

  /// {@return the greatest along one dimension, which is dropped; the first takes the gradient}
  ///
  /// @param dimension from -rank to rank - 1
  public Tensor max(int dimension) {
    return Reductions.max(this, dimension);
  }

  /// {@return the logarithm of the softmax over the last dimension, of the same shape}
  public Tensor logSoftmax() {
    return Reductions.logSoftmax(this);
  }

  /// {@return the softmax over the last dimension, of the same shape}
  public Tensor softmax() {
    return logSoftmax().exp();
  }

  /// {@return one element of each row, as [#gather(int\[\], int, int)] with indices side by side}
  ///
  /// @param indices for each row an index into the last dimension; kept until the scope is closed
  public Tensor gather(int[] indices) {
    return gather(indices, 0, 1);
  }

  /// {@return one element of each row: `[...,A]` gives `[...]`}
  ///
  /// @param indices for row r at `first + r·stride`; not to be changed before the scope is closed
  /// @param first the place of the first row's index
  /// @param stride how far apart the indices of neighbouring rows are
  /// @throws IllegalArgumentException if there are too few indices or one is out of range
  public Tensor gather(int[] indices, int first, int stride) {
    return Reductions.gather(this, indices, first, stride);
  }

  /// {@return a copy of the values under another shape}
  ///
  /// @param extents the extents, of the same product
  public Tensor reshape(int... extents) {
    return Layouts.reshape(this, extents);
  }

  /// {@return a copy of the values without one dimension, whose extent is 1}
  ///
  /// @param dimension from -rank to rank - 1
  public Tensor squeeze(int dimension) {
    return Layouts.squeeze(this, dimension);
  }

  /// {@return a copy of a part of one dimension}
  ///
  /// @param dimension from -rank to rank - 1
  /// @param from the first index, inclusive
  /// @param to the last index, exclusive
  public Tensor slice(int dimension, int from, int to) {
    return Layouts.slice(this, dimension, from, to);
  }

  /// {@return the consecutive parts that one dimension is cut into}
  ///
  /// @param dimension from -rank to rank - 1
  /// @param sizes the parts' extents, which add up to the dimension's
  public List<Tensor> split(int dimension, int... sizes) {
    return Layouts.split(this, dimension, sizes);
  }

  /// {@return tensors one after the other along one dimension}
  ///
  /// @param dimension from -rank to rank - 1
  /// @param parts at least one tensor; all other extents agree
  public static Tensor concat(int dimension, Tensor... parts) {
    return Layouts.concat(dimension, parts);
  }

  /// {@return this tensor repeated to a shape, as in NumPy's broadcasting}
  ///
  /// @param target a shape that this one can be expanded to
  /// @param partner a tensor of the result's scope, for a parameter, which lives in none
  public Tensor expand(Shape target, Tensor partner) {
    return Layouts.expand(this, target, partner);
  }

  private float[] readable(String operation) {
    if (scope != null) {
      Scope.of(operation, this);
    }
    return data;
  }

  /// {@return a tensor of this shape and scope over the caller's array; see [Scope#constant]}
  ///
  /// @param values row-major values; not to be changed before the scope is closed
  public Tensor constantLike(float[] values) {
    return Scope.of("constantLike", this).constant(values, shape);
  }

  /// {@return a parameter as an operand of a scope, to which gradients flow back}
  ///
  /// @param target the scope
  /// @throws IllegalStateException if this is no parameter but a tensor of another scope
  public Tensor in(Scope target) {
    return Layouts.in(this, target);
  }

  /// {@return a parameter as an operand of the scope of another tensor; see [#in(Scope)]}
  ///
  /// @param partner a tensor of the target scope
  public Tensor in(Tensor partner) {
    return in(Scope.of("in", partner));
  }

  @Override
  public String toString() {
    int shown = Math.min(size(), 8);
    String values = Arrays.toString(Arrays.copyOf(data, shown));
    return "Tensor" + shape + (shown < size() ? values.replace("]", ", ...]") : values);
  }
}
