package dev.bellman.rl.data;

import dev.bellman.rl.Phases;
import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.EpisodeStatistics;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.env.VecStep;
import dev.bellman.rl.math.Gae;
import dev.bellman.rl.math.ValueTarget;
import dev.bellman.rl.policy.ActionSampler;
import dev.bellman.rl.policy.ActorCritic;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import dev.bellman.tensor.Workers;

/// T steps of N environments under one policy, and what they say about values. Row t·N + i is step
/// t of environment i; the next rollout uses the same rows again.
///
/// Owns the environments' current step, the episode statistics and what actions are drawn with.
public final class Rollout implements Stateful {
  private final int n;
  private final ActionSampler sampler;
  private final Interaction interaction;
  final Rows rows;

  /// Room for rollouts; resets the environments.
  ///
  /// @param envs N environments
  /// @param length T, at least 1
  /// @param seed the run's seed: environment i is seeded from its stream "envs"
  /// @param workers the threads
  public Rollout(VecEnv envs, int length, long seed, Workers workers) {
    this(envs, length, seed, workers, Normalizer.none());
  }

  /// Room for rollouts of normalised observations and rewards; resets the environments.
  ///
  /// @param envs N environments
  /// @param length T, at least 1
  /// @param seed the run's seed: environment i is seeded from its stream "envs"
  /// @param workers the threads
  /// @param normalizer how they are normalised; it is saved and loaded with this
  public Rollout(VecEnv envs, int length, long seed, Workers workers, Normalizer normalizer) {
    this.n = envs.count();
    this.sampler = new ActionSampler(Rng.stream(seed, "actions", 0));
    this.interaction = new Interaction(envs, seed, "envs", workers, normalizer);
    this.rows = new Rows(envs, length);
  }

  /// {@return what is kept of the T·N steps, the same object at each call}
  public Rows rows() {
    return rows;
  }

  /// {@return episode returns and lengths, updated at each step}
  public EpisodeStatistics episodes() {
    return interaction.episodes();
  }

  /// {@return where the time goes, the same object at each call}
  public Phases phases() {
    return interaction.phases();
  }

  /// Goes on from observations that are normalised by what is known now, where others have changed
  /// that.
  public void refresh() {
    interaction.refresh();
  }

  /// Acts for T steps with the policy as it is, and asks for the value of every observation and of
  /// the true successor of every step.
  ///
  /// @param net whose policy acts
  public void collect(ActorCritic net) {
    VecStep current = interaction.current();
    Actions actions = interaction.actions();
    int finals = rows.count() + n;
    sampler.begin();
    for (int first = 0; first < rows.count(); first += n) {
      int row = first;
      rows.observations.put(current, row);
      rows.putMasks(interaction.masks(), row);
      interaction.decide(
          net,
          policy -> {
            sampler.sample(policy, actions);
            rows.putPolicy(policy, actions, row);
            policy.intoSpace(actions);
          });
      interaction.step();
      rows.putSent(interaction.sent(), row);
      for (int i = 0; i < n; i++) {
        rows.rewards[row + i] = (float) current.rewards()[i];
        rows.terminated[row + i] = current.terminated()[i];
        rows.truncated[row + i] = current.truncated()[i];
        rows.successors[row + i] = row + n + i;
        if (current.truncated()[i] && !current.terminated()[i]) {
          rows.observations.putFinal(current, i, finals);
          rows.successors[row + i] = finals++;
        }
      }
    }
    rows.observations.put(current, rows.count());
    interaction.values(net, rows.observations, finals, rows.values);
    for (int row = 0; row < rows.count(); row++) {
      rows.nextValues[row] = rows.values[rows.successors[row]];
    }
  }

  /// Fills in advantages, not scaled, and value targets.
  ///
  /// @param gae how advantages are estimated
  /// @param target what V should become
  public void estimate(Gae gae, ValueTarget target) {
    var steps =
        new Gae.Steps(rows.rewards, rows.values, rows.nextValues, rows.terminated, rows.truncated);
    gae.estimate(steps, n, rows.advantages);
    target.estimate(steps, n, gae.gamma(), rows.advantages, rows.valueTargets);
    System.arraycopy(rows.advantages, 0, rows.scaledAdvantages, 0, rows.count());
  }

  @Override
  public void save(State out) {
    sampler.save(out.at("actions"));
    interaction.save(out);
  }

  @Override
  public void load(State in) {
    sampler.load(in.at("actions"));
    interaction.load(in);
  }
}
