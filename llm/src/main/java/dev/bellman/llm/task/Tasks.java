package dev.bellman.llm.task;

import dev.bellman.rl.env.Suggestions;
import java.util.ArrayList;
import java.util.List;

/// The tasks that can be named. Immutable.
///
/// A task of one's own joins with [#with]; it needs no more than the methods of [Task].
public final class Tasks {
  private final List<Task> tasks;

  private Tasks(List<Task> tasks) {
    this.tasks = tasks;
  }

  /// The tasks of this library.
  ///
  /// @return the registry
  public static Tasks builtIn() {
    return new Tasks(List.of(new SumTo(), new SortDigits(), new Maze4()));
  }

  /// This registry with one more task.
  ///
  /// @param task the task
  /// @return the larger registry
  /// @throws IllegalArgumentException if its name is taken
  public Tasks with(Task task) {
    if (names().contains(task.name())) {
      throw new IllegalArgumentException(
          "task '%s': must be new, got a name that is taken".formatted(task.name()));
    }
    var more = new ArrayList<>(tasks);
    more.add(task);
    return new Tasks(List.copyOf(more));
  }

  /// What is registered.
  ///
  /// @return the tasks, in the order in which they joined
  public List<Task> all() {
    return tasks;
  }

  /// The names of what is registered.
  ///
  /// @return as `sum-to`
  public List<String> names() {
    return tasks.stream().map(Task::name).toList();
  }

  /// Finds a task.
  ///
  /// @param name its name
  /// @return the task
  /// @throws IllegalArgumentException if there is none of that name
  public Task task(String name) {
    return tasks.stream()
        .filter(task -> task.name().equals(name))
        .findFirst()
        .orElseThrow(() -> unknown(name));
  }

  private IllegalArgumentException unknown(String name) {
    String hint =
        Suggestions.closest(name, names()).map(near -> "did you mean '" + near + "'? ").orElse("");
    return new IllegalArgumentException(
        "task '%s': unknown (%sknown: %s)".formatted(name, hint, String.join(", ", names())));
  }
}
