package dev.bellman.app.learning;

import dev.bellman.app.ExitStatus;
import dev.bellman.app.RunFailed;
import dev.bellman.app.UserError;
import dev.bellman.app.run.Reason;
import dev.bellman.app.run.RunFolder;
import dev.bellman.app.terminal.Quantity;
import dev.bellman.app.terminal.Screen;
import dev.bellman.app.train.Board;
import dev.bellman.app.train.Learner;
import dev.bellman.app.train.Outcome;
import dev.bellman.app.train.RunConfig;
import dev.bellman.app.train.Signals;
import dev.bellman.app.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Trains and evaluates every seed of several pairs, a cell each, as `train` does. A cell that is
/// in the ledger is not done again, unless its configuration is another one by now.
public final class Cells {
  private static final double CHECKPOINT_SECONDS = 60;
  private static final double STALL_SECONDS = 60;

  private final Plan plan;
  private final List<Pair> pairs;
  private final Consumer<List<Cell>> report;
  private final List<RunFailed> failures = new ArrayList<>();
  private int done;
  private int all;

  private Cells(Plan plan, List<Pair> pairs, Consumer<List<Cell>> report) {
    this.plan = plan;
    this.pairs = pairs;
    this.report = report;
  }

  /// A cell that is to be done.
  private record Task(Pair pair, long seed) {}

  /// Does what is not done yet.
  ///
  /// @param plan how
  /// @param pairs what
  /// @param report is told all cells of the pairs that are done, after each one; one call at a time
  /// @return the cells of the pairs, whether they were done now or before; not all of them if a
  ///   signal ended this
  /// @throws UserError if a pair can't be trained or the folder can't be written
  /// @throws RunFailed if a cell failed, when the others are done
  public static List<Cell> run(Plan plan, List<Pair> pairs, Consumer<List<Cell>> report) {
    for (Pair pair : pairs) {
      Learner.of(pair.config(), plan.envs(), 1).close();
    }
    try (Ledger ledger = Ledger.open(plan.ledger())) {
      return new Cells(plan, pairs, report).run(ledger);
    }
  }

  private List<Cell> run(Ledger ledger) {
    List<Task> tasks = missing(ledger.cells());
    done = pairs.size() * plan.seeds() - tasks.size();
    all = pairs.size() * plan.seeds();
    say("%d of %d cells are done already".formatted(done, all));
    try (Signals signals = Signals.listen(this::say);
        ExecutorService pool = Executors.newFixedThreadPool(plan.threads())) {
      for (Task task : tasks) {
        pool.execute(() -> attempt(task, ledger, signals));
      }
    }
    if (!failures.isEmpty()) {
      throw new RunFailed(
          "%d of %d cells failed (a second call tries them again): %s"
              .formatted(failures.size(), all, failures.getFirst().getMessage()),
          failures.getFirst());
    }
    return current(ledger.cells());
  }

  /// Seed by seed, so that every pair has results early.
  private List<Task> missing(List<Cell> cells) {
    var tasks = new ArrayList<Task>();
    for (long seed = 1; seed <= plan.seeds(); seed++) {
      for (Pair pair : pairs) {
        if (find(cells, pair, seed).isEmpty()) {
          tasks.add(new Task(pair, seed));
        }
      }
    }
    return tasks;
  }

  private Optional<Cell> find(List<Cell> cells, Pair pair, long seed) {
    return cells.stream()
        .filter(cell -> cell.seed() == seed && cell.isOf(pair, plan.evalEpisodes()))
        .findFirst();
  }

  private List<Cell> current(List<Cell> cells) {
    var current = new ArrayList<Cell>();
    for (Pair pair : pairs) {
      for (long seed = 1; seed <= plan.seeds(); seed++) {
        find(cells, pair, seed).ifPresent(current::add);
      }
    }
    return current;
  }

  private void attempt(Task task, Ledger ledger, Signals signals) {
    if (signals.stopped()) {
      return;
    }
    String name = "%s seed %d".formatted(task.pair.name(), task.seed);
    try {
      train(task, signals)
          .ifPresent(outcome -> enter(Cell.of(task.pair, outcome), name, ledger, outcome));
    } catch (RuntimeException e) {
      var failure = new RunFailed("%s: %s".formatted(name, ExitStatus.describe(e)), e);
      synchronized (this) {
        failures.add(failure);
      }
      say("failed, the others go on: " + failure.getMessage());
    }
  }

  private Optional<Outcome> train(Task task, Signals signals) {
    RunConfig<?> config = task.pair.config().withSeed(task.seed);
    Path path = plan.run(task.pair, task.seed);
    clear(path);
    var trainer =
        new Trainer(
            plan.envs(),
            1,
            plan.evalEpisodes(),
            CHECKPOINT_SECONDS,
            STALL_SECONDS,
            System::nanoTime);
    try (var board = new Board(plan.err(), true, Screen.NONE, System::nanoTime, 1, 1)) {
      return trainer.startBeside(config, RunFolder.create(path), board, signals);
    }
  }

  /// Empties the folder that a cell that was not finished left.
  private static void clear(Path folder) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> content = Files.walk(folder)) {
      for (Path path : content.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UserError("%s: must be writable, got %s".formatted(folder, Reason.of(e)), e);
    }
  }

  private synchronized void enter(Cell cell, String name, Ledger ledger, Outcome outcome) {
    ledger.append(cell);
    done++;
    say(
        "%s: mean return %s, %s steps in %.1f s (%d of %d cells)"
            .formatted(
                name,
                Quantity.score(cell.meanReturn()),
                Quantity.count((double) cell.envSteps()),
                outcome.progress().seconds(),
                done,
                all));
    report.accept(current(ledger.cells()));
  }

  private void say(String line) {
    synchronized (plan.err()) {
      plan.err().println(line);
      plan.err().flush();
    }
  }
}
