package dev.bellman.app.bench;

import dev.bellman.app.stats.Scores;
import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.EnvAdapter;
import dev.bellman.rl.env.EnvSpec;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.env.VecStep;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;

/// Environments without learning: 64 of each kind, random actions.
///
/// All kinds are run before one is measured, so that the compiler has seen them all and their order
/// makes no difference. Threads go through all steps of their share of the environments; one thread
/// and several are measured in turn.
final class EnvBench {
  private static final int ENVS = 1024;
  private static final int ACTION_SETS = 256;
  private static final int ROUNDS = 5;
  private static final int WARM_UPS = 2;
  private static final double WARM_UP_SECONDS = 0.15;
  private static final double ROUND_SECONDS = 0.08;
  private static final String UNIT = "env steps/s";
  private static final String SPEEDUP = "times one thread";

  /// What is measured through the adapter too.
  private static final String ADAPTED = "CartPole-v1";

  private final int threads;
  private final List<Subject> subjects = new ArrayList<>();

  private EnvBench(int threads) {
    this.threads = threads;
  }

  /// Measures.
  ///
  /// @param envs the environments
  /// @param only how the ids begin that are measured; the empty text for all
  /// @param threads how many threads are compared with one
  static List<Measurement> run(Envs envs, String only, int threads) {
    var bench = new EnvBench(threads);
    for (EnvSpec spec : envs.specs()) {
      if (spec.id().startsWith(only)) {
        bench.add(spec, envs);
      }
    }
    try {
      return bench.measure();
    } finally {
      bench.subjects.forEach(subject -> subject.envs.close());
    }
  }

  private void add(EnvSpec spec, Envs envs) {
    String id = spec.id();
    if (spec.vectorFactory() != null) {
      subjects.add(Subject.of(id + " native", envs.vector(id, ENVS, Map.of())));
    }
    if (spec.vectorFactory() == null || id.equals(ADAPTED)) {
      VecEnv adapted = EnvAdapter.of(id, ENVS, () -> envs.make(id, Map.of()));
      subjects.add(Subject.of(id + " adapter", adapted));
    }
  }

  private List<Measurement> measure() {
    var results = new ArrayList<Measurement>();
    try (var one = new Workers(1);
        var all = new Workers(threads)) {
      for (int i = 0; i < WARM_UPS; i++) {
        subjects.forEach(subject -> subject.speed(one, WARM_UP_SECONDS));
        subjects.forEach(subject -> subject.speed(all, WARM_UP_SECONDS));
      }
      for (Subject subject : subjects) {
        measure(subject, one, all, results);
      }
    }
    return results;
  }

  private void measure(Subject subject, Workers one, Workers all, List<Measurement> results) {
    var alone = new double[ROUNDS];
    var together = new double[ROUNDS];
    var speedups = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      alone[i] = subject.speed(one, ROUND_SECONDS);
      if (threads > 1) {
        together[i] = subject.speed(all, ROUND_SECONDS);
        speedups[i] = together[i] / alone[i];
      }
    }
    results.add(Measurement.of(subject.name, Scores.median(alone), UNIT, 1));
    if (threads > 1) {
      results.add(Measurement.of(subject.name, Scores.median(together), UNIT, threads));
      results.add(Measurement.of(subject.name, Scores.median(speedups), SPEEDUP, threads));
    }
  }

  /// Environments and the actions they take over and over.
  private record Subject(String name, VecEnv envs, VecStep step, List<Actions> actions) {
    static Subject of(String name, VecEnv envs) {
      VecStep step = VecStep.of(envs);
      envs.reset(LongStream.range(0, ENVS).toArray(), step);
      Rng rng = Rng.ofSeed(0);
      var actions = new ArrayList<Actions>();
      for (int t = 0; t < ACTION_SETS; t++) {
        Actions next = Actions.of(ENVS, envs.actionSpace());
        for (int i = 0; i < ENVS; i++) {
          next.sample(i, envs.actionSpace(), null, rng);
        }
        actions.add(next);
      }
      return new Subject(name, envs, step, actions);
    }

    /// Environment steps a second.
    double speed(Workers workers, double seconds) {
      int parts = workers.threads();
      Runnable work = () -> workers.run(parts, part -> run(part, parts));
      return ACTION_SETS * ENVS / Stopwatch.secondsPerCall(work, seconds);
    }

    private void run(int part, int parts) {
      int from = part * ENVS / parts;
      int to = (part + 1) * ENVS / parts;
      for (Actions next : actions) {
        envs.step(next, step, from, to);
      }
    }
  }

  /// A line for each environment, with all its numbers.
  static String table(List<Measurement> results) {
    var text = new StringBuilder();
    for (Measurement m : results) {
      if (m.threads() == 1) {
        text.append(text.isEmpty() ? "" : "%n".formatted());
        text.append("%-34s %s".formatted(m.name(), millions(m.value())));
      } else if (m.unit().equals(UNIT)) {
        text.append(", %d threads %s".formatted(m.threads(), millions(m.value())));
      } else {
        text.append(String.format(Locale.ROOT, " (%.2f times)", m.value()));
      }
    }
    return text.append("%n".formatted()).toString();
  }

  private static String millions(double value) {
    return String.format(Locale.ROOT, "%7.2f million steps/s", value * 1e-6);
  }
}
