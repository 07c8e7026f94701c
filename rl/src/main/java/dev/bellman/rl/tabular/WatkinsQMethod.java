package dev.bellman.rl.tabular;

import dev.bellman.tensor.State;
import java.util.Arrays;

/// See [ControlMethod.WatkinsQ].
final class WatkinsQMethod implements Method {
  private final Course course;
  private final double lambda;
  private final boolean replacing;
  private final Traces[] traces;

  WatkinsQMethod(Course course, ControlMethod.WatkinsQ method) {
    this.course = course;
    this.lambda = method.lambda();
    this.replacing = method.replacing();
    this.traces = new Traces[course.walk.count()];
    Arrays.setAll(traces, _ -> new Traces());
  }

  @Override
  public void learn(int i, double progress) {
    Walk walk = course.walk;
    ActionValues q = course.q;
    int state = walk.from(i);
    int action = walk.action(i);
    int next = walk.next(i);
    double value = walk.terminated(i) ? 0 : q.max(next);
    double error = walk.reward(i) + course.config.gamma() * value - q.at(state, action);
    traces[i].visit(state * q.actions() + action, replacing);
    spread(traces[i], error, progress);
    q.visit(state, action);
    int nextAction = course.behave(walk.state(i), progress);
    boolean greedy = q.at(walk.state(i), nextAction) == q.max(walk.state(i));
    if (walk.done(i) || !greedy) {
      traces[i].clear();
    } else {
      traces[i].fade(course.config.gamma() * lambda);
    }
    walk.act(i, nextAction);
  }

  /// Moves each traced value by its share of the error.
  private void spread(Traces along, double error, double progress) {
    ActionValues q = course.q;
    double changed = 0;
    for (int k = 0; k < along.size(); k++) {
      int state = along.place(k) / q.actions();
      int action = along.place(k) % q.actions();
      double change = course.stepSize(q, state, action, progress) * error * along.weight(k);
      q.nudge(state, action, change);
      changed += Math.abs(change);
    }
    course.account.note(error, changed);
  }

  @Override
  public void save(State out) {
    for (int i = 0; i < traces.length; i++) {
      traces[i].save(out.at(Integer.toString(i)));
    }
  }

  @Override
  public void load(State in) {
    for (int i = 0; i < traces.length; i++) {
      traces[i].load(in.at(Integer.toString(i)));
    }
  }
}
