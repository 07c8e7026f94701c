package dev.bellman.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The parameters that are learned: named tensors in a fixed order. Owns their values.
///
/// Read by any number of threads while nobody updates them.
public final class Parameters implements Stateful {
  /// A rule that changes one parameter; see [#update].
  @FunctionalInterface
  public interface UpdateRule {
    /// Changes the values in place.
    ///
    /// @param index the parameter's place, from 0
    /// @param values the parameter's values; modified
    /// @param gradient the gradient, as long as the values; not modified
    void update(int index, float[] values, float[] gradient);
  }

  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final Map<Tensor, Integer> places = new HashMap<>();

  /// No parameters yet.
  public Parameters() {}

  /// Adds a parameter.
  ///
  /// @param name the name, unique here, as `actor.0.weight`
  /// @param values the first values in row-major order; copied
  /// @param shape the extents
  /// @return the parameter, to be used in any scope
  /// @throws IllegalArgumentException if the name is taken or the number of values is not the
  ///   shape's
  public Tensor add(String name, float[] values, int... shape) {
    Shape extents = Shape.of(shape);
    if (values.length != extents.size()) {
      throw new IllegalArgumentException(
          "parameter '%s': shape %s needs %d values, got %d"
              .formatted(name, extents, extents.size(), values.length));
    }
    if (tensors.containsKey(name)) {
      throw new IllegalArgumentException("parameter '%s': is there already".formatted(name));
    }
    Tensor tensor = new Tensor(extents, values.clone(), null, true);
    places.put(tensor, tensors.size());
    tensors.put(name, tensor);
    return tensor;
  }

  /// The names in order.
  ///
  /// @return a copy
  public List<String> names() {
    return new ArrayList<>(tensors.keySet());
  }

  /// The number of parameter tensors.
  ///
  /// @return the count
  public int count() {
    return tensors.size();
  }

  /// The number of learned numbers.
  ///
  /// @return the sum of the tensors' sizes
  public long size() {
    return tensors.values().stream().mapToLong(Tensor::size).sum();
  }

  /// A parameter by its name.
  ///
  /// @param name the name
  /// @return the tensor
  /// @throws IllegalArgumentException if there is none of that name
  public Tensor get(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(
          "parameter '%s': unknown, there are %s".formatted(name, tensors.keySet()));
    }
    return tensor;
  }

  /// Zero gradients for these parameters.
  ///
  /// @return gradients of the same shapes
  public Gradients newGradients() {
    return new Gradients(this);
  }

  /// Changes every parameter by a rule, in order.
  ///
  /// @param gradients gradients of these parameters
  /// @param rule what to do with each
  public void update(Gradients gradients, UpdateRule rule) {
    int index = 0;
    for (Tensor tensor : tensors.values()) {
      rule.update(index, tensor.data, gradients.array(index));
      index++;
    }
  }

  /// Other parameters of the same names, shapes and values.
  ///
  /// @return a copy that shares nothing
  public Parameters copy() {
    Parameters copy = new Parameters();
    tensors.forEach((name, tensor) -> copy.add(name, tensor.data, tensor.shape().toArray()));
    return copy;
  }

  /// Becomes a point on a straight line: `θ ← θ₀ + distance · direction`.
  ///
  /// @param origin θ₀, of the same names and shapes; not modified
  /// @param direction gradients of these parameters; not modified
  /// @param distance how far to go
  public void move(Parameters origin, Gradients direction, double distance) {
    copyFrom(origin);
    float factor = (float) distance;
    update(
        direction,
        (_, values, step) -> {
          for (int i = 0; i < values.length; i++) {
            values[i] += factor * step[i];
          }
        });
  }

  /// Overwrites all values with those of another set of the same shapes.
  ///
  /// @param other the source, which has at least these names; not modified
  /// @throws IllegalArgumentException if a name is missing there or has another shape
  public void copyFrom(Parameters other) {
    tensors.forEach(
        (name, tensor) -> {
          Tensor source = other.get(name);
          if (!source.shape().equals(tensor.shape())) {
            throw new IllegalArgumentException(
                "parameter '%s': expected shape %s, got %s"
                    .formatted(name, tensor.shape(), source.shape()));
          }
          System.arraycopy(source.data, 0, tensor.data, 0, tensor.size());
        });
  }

  /// Goes some of the way to another set of the same shapes (Polyak averaging): `θ ← θ + τ·(φ -
  /// θ)`.
  ///
  /// @param other φ, which has at least these names; not modified
  /// @param tau τ, the share of the way, in [0, 1]; with 1 it is a copy
  /// @throws IllegalArgumentException if a name is missing there
  public void approach(Parameters other, double tau) {
    if (tau == 1) {
      copyFrom(other);
      return;
    }
    float share = (float) tau;
    tensors.forEach(
        (name, tensor) -> {
          float[] theta = tensor.data;
          float[] phi = other.get(name).data;
          for (int i = 0; i < theta.length; i++) {
            theta[i] += share * (phi[i] - theta[i]);
          }
        });
  }

  /// How far these values are from those of another set of the same shapes, such as a copy.
  ///
  /// @param other the other set, which has at least these names; not modified
  /// @return the Euclidean norm of the difference, over all parameters together
  /// @throws IllegalArgumentException if a name is missing there
  public double distance(Parameters other) {
    double squares = 0;
    for (Map.Entry<String, Tensor> parameter : tensors.entrySet()) {
      Tensor tensor = parameter.getValue();
      squares +=
          Sums.squaredDifferences(tensor.data, other.get(parameter.getKey()).data, tensor.size());
    }
    return Math.sqrt(squares);
  }

  int place(Tensor parameter) {
    Integer place = places.get(parameter);
    if (place == null) {
      throw new IllegalStateException(
          "backward: a parameter of shape %s is not among those the gradients are for"
              .formatted(parameter.shape()));
    }
    return place;
  }

  List<Tensor> tensors() {
    return List.copyOf(tensors.values());
  }

  @Override
  public void save(State out) {
    tensors.forEach((name, tensor) -> out.put(name, tensor.toArray(), tensor.shape().toArray()));
  }

  @Override
  public void load(State in) {
    tensors.forEach(
        (name, tensor) -> {
          int[] shape = in.entry(name).shape();
          int[] expected = tensor.shape().rank() == 0 ? new int[] {1} : tensor.shape().toArray();
          if (!Arrays.equals(shape, expected)) {
            throw new IllegalArgumentException(
                "parameter '%s': expected shape %s, got %s"
                    .formatted(name, tensor.shape(), Arrays.toString(shape)));
          }
          System.arraycopy(in.floats(name, tensor.size()), 0, tensor.data, 0, tensor.size());
        });
  }
}
