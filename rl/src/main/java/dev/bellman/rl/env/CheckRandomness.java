package dev.bellman.rl.env;

import dev.bellman.tensor.Rng;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Tries whether seeds and actions alone decide what happens.
final class CheckRandomness {
  private static final int SEEDS = 8;
  private static final int SHORT = 50;
  private static final String REMEDY =
      " (draw all random numbers from the stream that reset seeds; share no static state between"
          + " instances)";

  private final CheckFindings findings;
  private final Supplier<? extends Env<?, ?>> factory;

  CheckRandomness(CheckFindings findings, Supplier<? extends Env<?, ?>> factory) {
    this.findings = findings;
    this.factory = factory;
  }

  /// Runs two instances and, if they agree, more.
  void run(Env<?, ?> a, Env<?, ?> b) {
    var first = new CheckProbe(a);
    var moments = new ArrayList<CheckMoment>();
    boolean agree = agree(first, new CheckProbe(b), moments);
    new CheckSpaces(findings).inside(a.observationSpace(), moments);
    if (!agree) {
      return;
    }
    episodes(a, moments);
    seeds(first);
    String difference =
        CheckProbe.difference(0, moments, first.run(EnvChecker.SEED, EnvChecker.STEPS));
    if (difference != null) {
      findings.error(
          "reset(%d): must begin anew whatever was before, got in %s (set every field in reset)"
              .formatted(EnvChecker.SEED, difference));
    }
    unseeded();
    threads(moments);
  }

  /// Runs both side by side with equal seeds and actions.
  private boolean agree(CheckProbe first, CheckProbe second, List<CheckMoment> moments) {
    Rng rng = Rng.ofSeed(EnvChecker.SEED);
    Rng same = Rng.ofSeed(EnvChecker.SEED);
    for (int t = 0; t <= EnvChecker.STEPS; t++) {
      CheckMoment one = t == 0 ? first.reset(EnvChecker.SEED) : first.step(t, rng);
      CheckMoment other = t == 0 ? second.reset(EnvChecker.SEED) : second.step(t, same);
      moments.add(one);
      String difference = one.difference(other);
      if (difference != null) {
        findings.error(
            "%s: must give the same for equal seeds and actions, got %s%s"
                .formatted(
                    t == 0 ? "reset(%d)".formatted(EnvChecker.SEED) : "step " + t,
                    difference,
                    REMEDY));
        return false;
      }
    }
    return true;
  }

  /// What is odd about masks and ends.
  private void episodes(Env<?, ?> env, List<CheckMoment> moments) {
    if (env.masksActions() && moments.stream().noneMatch(CheckRandomness::forbids)) {
      findings.note(
          "masksActions: is true, but no mask in %d steps forbade anything (return false if none does)"
              .formatted(EnvChecker.STEPS));
    }
    boolean afterReset = true;
    int truncated = 0;
    for (CheckMoment moment : moments.subList(1, moments.size())) {
      truncated += afterReset && moment.truncated() && !moment.terminated() ? 1 : 0;
      afterReset = moment.done();
    }
    if (truncated > 0) {
      findings.warn(
          "step 1: should not be truncated right after a reset (raise max_episode_steps)");
    }
  }

  private static boolean forbids(CheckMoment moment) {
    for (byte allowed : moment.mask()) {
      if (allowed == 0) {
        return true;
      }
    }
    return false;
  }

  /// Compares episodes of several seeds, and episodes that go on without a seed.
  private void seeds(CheckProbe probe) {
    Set<Integer> ofSeeds = new HashSet<>();
    for (long seed = 1; seed <= SEEDS; seed++) {
      ofSeeds.add(hash(probe, OptionalLong.of(seed)));
    }
    Set<Integer> goingOn = new HashSet<>();
    goingOn.add(hash(probe, OptionalLong.of(EnvChecker.SEED)));
    for (int i = 0; i < SEEDS; i++) {
      goingOn.add(hash(probe, OptionalLong.empty()));
    }
    if (ofSeeds.size() > 1 && goingOn.size() == 1) {
      findings.error(
          "reset(): must go on with the random stream, got the same episode %d times (make a new"
                  .formatted(SEEDS + 1)
              + " stream only when there is a seed)");
    } else if (ofSeeds.size() == 1 && goingOn.size() > 1) {
      findings.warn(
          "reset(seed): should make the stream of the seed, got the same episode for seeds 1 to %d"
              .formatted(SEEDS));
    } else if (ofSeeds.size() == 1) {
      findings.note("reset(seed): all seeds give the same episode, so nothing is drawn at random");
    }
  }

  private static int hash(CheckProbe probe, OptionalLong seed) {
    int hash = 1;
    for (CheckMoment moment : probe.run(seed, SHORT, () -> {})) {
      hash = 31 * hash + moment.hash();
    }
    return hash;
  }

  /// A first reset may come without a seed.
  private void unseeded() {
    try (Env<?, ?> fresh = factory.get()) {
      new CheckProbe(fresh).run(OptionalLong.empty(), 1, () -> {});
    }
  }

  /// Runs two more instances at the same time.
  private void threads(List<CheckMoment> expected) {
    try (Env<?, ?> a = factory.get();
        Env<?, ?> b = factory.get()) {
      var other = new AtomicReference<@Nullable String>();
      var thread = Thread.ofPlatform().start(() -> other.set(onThread(b, expected)));
      String difference = onThread(a, expected);
      join(thread);
      difference = difference == null ? other.get() : difference;
      if (difference != null) {
        findings.error(
            "two threads: must give what one gives, got %s (share no static state, keep nothing by thread)"
                .formatted(difference));
      }
    }
  }

  private static @Nullable String onThread(Env<?, ?> env, List<CheckMoment> expected) {
    try {
      var probe = new CheckProbe(env);
      return CheckProbe.difference(0, expected, probe.run(EnvChecker.SEED, EnvChecker.STEPS));
    } catch (RuntimeException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while an environment was checked", e);
    }
  }
}
