package dev.bellman.app;

import dev.bellman.app.film.Camera;
import dev.bellman.app.film.Film;
import dev.bellman.app.play.Player.Moment;
import dev.bellman.app.play.Subject;
import dev.bellman.app.run.Reason;
import dev.bellman.app.run.WholeFile;
import dev.bellman.rl.env.Drawable;
import dev.bellman.rl.env.Env;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Plays a policy and draws what happens.
@Command(name = "record", description = "Play a policy and draw an animation of it.")
final class RecordCommand implements Runnable {
  private static final int NARROWEST = 64;
  private static final int WIDEST = 4096;

  private final Context context;

  @Mixin private final Scene scene = new Scene();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "The animation, NAME.gif; NAME.png for the last picture alone.")
  private Path out = Path.of("");

  @Option(
      names = "--fps",
      paramLabel = "F",
      description = "Pictures a second, 1 to 50 (default: what suits the environment).")
  private @Nullable Double framesPerSecond;

  @Option(
      names = "--frames",
      paramLabel = "N",
      description = "At most N pictures, the others are left out evenly (default: 300).")
  private int frames = 300;

  @Option(
      names = "--width",
      paramLabel = "PIXELS",
      description = "The pictures' width (default: the environment's).")
  private @Nullable Integer width;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  RecordCommand(Context context) {
    this.context = context;
  }

  @Override
  public void run() {
    boolean animated = isAnimated();
    check("--fps", framesPerSecond, 1, 50);
    check("--frames", frames, 1, Integer.MAX_VALUE);
    check("--width", width, NARROWEST, WIDEST);
    Subject subject = scene.subject(context);
    try (Env<?, ?> env = subject.make(scene.envs(context))) {
      if (!(env.unwrapped() instanceof Drawable drawn)) {
        throw new UserError(
            "environment '%s': can't be drawn (let its class implement Drawable)"
                .formatted(subject.id()));
      }
      refuseUnwritable();
      var camera = new Camera(subject.title(), drawn, width);
      Film film = camera.film();
      List<Moment> lasts =
          scene.play(
              context,
              subject,
              env,
              moment -> {
                if (animated) {
                  film.add(camera.picture(moment), moment.done());
                }
              });
      byte[] content =
          animated ? film.gif(rate(drawn), frames) : Film.png(camera.picture(lasts.getLast()));
      write(content);
      print(subject, lasts, content.length);
    }
  }

  private boolean isAnimated() {
    String name = out.toString().toLowerCase(Locale.ROOT);
    if (!name.endsWith(".gif") && !name.endsWith(".png")) {
      throw new UserError("--out: must end with .gif or .png, got '%s'".formatted(out));
    }
    return name.endsWith(".gif");
  }

  private static void check(String option, @Nullable Number value, int low, int high) {
    if (value != null && !(value.doubleValue() >= low && value.doubleValue() <= high)) {
      throw new UserError("%s: must be in [%d, %d], got %s".formatted(option, low, high, value));
    }
  }

  private double rate(Drawable drawn) {
    return framesPerSecond == null ? drawn.framesPerSecond() : framesPerSecond;
  }

  private void refuseUnwritable() {
    Path folder = out.toAbsolutePath().getParent();
    if (Files.isDirectory(out) || folder == null || !Files.isDirectory(folder)) {
      throw new UserError(
          "--out: must be a file in a folder that is there, got '%s'".formatted(out));
    }
    try {
      Files.delete(Files.createTempFile(folder, "write", ".tmp"));
    } catch (IOException e) {
      throw new UserError(
          "--out: folder %s must be writable, got %s".formatted(folder, Reason.of(e)), e);
    }
  }

  private void write(byte[] content) {
    try {
      WholeFile.write(out, content);
    } catch (IOException e) {
      throw new RunFailed("--out: %s must be writable, got %s".formatted(out, Reason.of(e)), e);
    }
  }

  private void print(Subject subject, List<Moment> lasts, int bytes) {
    Map<String, @Nullable Object> object = Scene.json(subject, lasts);
    object.put("file", out.toString());
    object.put("bytes", bytes);
    context.print(
        json,
        object,
        () -> "%s%s  (%d KB)%n".formatted(Scene.text(lasts), out, Math.ceilDiv(bytes, 1024)));
  }
}
