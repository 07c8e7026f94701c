package dev.bellman.rl.data;

import dev.bellman.rl.Phases;
import dev.bellman.rl.env.Actions;
import dev.bellman.rl.env.EpisodeStatistics;
import dev.bellman.rl.env.VecEnv;
import dev.bellman.rl.env.VecStep;
import dev.bellman.rl.math.Baseline;
import dev.bellman.rl.math.Credit;
import dev.bellman.rl.math.Gae;
import dev.bellman.rl.math.StepWeight;
import dev.bellman.rl.math.ValueTarget;
import dev.bellman.rl.policy.ActionSampler;
import dev.bellman.rl.policy.ActorCritic;
import dev.bellman.tensor.Rng;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import dev.bellman.tensor.Workers;
import java.util.Arrays;

/// E whole episodes of N environments under one policy, and what their actions are credited with.
///
/// The first E episodes that begin are kept, however long they take, so that short ones are not
/// preferred; meanwhile other environments go on and what they do is not learned from. One
/// environment alone wastes nothing. Owns the environments' current step, the episode statistics
/// and what actions are drawn with.
public final class Episodes implements Stateful {
  private static final int FIRST_ROWS = 512;
  private static final int NONE = -1;

  private final VecEnv envs;
  private final int n;
  private final int wanted;
  private final ActionSampler sampler;
  private final Interaction interaction;
  private final Observations finals;
  private final int[] finalRows;
  private final float[] finalValues;

  /// The episode that each environment plays, or none.
  private final int[] playing;

  /// Whether an environment is within an episode.
  private final boolean[] within;

  private Rows rows;
  private int[] episode;
  private int[] order = {};
  private int steps;
  private int cut;

  /// Room for episodes; resets the environments.
  ///
  /// @param envs N environments
  /// @param wanted E, at least 1
  /// @param seed the run's seed: environment i is seeded from its stream "envs"
  /// @param workers the threads
  public Episodes(VecEnv envs, int wanted, long seed, Workers workers) {
    this(envs, wanted, seed, workers, Normalizer.none());
  }

  /// Room for episodes of normalised observations and rewards; resets the environments.
  ///
  /// @param envs N environments
  /// @param wanted E, at least 1
  /// @param seed the run's seed: environment i is seeded from its stream "envs"
  /// @param workers the threads
  /// @param normalizer how observations and rewards are normalised; it is saved and loaded with
  ///     this
  public Episodes(VecEnv envs, int wanted, long seed, Workers workers, Normalizer normalizer) {
    this.envs = envs;
    this.n = envs.count();
    this.wanted = wanted;
    this.sampler = new ActionSampler(Rng.stream(seed, "actions", 0));
    this.interaction = new Interaction(envs, seed, "envs", workers, normalizer);
    this.finals = new Observations(envs.observationSpace(), wanted);
    this.finalRows = new int[wanted];
    this.finalValues = new float[wanted];
    this.playing = new int[n];
    this.within = new boolean[n];
    this.rows = new Rows(envs, Math.ceilDiv(FIRST_ROWS, n));
    this.episode = new int[rows.count()];
  }

  /// {@return what is kept of the steps; another object when there was not room enough}
  public Rows rows() {
    return rows;
  }

  /// {@return the rows of the E episodes, one episode after the other; not to be modified}
  public int[] order() {
    return order;
  }

  /// {@return the steps that the last episodes took in all environments together}
  public int envSteps() {
    return steps * n;
  }

  /// {@return episode returns and lengths, updated at each step}
  public EpisodeStatistics statistics() {
    return interaction.episodes();
  }

  /// {@return where the time goes, the same object at each call}
  public Phases phases() {
    return interaction.phases();
  }

