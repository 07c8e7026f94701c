package dev.bellman.rl.tabular;

import dev.bellman.tensor.State;
import java.util.Arrays;

/// See [ControlMethod.NStep].
final class NStepMethod implements Method {
  private final Course course;
  private final int n;
  private final Bootstrap target;

  /// The last n steps of each environment, fewer at the beginning of an episode.
  private final Steps[] window;

  NStepMethod(Course course, ControlMethod.NStep method) {
    this.course = course;
    this.n = method.n();
    this.target = method.target();
    this.window = new Steps[course.walk.count()];
    Arrays.setAll(window, _ -> new Steps());
  }

  @Override
  public void learn(int i, double progress) {
    Walk walk = course.walk;
    Steps steps = window[i];
    steps.add(walk.from(i), walk.action(i), walk.reward(i));
    int next = walk.next(i);
    int nextAction = course.behave(next, progress);
    if (walk.done(i)) {
      while (steps.size() > 0) {
        learnFirst(steps, i, nextAction, progress);
      }
      walk.act(i, course.behave(walk.state(i), progress));
      return;
    }
    if (steps.size() == n) {
      learnFirst(steps, i, nextAction, progress);
    }
    walk.act(i, nextAction);
  }

  private void learnFirst(Steps steps, int i, int nextAction, double progress) {
    double value = course.nextValue(i, target, nextAction, progress);
    double goal = steps.discounted(course.config.gamma(), value);
    course.learn(steps.state(0), steps.action(0), goal, progress);
    steps.removeFirst();
  }

  @Override
  public void save(State out) {
    for (int i = 0; i < window.length; i++) {
      window[i].save(out.at(Integer.toString(i)));
    }
  }

  @Override
  public void load(State in) {
    for (int i = 0; i < window.length; i++) {
      window[i].load(in.at(Integer.toString(i)));
    }
  }
}
