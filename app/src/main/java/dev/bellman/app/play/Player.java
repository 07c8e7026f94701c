package dev.bellman.app.play;

import dev.bellman.rl.env.Env;
import dev.bellman.rl.env.Reset;
import dev.bellman.rl.env.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Plays episodes for somebody who looks on.
///
/// @param episodes how many
/// @param seed the seed of the first reset; the others go on with the environment's stream
/// @param longest an episode is left after so many steps
public record Player(int episodes, long seed, long longest) {
  /// How far an episode is, after its reset or a step.
  ///
  /// @param episode the episode, from 1
  /// @param steps its steps so far, 0 after the reset
  /// @param reward the last step's
  /// @param totalReward the sum of its rewards
  /// @param terminated whether the task ended
  /// @param truncated whether it was cut
  public record Moment(
      int episode,
      long steps,
      double reward,
      double totalReward,
      boolean terminated,
      boolean truncated) {
    /// Whether the episode is over.
    ///
    /// @return `terminated || truncated`
    public boolean done() {
      return terminated || truncated;
    }

    private Moment next(Step<?> step) {
      return new Moment(
          episode,
          steps + 1,
          step.reward(),
          totalReward + step.reward(),
          step.terminated(),
          step.truncated());
    }
  }

  /// Plays.
  ///
  /// @param env the environment; reset here
  /// @param decider who acts
  /// @param viewer is told of every reset and step
  /// @param <O> observations
  /// @param <A> actions
  /// @return the last moment of each episode
  public <O, A> List<Moment> play(Env<O, A> env, Decider<O, A> decider, Consumer<Moment> viewer) {
    var lasts = new ArrayList<Moment>();
    boolean more = true;
    for (int episode = 1; more && episode <= episodes; episode++) {
      Reset<O> reset = env.reset(episode == 1 ? OptionalLong.of(seed) : OptionalLong.empty());
      var moment = new Moment(episode, 0, 0, 0, false, false);
      viewer.accept(moment);
      O observation = reset.observation();
      byte @Nullable [] mask = reset.actionMask();
      while (!moment.done() && moment.steps < longest) {
        A action = decider.act(observation, mask);
        if (action == null) {
          more = false;
          break;
        }
        Step<O> step = env.step(action);
        observation = step.observation();
        mask = step.actionMask();
        moment = moment.next(step);
        viewer.accept(moment);
      }
      if (more || moment.steps > 0) {
        lasts.add(moment);
      }
    }
    return lasts;
  }
}
