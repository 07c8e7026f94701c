package dev.bellman.rl.tabular;

/// See [ControlMethod.OneStep].
final class OneStepMethod implements Method {
  private final Course course;
  private final Bootstrap target;

  OneStepMethod(Course course, ControlMethod.OneStep method) {
    this.course = course;
    this.target = method.target();
  }

  @Override
  public void learn(int i, double progress) {
    Walk walk = course.walk;
    int next = walk.next(i);
    boolean onPolicy = target instanceof Bootstrap.NextAction;
    int nextAction = onPolicy ? course.behave(next, progress) : -1;
    double value = walk.terminated(i) ? 0 : course.value(target, next, nextAction, progress);
    double goal = walk.reward(i) + course.config.gamma() * value;
    course.learn(walk.from(i), walk.action(i), goal, progress);
    boolean chosen = onPolicy && !walk.done(i);
    walk.act(i, chosen ? nextAction : course.behave(walk.state(i), progress));
  }
}
