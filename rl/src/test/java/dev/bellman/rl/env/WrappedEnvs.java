package dev.bellman.rl.env;

import dev.bellman.rl.env.classic.CartPole;
import dev.bellman.rl.env.wrappers.ClipAction;
import dev.bellman.rl.env.wrappers.ClipReward;
import dev.bellman.rl.env.wrappers.CountBonus;
import dev.bellman.rl.env.wrappers.DelayObservation;
import dev.bellman.rl.env.wrappers.DiscretizeObservation;
import dev.bellman.rl.env.wrappers.FilterObservation;
import dev.bellman.rl.env.wrappers.FlattenObservation;
import dev.bellman.rl.env.wrappers.FrameStackObservation;
import dev.bellman.rl.env.wrappers.HideVelocity;
import dev.bellman.rl.env.wrappers.MaxAndSkipObservation;
import dev.bellman.rl.env.wrappers.NoisyAction;
import dev.bellman.rl.env.wrappers.NoisyObservation;
import dev.bellman.rl.env.wrappers.NormalizeObservation;
import dev.bellman.rl.env.wrappers.NormalizeReward;
import dev.bellman.rl.env.wrappers.OrderEnforcing;
import dev.bellman.rl.env.wrappers.PotentialShaping;
import dev.bellman.rl.env.wrappers.RepeatAction;
import dev.bellman.rl.env.wrappers.RescaleAction;
import dev.bellman.rl.env.wrappers.RescaleObservation;
import dev.bellman.rl.env.wrappers.RunningMoments;
import dev.bellman.rl.env.wrappers.StickyAction;
import dev.bellman.rl.env.wrappers.TimeAwareObservation;
import dev.bellman.rl.env.wrappers.TransformAction;
import dev.bellman.rl.env.wrappers.TransformObservation;
import dev.bellman.rl.env.wrappers.TransformReward;
import dev.bellman.rl.env.wrappers.VecTimeLimit;
import dev.bellman.rl.env.wrappers.WeightedReward;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Every wrapper around one environment and around many.
public final class WrappedEnvs {
  private static final int LIMIT = 12;

  private WrappedEnvs() {}

  /// A wrapper in both forms.
  ///
  /// @param name the wrapper's name
  /// @param one wraps one environment
  /// @param many wraps n environments of the same kind
  public record Both(String name, Supplier<Env<?, ?>> one, IntFunction<VecEnv> many) {
    @Override
    public String toString() {
      return name;
    }

    VecEnv adapted(int n) {
      return EnvAdapter.of(name, n, one);
    }
  }

  private static Env<float[], Integer> pole() {
    return new TimeLimit<>(CartPole.env(false), LIMIT);
  }

  private static VecEnv poles(int n) {
    return new SimulatedVec(new CartPole(n, false), OptionalInt.of(LIMIT));
  }

  private static Env<float[], float[]> target() {
    return IdentityEnvs.continuous(2, 5);
  }

  private static VecEnv targets(int n) {
    return EnvAdapter.of("target", n, WrappedEnvs::target);
  }

  private static VecEnv masked(int n) {
    return EnvAdapter.of("masked", n, () -> AnySpaceEnv.multiDiscrete(7));
  }

  private static AnySpaceEnv<Map<String, Object>, ?> parts() {
    return AnySpaceEnv.composite(4);
  }

  private static VecEnv parts(int n) {
    return EnvAdapter.of("parts", n, WrappedEnvs::parts);
  }

  /// Wrappers whose environments do not depend on one another.
  public static Stream<Both> independent() {
    return Stream.concat(observations(), Stream.concat(actions(), rewards()));
  }

  private static Stream<Both> observations() {
    var discretize = DiscretizeObservation.of(3, 4);
    var vector = DiscretizeObservation.multiDiscrete(5);
    var filter = FilterObservation.keys("speed", "gear");
    var transform =
        new TransformObservation<float[], Integer>(Discrete.of(2), pole -> pole[2] > 0 ? 1 : 0);
    var frozen = new NormalizeObservation(new RunningMoments(4)).frozen();
    return Stream.of(
        new Both(
            "FrameStackObservation",
            () -> new FrameStackObservation(3).wrap(pole()),
            n -> new FrameStackObservation(3).wrap(poles(n))),
        new Both(
            "DelayObservation",
            () -> new DelayObservation(2).wrap(pole()),
            n -> new DelayObservation(2).wrap(poles(n))),
        new Both(
            "DelayObservation of parts",
            () -> new DelayObservation(3).wrap(parts()),
            n -> new DelayObservation(3).wrap(parts(n))),
        new Both(
            "TimeAwareObservation",
            () -> new TimeAwareObservation(LIMIT, true).wrap(pole()),
            n -> new TimeAwareObservation(LIMIT, true).wrap(poles(n))),
        new Both(
            "FlattenObservation",
            () -> new FlattenObservation().wrap(parts()),
            n -> new FlattenObservation().wrap(parts(n))),
        new Both("FilterObservation", () -> filter.wrap(parts()), n -> filter.wrap(parts(n))),
        new Both(
            "RescaleObservation",
            () -> RescaleObservation.DEFAULTS.wrap(target()),
            n -> RescaleObservation.DEFAULTS.wrap(targets(n))),
        new Both(
            "TransformObservation", () -> transform.wrap(pole()), n -> transform.wrap(poles(n))),
        new Both(
            "DiscretizeObservation",
            () -> discretize.wrap(target()),
            n -> discretize.wrap(targets(n))),
        new Both(
            "DiscretizeObservation to a vector",
            () -> vector.wrap(target()),
            n -> vector.wrap(targets(n))),
        new Both(
            "NoisyObservation",
            () -> new NoisyObservation(0.5).wrap(pole()),
            n -> new NoisyObservation(0.5).wrap(poles(n))),
        new Both(
            "HideVelocity",
            () -> HideVelocity.of("CartPole-v1").wrap(pole()),
            n -> HideVelocity.of("CartPole-v1").wrap(poles(n))),
        new Both(
            "frozen NormalizeObservation", () -> frozen.wrap(pole()), n -> frozen.wrap(poles(n))),
        new Both(
            "MaxAndSkipObservation",
            () -> new MaxAndSkipObservation(3).wrap(pole()),
            n -> new MaxAndSkipObservation(3).wrap(poles(n))));
  }