  /// Acts with the policy as it is until E episodes have ended, and asks for the value of every
  /// observation and of the final ones of episodes that were cut.
  ///
  /// @param net whose policy acts
  public void collect(ActorCritic net) {
    steps = 0;
    cut = 0;
    sampler.begin();
    int begun = 0;
    for (int i = 0; i < n; i++) {
      playing[i] = !within[i] && begun < wanted ? begun++ : NONE;
    }
    int ended = 0;
    while (ended < wanted) {
      int row = steps++ * n;
      act(net, row);
      for (int i = 0; i < n; i++) {
        episode[row + i] = playing[i];
        boolean done = keep(row, i);
        within[i] = !done;
        if (done) {
          ended += playing[i] == NONE ? 0 : 1;
          playing[i] = begun < wanted ? begun++ : NONE;
        }
      }
    }
    order = counted();
    judge(net);
  }

  private void act(ActorCritic net, int row) {
    if (row + n > rows.count()) {
      rows = rows.longer(envs);
      episode = Arrays.copyOf(episode, rows.count());
    }
    Actions actions = interaction.actions();
    rows.observations.put(interaction.current(), row);
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
  }

  /// Keeps what a step led to; whether the episode ended.
  private boolean keep(int row, int i) {
    VecStep current = interaction.current();
    rows.rewards[row + i] = (float) current.rewards()[i];
    rows.terminated[row + i] = current.terminated()[i];
    rows.truncated[row + i] = current.truncated()[i];
    if (playing[i] != NONE && current.truncated()[i] && !current.terminated()[i]) {
      finals.putFinal(current, i, cut);
      finalRows[cut++] = row + i;
    }
    return current.done(i);
  }

  private int[] counted() {
    int[] places = new int[steps * n];
    int count = 0;
    for (int i = 0; i < n; i++) {
      for (int row = i; row < steps * n; row += n) {
        if (episode[row] != NONE) {
          places[count++] = row;
        }
      }
    }
    return Arrays.copyOf(places, count);
  }

  private void judge(ActorCritic net) {
    interaction.values(net, rows.observations, steps * n, rows.values);
    interaction.values(net, finals, cut, finalValues);
    Arrays.fill(rows.nextValues, 0);
    for (int k = 0; k < cut; k++) {
      rows.nextValues[finalRows[k]] = finalValues[k];
    }
  }

  /// Fills in advantages, not scaled, and value targets, which are rewards to go. An episode that a
  /// time limit cut goes on in V if V is learned, and ends otherwise.
  ///
  /// @param gamma γ
  /// @param credit what actions are credited with
  /// @param baseline what is taken off
  /// @param weight how much each step counts
  public void estimate(double gamma, Credit credit, Baseline baseline, StepWeight weight) {
    if (!baseline.learned()) {
      Arrays.fill(rows.nextValues, 0);
    }
    var all =
        new Gae.Steps(rows.rewards, rows.values, rows.nextValues, rows.terminated, rows.truncated);
    float[] returns = rows.valueTargets;
    new ValueTarget.RewardToGo().estimate(all, n, gamma, rows.advantages, returns);
    float[] credits = new float[order.length];
    float[] values = new float[order.length];
    int[] numbers = new int[order.length];
    int[] t = new int[order.length];
    for (int j = 0; j < order.length; j++) {
      numbers[j] = episode[order[j]];
      t[j] = j > 0 && numbers[j] == numbers[j - 1] ? t[j - 1] + 1 : 0;
      credits[j] = credit.of(returns[order[j - t[j]]], returns[order[j]]);
      values[j] = rows.values[order[j]];
    }
    float[] advantages = new float[order.length];
    baseline.subtract(new Baseline.Steps(credits, values, numbers, wanted), advantages);
    for (int j = 0; j < order.length; j++) {
      rows.advantages[order[j]] = (float) (weight.at(gamma, t[j]) * advantages[j]);
    }
  }

  @Override
  public void save(State out) {
    sampler.save(out.at("actions"));
    interaction.save(out);
    int[] under = new int[n];
    for (int i = 0; i < n; i++) {
      under[i] = within[i] ? 1 : 0;
    }
    out.put("within", under);
  }

  @Override
  public void load(State in) {
    sampler.load(in.at("actions"));
    interaction.load(in);
    int[] under = in.ints("within", n);
    for (int i = 0; i < n; i++) {
      within[i] = under[i] != 0 && envs.savesState();
    }
  }
}
