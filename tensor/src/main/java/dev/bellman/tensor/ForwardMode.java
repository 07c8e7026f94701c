package dev.bellman.tensor;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Forward-mode differentiation: how a tensor changes when the parameters move along one direction,
/// `J·v`, where [Tensor#backward] gives `Jᵀ·u`. It is exact: the tape is run forwards once more,
/// each operation by its rule in one table.
///
/// A tangent is computed by ordinary operations in the tensor's scope, so what they promise about
/// bits and garbage holds for it too.
public final class ForwardMode {
  private final Scope scope;
  private final Gradients direction;

  private ForwardMode(Scope scope, Gradients direction) {
    this.scope = scope;
    this.direction = direction;
  }

  /// The derivative along a direction.
  ///
  /// @param y what was computed in a recording scope
  /// @param direction v, for the parameters that were used; not to be changed before the scope is
  ///   closed
  /// @return `J·v`, in the shape of `y`; it takes no gradient
  /// @throws IllegalStateException if the scope records nothing
  @SuppressWarnings("ReferenceEquality") // the place of this very tensor is what is looked for
  public static Tensor tangent(Tensor y, Gradients direction) {
    Scope scope = Scope.of("tangent", y);
    List<Tensor> tape = scope.tape("tangent");
    var mode = new ForwardMode(scope, direction);
    for (int i = 0; ; i++) {
      Tensor step = tape.get(i);
      Op op = step.op;
      step.tangent = step.differentiable && op != null ? mode.apply(op, step) : null;
      if (step == y) {
        return mode.orZero(y.tangent, y).detach();
      }
    }
  }

  /// The tangent of a result, from those of its operands, of which at least one has one.
  private Tensor apply(Op op, Tensor y) {
    return switch (op) {
      case Elementwise.Add(Tensor a, Tensor b) -> sum(of(a), of(b));
      case Elementwise.Sub(Tensor a, Tensor b) -> sum(of(a), scaled(of(b), -1f));
      case Elementwise.Mul(Tensor a, Tensor b) -> sum(times(of(a), b), times(of(b), a));
      case Elementwise.Div(Tensor a, Tensor b) -> sum(of(a), scaled(times(of(b), y), -1f)).div(b);
      case Elementwise.Min(Tensor a, Tensor b) -> choose(a.greater(b), b, a);
      case Elementwise.Max(Tensor a, Tensor b) -> choose(b.greater(a), b, a);
      case Elementwise.Affine(Tensor x, float scale, float _) -> only(x).mul(scale);
      case Elementwise.Clamp(Tensor x, float _, float _) ->
          Tensor.where(y.sub(x), zero(y), only(x));
      case Elementwise.Where(Tensor condition, Tensor a, Tensor b) -> choose(condition, a, b);
      case Functions.Exp(Tensor x) -> only(x).mul(y);
      case Functions.Log(Tensor x) -> only(x).div(x);
      case Functions.Sqrt(Tensor x) -> only(x).div(y).mul(0.5f);
      case Functions.Tanh(Tensor x) -> only(x).mul(slope(Activation.TANH, y));
      case Functions.Sigmoid(Tensor x) -> only(x).mul(slope(Activation.SIGMOID, y));
      case Functions.Relu(Tensor x) -> only(x).mul(slope(Activation.RELU, y));
      case Functions.Silu(Tensor x) -> only(x).mul(siluSlope(x.in(scope).sigmoid(), y));
      case Functions.Softplus(Tensor x) -> only(x).mul(x.in(scope).sigmoid());
      case Reductions.Sum(Tensor x, float scale) -> only(x).sum().mul(scale);
      case Reductions.SumAxis(Tensor x, int axis, float scale) -> only(x).sum(axis).mul(scale);
      case Reductions.MaxAxis max -> scope.over(max.select(only(max.x()), y), y.shape());
      case Reductions.LogSoftmax(Tensor x) -> centred(only(x), y);
      case Reductions.Gather(Tensor x, int[] indices, int first, int stride) ->
          only(x).gather(indices, first, stride);
      case Matrices.MatMul(Tensor a, Tensor b) -> sum(product(of(a), b), product(a, of(b)));
      case Matrices.Linear(Tensor x, Tensor weight, Tensor bias, Activation f) -> {
        Tensor products = sumOrNull(product(of(x), weight), product(x, of(weight)));
        Tensor shift = of(bias);
        Tensor z = sum(products, shift == null ? null : shift.expand(y.shape(), y));
        yield f == Activation.IDENTITY ? z : z.mul(slope(f, y));
      }
      case Matrices.Transpose(Tensor x) -> only(x).transpose();
      case Matrices.Noisy(Tensor mean, Tensor scale, float[] rows, float[] columns) ->
          Matrices.noisy(orZero(of(mean), mean), orZero(of(scale), scale), rows, columns, y);
      case Images.Convolve convolve -> convolved(convolve, y);
      case Images.Pad(Tensor x, Convolution geometry) -> Images.pad(only(x), scope, geometry);
      case Lookup.Rows(Tensor x, int[] rows, int from) ->
          Lookup.rows(scope, only(x), rows, from, y.shape().dim(0));
      case Lookup.Scores(Tensor x, Tensor table) -> sum(scores(of(x), table), scores(x, of(table)));
      case RmsNorm.Norm norm -> normalised(norm, y);
      case Rotary.Rotate(Tensor x, int[] positions, int from, Rotary frequencies) ->
          frequencies.apply(only(x), positions, from);
      case SwiGlu.Gate(Tensor gate, Tensor up) -> gated(gate, up);
      case Attention.Causal attention -> attended(attention, y);
      case Layouts.Expand(Tensor x) -> only(x).expand(y.shape(), y);
      case Layouts.Reshape(Tensor x) -> Layouts.copy(only(x), scope, y.shape());
      case Layouts.Slice(Tensor x, int axis, int from) ->
          only(x).slice(axis, from, from + y.shape().dim(axis));
      case Layouts.Concat(List<Tensor> parts, int axis) ->
          Tensor.concat(axis, parts.stream().map(x -> orZero(of(x), x)).toArray(Tensor[]::new));
    };
  }