  private static Stream<Both> actions() {
    var opposite = new TransformAction<>(Discrete.of(2), (Integer action) -> 1 - action);
    return Stream.of(
        new Both(
            "ClipAction",
            () -> new ClipAction().wrap(target()),
            n -> new ClipAction().wrap(targets(n))),
        new Both(
            "RescaleAction",
            () -> new RescaleAction(0, 4).wrap(target()),
            n -> new RescaleAction(0, 4).wrap(targets(n))),
        new Both("TransformAction", () -> opposite.wrap(pole()), n -> opposite.wrap(poles(n))),
        new Both(
            "StickyAction",
            () -> new StickyAction(0.4).wrap(pole()),
            n -> new StickyAction(0.4).wrap(poles(n))),
        new Both(
            "StickyAction where actions are masked",
            () -> new StickyAction(0.5, 2, 3).wrap(AnySpaceEnv.multiDiscrete(7)),
            n -> new StickyAction(0.5, 2, 3).wrap(masked(n))),
        new Both(
            "NoisyAction",
            () -> new NoisyAction(0.3).wrap(target()),
            n -> new NoisyAction(0.3).wrap(targets(n))),
        new Both(
            "RepeatAction",
            () -> new RepeatAction(3).wrap(pole()),
            n -> new RepeatAction(3).wrap(poles(n))),
        new Both(
            "RepeatAction where actions are masked",
            () -> new RepeatAction(3).wrap(AnySpaceEnv.multiDiscrete(7)),
            n -> new RepeatAction(3).wrap(masked(n))),
        new Both(
            "TimeLimit",
            () -> new TimeLimit<>(CartPole.env(false), 5),
            n -> new VecTimeLimit(poles(n), 5)),
        new Both(
            "OrderEnforcing",
            () -> new OrderEnforcing().wrap(pole()),
            n -> new OrderEnforcing().wrap(poles(n))));
  }

  private static Stream<Both> rewards() {
    var shaping = new PotentialShaping<float[]>(0.9, pole -> -Math.abs(pole[2]));
    var weighted =
        new WeightedReward<float[], Integer>(
            List.of(
                new WeightedReward.Part<>("alive", 0.5, step -> step.reward()),
                new WeightedReward.Part<>(
                    "calm", -2, step -> Math.abs(step.next()[1] - step.observation()[1])),
                new WeightedReward.Part<>("left", 0.25, step -> step.action())));
    return Stream.of(
        new Both(
            "ClipReward",
            () -> new ClipReward(0, 0.5).wrap(pole()),
            n -> new ClipReward(0, 0.5).wrap(poles(n))),
        new Both(
            "TransformReward",
            () -> new TransformReward(reward -> 2 * reward - 3).wrap(pole()),
            n -> new TransformReward(reward -> 2 * reward - 3).wrap(poles(n))),
        new Both("PotentialShaping", () -> shaping.wrap(pole()), n -> shaping.wrap(poles(n))),
        new Both("WeightedReward", () -> weighted.wrap(pole()), n -> weighted.wrap(poles(n))),
        new Both(
            "many wrappers",
            () ->
                new FrameStackObservation(2).wrap(shaping.wrap(new StickyAction(0.2).wrap(pole()))),
            n ->
                new FrameStackObservation(2)
                    .wrap(shaping.wrap(new StickyAction(0.2).wrap(poles(n))))));
  }

  /// Wrappers whose environments have something in common.
  public static Stream<Both> joint() {
    return Stream.of(
        new Both(
            "NormalizeObservation",
            () -> new NormalizeObservation(new RunningMoments(4)).wrap(pole()),
            n -> new NormalizeObservation(new RunningMoments(4)).wrap(poles(n))),
        new Both(
            "NormalizeReward",
            () -> new NormalizeReward(new RunningMoments(1), 0.9).wrap(target()),
            n -> new NormalizeReward(new RunningMoments(1), 0.9).wrap(targets(n))),
        new Both(
            "CountBonus",
            () -> new CountBonus(0.5, 0.25).wrap(pole()),
            n -> new CountBonus(0.5, 0.25).wrap(poles(n))),
        new Both(
            "wrappers around NormalizeObservation",
            () ->
                new PotentialShaping<float[]>(1, stack -> stack[1])
                    .wrap(
                        new FrameStackObservation(2)
                            .wrap(
                                new StickyAction(0.3)
                                    .wrap(
                                        new TimeLimit<>(
                                            new NormalizeObservation(new RunningMoments(4))
                                                .wrap(pole()),
                                            6)))),
            n ->
                new PotentialShaping<float[]>(1, stack -> stack[1])
                    .wrap(
                        new FrameStackObservation(2)
                            .wrap(
                                new StickyAction(0.3)
                                    .wrap(
                                        new VecTimeLimit(
                                            new NormalizeObservation(new RunningMoments(4))
                                                .wrap(poles(n)),
                                            6))))));
  }
}
