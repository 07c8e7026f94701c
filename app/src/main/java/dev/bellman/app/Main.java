package dev.bellman.app;

import java.io.PrintWriter;

/// The command line's entry point.
public final class Main {
  private Main() {}

  static void main(String[] args) {
    var out = new PrintWriter(System.out, true);
    var err = new PrintWriter(System.err, true);
    System.exit(Bellman.run(out, err, args));
  }
}