  /// With `n = x / √(mean x² + ε)`: `dn = (dx - n·mean(n∘dx)) / √(mean x² + ε)`, `dy = w∘dn +
  /// n∘dw`.
  private Tensor normalised(RmsNorm.Norm norm, Tensor y) {
    int width = norm.weight().size();
    int rows = y.size() / width;
    Tensor x = norm.x().in(scope).reshape(rows, width);
    Tensor root = x.square().mean(1).add(norm.epsilon()).sqrt().reshape(rows, 1);
    Tensor n = x.div(root);
    Tensor dx = orZero(of(norm.x()), norm.x()).reshape(rows, width);
    Tensor dn = dx.sub(n.mul(n.mul(dx).mean(1).reshape(rows, 1))).div(root);
    Tensor change = sum(dn.mul(norm.weight()), times(of(norm.weight()), n));
    return change.reshape(y.shape().toArray());
  }

  /// `dy = u·(s + g·s·(1 - s))·dg + g·s·du` with `s = sigmoid(g)`.
  private Tensor gated(Tensor gate, Tensor up) {
    Tensor s = gate.in(scope).sigmoid();
    Tensor silu = s.mul(gate);
    return sum(times(of(gate), siluSlope(s, silu).mul(up)), times(of(up), silu));
  }

  private Tensor attended(Attention.Causal attention, Tensor y) {
    Tensor dq = orZero(of(attention.q()), attention.q());
    Tensor dk = orZero(of(attention.k()), attention.k());
    Tensor dv = orZero(of(attention.v()), attention.v());
    Tensor dy = zero(y);
    attention.tangent(dq.data, dk.data, dv.data, dy);
    return dy;
  }

  /// The windows' sum is linear in the image and in the weight.
  private Tensor convolved(Images.Convolve c, Tensor y) {
    Tensor weight = orZero(of(c.weight()), c.weight());
    Tensor z = windows(c, c.x(), weight, orZero(of(c.bias()), c.bias()));
    Tensor image = of(c.x());
    Tensor sum = image == null ? z : z.add(windows(c, image, c.weight(), zero(c.bias())));
    return c.activation() == Activation.IDENTITY ? sum : sum.mul(slope(c.activation(), y));
  }

  private static Tensor windows(Images.Convolve c, Tensor x, Tensor weight, Tensor bias) {
    return Images.windows(x, weight, bias, c.geometry(), Activation.IDENTITY);
  }

  /// An operand's tangent; null if it does not depend on the parameters.
  private @Nullable Tensor of(Tensor operand) {
    return operand.differentiable && operand.scope == null
        ? scope.over(direction.of(operand), operand.shape())
        : operand.tangent;
  }

  /// The tangent of an operand that must have one.
  private Tensor only(Tensor operand) {
    return Objects.requireNonNull(of(operand));
  }

  private Tensor zero(Tensor like) {
    return scope.over(scope.zeros(like.size()), like.shape());
  }

  private Tensor orZero(@Nullable Tensor tangent, Tensor like) {
    return tangent == null ? zero(like) : tangent;
  }

  private Tensor choose(Tensor condition, Tensor a, Tensor b) {
    return Tensor.where(condition, orZero(of(a), a), orZero(of(b), b));
  }

  private static Tensor sum(@Nullable Tensor a, @Nullable Tensor b) {
    return Objects.requireNonNull(sumOrNull(a, b));
  }

  private static @Nullable Tensor sumOrNull(@Nullable Tensor a, @Nullable Tensor b) {
    if (a == null) {
      return b;
    }
    return b == null ? a : a.add(b);
  }

  private static @Nullable Tensor scaled(@Nullable Tensor tangent, float factor) {
    return tangent == null ? null : tangent.mul(factor);
  }

  private static @Nullable Tensor times(@Nullable Tensor tangent, Tensor factor) {
    return tangent == null ? null : tangent.mul(factor);
  }

  private static @Nullable Tensor product(@Nullable Tensor a, @Nullable Tensor b) {
    return a == null || b == null ? null : a.matmul(b);
  }

  private static @Nullable Tensor scores(@Nullable Tensor a, @Nullable Tensor table) {
    return a == null || table == null ? null : Lookup.scores(a, table);
  }

  /// f' from the function's result.
  private Tensor slope(Activation f, Tensor y) {
    return switch (f) {
      case TANH -> y.square().affine(-1f, 1f);
      case SIGMOID -> y.sub(y.square());
      case RELU -> y.greater(zero(y));
      case IDENTITY, SILU, SOFTPLUS ->
          throw new IllegalStateException(f + ": has no slope from its result");
    };
  }

  /// `s + y·(1 - s)` with `s = sigmoid(x)`.
  private static Tensor siluSlope(Tensor s, Tensor y) {
    return s.add(y.mul(s.affine(-1f, 1f)));
  }

  /// `dx - Σ e^y·dx`, row by row.
  private static Tensor centred(Tensor dx, Tensor y) {
    int[] column = y.shape().toArray();
    column[column.length - 1] = 1;
    return dx.sub(y.exp().mul(dx).sum(-1).reshape(column));
  }
}
