package dev.bellman.rl.tabular;

import dev.bellman.tensor.Rng;
import dev.bellman.tensor.State;

/// See [ControlMethod.DoubleQ].
final class DoubleQMethod implements Method {
  private final Course course;
  private final ActionValues first;
  private final ActionValues second;
  private final Rng coin;

  DoubleQMethod(Course course, long seed) {
    this.course = course;
    ActionValues q = course.q;
    this.first = new ActionValues(q.states(), q.actions(), course.config.initialValue());
    this.second = new ActionValues(q.states(), q.actions(), course.config.initialValue());
    this.coin = Rng.stream(seed, "double", 0);
  }

  @Override
  public void learn(int i, double progress) {
    Walk walk = course.walk;
    walk.noteMask(first, i);
    walk.noteMask(second, i);
    boolean heads = coin.nextInt(2) == 0;
    ActionValues learned = heads ? first : second;
    ActionValues judge = heads ? second : first;
    int state = walk.from(i);
    int action = walk.action(i);
    int next = walk.next(i);
    double value = walk.terminated(i) ? 0 : judge.at(next, learned.greedy(next, coin));
    double error = walk.reward(i) + course.config.gamma() * value - learned.at(state, action);
    double change = course.stepSize(learned, state, action, progress) * error;
    learned.nudge(state, action, change);
    learned.visit(state, action);
    course.q.nudge(state, action, change / 2);
    course.q.visit(state, action);
    course.account.note(error, change);
    walk.act(i, course.behave(walk.state(i), progress));
  }

  @Override
  public void save(State out) {
    first.save(out.at("first"));
    second.save(out.at("second"));
    coin.save(out.at("coin"));
  }

  @Override
  public void load(State in) {
    first.load(in.at("first"));
    second.load(in.at("second"));
    coin.load(in.at("coin"));
  }
}
