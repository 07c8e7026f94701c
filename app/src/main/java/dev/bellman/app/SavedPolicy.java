package dev.bellman.app;

import dev.bellman.app.classes.EnvClasses;
import dev.bellman.app.train.Learner;
import dev.bellman.app.train.SavedRun;
import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.Envs;
import dev.bellman.rl.env.Space;
import dev.bellman.rl.policy.Agent;
import dev.bellman.rl.policy.Policy;
import java.nio.file.Path;
import java.util.List;

/// A policy that `bellman train` saved, for a program of one's own. It holds no thread, no
/// environment and no file. Confined to one thread; load one for each.
public final class SavedPolicy {
  private final SavedRun run;
  private final Policy policy;
  private final Space<?> observationSpace;
  private final Space<?> actionSpace;

  private SavedPolicy(SavedRun run, Learner learner) {
    this.run = run;
    this.policy = learner.algorithm().policy();
    this.observationSpace = learner.environments().observationSpace();
    this.actionSpace = learner.environments().actionSpace();
  }

  /// Loads a policy that was trained on one of Bellman's environments, or on one named by its
  /// class, which must be on this program's class path.
  ///
  /// @param path a checkpoint, or a run folder, which means its newest sound checkpoint
  /// @return the policy
  /// @throws UserError if there is none, it is broken, or its environment cannot be found
  public static SavedPolicy load(Path path) {
    return load(path, Envs.builtIn().orElse(new EnvClasses(List.of())::find));
  }

  /// Loads a policy that was trained on an environment of a registry.
  ///
  /// @param path a checkpoint, or a run folder, which means its newest sound checkpoint
  /// @param envs the environments that can be named
  /// @return the policy
  /// @throws UserError if there is none, it is broken, or its environment cannot be found
  public static SavedPolicy load(Path path, Envs envs) {
    SavedRun run = SavedRun.open(path, envs);
    try (Learner learner = Learner.of(run.config(), envs, 1)) {
      learner.load(run);
      return new SavedPolicy(run, learner);
    }
  }

  /// The policy in use: an observation in, an action out. What it has learned to do with
  /// observations before it looks at them, as normalising them, it does.
  ///
  /// @param env any environment of the spaces that the policy was trained with; it is neither reset
  ///   nor stepped
  /// @param <O> observations
  /// @param <A> actions
  /// @return the agent
  /// @throws UserError if the spaces are others
  public <O, A> Agent<O, A> agent(Env<O, A> env) {
    require("observation", observationSpace, env.observationSpace());
    require("action", actionSpace, env.actionSpace());
    return Agent.of(policy, env);
  }

  private void require(String what, Space<?> expected, Space<?> actual) {
    if (!actual.equals(expected)) {
      throw new UserError(
          "checkpoint %s: %s space: must be %s as in training, got %s"
              .formatted(run.file(), what, expected, actual));
    }
  }

  /// {@return what acts for many environments at once}
  public Policy policy() {
    return policy;
  }

  /// {@return what trained it, as `train` calls it}
  public String algorithm() {
    return run.config().algorithm().name();
  }

  /// {@return the id of the environment that it was trained on}
  public String environment() {
    return run.config().environment();
  }

  /// {@return the environment steps that it was trained for}
  public long envSteps() {
    return run.envSteps();
  }
}
