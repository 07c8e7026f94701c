/// The command line, and what it saved for programs of one's own.
@SuppressWarnings("requires-automatic") // the chart libraries are automatic modules
@org.jspecify.annotations.NullMarked
module dev.bellman.app {
  requires static org.jspecify;
  requires dev.bellman.tensor;
  requires transitive dev.bellman.rl;
  requires dev.bellman.llm;
  requires info.picocli;
  requires org.snakeyaml.engine;
  requires java.desktop;
  requires java.management;
  requires java.xml;
  requires xchart;
  requires org.apache.xmlgraphics.batik.svggen;

  exports dev.bellman.app;

  opens dev.bellman.app to
      info.picocli;
}
