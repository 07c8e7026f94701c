/// Tensors, automatic differentiation, layers and optimisers in plain Java.
@SuppressWarnings("module") // the modules that internals are exported to are compiled later
@org.jspecify.annotations.NullMarked
module dev.bellman.tensor {
  requires static transitive org.jspecify;
  requires static jdk.incubator.vector;

  exports dev.bellman.tensor;
  exports dev.bellman.tensor.io;
  exports dev.bellman.tensor.nn;
  exports dev.bellman.tensor.optim;
  exports dev.bellman.tensor.internal.json to
      dev.bellman.rl,
      dev.bellman.llm,
      dev.bellman.app;
  exports dev.bellman.tensor.internal.kernel to
      dev.bellman.app;
}
