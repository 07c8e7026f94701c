package dev.bellman.rl;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

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
  private final Map<Phase, LongAdder> nanos = new EnumMap<>(Phase.class);
  private @Nullable LongAdder current;
  private long since;

  /// No time has passed in any phase.
  ///
  /// @param nanoTime the time in nanoseconds from any origin
  public Phases(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    for (Phase phase : Phase.values()) {
      nanos.put(phase, new LongAdder());
    }
  }

  /// What follows belongs to a phase.
  ///
  /// @param phase the phase that begins; the one before ends
  public void enter(Phase phase) {
    long now = nanoTime.getAsLong();
    if (current != null) {
      current.add(now - since);
    }
    since = now;
    current = nanos.get(phase);
  }

  /// What follows is not counted until a phase begins.
  public void leave() {
    enter(Phase.OTHER);
    current = null;
  }

  /// The time spent in a phase.
  ///
  /// @param phase the phase
  /// @return seconds, without the phase under way
  public double seconds(Phase phase) {
    return Objects.requireNonNull(nanos.get(phase)).sum() * 1e-9;
  }
}
