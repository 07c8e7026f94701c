package dev.bellman.rl.data;

import dev.bellman.rl.Phases;
import dev.bellman.rl.Phases.Phase;
import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.EnvironmentFailure;
import dev.bellman.rl.env.EpisodeStatistics;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.env.VecStep;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import dev.bellman.tensor.Workers;

/// Environments that are acted in and the [Replay] that remembers. What [Rollout] is to learners
/// that use each step once, this is to those that learn from old steps too.
public final class Experience implements Stateful {
  private final VecEnv envs;
  private final Interaction interaction;
  private final Replay replay;
  private long envSteps;

  /// Resets the environments.
  ///
  /// @param config what is remembered
  /// @param envs N environments; owned by the caller
  /// @param gamma γ, in [0, 1]
  /// @param seed the run's seed: environment i is seeded from its stream "envs"
  /// @param workers the threads; owned by the caller
  public Experience(ReplayConfig config, VecEnv envs, double gamma, long seed, Workers workers) {
    this.envs = envs;
    this.interaction = new Interaction(envs, seed, "envs", workers);
    this.replay = new Replay(config, envs, gamma, seed);
    replay.start(interaction.current());
  }

  /// {@return what the environments show, the same object at each call}
  public VecStep current() {
    return interaction.current();
  }

  /// {@return the actions that come next, in the environments' units: to be filled in before
  /// [#step]; the same object at each call}
  public Actions actions() {
    return interaction.actions();
  }

  /// {@return 0 where an action is forbidden now, `[N,A]`, empty if nothing can be forbidden; not
  /// to be modified}
  public float[] masks() {
    return interaction.masks();
  }

  /// Sends [#actions] and remembers what followed.
  ///
  /// @param remembered the actions as they are to be remembered, in any units; may be [#actions]
  /// @throws EnvironmentFailure if an environment fails or shows what it must not
  public void step(Actions remembered) {
    interaction.step();
    phases().enter(Phase.OTHER);
    replay.add(remembered, interaction.current());
    envSteps += envs.count();
  }

  /// {@return what is remembered}
  public Replay replay() {
    return replay;
  }

  /// {@return the steps so far, in all environments together}
  public long envSteps() {
    return envSteps;
  }

  /// {@return episode returns and lengths, updated at each step}
  public EpisodeStatistics episodes() {
    return interaction.episodes();
  }

  /// {@return where the time goes, the same object at each call}
  public Phases phases() {
    return interaction.phases();
  }

  /// {@return whether [#save] writes all that the future depends on}
  public boolean resumesExactly() {
    return envs.savesState() && replay.saved();
  }

  @Override
  public void save(State out) {
    out.putLong("envSteps", envSteps);
    interaction.save(out);
    replay.save(out.at("replay"));
  }

  @Override
  public void load(State in) {
    envSteps = in.longValue("envSteps");
    interaction.load(in);
    replay.load(in.at("replay"));
    if (!(replay.saved() && envs.savesState())) {
      replay.start(interaction.current());
    }
  }
}
