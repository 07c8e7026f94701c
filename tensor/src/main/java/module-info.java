/// Tensors, automatic differentiation, layers and optimisers in plain Java.
@org.jspecify.annotations.NullMarked
module dev.bellman.tensor {
  requires static org.jspecify;
  requires static jdk.incubator.vector;

  exports dev.bellman.tensor;
}
