package dev.bellman.rl;

import java.util.function.LongSupplier;

/// Where the time of an iteration goes, added up over all iterations. Owned by an algorithm and
/// confined to the thread that iterates: where several threads work, the time counts until the last
/// one is done. A change of phase costs some tens of nanoseconds, so it is always measured.
public final class Phases {
  /// What an algorithm spends its time with.
  public enum Phase {
    /// Environments are stepped.
    ENVIRONMENT,
    /// Networks act and judge, and actions are drawn.
    INFERENCE,
    /// Advantages, targets and the like are computed.
    ESTIMATE,
    /// Losses are computed and differentiated.
    UPDATE,
    /// Gradients are clipped and parameters changed.
    OPTIMIZER,
    /// Everything else, such as copying.
    OTHER
  }

  private final LongSupplier nanoTime;
  private final long[] nanos = new long[Phase.values().length];
  private Phase current = Phase.OTHER;
  private boolean running;
  private long since;

  /// No time has passed in any phase.
  ///
  /// @param nanoTime the time in nanoseconds from any origin
  public Phases(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /// What follows belongs to a phase.
  ///
  /// @param phase the phase that begins; the one before ends
  public void enter(Phase phase) {
    long now = nanoTime.getAsLong();
    if (running) {
      nanos[current.ordinal()] += now - since;
    }
    since = now;
    current = phase;
    running = true;
  }

  /// What follows is not counted until a phase begins.
  public void leave() {
    enter(Phase.OTHER);
    running = false;
  }

  /// The time spent in a phase.
  ///
  /// @param phase the phase
  /// @return seconds, without the phase under way
  public double seconds(Phase phase) {
    return nanos[phase.ordinal()] * 1e-9;
  }
}
