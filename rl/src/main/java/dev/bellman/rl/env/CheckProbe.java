package dev.bellman.rl.env;

import dev.bellman.tensor.Rng;
import dev.bellman.tensor.State;
import dev.bellman.tensor.Stateful;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// One environment that is checked: every value is looked at on its way, and an episode's end is
/// followed by a reset.
final class CheckProbe {
  private final Env<?, ?> env;
  private final EnvPort port;
  private final VecStep out;
  private final Actions actions;

  CheckProbe(Env<?, ?> env) {
    this.env = env;
    port = new EnvPort(name(env), 0, env);
    out = VecStep.of(1, env.observationSpace(), env.actionSpace(), env.masksActions());
    actions = Actions.of(1, env.actionSpace());
  }

  /// What messages call an environment.
  static String name(Env<?, ?> env) {
    return env.unwrapped().getClass().getSimpleName();
  }

  CheckMoment reset(OptionalLong seed) {
    port.reset(seed, out);
    out.rewards()[0] = 0;
    out.terminated()[0] = false;
    out.truncated()[0] = false;
    return CheckMoment.of(out, 0);
  }

  CheckMoment reset(long seed) {
    return reset(OptionalLong.of(seed));
  }

  /// Takes an allowed action: first the lowest and the highest that there are, then random ones.
  CheckMoment step(int t, Rng rng) {
    actions.sample(0, env.actionSpace(), out.actionMasks(), rng);
    if (Actions.carried(env.actionSpace()) instanceof Box box && box.isBounded() && t <= 2) {
      float[] bound = t == 1 ? box.low() : box.high();
      System.arraycopy(bound, 0, actions.continuous(), 0, bound.length);
    }
    port.step(actions, out);
    return CheckMoment.of(out, 0);
  }

  /// A reset and random steps.
  ///
  /// @param seed of the reset; none goes on with the environment's stream
  /// @param steps how many
  /// @param between is run after each of them
  List<CheckMoment> run(OptionalLong seed, int steps, Runnable between) {
    var moments = new ArrayList<CheckMoment>();
    moments.add(reset(seed));
    between.run();
    goOn(steps, between, moments);
    return moments;
  }

  List<CheckMoment> run(long seed, int steps) {
    return run(OptionalLong.of(seed), steps, () -> {});
  }

  /// Random steps.
  List<CheckMoment> goOn(int steps) {
    var moments = new ArrayList<CheckMoment>();
    goOn(steps, () -> {}, moments);
    return moments;
  }

  private void goOn(int steps, Runnable between, List<CheckMoment> moments) {
    Rng rng = Rng.ofSeed(EnvChecker.SEED);
    for (int t = 1; t <= steps; t++) {
      moments.add(step(t, rng));
      between.run();
    }
  }

  /// Writes the environment and what it shows.
  void save(State state) {
    ((Stateful) env).save(state.at("env"));
    out.save(state.at("shown"));
  }

  /// Reads back what [#save] wrote.
  void load(State state) {
    ((Stateful) env).load(state.at("env"));
    out.load(state.at("shown"));
  }

  /// Where two runs differ first: the event and the difference; null if they do not.
  ///
  /// @param first the number of the first event, 0 for a reset
  static @Nullable String difference(int first, List<CheckMoment> a, List<CheckMoment> b) {
    for (int i = 0; i < a.size(); i++) {
      String difference = a.get(i).difference(b.get(i));
      if (difference != null) {
        return "%s: %s".formatted(first + i == 0 ? "reset" : "step " + (first + i), difference);
      }
    }
    return null;
  }
}
