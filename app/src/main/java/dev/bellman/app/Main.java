package dev.bellman.app;

/// The command line's entry point.
public final class Main {
  private Main() {}

  static void main(String[] args) {
    System.out.println("bellman");
  }
}
