package dev.bellman.app.bench;

import dev.bellman.app.learning.LearningBench;
import dev.bellman.app.learning.LineBench;
import dev.bellman.app.learning.Plan;
import dev.bellman.app.lm.LmLearningBench;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/// What can be measured.
public enum Suite {
  /// Matrix products and functions beside the FMA peak.
  KERNELS,
  /// PPO's update, and networks in other learners' shapes, beside the FMA peak.
  UPDATE,
  /// The training step of networks of many sizes beside the FMA peak.
  MLP,
  /// Training from end to end.
  TRAIN,
  /// A2C, TRPO and PPO from end to end, by threads and environments.
  ONPOLICY,
  /// DQN, SAC and TD3 from end to end.
  OFFPOLICY,
  /// Environments without learning.
  ENVS("--only"),
  /// A replay buffer without learning.
  REPLAY,
  /// Dynamic programming on mazes.
  SOLVE,
  /// Tabular learning: updates a second, and what the methods are known for.
  TABULAR("--out"),
  /// Language models beside the FMA peak, and a token's time by its position.
  LM,
  /// What presets reach beside what is published.
  LEARNING("--only", "--seeds", "--out"),
  /// The line of policy gradients on one environment.
  LINE("--seeds", "--out"),
  /// What learners are known for.
  CLAIMS("--only", "--seeds", "--out"),
  /// What trainers of language models reach.
  LM_LEARNING("--only", "--seeds", "--out");

  private static final int EVALUATION_EPISODES = 100;

  @SuppressWarnings("ImmutableEnumChecker") // a copy that nobody can change
  private final Set<String> options;

  Suite(String... options) {
    this.options = Set.of(options);
  }

  /// Whether an option means something here.
  ///
  /// @param option the option, with its dashes
  /// @return true if so
  public boolean takes(String option) {
    return options.contains(option);
  }

  /// The name on the command line.
  ///
  /// @return the name
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Measures.
  ///
  /// @param request what is asked for
  /// @return the numbers
  public Findings run(Request request) {
    int threads = request.threads();
    return switch (this) {
      case KERNELS -> Findings.of(KernelBench.run(threads));
      case UPDATE -> Findings.of(UpdateBench.run(threads));
      case MLP -> mlp(MlpBench.run(threads));
      case TRAIN -> Findings.of(TrainBench.run(threads));
      case ONPOLICY -> Findings.of(OnPolicyBench.run(threads));
      case OFFPOLICY -> Findings.of(OffPolicyBench.run(threads));
      case ENVS -> envs(EnvBench.run(request.envs(), request.only(), threads));
      case REPLAY -> Findings.of(ReplayBench.run());
      case SOLVE -> Findings.of(SolveBench.run(threads));
      case TABULAR -> Findings.of(TabularBench.run(request.out()));
      case LM -> Findings.of(LmBench.run(threads));
      case CLAIMS -> Findings.of(ClaimsBench.run(request.out(), request.only(), request.seeds()));
      case LEARNING -> {
        var pairs = LearningBench.pairs(request.envs(), request.only());
        LearningBench.Rows rows = LearningBench.run(plan(request), pairs);
        yield new Findings(rows.json(), rows.markdown());
      }
      case LM_LEARNING -> {
        LmLearningBench.Rows rows =
            LmLearningBench.run(
                request.only(), request.seeds(), threads, folder(request), request.err());
        yield new Findings(rows.json(), rows.markdown());
      }
      case LINE -> {
        LineBench.Rows rows = LineBench.run(plan(request));
        yield new Findings(rows.json(), rows.markdown());
      }
    };
  }

  private static Findings mlp(List<Measurement> results) {
    return Findings.of(results, MlpBench.table(results));
  }

  private static Findings envs(List<Measurement> results) {
    return Findings.of(results, EnvBench.table(results));
  }

  private Path folder(Request request) {
    return Objects.requireNonNullElse(request.out(), Path.of("runs", "bench-" + word()));
  }

  private Plan plan(Request request) {
    return new Plan(
        request.seeds(),
        EVALUATION_EPISODES,
        request.threads(),
        folder(request),
        request.envs(),
        request.err());
  }
}
