package dev.bellman.rl.tabular;

import dev.bellman.tensor.State;
import java.util.Arrays;

/// See [ControlMethod.MonteCarlo].
final class MonteCarloMethod implements Method {
  private static final int NEVER = -1;
  private static final int NONE = -1;
  private static final Bootstrap AFTER_A_CUT = new Bootstrap.Expectation();

  private final Course course;
  private final boolean firstVisit;

  /// The episode of each environment so far.
  private final Steps[] episode;

  /// When a state and action came first in the episode that is learned from, else [#NEVER].
  private final int[] first;

  MonteCarloMethod(Course course, ControlMethod.MonteCarlo method) {
    this.course = course;
    this.firstVisit = method.firstVisit();
    this.episode = new Steps[course.walk.count()];
    Arrays.setAll(episode, _ -> new Steps());
    this.first = new int[course.q.states() * course.q.actions()];
    Arrays.fill(first, NEVER);
  }

  @Override
  public void learn(int i, double progress) {
    Walk walk = course.walk;
    episode[i].add(walk.from(i), walk.action(i), walk.reward(i));
    if (walk.done(i)) {
      learn(episode[i], course.nextValue(i, AFTER_A_CUT, NONE, progress), progress);
      episode[i].clear();
    }
    walk.act(i, course.behave(walk.state(i), progress));
  }

  private void learn(Steps steps, double value, double progress) {
    for (int t = steps.size() - 1; t >= 0; t--) {
      first[place(steps, t)] = t;
    }
    double gain = value;
    for (int t = steps.size() - 1; t >= 0; t--) {
      gain = steps.reward(t) + course.config.gamma() * gain;
      if (!firstVisit || first[place(steps, t)] == t) {
        course.learn(steps.state(t), steps.action(t), gain, progress);
      }
    }
    for (int t = 0; t < steps.size(); t++) {
      first[place(steps, t)] = NEVER;
    }
  }

  private int place(Steps steps, int t) {
    return steps.state(t) * course.q.actions() + steps.action(t);
  }

  @Override
  public void save(State out) {
    for (int i = 0; i < episode.length; i++) {
      episode[i].save(out.at(Integer.toString(i)));
    }
  }

  @Override
  public void load(State in) {
    for (int i = 0; i < episode.length; i++) {
      episode[i].load(in.at(Integer.toString(i)));
    }
  }
}
