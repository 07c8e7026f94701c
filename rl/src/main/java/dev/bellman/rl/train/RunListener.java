package dev.bellman.rl.train;

/// Hears what happens in a run. Called on the training thread; must return quickly.
@FunctionalInterface
public interface RunListener {
  /// Hears of an event.
  ///
  /// @param event what happened
  void on(Event event);
}
