package dev.bellman.rl.tabular;

/// See [ControlMethod.OneStep].
final class OneStepMethod implements Method {
  private static final int NONE = -1;

  private final Course course;
  private final Bootstrap target;

  OneStepMethod(Course course, ControlMethod.OneStep method) {
    this.course = course;
    this.target = method.target();
  }

  @Override
  public void learn(int i, double progress) {
    Walk walk = course.walk;
    boolean asks = target instanceof Bootstrap.NextAction;
    int nextAction = asks ? course.behave(walk.next(i), progress) : NONE;
    double value = course.nextValue(i, target, nextAction, progress);
    double goal = walk.reward(i) + course.config.gamma() * value;
    course.learn(walk.from(i), walk.action(i), goal, progress);
    boolean chosen = asks && !walk.done(i);
    walk.act(i, chosen ? nextAction : course.behave(walk.state(i), progress));
  }
}
