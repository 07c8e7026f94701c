package dev.bellman.app;

import dev.bellman.app.config.Overlay;
import dev.bellman.app.play.Decider;
import dev.bellman.app.play.Player;
import dev.bellman.app.play.Player.Moment;
import dev.bellman.app.play.Subject;
import dev.bellman.app.terminal.Quantity;
import dev.bellman.app.train.Learner;
import dev.bellman.app.train.SavedRun;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.policy.Agent;
import dev.bellman.tensor.Rng;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What `record` and `watch` play: the options that they share.
final class Scene {
  @Parameters(
      paramLabel = "<run, checkpoint or environment>",
      description = "Whose policy acts; in an environment alone actions are random.")
  private String word = "";

  @Option(
      names = "--episodes",
      paramLabel = "N",
      description = "How many episodes (default: ${DEFAULT-VALUE}).")
  private int episodes = 1;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "The seed of the first reset and of drawn actions (default: 1).")
  private long seed = 1;

  @Option(
      names = "--longest",
      paramLabel = "N",
      description = "Leave an episode after N steps (default: ${DEFAULT-VALUE}).")
  private long longest = 2000;

  @Option(
      names = "--stochastic",
      description = "Draw actions from the policy instead of taking the most probable.")
  private boolean stochastic;

  @Option(
      names = "--actions",
      paramLabel = "a,b,..",
      description = "Take these actions in an environment, a vector as x:y:z.")
  private @Nullable String actions;

  @Option(
      names = "--set",
      paramLabel = "environment.NAME=value",
      description = "Set an option of the environment.")
  private List<String> settings = List.of();

  @Mixin private final ClassPath classPath = new ClassPath();

  Envs envs(Context context) {
    return classPath.envs(context);
  }

  Subject subject(Context context) {
    if (episodes < 1) {
      throw new UserError("--episodes: must be at least 1, got " + episodes);
    }
    if (seed < 0) {
      throw new UserError("--seed: must be at least 0, got " + seed);
    }
    if (longest < 1) {
      throw new UserError("--longest: must be at least 1, got " + longest);
    }
    Subject subject =
        Subject.of(word, settings.stream().map(Overlay::setting).toList(), envs(context));
    if (subject.saved() == null && stochastic) {
      throw new UserError(
          "--stochastic: must come with a run or a checkpoint, got environment " + subject.id());
    }
    if (subject.saved() != null && actions != null) {
      throw new UserError(
          "--actions: must come with an environment, got a policy (name %s instead)"
              .formatted(subject.id()));
    }
    return subject;
  }

  /// Plays the episodes.
  ///
  /// @return the last moment of each
  <O, A> List<Moment> play(
      Context context, Subject subject, Env<O, A> env, Consumer<Moment> viewer) {
    SavedRun saved = subject.saved();
    if (saved == null) {
      Rng rng = Rng.stream(seed, "actions", 0);
      Decider<O, A> decider =
          actions == null
              ? Decider.random(env.actionSpace(), rng)
              : Decider.of(SpaceText.actions(actions, env.actionSpace()));
      return play(subject, env, decider, viewer);
    }
    try (Learner learner = Learner.of(saved.config(), envs(context), 1)) {
      learner.load(saved);
      refuseOtherSpaces(subject, env, learner);
      Agent<O, A> agent = Agent.of(learner.algorithm().policy(), env);
      Rng rng = stochastic ? Rng.stream(seed, "actions", 0) : null;
      return play(subject, env, Decider.of(agent, rng), viewer);
    }
  }

  private static void refuseOtherSpaces(Subject subject, Env<?, ?> env, Learner learner) {
    if (!env.observationSpace().equals(learner.environments().observationSpace())
        || !env.actionSpace().equals(learner.environments().actionSpace())) {
      throw new UserError(
          "--set: environment '%s' must keep the spaces that the policy was learned in, got %s, %s"
              .formatted(subject.id(), env.observationSpace(), env.actionSpace()));
    }
  }

  private <O, A> List<Moment> play(
      Subject subject, Env<O, A> env, Decider<O, A> decider, Consumer<Moment> viewer) {
    try {
      return new Player(episodes, seed, longest).play(env, decider, viewer);
    } catch (UserError e) {
      throw e;
    } catch (RuntimeException e) {
      throw new RunFailed(
          "environment '%s': must not throw, got %s (bellman check %s says more)"
              .formatted(subject.id(), e, subject.id()),
          e);
    }
  }

  /// What was played, a line for each episode.
  static String text(List<Moment> lasts) {
    var text = new StringBuilder();
    for (Moment last : lasts) {
      text.append(
          "episode %d: return %s, %d step%s, %s%n"
              .formatted(
                  last.episode(),
                  Quantity.score(last.totalReward()),
                  last.steps(),
                  last.steps() == 1 ? "" : "s",
                  last.terminated()
                      ? "terminated"
                      : last.truncated() ? "truncated" : "left unfinished"));
    }
    return text.toString();
  }

  /// What was played, as JSON.
  static Map<String, @Nullable Object> json(Subject subject, List<Moment> lasts) {
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put("environment", subject.id());
    SavedRun saved = subject.saved();
    object.put("algorithm", saved == null ? null : saved.config().algorithm().name());
    object.put("checkpoint", saved == null ? null : saved.file().toString());
    object.put("episodes", lasts.stream().map(Scene::episode).toList());
    return object;
  }

  private static Map<String, Object> episode(Moment last) {
    var object = new LinkedHashMap<String, Object>();
    object.put("return", last.totalReward());
    object.put("steps", last.steps());
    object.put("terminated", last.terminated());
    object.put("truncated", last.truncated());
    return object;
  }
}
