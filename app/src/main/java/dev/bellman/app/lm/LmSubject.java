package dev.bellman.app.lm;

import dev.bellman.app.UserError;
import dev.bellman.app.config.Overlay;
import dev.bellman.app.config.Tree;
import dev.bellman.app.run.RunFolder;
import dev.bellman.llm.model.Transformer;
import dev.bellman.llm.task.Task;
import dev.bellman.llm.task.Tasks;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A model to be asked, and the task it is asked about.
///
/// @param path where it was found
/// @param model the model
/// @param task the task
public record LmSubject(Path path, Transformer model, Task task) {
  /// Opens a model.
  ///
  /// @param path a run folder, or a folder with `config.json` and `model.safetensors`
  /// @param named the task's name; null for the run's own
  /// @return the model and its task
  /// @throws UserError if there is no model or no task
  public static LmSubject open(Path path, @Nullable String named) {
    if (!Files.isDirectory(path)) {
      throw new UserError("%s: must be a run folder or a model's folder, got none".formatted(path));
    }
    String name = named == null ? taskOf(path) : named;
    try {
      Task task = Tasks.builtIn().task(name);
      Transformer model = Models.language(path);
      Models.requireTask(path, model.config(), task);
      return new LmSubject(path, model, task);
    } catch (IllegalArgumentException e) {
      throw new UserError(String.valueOf(e.getMessage()), e);
    }
  }

  private static String taskOf(Path path) {
    Path config = new RunFolder(path).config();
    if (Files.isRegularFile(config)
        && Overlay.file(config) instanceof Tree.Mapping mapping
        && mapping.entries().get("task") instanceof Tree.Scalar task) {
      return task.text();
    }
    throw new UserError("%s: no run folder that names its task (give --task)".formatted(path));
  }
}
