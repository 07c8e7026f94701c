package dev.bellman.app;

import java.io.PrintWriter;

/// The command line's entry point.
public final class Main {
  private Main() {}

  static void main(String[] args) {
    var out = new PrintWriter(System.out, true, System.out.charset());
    var err = new PrintWriter(System.err, true, System.err.charset());
    System.exit(Bellman.run(out, err, args));
  }
}
