/// The command line.
@org.jspecify.annotations.NullMarked
module dev.bellman.app {
  requires static org.jspecify;
  requires dev.bellman.tensor;
  requires dev.bellman.rl;
  requires info.picocli;
  requires org.snakeyaml.engine;

  opens dev.bellman.app to
      info.picocli;
}
