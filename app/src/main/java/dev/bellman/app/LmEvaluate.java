package dev.bellman.app;

import dev.bellman.app.lm.Evaluated;
import dev.bellman.app.lm.LmSubject;
import dev.bellman.llm.train.TaskEvaluation;
import dev.bellman.llm.train.WinRate;
import dev.bellman.tensor.Workers;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Evaluates a language model.
@Command(description = "Evaluate a model on a task's held-out prompts.")
final class LmEvaluate implements Runnable {
  private final Context context;

  @Parameters(paramLabel = "<run or model>", description = "A run folder or a model's folder.")
  private Path path = Path.of("");

  @Option(names = "--task", paramLabel = "TASK", description = "The task (default: the run's own).")
  private @Nullable String task;

  @Option(
      names = "--against",
      paramLabel = "RUN",
      description = "Another run or model, whose completions are compared prompt by prompt.")
  private @Nullable Path against;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "The seed of the draws (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads (default: the number of cores); they change no result.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  LmEvaluate(Context context) {
    this.context = context;
  }

  @Override
  public void run() {
    if (seed < 0) {
      throw new UserError("--seed: must be at least 0, got " + seed);
    }
    if (threads < 1) {
      throw new UserError("--threads: must be at least 1, got " + threads);
    }
    LmSubject subject = LmSubject.open(path, task);
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put("task", subject.task().name());
    object.put("model", subject.path().toString());
    try (Workers workers = new Workers(threads)) {
      TaskEvaluation evaluation = TaskEvaluation.of(subject.model(), subject.task(), seed, workers);
      object.putAll(Evaluated.json(evaluation));
      WinRate wins = against == null ? null : compare(subject, against, workers);
      if (wins != null) {
        object.put("against", String.valueOf(against));
        object.put("win_rate", wins.rate());
        object.put("wins", wins.wins());
        object.put("ties", wins.ties());
        object.put("losses", wins.losses());
      }
      context.print(json, object, () -> text(subject, evaluation, wins));
    }
  }

  private WinRate compare(LmSubject subject, Path other, Workers workers) {
    LmSubject rival = LmSubject.open(other, subject.task().name());
    return WinRate.of(subject.model(), rival.model(), subject.task(), seed, workers);
  }

  private static String text(LmSubject subject, TaskEvaluation evaluation, @Nullable WinRate wins) {
    String text =
        String.format(
            Locale.ROOT,
            """
            %s, %d held-out prompts
            greedy      accuracy %.1f %%, mean score %.3f
            drawn       pass@1 %.1f %%, pass@8 %.1f %%, mean score %.3f, %.1f different right answers a prompt
            form        %.1f %% well formed, %.1f %% ended, %.1f tokens
            """,
            subject.task().name(),
            evaluation.prompts(),
            100 * evaluation.greedyAccuracy(),
            evaluation.greedyScore(),
            100 * evaluation.passAt1(),
            100 * evaluation.passAt8(),
            evaluation.score(),
            evaluation.distinctRight(),
            100 * evaluation.wellFormed(),
            100 * evaluation.ended(),
            evaluation.length());
    return wins == null
        ? text
        : text
            + String.format(
                Locale.ROOT,
                "against     wins %d, ties %d, losses %d: win rate %.1f %%%n",
                wins.wins(),
                wins.ties(),
                wins.losses(),
                100 * wins.rate());
  }
}
