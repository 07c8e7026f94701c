package dev.bellman.app;

import dev.bellman.app.film.Blocks;
import dev.bellman.app.film.Camera;
import dev.bellman.app.play.Player.Moment;
import dev.bellman.app.play.Subject;
import dev.bellman.app.terminal.Quantity;
import dev.bellman.app.terminal.Screen;
import dev.bellman.app.terminal.Stage;
import dev.bellman.rl.env.Drawable;
import dev.bellman.rl.env.Env;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Plays a policy in the terminal.
@Command(name = "watch", description = "Play a policy in the terminal.")
final class Watch implements Runnable {
  private static final double HOLD = 1;
  private static final int WIDEST = 100;

  private final Context context;

  @Mixin private final Scene scene = new Scene();

  @Option(
      names = "--fps",
      paramLabel = "F",
      description = "Steps a second, up to 1000 (default: what suits the environment).")
  private @Nullable Double framesPerSecond;

  Watch(Context context) {
    this.context = context;
  }

  @Override
  public void run() {
    if (framesPerSecond != null && !(framesPerSecond > 0 && framesPerSecond <= 1000)) {
      throw new UserError("--fps: must be above 0 and at most 1000, got " + framesPerSecond);
    }
    Subject subject = scene.subject(context);
    Screen screen = Screen.ofStandardOutput();
    try (Env<?, ?> env = subject.make(scene.envs(context))) {
      if (!(env.unwrapped() instanceof Drawable drawn)) {
        throw new UserError(
            "environment '%s': can't be shown (let its class implement Drawable)"
                .formatted(subject.id()));
      }
      try (var stage = new Stage(context.out(), screen, () -> rate(drawn))) {
        List<Moment> lasts =
            scene.play(
                context,
                subject,
                env,
                moment ->
                    stage.show(
                        look(subject, drawn, screen) + line(subject, moment),
                        moment.done() ? HOLD : 0));
        context.out().print(Scene.text(lasts));
      }
    }
  }

  private double rate(Drawable drawn) {
    return framesPerSecond == null ? drawn.framesPerSecond() : framesPerSecond;
  }

  /// The state as text; where there is none, its picture in coloured blocks.
  private static String look(Subject subject, Drawable drawn, Screen screen) {
    String text = drawn.text();
    if (!text.isEmpty()) {
      return text.endsWith("\n") ? text : text + "\n";
    }
    if (!screen.terminal() || !screen.unicode()) {
      throw new UserError(
          "environment '%s': has no text, and its picture needs a terminal with block characters"
                  .formatted(subject.id())
              + " (bellman record draws it into a file)");
    }
    var camera = new Camera(subject.title(), drawn, Math.min(screen.columns() - 1, WIDEST));
    return Blocks.of(camera.scene());
  }

  private static String line(Subject subject, Moment moment) {
    String end = moment.terminated() ? ", terminated" : moment.truncated() ? ", truncated" : "";
    return "%s  episode %d, step %d, reward %s, return %s%s"
        .formatted(
            subject.title(),
            moment.episode(),
            moment.steps(),
            Quantity.amount(moment.reward()),
            Quantity.amount(moment.totalReward()),
            end);
  }
}
