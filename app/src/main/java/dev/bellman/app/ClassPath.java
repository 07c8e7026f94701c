package dev.bellman.app;

import dev.bellman.app.classes.EnvClasses;
import dev.bellman.rl.env.Envs;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The option that finds environments of one's own by the name of their class.
final class ClassPath {
  @Option(
      names = "--class-path",
      paramLabel = "PATH",
      description = "Jars and folders with the class of your own environment.")
  private List<String> paths = List.of();

  private @Nullable Envs envs;

  /// The environments that can be named, classes on this path among them.
  ///
  /// @throws UserError if a file of the path is not there
  Envs envs(Context context) {
    if (envs == null) {
      envs = context.envs().orElse(new EnvClasses(paths)::find);
    }
    return envs;
  }
}
